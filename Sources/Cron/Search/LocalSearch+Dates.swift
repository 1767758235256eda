import CivilTime

/// From day to day.
extension LocalSearch {
  typealias Date = (year: Int, month: Int, day: Int)

  @inline(__always)
  func matches(_ date: Date, _ day: Int64) -> Bool {
    guard sets.months &>> UInt16(truncatingIfNeeded: date.month) & 1 == 1, sets.years.contains(date.year) else {
      return false
    }
    let mask =
      numberedDays != 0
      ? numberedDays : sets.days.mask(year: date.year, month: date.month, firstDay: day &- Int64(date.day &- 1))
    return mask &>> UInt32(truncatingIfNeeded: date.day) & 1 == 1
  }

  /// The first matching day after a date; bounded by the 2,760 months to 2199.
  func firstDay(after date: Date) -> Int64? {
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
  func lastDay(before date: Date) -> Int64? {
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
