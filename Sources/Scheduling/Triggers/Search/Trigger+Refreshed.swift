import CivilTime

extension Trigger {
  /// The trigger by the tz database as it is now; nil where that changes nothing.
  ///
  /// The files of zones are looked at at most once a day; see `Zone.refreshed()`.
  func refreshed() -> (any Trigger)? {
    switch self {
    case let cron as CronTrigger:
      let schedule = cron.schedule.refreshed()
      return schedule == cron.schedule ? nil : CronTrigger(schedule, takesSeedFromJob: cron.takesSeedFromJob)
    case let rule as RecurrenceTrigger:
      let zone = rule.zone.refreshed()
      return zone == rule.zone ? nil : try? RecurrenceTrigger(rule.rule, starting: rule.start, in: zone)
    case let calendar as CalendarIntervalTrigger:
      let zone = calendar.zone.refreshed()
      guard zone != calendar.zone else { return nil }
      return try? CalendarIntervalTrigger(
        every: calendar.interval, from: calendar.anchor, at: calendar.time, in: zone, dayOverflow: calendar.dayOverflow)
    case let any as AnyOfTrigger: return refreshed(any.triggers).flatMap { try? AnyOfTrigger($0) }
    case let all as AllOfTrigger: return refreshed(all.triggers).flatMap { try? AllOfTrigger($0) }
    case let excluding as ExcludingTrigger:
      let base = excluding.base.refreshed()
      let zone = excluding.zone.refreshed()
      guard base != nil || zone != excluding.zone else { return nil }
      return ExcludingTrigger(base ?? excluding.base, excluding.exclusions, in: zone)
    case let bounded as BoundedTrigger:
      guard let base = bounded.base.refreshed() else { return nil }
      guard let limit = bounded.limit else { return BoundedTrigger(base, start: bounded.start, end: bounded.end) }
      return try? BoundedTrigger(base, start: bounded.start, end: bounded.end, limit: limit)
    default: return nil
    }
  }

  private func refreshed(_ parts: [any Trigger]) -> [any Trigger]? {
    let fresh = parts.map { $0.refreshed() }
    return fresh.contains { $0 != nil } ? zip(fresh, parts).map { $0 ?? $1 } : nil
  }
}
