public import CivilTime

/// A job as it stands at one moment.
public struct JobInfo: Sendable {
  /// The job's id.
  public var id: JobID
  /// Says when it is due.
  public var trigger: any Trigger
  /// Its policies.
  public var options: JobOptions
  /// The nominal instant of its next firing; nil when its trigger has none left.
  public var nextRun: Instant?
  /// Its own pause switch; firings are skipped as well while the whole scheduler is paused.
  public var isPaused: Bool
  /// The note given with the pause.
  public var pauseNote: String?
  /// Runs going on in this process.
  public var running: Int
  /// How its instants ended, in this process.
  public var accounting: JobAccounting
  /// Its last run that ended: in this process or, where claims are shared, in the fleet.
  public var lastRun: RunRecord?
  /// Its next firing is past due by more than its grace and half a minute: something holds it up.
  public var isOverdue: Bool

  /// True when the trigger has no instant left. A job that waits for something to happen is never finished.
  public var isFinished: Bool { nextRun == nil && !(trigger is any EventTrigger) }
}
