import CivilTime

/// What the scheduler has to know of the nature of a trigger.
extension JobTrigger {
  /// Whether it names nothing but dates. Each of them is decided, also one that has passed when the job is added.
  var isOfDates: Bool { Self.isOfDates(base) }

  /// Whether it is an interval, or as frequent as one: waiting for a clock that was set back would stop it for long.
  var isFrequent: Bool { Self.isFrequent(base) }

  /// The cursor of a trigger that begins at an instant: that instant, or what lies before its first date if that has passed.
  func beginning(_ instant: Instant) -> Instant {
    guard isOfDates, let first = next(after: .min), first <= instant else { return instant }
    return first.advanced(byNanoseconds: -1)
  }

  private static func isOfDates(_ trigger: any Trigger) -> Bool {
    switch trigger {
    case is DateTrigger: true
    case let trigger as AnyOfTrigger: trigger.triggers.allSatisfy(isOfDates)
    case let trigger as BoundedTrigger: isOfDates(trigger.base)
    case let trigger as ExcludingTrigger: isOfDates(trigger.base)
    default: false
    }
  }

  private static func isFrequent(_ trigger: any Trigger) -> Bool {
    switch trigger {
    case is IntervalTrigger: true
    case let trigger as CronTrigger: trigger.schedule.isFrequent
    case let trigger as RecurrenceTrigger: trigger.parsed.followsTheWall
    case let trigger as AnyOfTrigger: trigger.triggers.contains(where: isFrequent)
    case let trigger as AllOfTrigger: trigger.triggers.allSatisfy(isFrequent)
    case let trigger as BoundedTrigger: isFrequent(trigger.base)
    case let trigger as ExcludingTrigger: isFrequent(trigger.base)
    default: false
    }
  }
}
