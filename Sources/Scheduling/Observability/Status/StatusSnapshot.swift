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

extension SchedulerCore {
  /// How many slots are read at once under the machine's lock.
  static let snapshotPiece = 256

  /// All jobs, in short pieces: each job is as it was at one moment, and all of them within a moment.
  func jobSnapshots() -> [JobSnapshot] {
    var jobs: [JobSnapshot] = []
    var from = 0
    while true {
      let slots = from..<from + Self.snapshotPiece
      let (piece, count) = look { machine, _ in (machine.snapshots(of: slots), machine.jobs.indices.count) }
      jobs.append(contentsOf: piece)
      from = slots.upperBound
      if from >= count { break }
    }
    jobs.sort { $0.definition.id < $1.definition.id }
    // One that was removed and added again meanwhile may have been met in both slots.
    var unique: [JobSnapshot] = []
    unique.reserveCapacity(jobs.count)
    for job in jobs where unique.last?.definition.id != job.definition.id { unique.append(job) }
    return unique
  }

  /// Reads everything anew.
  func snapshot() -> StatusSnapshot {
    let jobs = jobSnapshots()
    let runs = runFindings()
    let probe = probe()
    let facts = look { machine, now in StatusFacts(machine, now) }
    var verdict = StatusVerdict()
    verdict.judge(facts, jobs, runs, isStalled: probe.isStalled)
    let lateness = facts.lateness.percentiles([0.5, 0.99])
    let shared = facts.shared
    let summary = SchedulerStatus(
      health: verdict.health, reasons: verdict.reasons, reasonKinds: verdict.kinds, takenAt: facts.description.wall,
      isRunning: facts.description.phase == .running, isStalled: probe.isStalled,
      instance: facts.description.instance, startedAt: facts.startedAt, jobs: [], running: facts.running,
      queued: facts.queued, latenessMedian: lateness[0], latenessP99: lateness[1],
      claims: .init(
        kind: claims?.kind ?? "memory", isConnected: shared?.isConnected ?? true, clockOffset: shared?.clockOffset,
        facts: shared?.facts ?? [:], error: shared?.error?.message),
      fleet: (shared?.members ?? []).map { $0.shown(at: facts.description.wall) },
      pauseNote: facts.pauseNote.map { PauseNote(stored: $0).note },
      pause: facts.pauseNote.map(PauseNote.init(stored:)))
    return StatusSnapshot(summary: summary, jobs: jobs, facts: facts.description)
  }
}

extension Scheduler {
  /// A snapshot that was made within the last second and since the last change by a call, or one that is made now. However
  /// many ask, one is made a second, and one after each change.
  package var recentSnapshot: StatusSnapshot {
    // By a clock that is moved by hand nothing grows old: what is asked for is what is so.
    core.goesByItself ? core.snapshots.recent(at: .now(), make: core.snapshot) : core.snapshot()
  }

  /// The next snapshot is made anew: something has changed that somebody was just informed of.
  package func expireSnapshot() { core.snapshots.expire() }
}
