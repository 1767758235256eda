import CivilTime

/// The local times that an expression does not name: the complement that calendars of excluded times need.
///
/// An expression without a field for seconds names whole minutes here. Local time is counted in seconds since
/// 1970-01-01T00:00:00 on the wall, as in ``LocalTimes``. A search looks at one day's times and then, at the most, at the
/// months to 2199 once.
package struct CronMisses: Sendable {
  private let search: LocalSearch
  /// The first and the last second of a named day that is not named; nil where all are.
  private let firstFreeTime, lastFreeTime: Int64?

  /// The complement of an expression; nil for `@every` and `@reboot`, which name no times of day.
  package init?(_ expression: CronExpression) {
    guard let search = expression.fields else { return nil }
    var sets = search.sets
    if !Self.namesSeconds(expression) { sets.seconds = FieldSets.everyMinute }
    self.search = LocalSearch.of(sets)
    firstFreeTime = sets.firstFreeTime(from: 0)
    lastFreeTime = sets.lastFreeTime(through: 86_399)
  }

  private static func namesSeconds(_ expression: CronExpression) -> Bool {
    let fields = expression.text.split { $0 == " " || $0 == "\t" }
    switch expression.dialect {
    case .standard: return fields.count > 5
    case .quartz: return true
    case .aws: return false
    case .apscheduler: return expression.text.contains("second")
    }
  }

  /// The first local second at or after one that is not named; nil when all are to the year 2199.
  package func first(from local: Int64) -> Int64? {
    guard search.isPossible, local >= 0, local < LocalSearch.end else { return local }
    let day = local / 86_400
    guard search.names(day) else { return local }
    if let time = search.sets.firstFreeTime(from: local - day * 86_400) { return day * 86_400 + time }
    if let firstFreeTime {
      // Every day after has a free time, whether it is named or not; what is not named at all is free from midnight.
      guard day + 1 < LocalSearch.end / 86_400 else { return nil }
      return (day + 1) * 86_400 + (search.names(day + 1) ? firstFreeTime : 0)
    }
    return search.firstUnnamedDay(after: day).map { $0 * 86_400 }
  }

  /// The last local second at or before one that is not named; nil when all are from 1970 on.
  package func last(through local: Int64) -> Int64? {
    guard search.isPossible, local >= 0, local < LocalSearch.end else { return local }
    let day = local / 86_400
    guard search.names(day) else { return local }
    if let time = search.sets.lastFreeTime(through: local - day * 86_400) { return day * 86_400 + time }
    if let lastFreeTime {
      guard day > 0 else { return nil }
      return (day - 1) * 86_400 + (search.names(day - 1) ? lastFreeTime : 86_399)
    }
    return search.lastUnnamedDay(before: day).map { $0 * 86_400 + 86_399 }
  }
}

extension FieldSets {
  /// The first second of a named day at or after one that hour, minute or second leave out.
  fileprivate func firstFreeTime(from time: Int64) -> Int64? {
    guard time < 86_400 else { return nil }
    let (hour, minute, second) = (UInt64(time / 3_600), UInt64(time / 60 % 60), UInt64(time % 60))
    guard UInt64(hours) >> hour & 1 == 1, minutes >> minute & 1 == 1 else { return time }
    let free = ~seconds & Self.everyMinute & (.max << second)
    if free != 0 { return time - Int64(second) + Int64(free.trailingZeroBitCount) }
    let next = (time / 60 + 1) * 60
    // With a free second in each minute there is one in the next.
    if seconds != Self.everyMinute { return firstFreeTime(from: next) }
    let freeMinutes = minute == 59 ? 0 : ~minutes & Self.everyMinute & (.max << (minute + 1))
    if freeMinutes != 0 { return Int64(hour) * 3_600 + Int64(freeMinutes.trailingZeroBitCount) * 60 }
    let nextHour = Int64(hour + 1) * 3_600
    if minutes != Self.everyMinute { return firstFreeTime(from: nextHour) }
    let freeHours = hour == 23 ? 0 : ~UInt64(hours) & UInt64(Self.everyHour) & (.max << (hour + 1))
    return freeHours == 0 ? nil : Int64(freeHours.trailingZeroBitCount) * 3_600
  }

  /// The last second of a named day at or before one that hour, minute or second leave out.
  fileprivate func lastFreeTime(through time: Int64) -> Int64? {
    guard time >= 0 else { return nil }
    let (hour, minute, second) = (UInt64(time / 3_600), UInt64(time / 60 % 60), UInt64(time % 60))
    guard UInt64(hours) >> hour & 1 == 1, minutes >> minute & 1 == 1 else { return time }
    let free = ~seconds & ~(.max << (second + 1))
    if free != 0 { return time - Int64(second) + Int64(63 - free.leadingZeroBitCount) }
    let previous = time / 60 * 60 - 1
    if seconds != Self.everyMinute { return lastFreeTime(through: previous) }
    let freeMinutes = ~minutes & ~(.max << minute)
    if freeMinutes != 0 { return Int64(hour) * 3_600 + Int64(63 - freeMinutes.leadingZeroBitCount) * 60 + 59 }
    if minutes != Self.everyMinute { return lastFreeTime(through: Int64(hour) * 3_600 - 1) }
    let freeHours = ~UInt64(hours) & ~(.max << hour)
    return freeHours == 0 ? nil : Int64(63 - freeHours.leadingZeroBitCount) * 3_600 + 3_599
  }
}

extension LocalSearch {
  fileprivate func names(_ day: Int64) -> Bool { admitsEveryDay || matches(DayCount.civil(days: day), day) }

  /// The first day after another that is not named; nil where all are to 2199.
  fileprivate func firstUnnamedDay(after day: Int64) -> Int64? {
    if admitsEveryDay { return nil }
    var next = day + 1
    while next < Self.end / 86_400 {
      let date = DayCount.civil(days: next)
      let firstDay = next - Int64(date.day - 1)
      let free = ~mask(date.year, date.month, firstDay) & (UInt32.max << UInt32(date.day))
      let length = DayCount.length(year: date.year, month: date.month)
      let found = free.trailingZeroBitCount
      if found <= length { return firstDay + Int64(found - 1) }
      next = firstDay + Int64(length)
    }
    return nil
  }

  /// The last day before another that is not named; nil where all are from 1970 on.
  fileprivate func lastUnnamedDay(before day: Int64) -> Int64? {
    if admitsEveryDay { return nil }
    var previous = day - 1
    while previous >= 0 {
      let date = DayCount.civil(days: previous)
      let firstDay = previous - Int64(date.day - 1)
      let free = ~mask(date.year, date.month, firstDay) & ~1 & ~((UInt32.max << UInt32(date.day)) << 1)
      if free != 0 { return firstDay + Int64(31 - free.leadingZeroBitCount - 1) }
      previous = firstDay - 1
    }
    return nil
  }

  /// The named days of a month; bit d is day d.
  private func mask(_ year: Int, _ month: Int, _ firstDay: Int64) -> UInt32 {
    guard sets.months >> UInt16(month) & 1 == 1, sets.years.contains(year) else { return 0 }
    return sets.days.mask(year: year, month: month, firstDay: firstDay)
  }
}
