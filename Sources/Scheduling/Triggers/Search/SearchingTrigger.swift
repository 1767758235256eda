import CivilTime

/// A trigger whose searches cost more than a step: it searches within a budget, also where the caller gives none.
protocol SearchingTrigger: Trigger {}

extension SearchingTrigger {
  /// The first instant strictly later than `instant`; nil when there is none, and when none is found within
  /// ``SearchBudget/defaultSteps``.
  public func next(after instant: Instant) -> Instant? {
    var budget = SearchBudget()
    return next(after: instant, within: &budget)
  }

  /// The last instant strictly earlier than `instant`; nil when there is none, and when none is found within
  /// ``SearchBudget/defaultSteps``.
  public func previous(before instant: Instant) -> Instant? {
    var budget = SearchBudget()
    return previous(before: instant, within: &budget)
  }
}
