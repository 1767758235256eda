import CivilTime

/// A trigger with a first possible instant of its own, from which a limit may be counted.
protocol StartingTrigger: Trigger {
  /// No instant is earlier; nil where the trigger reaches back without an end.
  var ownStart: Instant? { get }
}

extension Trigger {
  /// The first possible instant, where there is one.
  var knownStart: Instant? { (self as? any StartingTrigger)?.ownStart }
}

extension DateTrigger: StartingTrigger {
  var ownStart: Instant? { instant }
}

extension RecurrenceTrigger: StartingTrigger {
  var ownStart: Instant? { start }
}

extension CalendarIntervalTrigger: StartingTrigger {
  var ownStart: Instant? { next(after: .min) }
}

extension AnyOfTrigger: StartingTrigger {
  var ownStart: Instant? {
    let starts = triggers.map(\.knownStart)
    return starts.contains(nil) ? nil : starts.compactMap(\.self).min()
  }
}

extension AllOfTrigger: StartingTrigger {
  var ownStart: Instant? { triggers.compactMap(\.knownStart).max() }
}

extension ExcludingTrigger: StartingTrigger {
  var ownStart: Instant? { base.knownStart }
}

extension BoundedTrigger: StartingTrigger {
  var ownStart: Instant? { start ?? base.knownStart }
}
