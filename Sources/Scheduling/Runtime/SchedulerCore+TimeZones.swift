import CivilTime

/// Notices an updated tz database, once a day.
extension SchedulerCore {
  static let betweenZoneUpdates = Duration.seconds(86_400)

  /// Has the triggers of jobs follow the tz database as it is now. Searches are not made under the lock here; what is
  /// counted from a start is counted before the machine takes the trigger.
  func refreshTimeZones(_ refresh: (any Trigger) -> (any Trigger)? = { $0.refreshed() }) {
    let definitions = look { machine, _ in machine.jobsInZones }
    let now = now().wall
    var refreshed: [(old: JobDefinition, new: any Trigger)] = []
    for definition in definitions {
      guard let new = refresh(definition.trigger.base) else { continue }
      var budget = SearchBudget(steps: configuration.triggerLimits.steps)
      _ = new.next(after: now, within: &budget)
      refreshed.append((definition, new))
    }
    guard !refreshed.isEmpty else { return }
    let version = Zone.databaseVersion()
    change { machine, context in machine.takeRefreshed(refreshed, version: version, &context) }
  }
}
