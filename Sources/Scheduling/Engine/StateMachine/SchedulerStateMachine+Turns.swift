import CivilTime

/// Letting the preferred replica of a large fleet go first. One that comes later looks before it asks: what has been
/// decided meanwhile costs it next to nothing.
extension SchedulerStateMachine {
  /// True when others may decide the job's instant first: the job is armed for later, or waits for a look.
  mutating func letsOthersGoFirst(_ slot: Int, _ now: Now) -> Bool {
    guard let owners = shared?.turns.owners, owners.takesTurns, let job = jobs[slot], let next = job.next,
      case .armed = job.claim, job.definition.stored?.hold == nil
    else { return false }
    let definition = job.definition
    let delay = owners.delay(job: definition.jitterSeed, instant: next)
    guard delay > .zero else { return false }
    // However often it fires, neither a turn nor the wait for a look lasts until the firing is late or the next one due.
    var longest = definition.options.misfireGrace.duration.map { $0 / 2 } ?? .seconds(86_400)
    if let following = definition.trigger.next(after: next) {
      longest = min(longest, .nanoseconds(following.nanoseconds(since: next) / 2))
    }
    let due = definition.due(next)
    let turn = due + min(delay, longest)
    if now.wall < turn {
      self.due.set(slot, to: turn.nanosecondsSince1970)
      shared?.turns.yielding.insert(slot)
    } else {
      self.due.remove(slot)
      shared?.turns.yielding.remove(slot)
      shared?.turns.look(by: now.monotonic + max(.zero, due + longest - now.wall))
      if definition.stored == nil { shared?.turns.late.append(slot) } else { shared?.turns.lateStored.append(slot) }
    }
    return true
  }

  /// Looks at what has become of the jobs whose turn has come here, and of those that yield still.
  mutating func advanceTurns(_ context: inout Context) {
    guard let turns = shared?.turns, turns.nextWake.map({ $0 <= context.now.monotonic }) == true,
      shared?.reach.isUp == true
    else { return }
    shared?.turns.lookAt = context.now.monotonic + Turns.pause
    lookAtCode(&context)
    lookAtStored(&context)
    // What had no room, or waits for the answer to the last look, comes with the next one, at once.
    if let turns = shared?.turns, !turns.late.isEmpty || !turns.lateStored.isEmpty {
      shared?.turns.look(by: context.now.monotonic)
    }
  }

  // MARK: Jobs of the code

  /// Asks how far the jobs have been decided.
  private mutating func lookAtCode(_ context: inout Context) {
    guard let late = shared?.turns.late, !late.isEmpty, shared?.turns.isLooking == false else { return }
    var slots = late.prefix(Turns.mostAtOnce).filter { jobs[$0]?.isRemoved == false }
    shared?.turns.late.removeFirst(min(late.count, Turns.mostAtOnce))
    slots += takeYielding(Turns.mostAtOnce - slots.count) { $0.definition.stored == nil }
    shared?.turns.isLooking = !slots.isEmpty
    context.effects.cursorQuestions = slots.compactMap { jobs[$0]?.definition.id }
  }

  mutating func receiveCursors(
    _ cursors: [Instant?], of ids: [JobID], _ context: inout Context
  ) {
    claimsReached(&context)
    shared?.turns.isLooking = false
    for (id, cursor) in zip(ids, cursors) {
      guard let slot = slots[id], let job = jobs[slot], !job.isRemoved, case .armed = job.claim, let next = job.next,
        next <= context.now.wall
      else {
        slots[id].map { arm($0) }
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
    shared?.turns.isLooking = false
    shared?.turns.late += ids.compactMap { slots[$0] }.filter { due.key(of: $0) == nil }
    claimsFailed(error, &context)
  }

  // MARK: Stored jobs

  /// Asks what is overdue in the store: what is not there has been decided by others.
  private mutating func lookAtStored(_ context: inout Context) {
    guard let late = shared?.turns.lateStored, !late.isEmpty, shared?.turns.looking.isEmpty == true,
      let last = late.compactMap({ jobs[$0]?.next }).max()
    else { return }
    let yielding = takeYielding(.max) { $0.definition.stored != nil && $0.next ?? .max <= last }
    shared?.turns.lateStored = []
    shared?.turns.looking = late + yielding
    context.effects.overdueUntil = last
  }

  /// Jobs that others may still go first for, up to so many: a look is as good for them.
  private mutating func takeYielding(_ most: Int, _ condition: (JobState) -> Bool) -> [Int] {
    guard let yielding = shared?.turns.yielding, !yielding.isEmpty else { return [] }
    var taken: [Int] = []
    for slot in yielding where taken.count < most {
      guard let job = jobs[slot] else { continue }
      if condition(job) { taken.append(slot) }
    }
    for slot in taken { shared?.turns.yielding.remove(slot) }
    return taken
  }

  /// What is overdue in the store: the rest has been decided by others.
  mutating func receiveOverdue(_ head: StoreHead, limit: Int, _ context: inout Context) {
    claimsReached(&context)
    let entries = head.entries ?? []
    let told = Dictionary(entries.map { ($0.id, $0.next) }, uniquingKeysWith: min)
    let horizon = entries.count >= limit ? entries.last?.next ?? .max : .max
    let looking = shared?.turns.looking ?? []
    shared?.turns.looking = []
    for slot in looking {
      guard let job = jobs[slot], !job.isRemoved, case .armed = job.claim, let next = job.next, next <= context.now.wall
      else {
        arm(slot)
        continue
      }
      let place = told[job.definition.id]
      if place.map({ $0 <= next }) ?? (next >= horizon) {
        askInTurn(slot, context.now)
        continue
      }
      wentElsewhere(slot, through: max(next, place.flatMap(job.definition.trigger.previous(before:)) ?? next), &context)
    }
  }

  mutating func overdueFailed(_ error: ClaimsUnavailable, _ context: inout Context) {
    let looking = shared?.turns.looking ?? []
    // Those that yield still are armed.
    shared?.turns.lateStored += looking.filter { due.key(of: $0) == nil }
    shared?.turns.looking = []
    claimsFailed(error, &context)
  }

  /// Nobody has decided it: asked about now, unless its turn is still to come.
  private mutating func askInTurn(_ slot: Int, _ now: Now) {
    if due.key(of: slot) == nil { ask(slot, now) }
  }

  private mutating func wentElsewhere(_ slot: Int, through cursor: Instant, _ context: inout Context) {
    guard let job = jobs[slot] else { return }
    noteElsewhere(slot, from: job.cursor, through: cursor, &context)
    jobs[slot]?.claim = .armed(.init(server: cursor))
    settle(slot, through: cursor, next: job.definition.trigger.next(after: cursor), &context)
  }
}
