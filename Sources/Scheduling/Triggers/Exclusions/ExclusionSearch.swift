import CivilTime
import Cron

/// Finds local times that none of some exclusions covers.
struct ExclusionSearch: Sendable {
  private let rules: [Rule]

  init(_ exclusions: [Exclusion]) { rules = exclusions.map(Rule.init) }

  /// The first local second at or after one that is not excluded; nil where there is none, or the budget is exhausted.
  func firstFree(from local: Int64, within budget: inout SearchBudget) -> Int64? {
    settle(local, within: &budget) { rule, local in rule.firstFree(from: local) }
  }

  /// The last local second at or before one that is not excluded; nil where there is none, or the budget is exhausted.
  func lastFree(through local: Int64, within budget: inout SearchBudget) -> Int64? {
    settle(local, within: &budget) { rule, local in rule.lastFree(through: local) }
  }

  /// Asks the rules in turn until all of them leave a local second free.
  private func settle(
    _ local: Int64, within budget: inout SearchBudget, _ move: (Rule, Int64) -> Int64?
  ) -> Int64? {
    var local = local
    var agreed = 0
    var index = 0
    while agreed < rules.count {
      let rule = rules[index]
      guard let moved = move(rule, local) else { return nil }
      // Days are looked at one by one, or a few at once.
      guard budget.spend(1 + Int(clamping: (moved - local).magnitude / (86_400 * rule.daysPerStep))) else { return nil }
      agreed = moved == local ? agreed + 1 : 1
      local = moved
      index = (index + 1) % rules.count
    }
    return local
  }
}

extension ExclusionSearch {
  /// One exclusion as it is searched.
  private enum Rule: Sendable {
    case days(Days)
    case daily(from: Int64, to: Int64)
    case misses(CronMisses)

    init(_ exclusion: Exclusion) {
      switch exclusion.kind {
      case .dates(let dates): self = .days(.dates(Set(dates.map(\.daysSince1970))))
      case .weekdays(let weekdays): self = .days(.weekdays(weekdays.reduce(0) { $0 | 1 << UInt8($1.rawValue) }))
      case .annualDays(let days): self = .days(.annual(Set(days.map { $0.month * 32 + $0.day })))
      case .daily(let from, let to): self = .daily(from: Int64(from.secondOfDay), to: Int64(to.secondOfDay))
      case .cron(let expression):
        self = CronMisses(expression).map(Rule.misses) ?? .days(.dates([]))
      }
    }

    /// How many days a search passes with one step of the budget.
    var daysPerStep: UInt64 {
      if case .misses = self { 128 } else { 4 }
    }

    func firstFree(from local: Int64) -> Int64? {
      let day = floorDivide(local, 86_400)
      switch self {
      case .days(let days):
        guard days.contains(day) else { return local }
        return days.firstFree(from: day + 1).map { $0 * 86_400 }
      case .daily(let from, let to):
        let time = local - day * 86_400
        if from < to { return time >= from && time < to ? day * 86_400 + to : local }
        if time >= from { return (day + 1) * 86_400 + to }
        return time < to ? day * 86_400 + to : local
      case .misses(let misses): return misses.first(from: local)
      }
    }

    func lastFree(through local: Int64) -> Int64? {
      let day = floorDivide(local, 86_400)
      switch self {
      case .days(let days):
        guard days.contains(day) else { return local }
        return days.lastFree(through: day - 1).map { $0 * 86_400 + 86_399 }
      case .daily(let from, let to):
        let time = local - day * 86_400
        if from < to { return time >= from && time < to ? day * 86_400 + from - 1 : local }
        if time < to { return (day - 1) * 86_400 + from - 1 }
        return time >= from ? day * 86_400 + from - 1 : local
      case .misses(let misses): return misses.last(through: local)
      }
    }
  }

  /// Whole days, counted since 1970.
  private enum Days: Sendable {
    case dates(Set<Int64>)
    /// Bit 0 is Sunday.
    case weekdays(UInt8)
    case annual(Set<Int>)

    /// The longest run of days before one comes that is not excluded: all but 29 February, around the year 2100.
    private static let longestRun: Int64 = 8 * 366 + 1

    func contains(_ day: Int64) -> Bool {
      switch self {
      case .dates(let dates): return dates.contains(day)
      case .weekdays(let mask): return mask >> UInt8(DayCount.weekday(days: day)) & 1 == 1
      case .annual(let days):
        let date = DayCount.civil(days: day)
        return days.contains(date.month * 32 + date.day)
      }
    }

    private var longestRun: Int64 {
      if case .dates(let dates) = self { return Int64(dates.count) + 1 }
      return Self.longestRun
    }

    func firstFree(from day: Int64) -> Int64? { (day...day + longestRun).first { !contains($0) } }

    func lastFree(through day: Int64) -> Int64? { (day - longestRun...day).last { !contains($0) } }
  }
}
