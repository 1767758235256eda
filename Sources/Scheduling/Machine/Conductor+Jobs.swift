import CivilTime

/// Adding, changing and removing jobs.
extension Conductor {
  enum IfExists { case refuse, replace, replaceIfChanged }

  /// Adds a job whose definition was validated.
  mutating func add(
    _ definition: JobDefinition, ifExists: IfExists, _ context: inout Context
  ) throws(SchedulerError) -> JobInfo {
    if phase == .draining || phase == .stopped {
      throw SchedulerError(.shuttingDown, "the scheduler is shutting down", job: definition.id)
    }
    try refuseCycle(definition)
    try refuseOtherSlots(definition)
    let pool = try requirePool(of: definition)
    if !claims.isLocal, definition.event != nil, definition.options.startsPaused {
      throw SchedulerError(
        .invalidOption,
        "a job that waits for something to happen cannot be added paused where claims are shared, for the fleet does not "
          + "know it: add it without startsPaused, and pause it before the scheduler runs", job: definition.id)
    }
    if let slot = jobs.slot(definition.id), let existing = jobs[slot] {
      switch ifExists {
      case .refuse:
        throw SchedulerError(
          .duplicateJob, "a job with this id exists; remove it first, or add with ifExists: .replace",
          job: definition.id)
      case .replaceIfChanged
      where existing.definition.trigger.fingerprint == definition.trigger.fingerprint
        && existing.definition.options == definition.options:
        // Unchanged: the job keeps its next instant, and takes the body of this process.
        jobs.define(slot, definition)
        armWhenIdle(slot, &context)
        noticeLater(slot, &context)
      case .replaceIfChanged, .replace:
        if existing.definition.trigger.fingerprint != definition.trigger.fingerprint {
          decideWhatIsDue(slot, before: definition, &context)
        }
        replace(slot, definition, pool: pool, &context)
      }
      return info(of: jobs[slot] ?? existing, in: slot, context.now)
    }
    let begins = definition.beginning(context.now.wall)
    let job = JobState(
      definition: definition, cursor: begins, next: definition.trigger.next(after: begins), pool: pool)
    let slot: Int
    if let departed = jobs.departing(definition.id) {
      slot = departed
      bringBack(slot, job, context.now)
    } else {
      slot = install(job, context.now)
      if !claims.isLocal { claims.jobs.open(slot, isApart: definition.event != nil) }
    }
    if definition.options.startsPaused { pauses.jobs[definition.id] = Self.addedPaused }
    begin(slot, &context)
    beginEvents(slot, &context)
    noticeLater(slot, &context)
    context.report(.jobAdded(definition.id, next: job.next))
    return info(of: job, in: slot, context.now)
  }

  /// The note of a job that its definition pauses.
  static let addedPaused = "added paused"

  /// Gives a job a slot, and begins everything that is kept beside it: for jobs of the code and of a store alike.
  mutating func install(_ job: JobState, _ now: Now) -> Int {
    let slot = jobs.install(job)
    watchLock(slot, job.definition)
    ledger.open(slot)
    watchFromNow(slot, now, isNew: true)
    return slot
  }

  /// Gives a job that was removed, and is added again while its last runs or a question go on, its slot back: overlap, locks
  /// and history are those of the id.
  private mutating func bringBack(_ slot: Int, _ job: JobState, _ now: Now) {
    if !claims.isLocal { claims.jobs.reopen(slot, isApart: job.definition.event != nil) }
    jobs.reinstall(job, in: slot)
    watchLock(slot, job.definition)
    watchFromNow(slot, now, isNew: true)
  }

  /// The index of a job's executor; nil where the configuration has none of that name.
  func pool(of definition: JobDefinition) -> Int? {
    runs.pool(named: definition.options.executor)
  }

  private func requirePool(of definition: JobDefinition) throws(SchedulerError) -> Int {
    let name = definition.options.executor
    guard let pool = pool(of: definition) else {
      throw SchedulerError(
        .invalidOption,
        "there is no executor '\(name)'; the configuration has \(runs.executorNames.joined(separator: ", "))",
        job: definition.id)
    }
    return pool
  }

  /// Arms a job, or registers it with the fleet first.
  mutating func begin(_ slot: Int, _ context: inout Context) {
    guard jobs[slot]?.definition.event == nil else { return }
    if claims.isLocal {
      arm(slot)
      // The loop waits for the earliest instant of all; a later one needs no wake-up.
      if jobs.firstDue?.slot == slot { context.wakeLoop() }
    } else {
      context.wakeLoop()
    }
  }

  /// Gives a job a new definition. A changed trigger begins now and inherits no backlog.
  mutating func replace(
    _ slot: Int, _ definition: JobDefinition, pool: Int? = nil, _ context: inout Context
  ) {
    guard let old = jobs[slot]?.definition else { return }
    context.wakeLoop()
    if old.trigger.fingerprint != definition.trigger.fingerprint {
      dropDelays(slot, .cancelled(.requested), &context)
    }
    forgetLock(slot)
    jobs.define(slot, definition, pool: pool)
    watchLock(slot, definition)
    noticeLater(slot, &context)
    let isSameTrigger = old.trigger.fingerprint == definition.trigger.fingerprint
    watchFromNow(slot, context.now, isNew: !isSameTrigger)
    if definition.options.startsPaused != old.options.startsPaused { pauseAsDefined(slot, &context) }
    guard !isSameTrigger || (!claims.isLocal && old.options.breaker != definition.options.breaker) else {
      arm(slot)
      armWhenIdle(slot, &context)
      return
    }
    if !claims.isLocal { claims.jobs.changed(slot, beginsNow: !isSameTrigger) }
    if !isSameTrigger { dropBacklog(slot, &context) }
    if definition.event != nil || old.event != nil {
      // From or to a trigger that waits.
      jobs.disarm(slot)
      jobs.expect(slot, nil)
      if !claims.isLocal { changeKind(slot, isEvent: definition.event != nil) }
      if definition.event == nil {
        let begins = definition.trigger.beginning(context.now.wall)
        jobs.decide(slot, through: begins, next: definition.trigger.next(after: begins))
      }
      begin(slot, &context)
      beginEvents(slot, &context)
    } else if claims.isLocal {
      // What came due until now belongs to the old trigger. A date is decided whatever was decided before it.
      let begins = definition.trigger.beginning(context.now.wall)
      let cursor = definition.trigger.isOfDates ? begins : max(jobs[slot]?.cursor ?? .min, begins)
      jobs.decide(slot, through: cursor, next: definition.trigger.next(after: cursor))
      arm(slot)
    } else {
      if claims.jobs.question(slot) != nil || recordFormer(slot) {
        claims.jobs.registerAfterAnswer(slot)
      } else {
        jobs.disarm(slot)
        claims.jobs.register(slot)
      }
      jobs.expect(slot, definition.trigger.next(after: definition.trigger.beginning(context.now.wall)))
      claims.jobs.dropWaiting(slot)
    }
    context.report(.jobRescheduled(definition.id, next: jobs[slot]?.next))
  }

  /// A trigger that waits for an event takes the place of one with instants, or the other way round. A question about the
  /// trigger with instants is answered first, and what that trigger leaves undecided is recorded.
  private mutating func changeKind(_ slot: Int, isEvent: Bool) {
    if isEvent, claims.jobs.isArmed(slot), recordFormer(slot) {
      claims.jobs.partAfterAnswer(slot)
    } else {
      claims.jobs.restart(slot, isApart: isEvent)
    }
  }

  mutating func reschedule(
    _ id: JobID, _ trigger: any Trigger, _ context: inout Context
  ) throws(SchedulerError) -> JobInfo {
    let slot = try slot(of: id)
    guard let old = jobs[slot] else { throw unknown(id) }
    let definition = JobDefinition(
      id: id, trigger: trigger, options: old.definition.options, handler: old.definition.handler,
      body: old.definition.body, retryIf: old.definition.retryIf)
    try refuseCycle(definition)
    decideWhatIsDue(slot, before: definition, &context)
    replace(slot, definition, &context)
    return info(of: jobs[slot] ?? old, in: slot, context.now)
  }

  /// Takes a job away. Runs that are going on end as they end; what waits is recorded as cancelled.
  mutating func remove(_ id: JobID, _ context: inout Context) throws(SchedulerError) {
    let slot = try slot(of: id)
    if claims.isLocal { decideWhatIsDue(slot, before: nil, &context) }
    forgetLock(slot)
    jobs.remove(slot)
    dropWaiting(slot, .cancelled(.requested), &context)
    dropDelays(slot, .cancelled(.requested), &context)
    pauses.jobs[id] = nil
    notices.forget(id)
    endRetries(of: slot, &context)
    refuseOrders(of: slot, &context)
    freeIfRemoved(slot)
    context.report(.jobRemoved(id))
  }

  /// Instants that have come due before a change of the job are decided by the definition they belong to. Where claims are
  /// shared, the question about them goes first, and the change waits for its answer.
  private mutating func decideWhatIsDue(
    _ slot: Int, before new: JobDefinition?, _ context: inout Context
  ) {
    guard phase == .running, let next = jobs[slot]?.next, let definition = jobs[slot]?.definition,
      definition.due(next) <= context.now.wall
    else { return }
    if claims.isLocal {
      if jobs.isArmed(slot) { decide(slot, &context) }
    } else if definition.stored == nil, new != nil {
      let through = definition.lastDue(from: next, at: context.now.wall)
      claims.jobs.keep(through.map { .init(definition: definition, through: $0) }, of: slot)
      // What is known to wait for its lock is dropped; what has just come due is asked for once.
      let standing = claims.jobs[slot]
      if claims.jobs.isArmed(slot), standing.timesBusy == 0, standing.waitingFrom == nil { ask(slot, context.now) }
    }
  }

  /// Frees the slot of a removed job once no run and no question needs it.
  mutating func freeIfRemoved(_ slot: Int) {
    window.release(slot)
    guard jobs[slot]?.isRemoved == true, jobs[slot]?.running == 0, jobs[slot]?.dryRuns == 0,
      claims.isLocal || !claims.jobs.keeps(slot)
    else { return }
    free(slot)
  }

  /// Frees a slot for another job: nothing of the job is left in any part of the machine.
  mutating func free(_ slot: Int) {
    ledger.close(slot)
    overdue.forget(slot)
    claims.forget(slot)
    window.forget(slot)
    clock.forget(slot)
    jobs.release(slot)
  }

  func slot(of id: JobID) throws(SchedulerError) -> Int {
    guard let slot = jobs.slot(id) else { throw unknown(id) }
    return slot
  }

  func unknown(_ id: JobID) -> SchedulerError {
    SchedulerError(.unknownJob, "there is no job with this id; the scheduler has \(jobs.count) jobs", job: id)
  }
}
