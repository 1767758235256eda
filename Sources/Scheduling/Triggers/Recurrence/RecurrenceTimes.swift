import CivilTime
import Cron

/// The local times of a rule, by whichever search its frequency needs.
enum RecurrenceTimes: Sendable {
  case coarse(CoarseRecurrence)
  case fine(FineRecurrence)

  init(_ rule: RecurrenceRule, start: CivilDateTime) {
    self =
      rule.frequency >= .daily
      ? .coarse(CoarseRecurrence(rule, start: start)) : .fine(FineRecurrence(rule, start: start))
  }

  func first(from local: Int64, within budget: inout SearchBudget) -> Int64? {
    switch self {
    case .coarse(let times): times.first(from: local, within: &budget)
    case .fine(let times): times.first(from: local, within: &budget)
    }
  }

  func last(through local: Int64, within budget: inout SearchBudget) -> Int64? {
    switch self {
    case .coarse(let times): times.last(through: local, within: &budget)
    case .fine(let times): times.last(through: local, within: &budget)
    }
  }
}

/// The local times of a rule for the length of one search, which spends its budget.
struct BudgetedRecurrence: LocalTimes {
  let times: RecurrenceTimes
  /// Belongs to the caller of the search, which is over before the budget goes out of scope.
  nonisolated(unsafe) let budget: UnsafeMutablePointer<SearchBudget>

  var followsTheWall: Bool {
    switch times {
    case .coarse: false
    case .fine(let times): times.followsTheWall
    }
  }

  func first(from local: Int64) -> Int64? { times.first(from: local, within: &budget.pointee) }

  func last(through local: Int64) -> Int64? { times.last(through: local, within: &budget.pointee) }
}
