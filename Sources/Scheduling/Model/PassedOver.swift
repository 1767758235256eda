public import CivilTime

/// A range of nominal instants that were missed together.
public struct PassedOver: Sendable, Hashable {
  /// The first instant.
  public var from: Instant
  /// The last instant.
  public var to: Instant
  /// How many nominal instants there are from the first to the last.
  public var count: Int
  /// Why they were missed.
  public var reason: RunOutcome.MissReason

  /// A range.
  public init(from: Instant, to: Instant, count: Int, reason: RunOutcome.MissReason) {
    self.from = from
    self.to = to
    self.count = count
    self.reason = reason
  }
}
