import CivilTime
import Scheduling

/// The states that a job can be in, the most urgent first.
enum JobStateWord: String, Sendable, CaseIterable {
  case unserved, held, overdue, stuck
  case breakerOpen = "breaker-open"
  case failing, paused, running, waiting, finished, scheduled
}

extension Picture {
  /// How long a fleet's job may be past due before nobody is taken to serve it.
  private static let servedWithin = Duration.seconds(90)

  func states(of job: JobInfo) -> [JobStateWord] {
    var states: [JobStateWord] = []
    let runs = runsOfJobs[job.id] ?? []
    if job.holdReason != nil { states.append(.held) }
    if job.isOverdue { states.append(.overdue) }
    if runs.contains(where: \.isStuck) { states.append(.stuck) }
    if let until = job.breakerOpenUntil, until > now { states.append(.breakerOpen) }
    if job.lastRun?.outcome.isFailure == true { states.append(.failing) }
    if pause(of: job.id) != nil { states.append(.paused) }
    if runs.contains(where: \.isRunning) { states.append(.running) }
    if job.waitsForEvents || runs.contains(where: { !$0.isRunning }) { states.append(.waiting) }
    if job.isFinished { states.append(.finished) }
    return states.isEmpty ? [.scheduled] : states
  }

  func states(of job: FleetJob) -> [JobStateWord] {
    var states: [JobStateWord] = []
    if let next = job.next, now - next > Self.servedWithin, pause(of: job.id) == nil { states.append(.unserved) }
    if job.lastRun?.outcome.isFailure == true { states.append(.failing) }
    if pause(of: job.id) != nil { states.append(.paused) }
    if runsOfJobs[job.id] != nil { states.append(.running) }
    return states.isEmpty ? [.scheduled] : states
  }
}
