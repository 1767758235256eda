import CivilTime

@testable import Scheduling

/// A recurrence rule in UTC read as plainly as RFC 5545 puts it: each period's times are listed, filtered and chosen
/// from, one second or day after another.
struct NaiveRecurrence {
  let rule: RecurrenceRule
  let start: CivilDateTime

  /// All instants from the start until before an end.
  func instants(until end: CivilDateTime) -> [Instant] {
    let (from, to) = (start.secondsSince1970, end.secondsSince1970)
    var periods: [Int64: [Int64]] = [:]
    // A period may have begun before the start, and end after the end.
    let margin: Int64 = rule.frequency < .daily ? 1 : 366
    let times = times()
    for day in floorDivide(from, 86_400) - margin..<floorDivide(to, 86_400) + margin {
      guard let date = CivilDate(daysSince1970: day), admits(date) else { continue }
      for time in times {
        let second = day * 86_400 + Int64(time)
        let number = period(second)
        if (number - period(from)) % Int64(rule.interval) == 0 { periods[number, default: []].append(second) }
      }
    }
    var seconds: [Int64] = []
    for number in periods.keys.sorted() {
      let all = periods[number] ?? []
      guard !rule.positions.isEmpty else {
        seconds += all
        continue
      }
      let indices = Set(rule.positions.map { $0 > 0 ? $0 - 1 : all.count + $0 })
      seconds += all.indices.filter(indices.contains).map { all[$0] }
    }
    let instants = seconds.filter { $0 >= from && $0 < to }.map { Instant(secondsSince1970: $0) }
    return rule.count.map { Array(instants.prefix($0)) } ?? instants
  }

  private func times() -> [Int] {
    func list(_ given: [Int], _ own: Int, _ all: Range<Int>, _ unit: RecurrenceRule.Frequency) -> [Int] {
      given.isEmpty ? (rule.frequency <= unit ? Array(all) : [own]) : given
    }
    let hours = list(rule.hours, start.hour, 0..<24, .hourly)
    let minutes = list(rule.minutes, start.minute, 0..<60, .minutely)
    let seconds = list(rule.seconds, start.second, 0..<60, .secondly)
    return hours.flatMap { hour in minutes.flatMap { minute in seconds.map { hour * 3_600 + minute * 60 + $0 } } }
  }

  private func period(_ second: Int64) -> Int64 {
    let day = floorDivide(second, 86_400)
    guard let date = CivilDate(daysSince1970: day) else { return 0 }
    switch rule.frequency {
    case .secondly: return second
    case .minutely: return floorDivide(second, 60)
    case .hourly: return floorDivide(second, 3_600)
    case .daily: return day
    case .weekly: return floorDivide(weekStart(date), 7)
    case .monthly: return Int64(date.year * 12 + date.month)
    case .yearly: return Int64(date.year)
    }
  }

  private func weekStart(_ date: CivilDate) -> Int64 {
    var day = date
    while day.weekday != rule.weekStart, let before = day.adding(days: -1) { day = before }
    return day.daysSince1970
  }

  private func admits(_ date: CivilDate) -> Bool {
    var (months, monthDays, days) = (rule.months, rule.monthDays, rule.days)
    if monthDays.isEmpty, days.isEmpty, rule.yearDays.isEmpty {
      if rule.frequency == .weekly || (rule.frequency == .yearly && !rule.weeks.isEmpty) {
        days = [.init(weekday: start.weekday)]
      } else if rule.frequency == .yearly {
        if months.isEmpty { months = [start.date.month] }
        monthDays = [start.date.day]
      } else if rule.frequency == .monthly {
        monthDays = [start.date.day]
      }
    }
    let yearLength = DayCount.isLeap(date.year) ? 366 : 365
    func holds(_ list: [Int], _ value: Int, _ total: Int) -> Bool {
      list.isEmpty || list.contains(value) || list.contains(value - total - 1)
    }
    return (months.isEmpty || months.contains(date.month))
      && holds(monthDays, date.day, date.daysInMonth) && holds(rule.yearDays, date.dayOfYear, yearLength)
      && (rule.weeks.isEmpty || isInWeek(date))
      && (days.isEmpty || days.contains { isDay($0, date, yearLength) })
  }

  private func isDay(_ day: RecurrenceRule.Day, _ date: CivilDate, _ yearLength: Int) -> Bool {
    guard day.weekday == date.weekday else { return false }
    guard let ordinal = day.ordinal else { return true }
    let inYear = rule.frequency == .yearly && rule.months.isEmpty
    let (position, length) = inYear ? (date.dayOfYear, yearLength) : (date.day, date.daysInMonth)
    return ordinal > 0 ? (position - 1) / 7 + 1 == ordinal : (length - position) / 7 + 1 == -ordinal
  }

  /// By counting the weeks of the year that holds four of the week's days.
  private func isInWeek(_ date: CivilDate) -> Bool {
    let own = weekStart(date)
    guard let year = CivilDate(daysSince1970: own + 3)?.year, let fourth = CivilDate(year: year, month: 1, day: 4)
    else { return false }
    var starts: [Int64] = []
    var start = weekStart(fourth)
    while CivilDate(daysSince1970: start + 3)?.year == year {
      starts.append(start)
      start += 7
    }
    guard let index = starts.firstIndex(of: own) else { return false }
    return rule.weeks.contains(index + 1) || rule.weeks.contains(index - starts.count)
  }
}
