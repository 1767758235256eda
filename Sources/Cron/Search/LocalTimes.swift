/// A set of local times, searched in both directions as if the zone's clocks were never moved.
///
/// Local time is counted in whole seconds since 1970-01-01T00:00:00 on the wall. ``ZonedSearch`` puts the set on a
/// zone's clocks; cron expressions are such sets, and so are the calendar rules of other modules of this package.
package protocol LocalTimes: Sendable {
  /// Whether the set follows the clocks as they are: what they skip does not happen, and what they show twice happens
  /// twice. Otherwise the policies for gaps and overlaps decide.
  var followsTheWall: Bool { get }

  /// The first member at or after a local second.
  func first(from local: Int64) -> Int64?

  /// The last member at or before a local second.
  func last(through local: Int64) -> Int64?
}

extension LocalSearch: LocalTimes {
  var followsTheWall: Bool { sets.isWildcard }
}
