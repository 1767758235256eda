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
    let left = former.definition.leftUndecided(from: first, through: former.through, .rescheduled)
    askToRecord(
      slot, former.definition, [left], through: former.through, after: cursor,
      next: trigger.next(after: former.through), cursor)
    return true
  }

  /// Asks to record what a loss of data has left undecided behind the job's cursor. A later instant has been started since:
  /// these are coalesced into it. The job's claim is armed.
  mutating func recordUndecided(_ slot: Int, after: Instant, through: Instant) {
    guard let job = jobs[slot], let cursor = claims.jobs.armedCursor(slot) else { return }
    let standing = claims.jobs[slot]
    let asked = standing.succession == nil ? job.definition : standing.former?.definition
    guard let definition = asked, phase == .running, !job.isRemoved else { return arm(slot) }
    let trigger = definition.trigger
    var left: [PassedOver] = []
    if let first = trigger.next(after: after), first <= through {
      let last = trigger.previous(before: through.advanced(byNanoseconds: 1)) ?? first
      left = [definition.leftUndecided(from: first, through: max(first, last), .coalesced)]
    }
    askToRecord(slot, definition, left, through: through, after: after, next: job.next, cursor)
  }

  private mutating func askToRecord(
    _ slot: Int, _ definition: JobDefinition, _ left: [PassedOver], through: Instant, after: Instant, next: Instant?,
    _ cursor: Instant
  ) {
    jobs.disarm(slot)
    let request = ClaimRequest(
      job: definition.id, token: newRunID(), intent: .record(through: through), expectedCursor: after, next: next,
      passedOver: left, lockKey: definition.lockKey, slots: definition.instanceLimit,
      leaseDuration: leaseDuration(definition), version: definition.stored?.version,
      fingerprint: definition.stored == nil ? definition.fingerprint : nil)
    claims.jobs.plan(slot, .init(request: request, cursor: cursor, due: definition.due(through), graceEnds: .never))
    claims.jobs.queue(slot)
  }
}
