/// A distance between dates: so many days, weeks, months or years.
public struct CalendarInterval: Hashable, Sendable, CustomStringConvertible {
  /// What is counted. The raw values are the names that schedule files and encodings use.
  public enum Unit: String, Hashable, Sendable, CaseIterable, Codable {
    case days, weeks, months, years
  }

  /// How many units, 1 or more once a trigger has accepted it.
  public let count: Int
  /// What is counted.
  public let unit: Unit

  /// So many units.
  public init(_ count: Int, _ unit: Unit) { (self.count, self.unit) = (count, unit) }

  /// So many days.
  public static func days(_ count: Int) -> CalendarInterval { CalendarInterval(count, .days) }
  /// So many weeks.
  public static func weeks(_ count: Int) -> CalendarInterval { CalendarInterval(count, .weeks) }
  /// So many months.
  public static func months(_ count: Int) -> CalendarInterval { CalendarInterval(count, .months) }
  /// So many years.
  public static func years(_ count: Int) -> CalendarInterval { CalendarInterval(count, .years) }

  /// "day", "2 weeks".
  public var description: String {
    count == 1 ? String(unit.rawValue.dropLast()) : "\(count) \(unit.rawValue)"
  }
}
