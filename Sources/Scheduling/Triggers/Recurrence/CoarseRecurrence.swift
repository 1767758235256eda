import CivilTime

/// The local times of a rule that goes by days, weeks, months or years.
struct CoarseRecurrence: Sendable {
  private let frequency: RecurrenceRule.Frequency
  private let interval: Int64
  private let weekShift: Int64
  private let days: RecurrenceDays
  private let times: TimesOfDay
  private let positions: [Int]
  private let start: Int64
  private let base: Int64

  init(_ rule: RecurrenceRule, start: CivilDateTime) {
    frequency = rule.frequency
    interval = Int64(rule.interval)
    // 1970-01-01 was a Thursday.
    weekShift = Int64((4 - rule.weekStart.rawValue + 7) % 7)
    days = RecurrenceDays(rule, start: start.date)
    times = TimesOfDay(
      hours: rule.hours.isEmpty ? [start.hour] : rule.hours,
      minutes: rule.minutes.isEmpty ? [start.minute] : rule.minutes,
      seconds: rule.seconds.isEmpty ? [start.second] : rule.seconds)
    positions = rule.positions
    self.start = start.secondsSince1970
    base = Self.period(of: start.date.daysSince1970, frequency, weekShift)
  }

  func first(from local: Int64, within budget: inout SearchBudget) -> Int64? {
    var local = max(local, start)
    while let day = days.first(from: floorDivide(local, 86_400), within: &budget) {
      let period = period(of: day)
      let ahead = (period - base) % interval
      guard ahead == 0 else {
        local = firstDay(of: period + interval - ahead) * 86_400
        continue
      }
      let end = firstDay(of: period + 1) - 1
      let found =
        positions.isEmpty
        ? first(from: max(local, day * 86_400), throughDay: end, within: &budget)
        : chosen(in: period, within: &budget).first { $0 >= local }
      if budget.isExhausted { return nil }
      if let found { return found }
      // With an interval of one a time that is over today still leaves the days after.
      local = firstDay(of: period + interval) * 86_400
    }
    return nil
  }

  func last(through local: Int64, within budget: inout SearchBudget) -> Int64? {
    var local = local
    while local >= start,
      let day = days.last(
        through: min(floorDivide(local, 86_400), RecurrenceDays.horizon), from: floorDivide(start, 86_400),
        within: &budget)
    {
      let period = period(of: day)
      let ahead = (period - base) % interval
      guard ahead == 0 else {
        local = firstDay(of: period - ahead + 1) * 86_400 - 1
        continue
      }
      let begin = firstDay(of: period)
      let found =
        positions.isEmpty
        ? last(through: min(local, day * 86_400 + 86_399), fromDay: begin, within: &budget)
        : chosen(in: period, within: &budget).last { $0 <= local }
      if budget.isExhausted { return nil }
      if let found { return found >= start ? found : nil }
      local = begin * 86_400 - 1
    }
    return nil
  }

  private func first(from local: Int64, throughDay end: Int64, within budget: inout SearchBudget) -> Int64? {
    let day = floorDivide(local, 86_400)
    if days.contains(day), let time = times.first(from: Int(local - day * 86_400)) { return day * 86_400 + Int64(time) }
    guard let next = days.first(from: day + 1, through: end, within: &budget) else { return nil }
    return next * 86_400 + Int64(times[0])
  }

  private func last(through local: Int64, fromDay begin: Int64, within budget: inout SearchBudget) -> Int64? {
    let day = floorDivide(local, 86_400)
    if days.contains(day), let time = times.last(through: Int(local - day * 86_400)) {
      return day * 86_400 + Int64(time)
    }
    guard let previous = days.last(through: day - 1, from: begin, within: &budget) else { return nil }
    return previous * 86_400 + Int64(times[times.count - 1])
  }

  /// What BYSETPOS chooses of a period's times, in order.
  private func chosen(in period: Int64, within budget: inout SearchBudget) -> [Int64] {
    guard budget.spend(positions.count / 2) else { return [] }
    let admitted = days.all(from: firstDay(of: period), through: firstDay(of: period + 1) - 1, within: &budget)
    let count = admitted.count * times.count
    let chosen = positions.compactMap { position -> Int64? in
      let index = position > 0 ? position - 1 : count + position
      guard (0..<count).contains(index) else { return nil }
      return admitted[index / times.count] * 86_400 + Int64(times[index % times.count])
    }
    return Set(chosen).sorted()
  }

  private func period(of day: Int64) -> Int64 { Self.period(of: day, frequency, weekShift) }

  /// The number of the period that holds a day.
  private static func period(of day: Int64, _ frequency: RecurrenceRule.Frequency, _ weekShift: Int64) -> Int64 {
    switch frequency {
    case .yearly: return Int64(DayCount.civil(days: day).year)
    case .monthly:
      let date = DayCount.civil(days: day)
      return Int64(date.year) * 12 + Int64(date.month - 1)
    case .weekly: return floorDivide(day + weekShift, 7)
    case .daily, .hourly, .minutely, .secondly: return day
    }
  }

  /// The first day of a period; beyond the calendar's years a day beyond the horizon.
  private func firstDay(of period: Int64) -> Int64 {
    switch frequency {
    case .yearly: monthStart(period.multipliedReportingOverflow(by: 12))
    case .monthly: monthStart((period, false))
    case .weekly: period * 7 - weekShift
    case .daily, .hourly, .minutely, .secondly: period
    }
  }

  private func monthStart(_ month: (partialValue: Int64, overflow: Bool)) -> Int64 {
    guard !month.overflow, month.partialValue < 12 * 9_999 else { return RecurrenceDays.horizon + 1 }
    return DayCount.days(year: Int(month.partialValue / 12), month: Int(month.partialValue % 12) + 1, day: 1)
  }
}
