import CivilTime

/// On which days, in words.
struct DayWords {
  let sets: FieldSets

  /// "on Monday to Friday", "on 29 February", "on the last Friday of the month"; nil for every day.
  var days: String? {
    let rule = sets.days
    let (month, week) = (rule.dayOfMonth, rule.dayOfWeek)
    let freeMonth = month.isEveryDay
    let freeWeek = week.isEveryDay
    switch (rule.combination, freeMonth, freeWeek) {
    case (_, true, true), (.either, true, _), (.either, _, true): return nil
    case (.both, false, true): return dates(month)
    case (.both, true, false): return dates(week)
    case (.either, false, false): return "\(dates(month)) and also \(every(week))"
    case (.both, false, false): return "\(dates(month)) where that is \(condition(week))"
    }
  }

  /// "in March and October", "from June to August"; nil for every month, or where `days` names it.
  var months: String? {
    if sets.months == FieldSets.everyMonth || namesMonth { return nil }
    return "in \(English.runs(TimeWords.values(UInt64(sets.months), 1...12)) { English.months[$0 - 1] })"
  }

  /// "in 2027"; nil for every year.
  var years: String? {
    if sets.years.isAll { return nil }
    let values = sets.years.values
    if values.count > 4, let first = values.first, let last = values.last {
      let step = values[1] - first
      let isEven = zip(values, values.dropFirst()).allSatisfy { $1 - $0 == step }
      if step > 1, isEven { return "every \(step) years from \(first) to \(last)" }
    }
    return "in \(English.runs(values))"
  }

  /// "in ISO weeks 1 to 10"; nil for every week.
  var weeks: String? {
    if sets.days.weeks == DayRule.everyWeek { return nil }
    let weeks = TimeWords.values(sets.days.weeks, 1...53)
    return "in ISO week\(weeks.count == 1 ? "" : "s") \(English.runs(weeks))"
  }

  /// The one month of a schedule whose days are written as dates, "29 February".
  private var namesMonth: Bool {
    sets.months.nonzeroBitCount == 1 && sets.days.dayOfMonth.isPlain && !sets.days.dayOfMonth.isEveryDay
      && sets.days.dayOfMonth.days.nonzeroBitCount <= 3
  }

  private func dates(_ set: DaySet) -> String { "on \(English.list(parts(set)))" }

  private func every(_ set: DaySet) -> String {
    set.weekdays != 0 && set.last == 0 && set.ordinals == 0
      ? "on every \(English.list(weekdays(set.weekdays)))" : dates(set)
  }

  private func condition(_ set: DaySet) -> String {
    let parts = parts(set).map { $0.hasPrefix("the ") ? $0 : "a \($0)" }
    return parts.count == 1 ? parts[0] : parts.dropLast().joined(separator: ", ") + " or " + (parts.last ?? "")
  }

  /// The things a set names, each as it stands after "on".
  private func parts(_ set: DaySet) -> [String] {
    var parts: [String] = []
    let numbers = TimeWords.values(UInt64(set.days), 1...31)
    if namesMonth, !numbers.isEmpty {
      let month = English.months[sets.months.trailingZeroBitCount - 1]
      parts.append("\(English.runs(numbers)) \(month)")
    } else if !numbers.isEmpty {
      parts.append("the \(English.runs(numbers, English.ordinal)) of the month")
    }
    for n in TimeWords.values(UInt64(set.fromLast), 0...30) {
      switch n {
      case 0: parts.append("the last day of the month")
      case 1: parts.append("the last day but one of the month")
      default: parts.append("the day \(n) days before the last of the month")
      }
    }
    for day in TimeWords.values(UInt64(set.nearest), 1...31) {
      parts.append("the weekday (Monday to Friday) nearest to the \(English.ordinal(day)) of the month")
    }
    for n in TimeWords.values(UInt64(set.nearestFromLast), 0...30) {
      parts.append(
        n == 0
          ? "the last weekday (Monday to Friday) of the month"
          : "the weekday (Monday to Friday) nearest to the day \(n) day\(n == 1 ? "" : "s") before the last of the month"
      )
    }
    parts += weekdays(set.weekdays)
    for ordinal in 1...5 {
      parts += names(set.weekdays(ordinal: ordinal)).map { "the \(English.rank(ordinal)) \($0) of the month" }
    }
    parts += names(set.last).map { "the last \($0) of the month" }
    return parts
  }

  private func names(_ bits: UInt8) -> [String] {
    // The week of the words begins on Monday.
    [1, 2, 3, 4, 5, 6, 0].filter { bits >> UInt8($0) & 1 == 1 }
      .compactMap { Weekday(rawValue: $0)?.description }
  }

  /// Weekdays from Monday on, three neighbours as a range: "Monday to Friday".
  private func weekdays(_ bits: UInt8) -> [String] {
    let numbers = (1...7).filter { bits >> UInt8($0 % 7) & 1 == 1 }
    func name(_ number: Int) -> String { Weekday(rawValue: number % 7)?.description ?? "" }
    return Runs(numbers).ranges.flatMap { range in
      range.count < 3 ? range.map(name) : ["\(name(range.lowerBound)) to \(name(range.upperBound))"]
    }
  }
}
