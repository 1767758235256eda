public import CivilTime

extension Trigger where Self == CronTrigger {
  /// Due every day at a time of day: the cron expression that says so, with its rules for changes of the clocks.
  ///
  /// ```swift
  /// try await scheduler.add("nightly", .daily(at: TimeOfDay("02:30"), timeZone: "Europe/Berlin")) { _ in … }
  /// ```
  /// - Parameters:
  ///   - time: the time of day on the zone's clocks.
  ///   - timeZone: defaults to UTC.
  /// - Throws: `ZoneError` for a zone that is not there.
  public static func daily(at time: TimeOfDay, timeZone: TriggerTimeZone = .utc) throws -> CronTrigger {
    try CronTrigger("\(time.cronFields) * * *", timeZone: timeZone)
  }

  /// Due on days of the week at a time of day: the cron expression that says so, with its rules for changes of the clocks.
  ///
  /// ```swift
  /// try await scheduler.add("report", .weekly(on: .monday, .friday, at: TimeOfDay("09:00"))) { _ in … }
  /// ```
  /// - Parameters:
  ///   - weekdays: at least one.
  ///   - time: the time of day on the zone's clocks.
  ///   - timeZone: defaults to UTC.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` where there is no weekday; `ZoneError`.
  public static func weekly(
    on weekdays: Weekday..., at time: TimeOfDay, timeZone: TriggerTimeZone = .utc
  ) throws -> CronTrigger {
    let names = Set(weekdays).sorted { $0.isoNumber < $1.isoNumber }.map { $0.description.prefix(3).uppercased() }
    guard !names.isEmpty else {
      throw SchedulerError(.invalidTrigger, "a weekly trigger needs a day: write .weekly(on: .monday, at: …)")
    }
    return try CronTrigger("\(time.cronFields) * * \(names.joined(separator: ","))", timeZone: timeZone)
  }
}

extension TimeOfDay {
  /// Minute and hour of a cron expression, with a second before them where it is not zero.
  fileprivate var cronFields: String {
    let fields = "\(secondOfDay / 60 % 60) \(secondOfDay / 3_600)"
    return secondOfDay % 60 == 0 ? fields : "\(secondOfDay % 60) \(fields)"
  }
}
