import CivilTime

/// A scheduler as it was at one moment, or nearly: read in short pieces, so that neither the loop nor a run waits for
/// long, and described only as far as somebody asks.
package final class StatusSnapshot: Sendable {
  /// Everything but the jobs.
  package let summary: SchedulerStatus
  private let jobs: [JobSnapshot]
  private let facts: DescriptionFacts
  /// All jobs as they are described, once somebody has asked for all of them: an operator's page is several requests.
  private let described = Lock<[JobInfo]?>(nil)

  init(summary: SchedulerStatus, jobs: [JobSnapshot], facts: DescriptionFacts) {
    self.summary = summary
    self.jobs = jobs
    self.facts = facts
  }

  /// How many jobs there are.
  package var jobCount: Int { jobs.count }

  /// All jobs, by id.
  package var allJobs: [JobInfo] {
    if let all = described.withLock({ $0 }) { return all }
    let all = jobs.map { $0.info(facts) }
    described.withLock { $0 = all }
    return all
  }

  /// The jobs that sort after one, at most `limit`, and the cursor of the next page; nil when this is the last.
  package func page(after cursor: JobID?, limit: Int) -> (jobs: [JobInfo], next: JobID?) {
    let start = cursor.map(index(after:)) ?? 0
    let page = jobs[start...].prefix(max(0, limit))
    let next = page.endIndex < jobs.endIndex ? page.last?.definition.id : nil
    return (page.map { $0.info(facts) }, next)
  }

  private func index(after cursor: JobID) -> Int {
    var (low, high) = (0, jobs.count)
    while low < high {
      let middle = low + (high - low) / 2
      if jobs[middle].definition.id <= cursor { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
