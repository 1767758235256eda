public import CivilTime

/// How a scheduler is doing, at one moment: what the health endpoint reports.
public struct SchedulerStatus: Sendable {
  /// The verdict.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum Health: String, Sendable, Hashable, Codable {
    /// All is well.
    case ok
    /// Something wants attention, but what is due runs, here or elsewhere in the fleet.
    case degraded
    /// What is due does not run.
    case unhealthy
  }

  /// The verdict.
  public var health: Health
  /// Why it is not ok, in words, the worst first; then what is worth a look although it is.
  public var reasons: [String]
  /// The kinds of what is not ok, such as `job-overdue`, the worst first: they name no job, run, server or message.
  public var reasonKinds: [String]
  /// When it was read, by the fleet's clock.
  public var takenAt: Instant
  /// Between the start of `run()` and the beginning of a shutdown.
  public var isRunning: Bool
  /// It runs, and its loop has not passed for 5 seconds: nothing starts, and only a new process helps.
  public var isStalled: Bool
  /// The replica's name.
  public var instance: String
  /// When `run()` was called; nil before.
  public var startedAt: Instant?
  /// All jobs, by id.
  public var jobs: [JobInfo]
  /// Runs going on.
  public var running: Int
  /// Runs that wait for a carrier.
  public var queued: Int
  /// How late the last 512 runs started: the median; nil before the first run.
  public var latenessMedian: Duration?
  /// How late the last 512 runs started: the 99th percentile; nil before the first run.
  public var latenessP99: Duration?
  /// Where claims are kept.
  public var claims: ClaimsStatus
  /// The replicas that the fleet knows of; empty where claims are local.
  public var fleet: [FleetMember]
  /// The note of the switch that pauses everything; nil when it is off.
  public var pauseNote: String?
  /// The switch that pauses everything with all that is known of it.
  package var pause: PauseNote?

  /// Where claims are kept, and how they are doing.
  public struct ClaimsStatus: Sendable, Hashable {
    /// `memory`, or the shared service's kind.
    public var kind: String
    /// Whether it answers. Always true in memory.
    public var isConnected: Bool
    /// The fleet's clock less this machine's; nil in memory or before it is known.
    public var clockOffset: Duration?
    /// What the service said of its server: role, version and so on.
    public var facts: [String: String]
    /// The last error, while it does not answer.
    public var error: String?
  }
}
