import CivilTime
import Scheduling

/// A run that goes on, on whichever replica.
struct GoingRun: Sendable {
  var id: RunID
  var firing: Firing
  /// Nil where another replica runs it, or while it waits for a thread.
  var started: Instant?
  var attempt: Int
  var crashes: Int
  var instance: String
  var lock: String
  var slot: Int
  var fencingToken: Int64?
  var leaseEnds: Instant?
  var isStuck = false
  var isDryRun = false
  /// It has begun: it does not wait for a thread, or for its next attempt.
  var isRunning = true
  /// What its body reported last, where it runs here.
  var progress: RunProgress?
  /// Why it does not run yet, or what it was asked; nil where there is nothing to say.
  var note: String?

  init(_ run: FleetRun) {
    (id, firing, attempt, crashes, instance) = (run.id, run.firing, run.attempt, run.crashes, run.instance)
    (lock, slot, fencingToken, leaseEnds) = (run.lockKey, run.slot, run.fencingToken, run.leaseEnds)
  }

  init(_ run: OpenRun, instance: String) {
    (id, firing, attempt, crashes) = (run.id, run.firing, run.attempt, run.crashes)
    (lock, slot, fencingToken) = (run.lockKey, run.slot, run.fencingToken)
    (started, isStuck, isDryRun) = (run.started, run.isStuck, run.isDryRun)
    progress = run.progress
    self.instance = instance
    if let wait = run.retriesIn {
      isRunning = false
      note = "attempt \(max(1, run.attempt - 1)) failed; the next one begins in \(wait)"
    } else if run.started == nil {
      isRunning = false
      note = "it waits for a thread"
    } else if let stop = run.stop {
      note = "it was asked to stop (\(stop))" + (run.isStuck ? " and goes on" : "")
    }
  }

  /// All of them: those of this process with what it alone knows, and those of the others.
  static func all(own: [OpenRun], fleet: [FleetRun], instance: String) -> [GoingRun] {
    var runs = own.map { GoingRun($0, instance: instance) }
    let places = Dictionary(runs.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { $1 })
    for run in fleet {
      if let place = places[run.id] {
        runs[place].leaseEnds = run.leaseEnds
      } else {
        runs.append(GoingRun(run))
      }
    }
    return runs
  }
}
