import CivilTime

extension JobDefinition {
  /// The cursor of a job that begins now: earlier instants are ignored.
  ///
  /// A date that has passed is still decided: it runs within the misfire grace and is recorded as missed beyond it. With
  /// jitter, so is the last instant while its delayed start lies ahead: a process that starts in between loses nothing.
  func beginning(_ now: Instant) -> Instant {
    let begins = trigger.beginning(now)
    guard begins == now, jitter > 0, let last = trigger.previous(before: now.advanced(byNanoseconds: 1)),
      due(last) > now
    else {
      return begins
    }
    return last.advanced(byNanoseconds: -1)
  }
}
