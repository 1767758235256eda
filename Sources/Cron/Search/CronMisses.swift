import CivilTime

/// The local times that an expression does not name: the complement that calendars of excluded times need.
///
/// An expression without a field for seconds names whole minutes here. Local time is counted in seconds since
/// 1970-01-01T00:00:00 on the wall, as in ``LocalTimes``.
package struct CronMisses: Sendable {
  private let search: LocalSearch

  /// The complement of an expression; nil for `@every` and `@reboot`, which name no times of day.
  package init?(_ expression: CronExpression) {
    guard let search = expression.fields else { return nil }
    var sets = search.sets
    if !Self.namesSeconds(expression) { sets.seconds = FieldSets.everyMinute }
    self.search = LocalSearch.of(sets)
  }

  private static func namesSeconds(_ expression: CronExpression) -> Bool {
    let fields = expression.text.split { $0 == " " || $0 == "\t" }
    switch expression.dialect {
    case .standard: return fields.count > 5
    case .quartz: return true
    case .aws: return false
    case .apscheduler: return expression.text.contains("second")
    }
  }

  /// The first local second at or after one that is not named; nil when all are to the year 2199.
  package func first(from local: Int64) -> Int64? {
    var free = local
    while search.first(from: free) == free { free = endOfRun(from: free) }
    return free > local && free >= LocalSearch.end ? nil : free
  }

  /// The last local second at or before one that is not named; nil when all are from 1970 on.
  package func last(through local: Int64) -> Int64? {
    var free = local
    while search.last(through: free) == free { free = startOfRun(through: free) - 1 }
    return free < local && free < 0 ? nil : free
  }

  /// The unit in seconds within which all finer fields are unrestricted: what matches once matches throughout.
  private var unit: Int64 {
    if search.sets.seconds != FieldSets.everyMinute { return 1 }
    if search.sets.minutes != FieldSets.everyMinute { return 60 }
    return search.sets.hours == FieldSets.everyHour ? 86_400 : 3_600
  }

  private func endOfRun(from local: Int64) -> Int64 { (floorDivide(local, unit) + 1) * unit }

  private func startOfRun(through local: Int64) -> Int64 { floorDivide(local, unit) * unit }
}
