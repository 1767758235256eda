import CivilTime
import Cron

/// The local times of a calendar interval: the nth is always counted from the anchor, so that the 31st comes back after
/// a shorter month.
struct CalendarIntervalTimes: LocalTimes {
  let followsTheWall = false

  private let anchor: CivilDate
  private let anchorDay: Int64
  private let secondOfDay: Int64
  /// Days or months from one to the next.
  private let step: Int64
  private let countsMonths: Bool
  private let dayOverflow: DayOverflow

  init(_ interval: CalendarInterval, from anchor: CivilDate, at time: TimeOfDay, dayOverflow: DayOverflow) {
    self.anchor = anchor
    anchorDay = anchor.daysSince1970
    secondOfDay = Int64(time.secondOfDay)
    self.dayOverflow = dayOverflow
    switch interval.unit {
    case .days: (step, countsMonths) = (Int64(interval.count), false)
    case .weeks: (step, countsMonths) = (Int64(interval.count) * 7, false)
    case .months: (step, countsMonths) = (Int64(interval.count), true)
    case .years: (step, countsMonths) = (Int64(interval.count) * 12, true)
    }
  }

  func first(from local: Int64) -> Int64? {
    // Only the first may lie before `local`, and only skipped ones are passed over: 29 February has the longest gap.
    var number = max(0, self.number(atOrBefore: floorDivide(local, 86_400)))
    while monthOrDay(number) <= limit {
      if let day = day(number), day * 86_400 + secondOfDay >= local { return day * 86_400 + secondOfDay }
      number += 1
    }
    return nil
  }

  func last(through local: Int64) -> Int64? {
    var number = self.number(atOrBefore: floorDivide(min(local, RecurrenceDays.horizon * 86_400 + 86_399), 86_400))
    while number >= 0 {
      if let day = day(number), day * 86_400 + secondOfDay <= local { return day * 86_400 + secondOfDay }
      number -= 1
    }
    return nil
  }

  /// The number of the last period that begins at or before a day, by its month where months are counted.
  private func number(atOrBefore day: Int64) -> Int64 {
    guard countsMonths else { return floorDivide(day - anchorDay, step) }
    let date = DayCount.civil(days: min(day, RecurrenceDays.horizon))
    return floorDivide(Int64(date.year - anchor.year) * 12 + Int64(date.month - anchor.month), step)
  }

  private var limit: Int64 { countsMonths ? 2_261 * 12 + 11 : RecurrenceDays.horizon }

  private func monthOrDay(_ number: Int64) -> Int64 {
    countsMonths ? Int64(anchor.year) * 12 + Int64(anchor.month - 1) + number * step : anchorDay + number * step
  }

  /// The nth day; nil where its month is too short and is skipped.
  private func day(_ number: Int64) -> Int64? {
    let position = monthOrDay(number)
    guard countsMonths else { return position }
    let (year, month) = (Int(position / 12), Int(position % 12) + 1)
    let length = DayCount.length(year: year, month: month)
    if anchor.day > length, dayOverflow == .skip { return nil }
    return DayCount.days(year: year, month: month, day: min(anchor.day, length))
  }
}
