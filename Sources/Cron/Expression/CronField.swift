/// A field of a cron expression.
public enum CronField: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case second
  case minute
  case hour
  case dayOfMonth = "dom"
  case month
  case dayOfWeek = "dow"
  case year
  /// The ISO week, in APScheduler's fields only.
  case week
  /// A macro such as `@daily` or `@every 5m`, which stands for a whole expression.
  case macro

  /// The field's name in English, "day of month".
  public var description: String {
    switch self {
    case .dayOfMonth: "day of month"
    case .dayOfWeek: "day of week"
    default: rawValue
    }
  }

  /// The values the field admits in the standard dialect.
  var bounds: ClosedRange<Int> {
    switch self {
    case .second, .minute: 0...59
    case .hour: 0...23
    case .dayOfMonth: 1...31
    case .month: 1...12
    case .dayOfWeek: 0...6
    case .week: 1...53
    case .year, .macro: YearSet.years
    }
  }
}
