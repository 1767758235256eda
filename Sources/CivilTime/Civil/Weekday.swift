/// A day of the week, numbered as cron numbers them: Sunday is 0.
public enum Weekday: Int, CaseIterable, Hashable, Sendable, CustomStringConvertible {
  case sunday, monday, tuesday, wednesday, thursday, friday, saturday

  /// The English name, "Monday".
  public var description: String {
    switch self {
    case .sunday: "Sunday"
    case .monday: "Monday"
    case .tuesday: "Tuesday"
    case .wednesday: "Wednesday"
    case .thursday: "Thursday"
    case .friday: "Friday"
    case .saturday: "Saturday"
    }
  }

  /// The ISO 8601 number: Monday is 1, Sunday is 7.
  public var isoNumber: Int { self == .sunday ? 7 : rawValue }

  /// The weekday of a day counted from 1970-01-01, which was a Thursday.
  init(daysSince1970 days: Int64) {
    let remainder = Int((days % 7 + 11) % 7)
    self = Weekday(rawValue: remainder) ?? .sunday
  }
}
