import CivilTime

/// An expression as the search needs it: one set per field.
struct FieldSets: Hashable, Sendable {
  /// Bit s: second s, and so on.
  var seconds: UInt64 = 1
  var minutes: UInt64 = 1
  var hours: UInt32 = 1
  /// Bit m: month m, 1 to 12.
  var months: UInt16 = Self.everyMonth
  var years = YearSet.all
  var days = DayRule.everyDay
  /// Whether second, minute or hour is written with a leading star, which decides what daylight saving does.
  var isWildcard = false

  static let everyMinute: UInt64 = (1 << 60) - 1
  static let everyHour: UInt32 = (1 << 24) - 1
  static let everyMonth: UInt16 = 0x1FFE

  /// Whether no date is left out.
  var admitsEveryDay: Bool { months == Self.everyMonth && days == .everyDay && years.isAll }
}

/// Looks for matches in local time, as if the zone's clocks were never moved. Local time is counted in seconds since
/// 1970-01-01T00:00:00 on the wall.
///
/// A class, so that a search passes it on by one word and not by two hundred bytes.
final class LocalSearch: Sendable {
  /// No local time at all.
  static let none: LocalSearch = {
    var sets = FieldSets()
    sets.months = 0
    return LocalSearch(sets, isPossible: false)
  }()

  let sets: FieldSets
  private let admitsEveryDay: Bool
  /// Bit d: day d, where the days are named by number alone and need no weekday; zero elsewhere.
  private let numberedDays: UInt32
  private let admitsEveryYear: Bool
  /// The first and last matching second of a matching day.
  private let firstTime, lastTime: Int64
  /// Whether any date matches at all, from 1970 to 2199.
  let isPossible: Bool

  /// 2200-01-01T00:00:00.
  static let end: Int64 = 7_258_118_400
  private static let endDay = end / 86_400

  /// A search of sets; whether they have any date is found here, once.
  static func of(_ sets: FieldSets) -> LocalSearch {
    let search = LocalSearch(sets, isPossible: true)
    let isPossible = search.admitsEveryDay || search.firstDay(after: (1969, 12, 31)) != nil
    return isPossible ? search : LocalSearch(sets, isPossible: false)
  }

  private init(_ sets: FieldSets, isPossible: Bool) {
    self.sets = sets
    self.isPossible = isPossible
    admitsEveryDay = sets.admitsEveryDay
    admitsEveryYear = sets.years.isAll
    numberedDays = sets.days.isNumbered ? sets.days.mask(length: 31, first: 0) : 0
    let (hours, minutes, seconds) = (UInt64(sets.hours), sets.minutes, sets.seconds)
    firstTime = Int64(
      hours.trailingZeroBitCount * 3_600 + minutes.trailingZeroBitCount * 60 + seconds.trailingZeroBitCount)
    lastTime = Int64(
      (63 - hours.leadingZeroBitCount) * 3_600 + (63 - minutes.leadingZeroBitCount) * 60
        + (63 - seconds.leadingZeroBitCount))
  }

  /// The first match at or after a local second.
  @inline(__always)
  func first(from local: Int64) -> Int64? {
    guard local < Self.end else { return nil }
    let start = UInt64(truncatingIfNeeded: max(local, 0))
    let day = Int64(truncatingIfNeeded: start / 86_400)
    let ofDay = UInt32(truncatingIfNeeded: start % 86_400)
    if admitsEveryDay {
      if let time = time(from: ofDay) { return day &* 86_400 &+ time }
      return day &+ 1 < Self.endDay ? (day &+ 1) &* 86_400 &+ firstTime : nil
    }
    return firstOfDates(day: day, ofDay: ofDay)
  }

  private func firstOfDates(day: Int64, ofDay: UInt32) -> Int64? {
    guard isPossible else { return nil }
    let date = DayCount.civil(days: day)
    if ofDay <= lastTime, matches(date, day), let time = time(from: ofDay) { return day &* 86_400 &+ time }
    guard let next = firstDay(after: date) else { return nil }
    return next &* 86_400 &+ firstTime
  }

  /// The last match at or before a local second.
  func last(through local: Int64) -> Int64? {
    guard local >= 0, isPossible else { return nil }
    let local = min(local, Self.end - 1)
    let day = local / 86_400
    let ofDay = UInt32(truncatingIfNeeded: local % 86_400)
    let date = DayCount.civil(days: day)
    if matches(date, day), let time = time(through: ofDay) { return day * 86_400 + time }
    guard let previous = lastDay(before: date) else { return nil }
    return previous * 86_400 + lastTime
  }
}

extension LocalSearch {
  /// The first matching second of the day at or after one.
  @inline(__always)
  private func time(from ofDay: UInt32) -> Int64? {
    let hour = ofDay / 3_600
    let minute = ofDay / 60 % 60
    let second = ofDay % 60
    if sets.hours &>> hour & 1 == 1 {
      if sets.minutes &>> UInt64(minute) & 1 == 1 {
        let seconds = sets.seconds &>> UInt64(second)
        if seconds != 0 { return Int64(ofDay) &+ Int64(truncatingIfNeeded: seconds.trailingZeroBitCount) }
      }
      let minutes = sets.minutes &>> UInt64(minute &+ 1)
      if minutes != 0 {
        let next = Int64(minute) &+ 1 &+ Int64(truncatingIfNeeded: minutes.trailingZeroBitCount)
        return Int64(hour) &* 3_600 &+ next &* 60 &+ firstTime % 60
      }
    }
    let hours = sets.hours &>> (hour &+ 1)
    if hours == 0 { return nil }
    return (Int64(hour) &+ 1 &+ Int64(truncatingIfNeeded: hours.trailingZeroBitCount)) &* 3_600 &+ firstTime % 3_600
  }

  /// The last matching second of the day at or before one.
  private func time(through ofDay: UInt32) -> Int64? {
    let hour = UInt64(ofDay / 3_600)
    let minute = UInt64(ofDay / 60 % 60)
    let second = UInt64(ofDay % 60)
    let hours = UInt64(sets.hours)
    if hours >> hour & 1 == 1 {
      if sets.minutes >> minute & 1 == 1 {
        let seconds = sets.seconds << (63 - second)
        if seconds != 0 { return Int64(ofDay) - Int64(seconds.leadingZeroBitCount) }
      }
      let minutes = (sets.minutes << (63 - minute)) << 1
      if minutes != 0 {
        return Int64(hour) * 3_600 + (Int64(minute) - 1 - Int64(minutes.leadingZeroBitCount)) * 60 + lastTime % 60
      }
    }
    let earlier = (hours << (63 - hour)) << 1
    if earlier == 0 { return nil }
    return (Int64(hour) - 1 - Int64(earlier.leadingZeroBitCount)) * 3_600 + lastTime % 3_600
  }

  private typealias Date = (year: Int, month: Int, day: Int)

  @inline(__always)
  private func matches(_ date: Date, _ day: Int64) -> Bool {
    guard sets.months &>> UInt16(truncatingIfNeeded: date.month) & 1 == 1, sets.years.contains(date.year) else {
      return false
    }
    let mask =
      numberedDays != 0
      ? numberedDays : sets.days.mask(year: date.year, month: date.month, firstDay: day &- Int64(date.day &- 1))
    return mask &>> UInt32(truncatingIfNeeded: date.day) & 1 == 1
  }

  /// The first matching day after a date; bounded by the 2,760 months to 2199.
  private func firstDay(after date: Date) -> Int64? {
    var (year, month) = (date.year, date.month)
    // Of this month the days after the given one, of all others every day.
    var wanted = (UInt32.max &<< UInt32(truncatingIfNeeded: date.day)) &<< 1
    if !admitsEveryYear, !sets.years.contains(year) { month = 13 }
    while true {
      while month <= 12 {
        if sets.months &>> UInt16(truncatingIfNeeded: month) & 1 == 1,
          let day = day(year: year, month: month, wanted: wanted)
        {
          return day
        }
        wanted = .max
        month &+= 1 &+ (sets.months &>> UInt16(truncatingIfNeeded: month &+ 1) | 1 << 12).trailingZeroBitCount
      }
      if admitsEveryYear {
        guard year < YearSet.years.upperBound else { return nil }
        year = max(year &+ 1, YearSet.years.lowerBound)
      } else {
        guard let next = sets.years.first(from: year &+ 1) else { return nil }
        year = next
      }
      (month, wanted) = (sets.months.trailingZeroBitCount, .max)
    }
  }

  /// The first of the wanted days of a month that matches.
  @inline(__always)
  private func day(year: Int, month: Int, wanted: UInt32) -> Int64? {
    if numberedDays != 0 {
      // A day's number needs the month's length only.
      let day = (numberedDays & wanted).trailingZeroBitCount
      guard day <= DayCount.length(year: year, month: month) else { return nil }
      return DayCount.days(year: year, month: month, day: day)
    }
    let first = DayCount.days(year: year, month: month, day: 1)
    let mask = sets.days.mask(year: year, month: month, firstDay: first) & wanted
    return mask == 0 ? nil : first &+ Int64(truncatingIfNeeded: mask.trailingZeroBitCount &- 1)
  }

  /// The last matching day before a date.
  private func lastDay(before date: Date) -> Int64? {
    var (year, month) = (date.year, date.month)
    var wanted = ~(UInt32.max << UInt32(date.day))
    while true {
      if sets.years.contains(year) {
        while month >= 1 {
          if sets.months >> UInt16(month) & 1 == 1 {
            let first = DayCount.days(year: year, month: month, day: 1)
            let mask = sets.days.mask(year: year, month: month, firstDay: first) & wanted
            if mask != 0 { return first + Int64(31 - mask.leadingZeroBitCount - 1) }
          }
          wanted = .max
          month -= 1
        }
      }
      guard let previous = sets.years.last(through: year - 1) else { return nil }
      (year, month, wanted) = (previous, 12, .max)
    }
  }
}
