/// How the nominal instants of one job ended, since it was registered. The accounting invariant: nothing is silent, so
/// the counts add up to the number of instants that have come due, less the runs that are still going on.
public struct JobAccounting: Sendable, Hashable {
  /// Runs whose body returned.
  public var succeeded = 0
  /// Runs whose body threw.
  public var failed = 0
  /// Runs cancelled at their timeout.
  public var timedOut = 0
  /// Runs cancelled for another reason.
  public var cancelled = 0
  /// Runs whose replica disappeared.
  public var crashed = 0
  /// Instants decided and deliberately not run.
  public var skipped = 0
  /// Instants not decided in time.
  public var missed = 0
  /// Instants decided by another replica, which has the record.
  public var claimedElsewhere = 0
  /// Instants decided here whose run has not ended.
  public var pending = 0

  /// All zero.
  package init() {}

  /// Every instant that has been decided.
  public var decided: Int {
    succeeded + failed + timedOut + cancelled + crashed + skipped + missed + claimedElsewhere + pending
  }

  /// Runs that were started and have ended.
  public var runs: Int { succeeded + failed + timedOut + cancelled + crashed }

  mutating func add(_ outcome: RunOutcome, count: Int = 1) {
    switch outcome {
    case .succeeded: succeeded &+= count
    case .failed: failed &+= count
    case .timedOut: timedOut &+= count
    case .cancelled: cancelled &+= count
    case .crashed: crashed &+= count
    case .skipped: skipped &+= count
    case .missed: missed &+= count
    }
  }
}
