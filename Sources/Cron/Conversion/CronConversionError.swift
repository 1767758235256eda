public import CivilTime

/// Why an expression cannot be said in another dialect.
public struct CronConversionError: SchedulingError, Hashable {
  /// What the other dialect cannot say.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum Reason: Hashable, Sendable {
    /// `@every` and `@reboot` are triggers of their own.
    case notFields
    /// The dialect has no seconds.
    case seconds
    /// Day of month or day of week, either of which may match.
    case eitherDayField
    /// Day of month and day of week, both of which must match.
    case bothDayFields
    /// ISO weeks.
    case weeks
    /// Days such as the weekday nearest to the 15th.
    case days
    /// Which local times count when clocks are moved; the rules depend on how second, minute and hour are written.
    case daylightSaving
  }

  /// The expression's text.
  public let text: String
  /// The dialect asked for.
  public let dialect: CronDialect
  /// What it cannot say.
  public let reason: Reason

  /// Always `invalidInput`.
  public var kind: SchedulingErrorKind { .invalidInput }

  /// The expression, the dialect and what it cannot say.
  public var description: String { "'\(text)' cannot be written in the dialect \(dialect.rawValue): \(explanation)" }

  private var explanation: String {
    switch reason {
    case .notFields: "@every and @reboot are not fields; use an interval or start-up trigger there"
    case .seconds: "it has no seconds field"
    case .eitherDayField:
      "it cannot ask for a day of month or a day of week, either of which suffices; make two schedules of it"
    case .bothDayFields: "it cannot ask for a day of month that is also a certain day of week"
    case .weeks: "it has no ISO weeks"
    case .days: "it has no way to name these days of the month"
    case .daylightSaving: "it would run at other times when clocks are moved"
    }
  }
}
