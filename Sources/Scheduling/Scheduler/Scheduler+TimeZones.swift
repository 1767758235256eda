import CivilTime

extension Scheduler {
  /// What happens once a day; for tests, with another reading of the tz database.
  package func refreshTimeZones(_ refresh: (any Trigger) -> (any Trigger)?) { core.refreshTimeZones(refresh) }
}
