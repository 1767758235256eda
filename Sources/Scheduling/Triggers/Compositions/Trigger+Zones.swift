import CivilTime

/// A trigger that has its zone at hand: a zone's name does not always lead back to it.
protocol ZonedTrigger: Trigger {
  /// The zone on whose clocks the trigger is evaluated; nil where none matters.
  var evaluationZone: Zone? { get }
}

extension CronTrigger: ZonedTrigger {
  var evaluationZone: Zone? { timeZoneName == nil ? nil : schedule.zone }
}

extension RecurrenceTrigger: ZonedTrigger {
  var evaluationZone: Zone? { zone }
}

extension CalendarIntervalTrigger: ZonedTrigger {
  var evaluationZone: Zone? { zone }
}

extension Trigger {
  /// The zones in which the trigger and its parts are evaluated, each once.
  var evaluationZones: [Zone] {
    get throws {
      if let zoned = self as? any ZonedTrigger { return zoned.evaluationZone.map { [$0] } ?? [] }
      if let excluding = self as? ExcludingTrigger {
        let zones = try excluding.base.evaluationZones
        return zones.isEmpty ? [excluding.zone] : zones
      }
      if let composite = self as? any CompositeTrigger {
        var zones: [Zone] = []
        for part in composite.parts {
          for zone in try part.evaluationZones where !zones.contains(zone) { zones.append(zone) }
        }
        return zones
      }
      // A host's own type is known by its zone's name alone.
      return try timeZoneName.map { [try Zone(named: $0)] } ?? []
    }
  }
}
