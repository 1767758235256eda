package import CivilTime

extension CronSchedule {
  /// How many instants there are from `first` to `last`, both of which are instants of the schedule, without computing
  /// them one by one: days are counted by their months, and only the hours around a change of the clocks are looked at
  /// more closely.
  package func count(from first: Instant, through last: Instant) -> Int {
    guard first <= last else { return 0 }
    if case .interval(let interval) = expression.kind {
      return Int(clamping: last.nanoseconds(since: first) / max(1, interval.nanoseconds) + 1)
    }
    guard let search = expression.fields else { return 0 }
    let (start, end) = (first.secondsSince1970, last.secondsSince1970)
    var count: Int64 = 0
    var second = start
    while second <= end {
      let position = zone.rules.index(at: second)
      let period = zone.rules[position]
      let next = position + 1 < zone.rules.count ? zone.rules[position + 1] : nil
      // A wildcard shows every local time as it comes; for others, what lies within a shift of a change is decided by the
      // policies.
      let before = search.followsTheWall || position == 0 ? 0 : shift(period, zone.rules[position - 1])
      let after = search.followsTheWall ? 0 : next.map { shift(period, $0) } ?? 0
      let steadyStart =
        position == 0 ? second : min(max(second, period.start.addingSaturated(before)), next?.start ?? .max)
      let steadyEnd = min(end, (next?.start ?? .max).subtractingSaturated(after + 1))
      count += Int64(countOneByOne(from: second, to: min(steadyStart - 1, end)))
      if steadyStart <= steadyEnd {
        count += search.count(from: steadyStart + period.offset, through: steadyEnd + period.offset)
      }
      let steady = max(steadyStart, steadyEnd + 1)
      guard let next, next.start <= end else {
        count += Int64(countOneByOne(from: steady, to: end))
        break
      }
      count += Int64(countOneByOne(from: steady, to: next.start - 1))
      second = next.start
    }
    return Int(clamping: count)
  }

  private func shift(_ a: ZoneRules.Period, _ b: ZoneRules.Period) -> Int64 { Int64((a.offset - b.offset).magnitude) }

  private func countOneByOne(from start: Int64, to end: Int64) -> Int {
    guard start <= end else { return 0 }
    var count = 0
    var instant = Instant(secondsSince1970: start).advanced(byNanoseconds: -1)
    let last = Instant(secondsSince1970: end)
    while let next = next(after: instant), next <= last {
      count += 1
      instant = next
    }
    return count
  }
}

extension LocalSearch {
  /// How many matches there are from one local second through another.
  fileprivate func count(from start: Int64, through end: Int64) -> Int64 {
    guard start <= end, let start = first(from: start), let end = last(through: end), start <= end else { return 0 }
    let (firstDay, lastDay) = (start / 86_400, end / 86_400)
    let perDay = times(before: 86_400)
    // Both ends are matches, so that their days are named.
    let untilStart = times(before: start - firstDay * 86_400)
    let throughEnd = times(before: end - lastDay * 86_400 + 1)
    return days(from: firstDay, to: lastDay) * perDay - untilStart + throughEnd
  }

  /// How many times of a named day lie before a second of it.
  private func times(before time: Int64) -> Int64 {
    let (hour, minute, second) = (UInt64(time / 3_600), UInt64(time / 60 % 60), UInt64(time % 60))
    func below(_ bits: UInt64, _ position: UInt64) -> Int64 { Int64((bits & ~(.max << position)).nonzeroBitCount) }
    let hours = UInt64(sets.hours)
    let (perMinute, perHour) = (
      sets.seconds.nonzeroBitCount, sets.minutes.nonzeroBitCount * sets.seconds.nonzeroBitCount
    )
    var count = below(hours, hour) * Int64(perHour)
    guard hours >> hour & 1 == 1 else { return count }
    count += below(sets.minutes, minute) * Int64(perMinute)
    guard sets.minutes >> minute & 1 == 1 else { return count }
    return count + below(sets.seconds, second)
  }

  /// How many named days there are from one to before another.
  private func days(from start: Int64, to end: Int64) -> Int64 {
    if admitsEveryDay { return end - start }
    var count = 0
    var day = start
    while day < end {
      let date = DayCount.civil(days: day)
      let firstDay = day - Int64(date.day - 1)
      let length = DayCount.length(year: date.year, month: date.month)
      if sets.months >> UInt16(date.month) & 1 == 1, sets.years.contains(date.year) {
        var mask = sets.days.mask(year: date.year, month: date.month, firstDay: firstDay)
        mask &= UInt32.max << UInt32(date.day)
        let endOfMonth = end - firstDay + 1
        if endOfMonth <= length { mask &= ~(UInt32.max << UInt32(endOfMonth)) }
        count += mask.nonzeroBitCount
      }
      day = firstDay + Int64(length)
    }
    return Int64(count)
  }
}
