import CivilTime

/// Which instants of a stretch of time a schedule is due at, found by looking at every half minute and asking the
/// rules of daylight saving in words. Only for schedules without seconds.
struct NaiveSchedule {
  let cron: NaiveCron
  let zone: Zone
  var gap = Zone.GapPolicy.shift
  var overlap = Zone.OverlapPolicy.first

  /// The due seconds in a range, in order. The range's bounds must be multiples of 30.
  func due(in range: Range<Int64>) -> [Int64] {
    let around =
      Instant(secondsSince1970: range.lowerBound - 200_000)..<Instant(secondsSince1970: range.upperBound + 200_000)
    let transitions = zone.transitions(in: around)
    let offsets = Set(
      transitions.flatMap { [$0.offsetBefore, $0.offsetAfter] } + [zone.offset(at: around.lowerBound)])
    var due = Set<Int64>()
    for second in stride(from: range.lowerBound, to: range.upperBound, by: 30) {
      guard let local = local(second), cron.matches(local) else { continue }
      if isDue(second, local, offsets) { due.insert(second) }
    }
    if !cron.isWildcard, gap == .shift {
      for transition in transitions {
        let second = transition.instant.secondsSince1970
        let jump = transition.offsetAfter - transition.offsetBefore
        guard range.contains(second), jump > 0, jump < 3 * 3_600 else { continue }
        let skipped = stride(
          from: second + Int64(transition.offsetBefore), to: second + Int64(transition.offsetAfter), by: 30)
        if skipped.contains(where: { CivilDateTime(secondsSince1970: $0).map(cron.matches) ?? false }) {
          due.insert(second)
        }
      }
    }
    return due.sorted()
  }

  private func local(_ second: Int64) -> CivilDateTime? {
    CivilDateTime(secondsSince1970: second + Int64(zone.offset(at: Instant(secondsSince1970: second))))
  }

  /// A local time that the clocks show more than once counts once, unless the schedule is a wildcard.
  private func isDue(_ second: Int64, _ local: CivilDateTime, _ offsets: Set<Int>) -> Bool {
    if cron.isWildcard || overlap == .both { return true }
    let wall = local.secondsSince1970
    let shown = offsets.map { wall - Int64($0) }.filter {
      zone.offset(at: Instant(secondsSince1970: $0)) == Int(wall - $0)
    }
    return overlap == .first ? shown.min() == second : shown.max() == second
  }
}
