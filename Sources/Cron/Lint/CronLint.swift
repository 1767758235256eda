public import CivilTime

/// Looks for what is allowed in a schedule and likely not meant.
public enum CronLint {
  /// What is worth knowing about a schedule, the worst first.
  ///
  /// - Parameters:
  ///   - schedule: the schedule.
  ///   - now: from when on it counts; moved clocks are looked for in the two years from then.
  public static func findings(_ schedule: CronSchedule, now: Instant) -> [CronFinding] {
    guard let search = schedule.expression.fields else { return [] }
    let map = FieldMap(schedule.expression)
    if !search.isPossible || schedule.neverFires {
      return [
        CronFinding(
          rule: .impossibleDate, severity: .error, range: map.range(.dayOfMonth, through: .month),
          message: "no year has such a date: the schedule never runs", suggestion: "write L for the last day of a month"
        )
      ]
    }
    var findings = FieldLint(expression: schedule.expression, sets: search.sets, map: map).findings()
    if schedule.next(after: now) == nil {
      findings.append(
        CronFinding(
          rule: .past, severity: .warning, range: map.range(.year),
          message: "all its dates lie in the past: it will not run again", suggestion: nil))
    }
    findings += movedClocks(schedule, map, now)
    // Stable, so that findings of one severity stay in the order of the fields.
    return [CronFinding.Severity.error, .warning, .note].flatMap { severity in
      findings.filter { $0.severity == severity }
    }
  }

  private static let twoYears: Int64 = 2 * 366 * 86_400 * 1_000_000_000

  private static func movedClocks(_ schedule: CronSchedule, _ map: FieldMap, _ now: Instant) -> [CronFinding] {
    let end = now.advanced(byNanoseconds: twoYears)
    guard now < end else { return [] }
    let anomalies = schedule.anomalies(in: now..<end)
    guard !anomalies.isEmpty else { return [] }
    // Where nothing is lost it is good to know; where runs are dropped it may matter.
    let drops = anomalies.contains { $0.outcome == .dropped }
    return [
      CronFinding(
        rule: .movedClocks, severity: drops ? .warning : .note, range: map.range(.minute, through: .hour),
        message: "clocks are moved over its time: " + anomalies.map(\.description).joined(separator: ", "),
        suggestion: "choose a time of day that the zone's clocks always show once, or the zone UTC")
    ]
  }
}
