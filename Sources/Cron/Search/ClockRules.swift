import CivilTime

/// The rules of daylight saving: at which instants a zone's clocks show a member of a set of local times.
///
/// A zone is a row of periods of constant offset. Within one, local time runs as instants do. Between two, local times
/// are skipped (a gap) or shown again (an overlap). Offsets are compared; no flag says what is summer time, for
/// Dublin's winter is "daylight saving" of -1 h, and clocks are moved for other reasons too.
///
/// Seconds here are whole seconds since 1970 in UTC, or on the wall where a name says local. Set and zone are passed
/// to every function and not kept: their reference counts would cost more than the search.
struct ClockRules {
  let gap: Zone.GapPolicy
  let overlap: Zone.OverlapPolicy

  /// No two offsets differ by more, so that what lies further from a transition is not touched by it.
  private static var largestShift: Int64 { 52 * 3_600 }

  private func skipsSecondPass(_ times: some LocalTimes) -> Bool { overlap == .first && !times.followsTheWall }
  private func skipsFirstPass(_ times: some LocalTimes) -> Bool { overlap == .last && !times.followsTheWall }

  /// The first second at or after `start` at which the set is due.
  @inline(__always)
  func first(from start: Int64, of times: some LocalTimes, on rules: ZoneRules) -> Int64? {
    if rules.count == 1 {
      let offset = rules[0].offset
      guard let local = times.first(from: start.addingSaturated(offset)) else { return nil }
      return local &- offset
    }
    let position = rules.index(at: start)
    let period = rules[position]
    // The shift that began the period is long over, so that nothing of it is shown again.
    if start &- period.start > Self.largestShift || position == 0 {
      let match = times.first(from: start.addingSaturated(period.offset))
      if let match, match < rules.localEnd(position) &- Self.largestShift { return match &- period.offset }
      return first(from: start, in: position, match: match, of: times, on: rules)
    }
    if start == period.start, firesAtGap(before: position, of: times, on: rules) { return start }
    let reached = start &+ period.offset
    let local = skipsSecondPass(times) ? max(reached, shownBefore(position, rules)) : reached
    return first(from: start, in: position, match: times.first(from: local), of: times, on: rules)
  }

  /// Goes on from a period and the first local match in it or after it.
  @inline(never)
  private func first(
    from start: Int64, in position: Int, match: Int64?, of times: some LocalTimes, on rules: ZoneRules
  ) -> Int64? {
    var (start, position, match) = (start, position, match)
    while true {
      let period = rules[position]
      let end = rules.localEnd(position)
      let nextStart = position + 1 < rules.count ? rules.localStart(position + 1) : .max
      if let match, match < (skipsFirstPass(times) ? min(end, nextStart) : end) { return match - period.offset }
      guard position + 1 < rules.count else { return nil }
      let reached = start.addingSaturated(period.offset)
      if nextStart < (skipsSecondPass(times) ? max(reached, shownBefore(position, rules)) : reached)
        || (match ?? .max) < end
      {
        // The next period shows again what was passed already, or it is the second pass that counts.
        position += 1
      } else if let match {
        // Up to the match nothing is due, in this period or in any between: go to where it is shown or skipped.
        position = max(rules.firstIndex(endingAfterLocal: match), position + 1)
        if match >= rules.localStart(position), !skipsFirstPass(times) { return match - rules[position].offset }
      } else {
        return nil
      }
      start = rules[position].start
      if firesAtGap(before: position, of: times, on: rules) { return start }
      let local = start &+ rules[position].offset
      match = times.first(from: skipsSecondPass(times) ? max(local, shownBefore(position, rules)) : local)
    }
  }

  /// The last second at or before `end` at which the schedule is due.
  func last(through end: Int64, of times: some LocalTimes, on rules: ZoneRules) -> Int64? {
    var position = rules.index(at: end)
    var end = end
    while true {
      let period = rules[position]
      var local = end.addingSaturated(period.offset)
      if skipsFirstPass(times), position + 1 < rules.count {
        local = min(local, rules.localStart(position + 1) - 1)
      }
      let shown =
        skipsSecondPass(times)
        ? max(rules.localStart(position), shownBefore(position, rules)) : rules.localStart(position)
      let match = times.last(through: local)
      if let match, match >= shown { return match - period.offset }
      guard position > 0 else { return nil }
      if firesAtGap(before: position, of: times, on: rules) { return period.start }
      (position, end) = (position - 1, period.start - 1)
      guard rules.localEnd(position) <= local + 1 else { continue }
      guard let match else { return nil }
      // Periods that begin after the match hold none before it, and no gap after the match holds one.
      let holding = rules.lastIndex(startingByLocal: match)
      if holding + 1 <= position {
        let next = rules[holding + 1]
        if firesAtGap(before: holding + 1, of: times, on: rules) { return next.start }
        (position, end) = (holding, next.start - 1)
      }
    }
  }

  /// The local second before which everything was already shown by the period before.
  @inline(__always)
  private func shownBefore(_ position: Int, _ rules: ZoneRules) -> Int64 {
    position > 0 ? rules.localEnd(position - 1) : .min
  }

  /// Whether a period begins with a gap in which the schedule was due.
  private func firesAtGap(before position: Int, of times: some LocalTimes, on rules: ZoneRules) -> Bool {
    guard position > 0, !times.followsTheWall, gap == .shift else { return false }
    let (from, to) = (rules.localEnd(position - 1), rules.localStart(position))
    guard from < to, to - from < Zone.dateLineGap, let match = times.first(from: from) else { return false }
    return match < to
  }
}
