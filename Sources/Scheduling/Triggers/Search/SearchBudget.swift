/// How much work one search for an instant may do, counted in steps.
///
/// Triggers that search spend from the budget that they are given and pass it on to the triggers within them, so that
/// the cost of a nested trigger is bounded as a whole and not level by level. A step is an elementary part of a search,
/// such as one month of a recurrence rule, and takes 20 to 500 nanoseconds. Steps and not time are counted, so that every
/// replica gives up at the same place.
public struct SearchBudget: Sendable, Hashable {
  /// How many steps there were.
  public let steps: Int
  private var left: Int

  /// The budget of a search that is given none.
  public static let defaultSteps = 2_000_000

  /// A budget of so many steps; defaults to 2,000,000.
  public init(steps: Int = Self.defaultSteps) {
    self.steps = max(0, steps)
    left = self.steps
  }

  /// Whether a search wanted more than there was. What it returned says nothing then.
  public var isExhausted: Bool { left < 0 }

  /// How many steps were spent.
  public var spent: Int { left < 0 ? steps : steps - left }

  /// Spends steps; false when there are not that many left, and from then on.
  @discardableResult
  public mutating func spend(_ steps: Int = 1) -> Bool {
    guard steps <= left else {
      left = -1
      return false
    }
    left -= max(0, steps)
    return true
  }
}

extension SearchBudget {
  /// Spends for the months that a search of a calendar has passed, given as a distance in nanoseconds: a step for seven
  /// of them, since most months take no longer than that.
  mutating func spend(months distance: Int64) -> Bool {
    let steps = distance >> 54
    return steps <= 0 ? !isExhausted : spend(Int(truncatingIfNeeded: steps))
  }

  /// What one evaluation may spend while the scheduler's lock is held: about half a millisecond.
  package static var ofOneInstant: SearchBudget { SearchBudget(steps: 10_000) }

  /// What may be spent then for the instants of a range, to count or to list them: there are many after a long outage
  /// alone.
  static var ofMany: SearchBudget { SearchBudget(steps: 100_000) }
}
