import CivilTime

extension CronExpression {
  /// The expression in one line of English, "At 02:30 on the last Friday of the month".
  ///
  /// An impossible date is called so.
  public var explanation: String {
    switch kind {
    case .startup: return "When the scheduler starts"
    case .interval(let duration): return "Every \(English.duration(nanoseconds: duration.nanoseconds))"
    case .fields:
      let sentence = Self.sentence(search.sets)
      return search.isPossible ? sentence : "\(sentence): never, for there is no such date"
    }
  }

  private static func sentence(_ sets: FieldSets) -> String {
    let time = TimeWords(sets)
    let days = DayWords(sets: sets)
    let rest = [days.weeks, days.months, days.years].compactMap(\.self)
    if time.namesTimes {
      let day = days.days ?? "every day"
      return (["\(time.lead) \(day)"] + rest).joined(separator: ", ")
    }
    // "Every 15 minutes, Monday to Friday, between 09:00 and 17:59".
    let day = days.days.map { day in
      let isWeekdays =
        sets.days.dayOfMonth.isEveryDay && sets.days.dayOfWeek.last == 0 && sets.days.dayOfWeek.ordinals == 0
      return isWeekdays ? String(day.dropFirst("on ".count)) : day
    }
    return ([time.lead, day, time.window].compactMap(\.self) + rest).joined(separator: ", ")
  }
}

extension CronSchedule {
  /// The schedule in one line of English, "At 02:00 on Monday to Friday, America/New_York".
  ///
  /// ``anomalies(in:)`` says what differs when clocks are moved.
  public var explanation: String {
    switch expression.kind {
    case .fields: "\(expression.explanation), \(zone.identifier)"
    case .interval, .startup: expression.explanation
    }
  }
}
