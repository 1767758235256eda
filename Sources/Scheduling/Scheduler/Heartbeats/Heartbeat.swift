import CivilTime

/// One ping to a monitor outside of the fleet, such as Healthchecks or a dead man's switch. The monitor raises an alarm when
/// the pings stop, which nothing inside a process that is gone can do.
public struct Heartbeat: Sendable, Hashable {
  /// What happened.
  public enum Signal: Sendable, Hashable {
    /// The scheduler is running and its loop passes. Sent once in ``Heartbeats/period``, without a job.
    case alive
    /// A run started.
    case started
    /// A run succeeded.
    case succeeded
    /// A run failed, timed out, crashed or was cancelled, and is not tried again; with its message.
    case failed(String)
  }

  /// The monitor: ``JobOptions/heartbeat`` of the job, or the scheduler's own.
  public let monitor: String
  /// What happened.
  public let signal: Signal
  /// The job; nil for the scheduler's own.
  public let job: JobID?
  /// The run: the same for its start and its end, so that a monitor can pair them. Nil for the scheduler's own.
  public let run: RunID?
  /// How long the run took, where it ended.
  public let duration: Duration?

  /// The ping for an event; nil where the event needs none.
  static func of(_ event: SchedulerEvent, monitor: (JobID) -> String?) -> Heartbeat? {
    switch event {
    case .runStarted(let firing, let run, let attempt, _) where attempt == 1:
      monitor(firing.job).map {
        Heartbeat(monitor: $0, signal: .started, job: firing.job, run: run, duration: nil)
      }
    case .ended(let record) where !record.isDryRun && record.runID != nil:
      signal(of: record).flatMap { signal in
        monitor(record.job).map {
          Heartbeat(monitor: $0, signal: signal, job: record.job, run: record.runID, duration: record.duration)
        }
      }
    default: nil
    }
  }

  private static func signal(of record: RunRecord) -> Signal? {
    switch record.outcome {
    case .succeeded: .succeeded
    case .failed, .timedOut, .crashed, .cancelled: .failed(record.message ?? record.outcome.description)
    // No run: the monitor notices that none came.
    case .skipped, .missed: nil
    }
  }
}
