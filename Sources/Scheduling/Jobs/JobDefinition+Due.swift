import CivilTime

extension JobDefinition {
  /// The last instant that has come due, where `first` has; nil where it has not.
  func lastDue(from first: Instant, at now: Instant) -> Instant? {
    var last = trigger.previous(before: now.advanced(byNanoseconds: 1)) ?? first
    while last > first, due(last) > now, let earlier = trigger.previous(before: last) { last = earlier }
    last = max(last, first)
    return due(last) <= now ? last : nil
  }

  /// What is recorded of instants that nobody has decided.
  func leftUndecided(
    from first: Instant, through last: Instant, _ reason: RunOutcome.MissReason
  ) -> PassedOver {
    PassedOver(from: first, to: last, count: trigger.count(from: first, through: last), reason: reason)
  }
}
