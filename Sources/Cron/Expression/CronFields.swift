/// APScheduler's CronTrigger fields: a date matches when every field does.
///
/// ```swift
/// let fields = CronFields(day: "last fri", hour: "2", minute: "30")
/// let expression = try CronExpression(fields)
/// ```
/// A field that is not given is `*`, except that fields less significant than the least significant one given take
/// their minimum; `week` and `dayOfWeek` are always `*` then. Weekdays are counted from Monday as 0. Each field is a
/// list of `*`, `*/n`, `a`, `a-b`, `a/n`, `a-b/n`; months and weekdays have names; `day` has `last`, `2nd tue` and
/// `last fri` too.
public struct CronFields: Hashable, Sendable, CustomStringConvertible {
  /// The year, 1970 to 2199.
  public var year: String?
  /// The month, 1 to 12 or jan to dec.
  public var month: String?
  /// The day of the month, 1 to 31, `last`, `2nd tue`, `last fri`.
  public var day: String?
  /// The ISO week, 1 to 53.
  public var week: String?
  /// The day of the week, 0 to 6 from Monday, or mon to sun.
  public var dayOfWeek: String?
  /// The hour, 0 to 23.
  public var hour: String?
  /// The minute, 0 to 59.
  public var minute: String?
  /// The second, 0 to 59.
  public var second: String?

  /// The fields given; at least one must be for an expression to be made of them.
  public init(
    year: String? = nil, month: String? = nil, day: String? = nil, week: String? = nil, dayOfWeek: String? = nil,
    hour: String? = nil, minute: String? = nil, second: String? = nil
  ) {
    (self.year, self.month, self.day, self.week) = (year, month, day, week)
    (self.dayOfWeek, self.hour, self.minute, self.second) = (dayOfWeek, hour, minute, second)
  }

  /// The fields as an expression of the dialect ``CronDialect/apscheduler``, "day=last fri; hour=2".
  public var description: String {
    [
      ("year", year), ("month", month), ("day", day), ("week", week), ("day_of_week", dayOfWeek), ("hour", hour),
      ("minute", minute), ("second", second),
    ].compactMap { name, value in value.map { "\(name)=\($0)" } }.joined(separator: "; ")
  }
}

extension CronExpression {
  /// Reads APScheduler's fields.
  ///
  /// - Throws: ``CronError``, whose text is the fields' ``CronFields/description``.
  public init(_ fields: CronFields) throws(CronError) {
    try self.init(fields.description, dialect: .apscheduler)
  }
}
