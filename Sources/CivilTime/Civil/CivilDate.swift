/// A date of the proleptic Gregorian calendar, in no zone: years 1 to 9999.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The year, 1 to 9999.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, 1 to 31.
  public let day: Int

  /// A date, or nil where the calendar has none (30 February, year 0, month 13).
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= DayCount.length(year: year, month: month)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// The date so many days after 1970-01-01, or nil outside the years 1 to 9999.
  public init?(daysSince1970 days: Int64) {
    guard (-719_162...2_932_896).contains(days) else { return nil }
    (year, month, day) = DayCount.civil(days: days)
  }

  /// Days since 1970-01-01; negative before.
  public var daysSince1970: Int64 { DayCount.days(year: year, month: month, day: day) }

  /// The day of the week.
  public var weekday: Weekday { Weekday(daysSince1970: daysSince1970) }

  /// The number of days in this date's month, 28 to 31.
  public var daysInMonth: Int { DayCount.length(year: year, month: month) }

  /// The day of the year, 1 to 366.
  public var dayOfYear: Int { Int(daysSince1970 - DayCount.days(year: year, month: 1, day: 1)) + 1 }

  /// The date `days` later (earlier when negative), or nil outside the years 1 to 9999.
  public func adding(days: Int) -> CivilDate? {
    let (sum, overflow) = daysSince1970.addingReportingOverflow(Int64(days))
    return overflow ? nil : CivilDate(daysSince1970: sum)
  }

  /// The ISO 8601 week this date lies in, 1 to 53, and the year that week belongs to.
  public var isoWeek: (year: Int, week: Int) {
    // A week belongs to the year of its Thursday.
    let thursday = daysSince1970 - Int64(weekday.isoNumber) + 4
    let yearOfThursday = DayCount.civil(days: thursday).year
    let firstDay = DayCount.days(year: yearOfThursday, month: 1, day: 1)
    return (yearOfThursday, Int(thursday - firstDay) / 7 + 1)
  }

  /// Whether the first is the earlier one.
  public static func < (a: CivilDate, b: CivilDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }

  /// "2027-03-28".
  public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
}

/// A number with leading zeros, without Foundation's formatters.
package func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
}
