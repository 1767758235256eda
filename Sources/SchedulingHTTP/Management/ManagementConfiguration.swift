/// How a host names itself to the management API's users, and what its answers are bounded by.
public struct ManagementConfiguration: Sendable {
  /// The environment, such as `production`, which a dashboard shows; nil for none.
  public var environment: String?
  /// A CSS colour for the environment, such as `#b42318`; nil for none.
  public var environmentColour: String?
  /// How often a client that cannot listen to events should ask again, 1 second or more. 5 seconds by default.
  public var pollInterval: Duration = .seconds(5)
  /// Where a run's trace is found: `{run_id}` and `{job_id}` are replaced, percent-encoded. Nil for nowhere.
  public var traceURL: String?
  /// What a caller whom the host does not know is asked for: the value of `WWW-Authenticate`. `Bearer` by default.
  public var challenge = "Bearer"
  /// How many clients may listen to events at once. 1,000 by default.
  public var eventListeners = 1_000

  /// The defaults.
  public init() {}
}
