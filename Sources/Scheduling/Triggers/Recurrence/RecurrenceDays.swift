import CivilTime

/// The days that a rule admits, month by month, as bits: bit d is day d.
struct RecurrenceDays: Sendable {
  private let months: UInt16
  private let monthDays: [Int]
  private let yearDays: [Int]
  private let weeks: [Int]
  private let days: [RecurrenceRule.Day]
  private let weekStart: Int
  /// Whether numbered weekdays are counted within the year, not the month.
  private let countsInYear: Bool
  /// What looking at one month takes, in steps of a budget.
  private let stepsPerMonth: Int

  /// The last day that is looked at: no instant lies beyond April 2262.
  static let horizon = DayCount.days(year: 2261, month: 12, day: 31)

  /// The days of a rule; what it leaves out is taken from the start.
  init(_ rule: RecurrenceRule, start: CivilDate) {
    var (months, monthDays, days) = (rule.months, rule.monthDays, rule.days)
    if rule.yearDays.isEmpty, monthDays.isEmpty, days.isEmpty {
      switch rule.frequency {
      case .yearly where !rule.weeks.isEmpty, .weekly: days = [.init(weekday: start.weekday)]
      case .yearly:
        if months.isEmpty { months = [start.month] }
        monthDays = [start.day]
      case .monthly: monthDays = [start.day]
      case .daily, .hourly, .minutely, .secondly: break
      }
    }
    self.months = months.isEmpty ? 0x1FFE : months.reduce(0) { $0 | 1 << UInt16($1) }
    self.monthDays = monthDays
    self.yearDays = rule.yearDays
    self.weeks = rule.weeks
    self.days = days
    weekStart = rule.weekStart.rawValue
    countsInYear = rule.frequency == .yearly && rule.months.isEmpty
    stepsPerMonth = 1 + (monthDays.count + rule.yearDays.count) / 16 + days.count / 4 + rule.weeks.count / 2
  }

  /// The first admitted day from one through another, counted since 1970.
  func first(from start: Int64, through end: Int64 = Self.horizon, within budget: inout SearchBudget) -> Int64? {
    guard start <= end else { return nil }
    let date = DayCount.civil(days: start)
    var (year, month) = (date.year, date.month)
    var wanted = UInt32.max << UInt32(date.day)
    while budget.spend(stepsPerMonth) {
      let firstDay = DayCount.days(year: year, month: month, day: 1)
      guard firstDay <= end else { return nil }
      let mask = mask(year: year, month: month, firstDay: firstDay) & wanted
      if mask != 0 {
        let day = firstDay + Int64(mask.trailingZeroBitCount) - 1
        return day <= end ? day : nil
      }
      (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
      wanted = .max
    }
    return nil
  }

  /// All admitted days from one through another, in order; none where the budget is exhausted.
  func all(from start: Int64, through end: Int64, within budget: inout SearchBudget) -> [Int64] {
    guard start <= end else { return [] }
    let date = DayCount.civil(days: start)
    var (year, month) = (date.year, date.month)
    var wanted = UInt32.max << UInt32(date.day)
    var days: [Int64] = []
    while budget.spend(stepsPerMonth) {
      let firstDay = DayCount.days(year: year, month: month, day: 1)
      guard firstDay <= end else { return days }
      var mask = mask(year: year, month: month, firstDay: firstDay) & wanted
      while mask != 0 {
        let day = firstDay + Int64(mask.trailingZeroBitCount) - 1
        guard day <= end else { return days }
        days.append(day)
        mask &= mask - 1
      }
      (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
      wanted = .max
    }
    return []
  }

  /// The last admitted day from one through another, counted since 1970.
  func last(through end: Int64, from start: Int64, within budget: inout SearchBudget) -> Int64? {
    guard start <= end else { return nil }
    let date = DayCount.civil(days: end)
    var (year, month) = (date.year, date.month)
    var wanted = ~((UInt32.max << UInt32(date.day)) << 1)
    while budget.spend(stepsPerMonth) {
      let firstDay = DayCount.days(year: year, month: month, day: 1)
      let mask = mask(year: year, month: month, firstDay: firstDay) & wanted
      if mask != 0 {
        let day = firstDay + Int64(31 - mask.leadingZeroBitCount) - 1
        return day >= start ? day : nil
      }
      guard firstDay > start else { return nil }
      (year, month) = month == 1 ? (year - 1, 12) : (year, month - 1)
      wanted = .max
    }
    return nil
  }

  func contains(_ day: Int64) -> Bool {
    let date = DayCount.civil(days: day)
    let mask = mask(year: date.year, month: date.month, firstDay: day - Int64(date.day) + 1)
    return mask >> UInt32(date.day) & 1 == 1
  }

  private func mask(year: Int, month: Int, firstDay: Int64) -> UInt32 {
    guard months >> UInt16(month) & 1 == 1 else { return 0 }
    let length = DayCount.length(year: year, month: month)
    let all = (UInt32.max >> UInt32(31 - length)) & ~1
    var mask = all
    if !monthDays.isEmpty {
      mask &= monthDays.reduce(0) { $0 | bit($1 > 0 ? $1 : length + 1 + $1, length) }
    }
    if !yearDays.isEmpty {
      let yearStart = DayCount.days(year: year, month: 1, day: 1)
      let yearLength = DayCount.isLeap(year) ? 366 : 365
      let before = Int(firstDay - yearStart)
      mask &= yearDays.reduce(0) { $0 | bit(($1 > 0 ? $1 : yearLength + 1 + $1) - before, length) }
    }
    if !days.isEmpty { mask &= weekdayMask(year: year, firstDay: firstDay, length: length) }
    if !weeks.isEmpty { mask &= weekMask(firstDay: firstDay, length: length) }
    return mask
  }

  private func bit(_ day: Int, _ length: Int) -> UInt32 { (1...length).contains(day) ? 1 << UInt32(day) : 0 }

  private func weekdayMask(year: Int, firstDay: Int64, length: Int) -> UInt32 {
    var mask: UInt32 = 0
    for day in days {
      guard let ordinal = day.ordinal else {
        let first = 1 + (day.weekday.rawValue - DayCount.weekday(days: firstDay) + 7) % 7
        for dayOfMonth in stride(from: first, through: length, by: 7) { mask |= 1 << UInt32(dayOfMonth) }
        continue
      }
      var (spanStart, spanLength) = (firstDay, length)
      if countsInYear {
        spanStart = DayCount.days(year: year, month: 1, day: 1)
        spanLength = DayCount.isLeap(year) ? 366 : 365
      }
      let first = (day.weekday.rawValue - DayCount.weekday(days: spanStart) + 7) % 7
      let count = (spanLength - first + 6) / 7
      let index = ordinal > 0 ? ordinal - 1 : count + ordinal
      guard (0..<count).contains(index) else { continue }
      mask |= bit(first + index * 7 + 1 - Int(firstDay - spanStart), length)
    }
    return mask
  }

  /// The days that lie in the admitted weeks. A week belongs to the year that holds four of its days or more.
  private func weekMask(firstDay: Int64, length: Int) -> UInt32 {
    var mask: UInt32 = 0
    var day = 1
    while day <= length {
      let count = firstDay + Int64(day - 1)
      let ofWeek = (DayCount.weekday(days: count) - weekStart + 7) % 7
      let fourth = count - Int64(ofWeek) + 3
      let year = DayCount.civil(days: fourth).year
      let week = Int(fourth - DayCount.days(year: year, month: 1, day: 1)) / 7 + 1
      // 28 December lies in the last week, whatever day weeks begin on.
      let late = DayCount.days(year: year, month: 12, day: 28)
      let lastFourth = late - Int64((DayCount.weekday(days: late) - weekStart + 7) % 7) + 3
      let total = Int(lastFourth - DayCount.days(year: year, month: 1, day: 1)) / 7 + 1
      let days = min(7 - ofWeek, length - day + 1)
      if weeks.contains(week) || weeks.contains(week - total - 1) {
        mask |= (1 << UInt32(days) - 1) << UInt32(day)
      }
      day += days
    }
    return mask
  }
}
