import CivilTime

/// The trigger of a job as the scheduler evaluates it while it holds its lock: every search has a budget of its own, so
/// that no trigger holds up the others. A class, for it is passed on at every firing.
final class JobTrigger: Trigger {
  /// The trigger as it was added.
  let base: any Trigger

  init(_ base: any Trigger) { self.base = base }

  /// What the job waits for, where the trigger names no instants.
  var event: TriggerEvent? { (base as? any EventTrigger)?.event }

  func next(after instant: Instant) -> Instant? {
    var budget = SearchBudget.ofOneInstant
    return base.next(after: instant, within: &budget)
  }

  func previous(before instant: Instant) -> Instant? {
    var budget = SearchBudget.ofOneInstant
    return base.previous(before: instant, within: &budget)
  }

  func next(after instant: Instant, within budget: inout SearchBudget) -> Instant? {
    base.next(after: instant, within: &budget)
  }

  func previous(before instant: Instant, within budget: inout SearchBudget) -> Instant? {
    base.previous(before: instant, within: &budget)
  }

  /// Where there are very many, at least as many as the number returned.
  func count(from first: Instant, through last: Instant) -> Int {
    var budget = SearchBudget.ofMany
    return base.count(from: first, through: last, within: &budget)
  }

  /// Why nothing is known of the instants after one; nil where they are known.
  func hold(after instant: Instant) -> String? {
    var budget = SearchBudget.ofOneInstant
    _ = base.next(after: instant, within: &budget)
    guard budget.isExhausted else { return nil }
    return "the search for its next instant after \(instant) gave up after \(budget.steps) steps; "
      + TriggerLimits.howToSimplify(base)
  }

  var expression: String { base.expression }
  var timeZoneName: String? { base.timeZoneName }
  var description: String { base.description }
  var fingerprint: String { base.fingerprint }
}
