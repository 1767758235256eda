import CivilTime
import Cron

/// The local times of a rule, by whichever search its frequency needs.
enum RecurrenceTimes: LocalTimes {
  case coarse(CoarseRecurrence)
  case fine(FineRecurrence)

  init(_ rule: RecurrenceRule, start: CivilDateTime) {
    self =
      rule.frequency >= .daily
      ? .coarse(CoarseRecurrence(rule, start: start)) : .fine(FineRecurrence(rule, start: start))
  }

  var followsTheWall: Bool {
    switch self {
    case .coarse(let times): times.followsTheWall
    case .fine(let times): times.followsTheWall
    }
  }

  func first(from local: Int64) -> Int64? {
    switch self {
    case .coarse(let times): times.first(from: local)
    case .fine(let times): times.first(from: local)
    }
  }

  func last(through local: Int64) -> Int64? {
    switch self {
    case .coarse(let times): times.last(through: local)
    case .fine(let times): times.last(through: local)
    }
  }
}
