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
