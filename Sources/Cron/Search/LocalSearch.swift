import CivilTime

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
  let admitsEveryDay: Bool
  /// Bit d: day d, where the days are named by number alone and need no weekday; zero elsewhere.
  let numberedDays: UInt32
  let admitsEveryYear: Bool
  /// The first and last matching second of a matching day.
  let firstTime, lastTime: Int64
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
