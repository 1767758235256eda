/// A date and a time of day in no zone, as a clock on the wall shows it.
public struct CivilDateTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The date.
  public let date: CivilDate
  /// The hour, 0 to 23.
  public let hour: Int
  /// The minute, 0 to 59.
  public let minute: Int
  /// The second, 0 to 59.
  public let second: Int
  /// The nanosecond, 0 to 999,999,999.
  public let nanosecond: Int

  /// A date and time, or nil where a part is out of its range.
  public init?(date: CivilDate, hour: Int, minute: Int, second: Int = 0, nanosecond: Int = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
      (0...999_999_999).contains(nanosecond)
    else { return nil }
    self.date = date
    (self.hour, self.minute, self.second, self.nanosecond) = (hour, minute, second, nanosecond)
  }

  /// A date and time, or nil where a part is out of its range.
  public init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int = 0) {
    guard let date = CivilDate(year: year, month: month, day: day) else { return nil }
    self.init(date: date, hour: hour, minute: minute, second: second)
  }

  /// The day of the week.
  public var weekday: Weekday { date.weekday }

  /// The instant at which a clock at offset zero shows this; out of the range of `Instant` it saturates.
  package var secondsSince1970: Int64 {
    date.daysSince1970 * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
  }

  /// The date and time a clock at offset zero shows, or nil outside the years 1 to 9999.
  package init?(secondsSince1970 seconds: Int64, nanosecond: Int = 0) {
    let days = floorDivide(seconds, 86_400)
    guard let date = CivilDate(daysSince1970: days) else { return nil }
    let ofDay = Int(seconds - days * 86_400)
    self.init(
      date: date, hour: ofDay / 3_600, minute: ofDay / 60 % 60, second: ofDay % 60, nanosecond: nanosecond)
  }

  /// Whether the first is the earlier one.
  public static func < (a: CivilDateTime, b: CivilDateTime) -> Bool {
    (a.secondsSince1970, a.nanosecond) < (b.secondsSince1970, b.nanosecond)
  }

  /// "2027-03-28T02:30:00", with a fraction where there is one.
  public var description: String {
    "\(date)T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))\(fraction(nanosecond))"
  }
}

/// ".5", ".000001", or nothing for zero.
func fraction(_ nanosecond: Int) -> String {
  guard nanosecond != 0 else { return "" }
  var digits = padded(nanosecond, 9)
  while digits.last == "0" { digits.removeLast() }
  return "." + digits
}
