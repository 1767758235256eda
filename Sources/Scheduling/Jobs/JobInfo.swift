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
  /// When its last successful run ended: in this process or, where claims are shared, in the fleet. Nil when none has
  /// been reported since the scheduler was made.
  public var lastSuccess: Instant?
  /// Its next firing is past due by more than its grace and half a minute, or no run has succeeded for as long as
  /// ``AlertRules/overdueAfter`` says. Where claims are shared the successes of all replicas count.
  public var isOverdue: Bool
  /// The name of the ``JobHandler`` that does its work; of a stored job that was added with a closure, the job's id. Nil
  /// where jobs are kept in memory and it has a closure.
  public var handler: String?
  /// The version of its definition in a durable store: rises with every change. Nil where jobs are kept in memory.
  public var version: Int64?
  /// Why this replica leaves the job to others, or why the job is held: the search for its next instant gave up. Nil when
  /// neither is so.
  public var holdReason: String?

  /// What it was described from.
  var definition: JobDefinition?
  /// How far its newest run in this process that reports its progress has come; nil where none does.
  package var progress: RunProgress?
  /// Its own pause switch with all that is known of it.
  package var pause: PauseNote?
  /// Until when this replica sees its circuit breaker open; nil while it is closed.
  package var breakerOpenUntil: Instant?

  /// The arguments of its runs as JSON values; nil when there is nothing.
  public var arguments: JobArguments? { options.arguments }

  /// Whether its trigger waits for something to happen and names no instants.
  package var waitsForEvents: Bool { trigger is any EventTrigger }

  /// True when the trigger has no instant left. A job that waits for something to happen is never finished.
  public var isFinished: Bool { nextRun == nil && !(trigger is any EventTrigger) }
}
