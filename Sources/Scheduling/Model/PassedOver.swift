package import CivilTime

/// A range of nominal instants that were missed together.
package struct PassedOver: Sendable, Hashable {
  /// The first instant.
  package var from: Instant
  /// The last instant.
  package var to: Instant
  /// How many nominal instants there are from the first to the last.
  package var count: Int
  /// Why they were missed.
  package var reason: RunOutcome.MissReason

  /// A range.
  package init(from: Instant, to: Instant, count: Int, reason: RunOutcome.MissReason) {
    self.from = from
    self.to = to
    self.count = count
    self.reason = reason
  }
}
