import CivilTime

/// The findings that follow from the text of the fields.
struct FieldLint {
  let expression: CronExpression
  let sets: FieldSets
  let map: FieldMap

  func findings() -> [CronFinding] {
    var findings = steps() + everyUnit()
    if let days = dayFields() { findings.append(days) }
    if let missing = missingDays() { findings.append(missing) }
    if let herd = herd() { findings.append(herd) }
    if let other = otherDialect() { findings.append(other) }
    return findings
  }

  private func finding(
    _ rule: CronFinding.Rule, _ severity: CronFinding.Severity, _ range: Range<Int>, _ message: String,
    _ suggestion: String? = nil
  ) -> CronFinding {
    CronFinding(rule: rule, severity: severity, range: range, message: message, suggestion: suggestion)
  }

  /// `*/7`: the distance from the last value to the first is shorter. `*/90`: only the first is left.
  private func steps() -> [CronFinding] {
    let cyclic: [(CronField, Int, String)] = [
      (.second, 60, "seconds"), (.minute, 60, "minutes"), (.hour, 24, "hours"), (.dayOfMonth, 31, "days"),
      (.month, 12, "months"), (.dayOfWeek, 7, "days"),
    ]
    return cyclic.compactMap { field, size, unit in
      guard let text = map.written(field), text.hasPrefix("*/"), let step = Int(text.dropFirst(2)), step > 1 else {
        return nil
      }
      let range = map.range(field)
      if step >= size {
        return finding(
          .largeStep, .warning, range, "\(text) in \(field) is larger than the field: only its first value is left",
          "write \(field.bounds.lowerBound), or @every for a distance in elapsed time")
      }
      guard size % step != 0 || field == .dayOfMonth else { return nil }
      let last = (size - 1) / step * step
      let distance =
        field == .dayOfMonth ? "" : ": from \(field.bounds.lowerBound + last) on it is \(size - last) \(unit)"
      return finding(
        .unevenStep, .note, range, "\(text) in \(field) begins anew with every \(field.larger)\(distance)",
        "write @every for even distances")
    }
  }

  /// `* 2 * * *` runs sixty times.
  private func everyUnit() -> [CronFinding] {
    var findings: [CronFinding] = []
    if map.written(.minute) == "*", sets.hours.nonzeroBitCount <= 4 {
      findings.append(
        finding(
          .everyUnit, .warning, map.range(.minute), "runs in every minute of the hour",
          "write 0 for once: \(map.replacing(map.range(.minute), with: "0"))"))
    }
    if map.written(.second) == "*", map.written(.minute) != "*" {
      findings.append(
        finding(
          .everyUnit, .warning, map.range(.second), "runs in every second of the minute",
          "write 0 for once: \(map.replacing(map.range(.second), with: "0"))"))
    }
    return findings
  }

  private func dayFields() -> CronFinding? {
    guard expression.dialect == .standard, let day = map.written(.dayOfMonth), let week = map.written(.dayOfWeek),
      ![day, week].contains(where: { $0 == "*" || $0 == "?" }), !week.hasPrefix("+")
    else { return nil }
    let range = map.range(.dayOfMonth, through: .dayOfWeek)
    let plus = map.replacing(map.range(.dayOfWeek), with: "+\(week)")
    if day.hasPrefix("*") || week.hasPrefix("*") {
      let here = expression.dayMatch == .vixie ? "both must match" : "either suffices"
      return finding(
        .starredDay, .warning, range,
        "daemons want both day fields to match here, most libraries either of them; by this expression's rule \(here)",
        "write + before the day of week for both, in every program that knows it: \(plus)")
    }
    return finding(
      .eitherDay, .warning, range, "either day field suffices: \(DayWords(sets: sets).days ?? "every day")",
      "where both must match, write + before the day of week: \(plus)")
  }

  /// Days 29 to 31 and fifth weekdays.
  private func missingDays() -> CronFinding? {
    let days = sets.days.dayOfMonth
    let months = TimeWords.values(UInt64(sets.months), 1...12)
    // A common year shows which months lack the day.
    func lacks(_ day: Int) -> Bool { months.contains { DayCount.length(year: 2026, month: $0) < day } }
    if sets.days.combination == .both, days.isPlain, !days.isEveryDay, days.days.trailingZeroBitCount >= 29,
      lacks(days.days.trailingZeroBitCount)
    {
      let first = days.days.trailingZeroBitCount
      let isLeapDay = months == [2]
      return finding(
        .missingDay, isLeapDay ? .note : .warning, map.range(.dayOfMonth),
        isLeapDay ? "runs in leap years only" : "months without a \(English.ordinal(first)) have no run",
        "write L for the last day of the month")
    }
    if sets.days.dayOfWeek.weekdays(ordinal: 5) != 0 {
      return finding(
        .missingDay, .note, map.range(.dayOfWeek), "most months have no fifth of a weekday: no run there",
        "write L after the weekday for its last in the month")
    }
    return nil
  }

  private func herd() -> CronFinding? {
    guard !expression.usesHash, sets.minutes == 1, sets.seconds == 1 else { return nil }
    return finding(
      .herd, .note, map.range(.minute), "runs on the hour, as most schedules do",
      expression.dialect == .standard && map.written(.minute) != nil
        ? "write H for a minute of its own: \(map.replacing(map.range(.minute), with: "H"))" : "choose another minute")
  }

  private func otherDialect() -> CronFinding? {
    let other: CronDialect
    switch expression.dialect {
    case .standard: other = .quartz
    case .quartz, .aws: other = .standard
    case .apscheduler: return nil
    }
    guard let read = try? CronExpression(expression.text, dialect: other),
      let search = read.fields, !search.sets.hasSameDates(as: sets)
    else { return nil }
    return finding(
      .otherDialect, .warning, map.whole, "the \(other.rawValue) dialect reads this too, as: \(read.explanation)",
      "write weekdays by their names")
  }
}

extension CronField {
  /// The unit in which a field's values begin anew.
  fileprivate var larger: String {
    switch self {
    case .second: "minute"
    case .minute: "hour"
    case .hour: "day"
    case .dayOfMonth: "month"
    case .dayOfWeek: "week"
    default: "year"
    }
  }
}
