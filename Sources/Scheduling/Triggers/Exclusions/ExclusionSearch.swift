import CivilTime
import Cron

/// Finds local times that none of some exclusions covers.
struct ExclusionSearch: Sendable {
  private let rules: [Rule]

  /// Beyond so many stretches in a row that one exclusion or another covers, everything counts as excluded.
  private static let mostStretches = 100_000

  init(_ exclusions: [Exclusion]) { rules = exclusions.map(Rule.init) }

  /// The first local second at or after one that is not excluded; nil where there is none.
  func firstFree(from local: Int64) -> Int64? {
    settle(local) { rule, local in rule.firstFree(from: local) }
  }

  /// The last local second at or before one that is not excluded; nil where there is none.
  func lastFree(through local: Int64) -> Int64? {
    settle(local) { rule, local in rule.lastFree(through: local) }
  }

  private func settle(_ local: Int64, _ move: (Rule, Int64) -> Int64?) -> Int64? {
    var local = local
    for _ in 0..<Self.mostStretches {
      let before = local
      for rule in rules {
        guard let moved = move(rule, local) else { return nil }
        local = moved
      }
      if local == before { return local }
    }
    return nil
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
