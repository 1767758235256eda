package import CivilTime

/// Looks for the instants at which a zone's clocks show a match: the rules of daylight saving.
///
/// A zone is a row of periods of constant offset. Within one, local time runs as instants do. Between two, local times
/// are skipped (a gap) or shown again (an overlap). Offsets are compared; no flag says what is summer time, for
/// Dublin's winter is "daylight saving" of -1 h, and clocks are moved for other reasons too.
///
/// Seconds here are whole seconds since 1970 in UTC, or on the wall where a name says local.
package struct ZonedSearch<Times: LocalTimes> {
  let search: Times
  let rules: ZoneRules
  let gap: Zone.GapPolicy
  let overlap: Zone.OverlapPolicy

  package init(search: Times, rules: ZoneRules, gap: Zone.GapPolicy, overlap: Zone.OverlapPolicy) {
    self.search = search
    self.rules = rules
    self.gap = gap
    self.overlap = overlap
  }

  /// No two offsets differ by more, so that what lies further from a transition is not touched by it.
  private static var largestShift: Int64 { 52 * 3_600 }

  /// What is skipped does not run, and what is shown twice runs twice.
  private var followsTheWall: Bool { search.followsTheWall }
  private var skipsSecondPass: Bool { !search.followsTheWall && overlap == .first }
  private var skipsFirstPass: Bool { !search.followsTheWall && overlap == .last }

  /// The first second at or after `start` at which the schedule is due.
  @inline(__always)
  package func first(from start: Int64) -> Int64? {
    let periods = rules.periods
    if periods.count == 1 {
      let offset = periods[0].offset
      guard let local = search.first(from: start.addingSaturated(offset)) else { return nil }
      return local &- offset
    }
    let position = rules.index(at: start)
    let period = periods[position]
    let end = rules.localEnd(position)
    // Nothing of a transition matters when the period is older than any shift and the match lies well before its end.
    if start &- period.start > Self.largestShift || position == 0,
      let local = search.first(from: start &+ period.offset),
      local < end &- Self.largestShift
    {
      return local &- period.offset
    }
    return first(from: start, in: position)
  }

  private func first(from start: Int64, in position: Int) -> Int64? {
    var (start, position) = (start, position)
    while true {
      let period = rules.periods[position]
      if start == period.start, firesAtGap(before: position) { return start }
      let reached = start.addingSaturated(period.offset)
      let local = skipsSecondPass ? max(reached, shownBefore(position)) : reached
      let end = rules.localEnd(position)
      let nextStart = position + 1 < rules.periods.count ? rules.localStart(position + 1) : .max
      let match = search.first(from: local)
      if let match, match < (skipsFirstPass ? min(end, nextStart) : end) { return match - period.offset }
      guard position + 1 < rules.periods.count else { return nil }
      if nextStart < max(local, reached) || (match ?? .max) < end {
        // The next period shows again what lies before `local`, or it is the second pass that counts.
        (position, start) = (position + 1, rules.periods[position + 1].start)
        continue
      }
      guard let match else { return nil }
      // Up to the match nothing is due, in this period or in any between: go to where it is shown or skipped.
      position = max(rules.firstIndex(endingAfterLocal: match), position + 1)
      start = rules.periods[position].start
      if match >= rules.localStart(position), !skipsFirstPass { return match - rules.periods[position].offset }
    }
  }

  /// The last second at or before `end` at which the schedule is due.
  package func last(through end: Int64) -> Int64? {
    var position = rules.index(at: end)
    var end = end
    while true {
      let period = rules.periods[position]
      var local = end.addingSaturated(period.offset)
      if skipsFirstPass, position + 1 < rules.periods.count {
        local = min(local, rules.localStart(position + 1) - 1)
      }
      let shown = skipsSecondPass ? max(rules.localStart(position), shownBefore(position)) : rules.localStart(position)
      let match = search.last(through: local)
      if let match, match >= shown { return match - period.offset }
      guard position > 0 else { return nil }
      if firesAtGap(before: position) { return period.start }
      (position, end) = (position - 1, period.start - 1)
      guard rules.localEnd(position) <= local + 1 else { continue }
      guard let match else { return nil }
      // Periods that begin after the match hold none before it, and no gap after the match holds one.
      let holding = rules.lastIndex(startingByLocal: match)
      if holding + 1 <= position {
        let next = rules.periods[holding + 1]
        if firesAtGap(before: holding + 1) { return next.start }
        (position, end) = (holding, next.start - 1)
      }
    }
  }

  /// The local second before which everything was already shown by the period before.
  @inline(__always)
  private func shownBefore(_ position: Int) -> Int64 { position > 0 ? rules.localEnd(position - 1) : .min }

  /// Whether a period begins with a gap in which the schedule was due.
  private func firesAtGap(before position: Int) -> Bool {
    guard position > 0, !followsTheWall, gap == .shift else { return false }
    let (from, to) = (rules.localEnd(position - 1), rules.localStart(position))
    guard from < to, to - from < Zone.dateLineGap, let match = search.first(from: from) else { return false }
    return match < to
  }
}
