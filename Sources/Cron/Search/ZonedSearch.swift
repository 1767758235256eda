package import CivilTime

/// A set of local times on a zone's clocks, for searching it again and again.
package struct ZonedSearch<Times: LocalTimes> {
  let times: Times
  let zone: ZoneRules
  let rules: ClockRules

  package init(search: Times, rules: ZoneRules, gap: Zone.GapPolicy, overlap: Zone.OverlapPolicy) {
    times = search
    zone = rules
    self.rules = ClockRules(gap: gap, overlap: overlap)
  }

  /// The first second at or after `start` at which the set is due.
  package func first(from start: Int64) -> Int64? { rules.first(from: start, of: times, on: zone) }

  /// The last second at or before `end` at which the set is due.
  package func last(through end: Int64) -> Int64? { rules.last(through: end, of: times, on: zone) }
}
