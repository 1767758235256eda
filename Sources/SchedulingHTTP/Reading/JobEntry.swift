import CivilTime
import Scheduling

/// A job in the list: one of this replica, or one that only others have.
enum JobEntry: Sendable {
  case here(JobInfo)
  case elsewhere(FleetJob)

  var id: JobID {
    switch self {
    case .here(let job): job.id
    case .elsewhere(let job): job.id
    }
  }
  var next: Instant? {
    switch self {
    case .here(let job): job.nextRun
    case .elsewhere(let job): job.next
    }
  }
  var lastEnded: Instant? {
    switch self {
    case .here(let job): job.lastRun?.ended
    case .elsewhere(let job): job.lastRun?.ended
    }
  }
  var info: JobInfo? { if case .here(let job) = self { job } else { nil } }
}

extension Picture {
  /// All jobs, by id.
  var entries: [JobEntry] {
    guard isFleet, let known = fleet?.jobs else { return jobs.map(JobEntry.here) }
    let own = Set(jobs.map(\.id))
    let others = known.values.filter { !own.contains($0.id) }
    if others.isEmpty { return jobs.map(JobEntry.here) }
    return (jobs.map(JobEntry.here) + others.map(JobEntry.elsewhere)).sorted { $0.id < $1.id }
  }

  /// Whether this replica has every job that is known.
  var hasAllJobs: Bool {
    guard isFleet, let known = fleet?.jobs else { return true }
    return known.keys.allSatisfy { job($0) != nil }
  }

  /// The jobs of this replica that sort after one, at most `limit`, and the cursor of the next page.
  func page(after cursor: JobID?, limit: Int) -> (jobs: ArraySlice<JobInfo>, next: JobID?) {
    var (low, high) = (0, jobs.count)
    while let cursor, low < high {
      let middle = low + (high - low) / 2
      if jobs[middle].id <= cursor { low = middle + 1 } else { high = middle }
    }
    let page = jobs[low...].prefix(limit)
    return (page, page.endIndex < jobs.endIndex ? page.last?.id : nil)
  }

  func entry(_ id: JobID) -> JobEntry? {
    job(id).map(JobEntry.here) ?? jobElsewhere(id).map(JobEntry.elsewhere)
  }

  func states(of entry: JobEntry) -> [JobStateWord] {
    switch entry {
    case .here(let job): states(of: job)
    case .elsewhere(let job): states(of: job)
    }
  }
}
