import CivilTime

/// Letting the preferred replica of a large fleet go first. One that comes later looks before it asks: what has been
/// decided meanwhile costs it next to nothing.
extension Conductor {
  /// True when others may decide the job's instant first: the job is armed for later, or waits for a look.
  mutating func letsOthersGoFirst(_ slot: Int, _ now: Now) -> Bool {
    guard claims.turns.owners.takesTurns, let definition = jobs[slot]?.definition, let next = jobs[slot]?.next,
      claims.jobs.isArmed(slot), definition.stored?.hold == nil
    else { return false }
    let delay = claims.turns.owners.delay(job: definition.jitterSeed, instant: next)
    guard delay > .zero else { return false }
    // However often it fires, neither a turn nor the wait for a look lasts until the firing is late or the next one due.
    var longest = definition.options.misfireGrace.duration.map { $0 / 2 } ?? .seconds(86_400)
    if let following = definition.trigger.next(after: next) {
      longest = min(longest, .nanoseconds(following.nanoseconds(since: next) / 2))
    }
    let due = definition.due(next)
    let turn = due + min(delay, longest)
    if now.wall < turn {
      jobs.arm(slot, at: turn)
      claims.turns.yield(slot)
    } else {
      jobs.disarm(slot)
      let until = now.monotonic + max(.zero, due + longest - now.wall)
      claims.turns.wait(slot, isStored: definition.stored != nil, until: until)
    }
    return true
  }

  /// Looks at what has become of the jobs whose turn has come here, and of those that yield still.
  mutating func advanceTurns(_ context: inout Context) {
    guard claims.reach.isUp, claims.turns.beginLook(context.now.monotonic) else { return }
    lookAtCode(&context)
    context.effects.overdueUntil = claims.turns.beginStored {
      jobs[$0]?.next
    } yields: { [jobs] slot, last in
      jobs[slot].map { $0.definition.stored != nil && $0.next ?? .max <= last } ?? false
    }
    claims.turns.endLook(context.now.monotonic)
  }

  // MARK: Jobs of the code

  /// Asks how far the jobs have been decided.
  private mutating func lookAtCode(_ context: inout Context) {
    let slots = claims.turns.takeCode {
      jobs[$0]?.isRemoved == false
    } yields: {
      jobs[$0].map { $0.definition.stored == nil } ?? false
    }
    context.effects.cursorQuestions = slots.compactMap { jobs[$0]?.definition.id }
  }

  mutating func receiveCursors(_ cursors: [Instant?], of ids: [JobID], _ context: inout Context) {
    claimsReached(&context)
    claims.turns.endCode()
    for (id, cursor) in zip(ids, cursors) {
      guard let slot = jobs.slot(id) else { continue }
      guard let next = dueNext(slot, context.now) else {
        arm(slot)
        continue
      }
      // One in the future is for the claims to judge.
      guard let cursor, cursor >= next, cursor <= context.now.wall else {
        askInTurn(slot, context.now)
        continue
      }
      wentElsewhere(slot, through: cursor, &context)
    }
  }

  mutating func cursorsFailed(_ ids: [JobID], _ error: ClaimsUnavailable, _ context: inout Context) {
    claims.turns.endCode(unanswered: ids.compactMap { jobs.slot($0) }.filter { !jobs.isArmed($0) })
    claimsFailed(error, &context)
  }

  // MARK: Stored jobs

  /// What is overdue in the store: the rest has been decided by others.
  mutating func receiveOverdue(_ head: StoreHead, limit: Int, _ context: inout Context) {
    claimsReached(&context)
    let entries = head.entries ?? []
    let named = Dictionary(entries.map { ($0.id, $0.next) }, uniquingKeysWith: min)
    let horizon = entries.count >= limit ? entries.last?.next ?? .max : .max
    for slot in claims.turns.endStored() {
      guard let next = dueNext(slot, context.now), let definition = jobs[slot]?.definition else {
        arm(slot)
        continue
      }
      let place = named[definition.id]
      if place.map({ $0 <= next }) ?? (next >= horizon) {
        askInTurn(slot, context.now)
        continue
      }
      wentElsewhere(
        slot, through: max(next, place.flatMap(definition.trigger.previous(before:)) ?? next), &context)
    }
  }

  mutating func overdueFailed(_ error: ClaimsUnavailable, _ context: inout Context) {
    claims.turns.storedFailed { jobs.isArmed($0) }
    claimsFailed(error, &context)
  }

  /// The next instant of a job that is due and about which nothing is asked.
  private func dueNext(_ slot: Int, _ now: Now) -> Instant? {
    guard jobs[slot]?.isRemoved == false, claims.jobs.isArmed(slot), let next = jobs[slot]?.next, next <= now.wall
    else { return nil }
    return next
  }

  /// Nobody has decided it: asked about now, unless its turn is still to come.
  private mutating func askInTurn(_ slot: Int, _ now: Now) {
    if !jobs.isArmed(slot) { ask(slot, now) }
  }

  private mutating func wentElsewhere(_ slot: Int, through cursor: Instant, _ context: inout Context) {
    guard let definition = jobs[slot]?.definition, let decided = jobs[slot]?.cursor else { return }
    noteElsewhere(slot, from: decided, through: cursor, &context)
    claims.jobs.decidedElsewhere(slot, through: cursor)
    settle(slot, through: cursor, next: definition.trigger.next(after: cursor), &context)
  }
}
