import CivilTime

/// What a trigger leaves undecided when it is changed, where claims are shared: it waits for its lock, and nothing but the
/// job's cursor says so. It is recorded under the old trigger before the new one is registered.
extension Conductor {
  /// Asks to record what a former trigger has left; false where nothing is left of it. The job's claim is armed, with the
  /// cursor of that trigger.
  mutating func recordFormer(_ slot: Int) -> Bool {
    guard let decided = jobs[slot]?.cursor, let former = claims.jobs[slot].former,
      let cursor = claims.jobs.armedCursor(slot)
    else { return false }
    let trigger = former.definition.trigger
    guard phase == .running, jobs[slot]?.isRemoved == false, let first = trigger.next(after: decided),
      first <= former.through
    else {
      claims.jobs.keep(nil, of: slot)
      return false
    }
    jobs.disarm(slot)
    let left = former.definition.leftUndecided(from: first, through: former.through)
    let request = ClaimRequest(
      job: former.definition.id, token: newRunID(), intent: .record(through: former.through),
      expectedCursor: cursor, next: trigger.next(after: former.through), passedOver: [left],
      lockKey: former.definition.lockKey, slots: former.definition.instanceLimit,
      leaseDuration: leaseDuration(former.definition), fingerprint: former.definition.fingerprint)
    claims.jobs.plan(
      slot, .init(request: request, cursor: cursor, due: former.definition.due(former.through), graceEnds: .never))
    claims.jobs.queue(slot)
    return true
  }
}
