import CivilTime

/// Firings where claims are local: started at once, made to wait, or recorded with the reason for neither.
extension Conductor {
  /// A firing has come due: it starts or waits, or is recorded with the reason for neither.
  mutating func startOrWait(_ slot: Int, _ firing: WaitingFiring, _ context: inout Context) {
    guard let definition = jobs[slot]?.definition else { return }
    steps.add(.due(firing.firing(of: definition)))
    place(slot, definition, firing, &context)
  }

  /// Starts a firing, unless the job is paused, its breaker is open or there is no room: then its overlap policy says
  /// what becomes of it.
  private mutating func place(
    _ slot: Int, _ definition: JobDefinition, _ firing: WaitingFiring, _ context: inout Context
  ) {
    if let reason = refusal(slot, definition, firing, &context) {
      refuse(slot, firing, .skipped(reason), &context)
      return
    }
    let overlap = firing.order?.overlap ?? definition.options.overlap
    if hasRoom(slot, definition, overlap) {
      start(slot, firing, &context)
    } else if let limit = overlap.queueLimit {
      wait(slot, firing, limit: limit, &context)
      if overlap == .cancelPrevious { replaceOldest(slot, &context) }
    } else {
      refuse(slot, firing, .skipped(.overlap), &context)
    }
  }

  /// Why a firing may not start whatever room there is. What somebody asks for goes past a job's own pause and breaker.
  private mutating func refusal(
    _ slot: Int, _ definition: JobDefinition, _ firing: WaitingFiring, _ context: inout Context
  ) -> RunOutcome.SkipReason? {
    if pauses.hold(definition.id, firing.cause) { return .paused }
    guard firing.cause.obeysJobSwitches else { return nil }
    return breakerSkips(slot, definition, context.now) ? .circuitOpen : nil
  }

  /// Whether one more run of a job may begin.
  func hasRoom(_ slot: Int, _ definition: JobDefinition, _ overlap: Overlap) -> Bool {
    let limit =
      overlap == definition.options.overlap
      ? definition.instanceLimit : definition.options.overlapping(overlap).instanceLimit
    if jobs[slot]?.running ?? 0 >= limit { return false }
    return namedLocks.isEmpty || namedLocks.holders(of: definition.lockKey) ?? 0 < limit
  }

  private mutating func start(_ slot: Int, _ firing: WaitingFiring, _ context: inout Context) {
    let id = newRunID()
    start(
      slot, firing.instant, due: firing.due, cause: firing.cause, id: id, lease: nil, order: firing.order)
    firing.order?.answer(.started(id), &context)
  }

  /// Records a firing that will not run, and answers whoever asked for it.
  mutating func refuse(
    _ slot: Int, _ firing: WaitingFiring, _ outcome: RunOutcome, _ context: inout Context
  ) {
    recordPassed(slot, through: firing.instant, outcome, cause: firing.cause, &context)
    firing.order?.answer(.notStarted(outcome), &context)
  }

  // MARK: The queue

  /// Has a firing wait. Of those that came due in the same way the oldest make room for the newest.
  mutating func wait(
    _ slot: Int, _ firing: WaitingFiring, limit: Int, _ context: inout Context
  ) {
    if let definition = jobs[slot]?.definition { steps.add(.waits(firing.firing(of: definition))) }
    jobs.wait(slot, for: CollectionOfOne(firing))
    if firing.cause == .scheduled { ledger.expect(of: slot) }
    while let oldest = jobs.takeOldest(slot, like: firing, beyond: limit) {
      if oldest.cause == .scheduled { ledger.withdraw(of: slot) }
      refuse(slot, oldest, .missed(.coalesced), &context)
    }
  }

  /// Starts what waits, as far as there is room.
  mutating func startWaiting(_ slot: Int, _ context: inout Context) {
    while phase == .running, let first = jobs[slot]?.waiting.first, let definition = jobs[slot]?.definition {
      if first.isSerial, jobs[slot]?.running != 0 { return }
      guard hasRoom(slot, definition, first.order?.overlap ?? definition.options.overlap) else { return }
      _ = jobs.takeWaiting(slot)
      if first.cause == .scheduled { ledger.withdraw(of: slot) }
      place(slot, definition, first, &context)
    }
  }

  /// Records what still waits when nobody will run it.
  mutating func dropWaiting(_ slot: Int, _ outcome: RunOutcome, _ context: inout Context) {
    guard drop(slot, outcome, where: { _ in true }, &context) else { return }
    armWhenIdle(slot, &context)
  }

  /// Records scheduled firings of a trigger that the job no longer has, and keeps what somebody asked for.
  mutating func dropBacklog(_ slot: Int, _ context: inout Context) {
    _ = drop(slot, .missed(.rescheduled), where: { $0.order == nil }, &context)
  }

  /// Records firings that wait and will not run; false where there are none.
  private mutating func drop(
    _ slot: Int, _ outcome: RunOutcome, where isDropped: (WaitingFiring) -> Bool, _ context: inout Context
  ) -> Bool {
    let dropped = jobs.takeWaiting(slot, where: isDropped)
    guard !dropped.isEmpty else { return false }
    ledger.withdraw(dropped.count { $0.cause == .scheduled }, of: slot)
    for firing in dropped { refuse(slot, firing, outcome, &context) }
    return true
  }

  /// Has the oldest of a job's own runs make room.
  mutating func replaceOldest(_ slot: Int, _ context: inout Context) {
    if let oldest = runs.oldest(of: slot) { stop(oldest, .cancelled(.replaced), &context) }
  }

  // MARK: Named locks

  /// Keeps in mind that a job names a lock.
  mutating func watchLock(_ slot: Int, _ definition: JobDefinition) {
    guard definition.options.lock != nil else { return }
    lockSlots.use(definition.lockKey, definition.instanceLimit)
    guard claims.isLocal else { return }
    namedLocks.add(slot, definition.lockKey, holders: runs.holders(of: definition.lockKey))
  }

  mutating func forgetLock(_ slot: Int) {
    guard let definition = jobs[slot]?.definition, definition.options.lock != nil else { return }
    lockSlots.release(definition.lockKey)
    namedLocks.remove(slot, definition.lockKey)
  }

  /// A run has ended: what waits for its lock may go on.
  mutating func lockFreed(_ key: String, _ context: inout Context) {
    guard namedLocks.holders(of: key) != nil else { return }
    namedLocks.freed(key)
    for user in namedLocks.users(of: key) { startWaiting(user, &context) }
    if let owner = jobs.slot(JobID(key)) { startWaiting(owner, &context) }
  }
}

extension WaitingFiring {
  fileprivate func firing(of definition: JobDefinition) -> Firing {
    Firing(job: definition.id, instant: instant, cause: cause)
  }
}
