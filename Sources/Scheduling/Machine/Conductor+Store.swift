import CivilTime

/// Jobs of a durable store: bringing those that are due next before this replica, and letting them go again.
extension Conductor {
  // MARK: Asking

  /// Asks for the head of what is due, and for jobs that are to be read.
  mutating func advanceStore(_ context: inout Context) {
    guard phase == .running, claims.reach.isUp else { return }
    letGo(context.now)
    if window.wantsHead(context.now.monotonic) {
      let overdue = window.slots.count { jobs[$0]?.next.map { $0 <= context.now.wall } ?? false }
      context.effects.head = window.askForHead(overdue: overdue)
    }
    context.effects.misplaced = window.takeMisplaced()
    while true {
      let ids = window.takeLoads(limit: 100)
      if ids.isEmpty { break }
      context.effects.loads.append(ids.map { StoredJobQuestion(id: $0, known: knownVersion(of: $0)) })
    }
  }

  private func knownVersion(of id: JobID) -> Int64? {
    if let slot = jobs.slot(id) { return jobs[slot]?.definition.stored?.version }
    return window.shelvedVersion(id)
  }

  // MARK: Answers

  mutating func receiveHead(_ head: StoreHead, _ context: inout Context) {
    claimsReached(&context)
    let isChanged = window.received(head)
    guard let entries = head.entries else { return window.planNextLook(context.now, foundSomething: false) }
    var listed: Set<Int> = []
    var isNews = false
    var passedOver = 0
    for entry in entries {
      if let slot = jobs.slot(entry.id) {
        listed.insert(slot)
        // Of a job that it leaves to others, a replica learns here that they have gone on.
        let isLeftBehind = jobs[slot].map { $0.definition.stored?.hold != nil && $0.next != entry.next } ?? false
        if isChanged || isLeftBehind { window.load(entry.id) }
        if isLeftBehind, jobs[slot]?.definition.stored?.canRead == false { window.named(entry.id, at: entry.next) }
      } else if !isChanged, window.unreadable.isKnown(entry.id, context.now.monotonic) {
        passedOver += 1
      } else if !window.isComing(entry.id) {
        isNews = true
        window.load(entry.id)
        window.named(entry.id, at: entry.next)
      }
    }
    for slot in window.slots where !listed.contains(slot) {
      guard let job = jobs[slot] else { continue }
      if isBeyondWindow(job) {
        window.leave(slot)
      } else if isChanged || job.next != nil {
        // Removed, changed, or decided a moment ago.
        window.load(job.definition.id)
      }
    }
    window.passedOver(passedOver)
    window.planNextLook(context.now, foundSomething: isNews)
  }

  mutating func headFailed(_ error: ClaimsUnavailable, _ context: inout Context) {
    window.headFailed()
    claimsFailed(error, &context)
  }

  mutating func loaded(_ found: [LoadedJob], _ context: inout Context) {
    claimsReached(&context)
    for job in found {
      switch job {
      case .gone(let id):
        window.loaded(id)
        goneFromStore(id, &context)
      case .read(let definition, let stored):
        window.loaded(stored.id)
        take(definition, stored, &context)
      case .unchanged(let stored):
        window.loaded(stored.id)
        if let slot = jobs.slot(stored.id), let definition = jobs[slot]?.definition {
          take(definition, stored, &context)
        } else if let definition = window.unshelve(stored.id) {
          take(definition, stored, &context)
        } else {
          window.load(stored.id)
        }
      }
    }
  }

  mutating func loadFailed(
    _ questions: [StoredJobQuestion], _ error: ClaimsUnavailable, _ context: inout Context
  ) {
    for question in questions {
      window.loaded(question.id)
      window.load(question.id)
    }
    claimsFailed(error, &context)
  }

  /// Another replica, or this one, has changed a job.
  mutating func jobChanged(_ id: JobID, next: Instant?, before: String, changes: String) {
    guard claims.isStored else { return }
    window.changed(from: before, to: changes)
    let isComing = next.map { window.isWithin(id, $0) } ?? false
    // One that is being read may have been read before the change.
    if jobs.slot(id) != nil || isComing || window.isComing(id) { window.load(id) }
  }

  // MARK: Coming and going

  /// A firing of a job that is not before this replica wants to be run again.
  mutating func invite(_ crashed: CrashedRun, _ now: Now) {
    guard phase == .running, !crashed.isPoison else { return }
    window.keep(crashed, now)
  }

  /// What the job was wanted for.
  private mutating func welcome(_ id: JobID, _ now: Now) {
    for crashed in window.takeCrashed(id) { askToTakeOver(crashed, now) }
    claims.heartbeat.hasten(now.monotonic)
  }

  /// Brings a job as the store has it before this replica.
  mutating func take(_ definition: JobDefinition, _ stored: StoredJob, _ context: inout Context) {
    let begins = stored.begins(definition.trigger)
    context.wakeLoop()
    guard passUnreadable(definition, stored, &context) else { return }
    guard let slot = jobs.slot(definition.id), let job = jobs[slot] else {
      let next = definition.trigger.next(after: begins)
      if let named = window.takeNamed(definition.id), named != next, definition.stored?.canRead == true {
        // Told by a replica that did not know better, after a loss of data. The store compares the cursor once more.
        window.misplaced(StoredJobPlace(job: stored, next: next))
      }
      let isVisitor = window.isVisiting(definition.id, context.now)
      let isComing = next.map { window.isWithin(definition.id, $0) } ?? true
      guard isComing || isVisitor else {
        window.shelve(definition)
        return
      }
      bringIn(definition, stored, &context)
      if isVisitor { welcome(definition.id, context.now) }
      return
    }
    guard claims.jobs.take(slot, cursor: stored.cursor ?? .min) else {
      window.loadAfterAnswer(slot)
      return
    }
    let isSame = job.definition.trigger.fingerprint == definition.trigger.fingerprint
    let isSameVersion = job.definition.stored?.version == definition.stored?.version
    let old = job.cursor
    if !isSameVersion {
      jobs.define(slot, definition, pool: pool(of: definition) ?? 0)
      watchFromNow(slot, context.now, isNew: !isSame)
    }
    let cursor = isSame ? max(old, begins) : begins
    if isSame, cursor > old {
      noteElsewhere(slot, from: old, through: cursor, &context)
    }
    jobs.decide(slot, through: cursor, next: definition.trigger.next(after: cursor))
    claims.jobs.begins(slot, since: stored.since(undecidedAt: cursor))
    arm(slot)
    if !isSame { context.report(.jobRescheduled(definition.id, next: jobs[slot]?.next)) }
    if !isSameVersion { reportHold(definition, &context) }
  }

  /// Notes whether a job can be read. One that cannot leaves the head of the order when nobody serves it, and has a place
  /// here only where there are few. False where it is not to be brought in.
  private mutating func passUnreadable(
    _ definition: JobDefinition, _ stored: StoredJob, _ context: inout Context
  ) -> Bool {
    let id = definition.id
    guard case .unreadable(let reason)? = definition.stored?.hold else {
      window.readable(id)
      return true
    }
    window.unreadable(id, reason, context.now.monotonic)
    if let named = window.takeNamed(id), named + UnreadableJobs.overdue <= context.now.wall {
      window.misplaced(StoredJobPlace(job: stored, next: UnreadableJobs.place(id, context.now.wall)))
    }
    if jobs.slot(id) != nil || window.unreadable.count <= UnreadableJobs.mostShown { return true }
    window.shelve(definition)
    return false
  }

  /// Brings in a job that is to be run by hand, however far away its next instant is. It leaves after the run.
  mutating func bringHere(
    _ definition: JobDefinition, _ stored: StoredJob, _ context: inout Context
  ) {
    if !jobs.contains(definition.id) {
      bringIn(definition, stored, &context)
    } else {
      take(definition, stored, &context)
    }
  }

  private mutating func bringIn(
    _ definition: JobDefinition, _ stored: StoredJob, _ context: inout Context
  ) {
    let begins = stored.begins(definition.trigger)
    // Without its executor the job is held: nothing of it runs here.
    let job = JobState(
      definition: definition, cursor: begins, next: definition.trigger.next(after: begins),
      pool: pool(of: definition) ?? 0)
    let slot = install(job, context.now)
    claims.jobs.open(slot, cursor: stored.cursor ?? .min, since: stored.since(undecidedAt: begins))
    window.arrived(slot)
    arm(slot)
    context.wakeLoop()
    reportHold(definition, &context)
    if window.isOverfull { window.lookNow() }
  }

  /// Instants that others have decided.
  mutating func noteElsewhere(
    _ slot: Int, from old: Instant, through cursor: Instant, _ context: inout Context
  ) {
    guard let definition = jobs[slot]?.definition, let first = definition.trigger.next(after: old), first <= cursor,
      let last = definition.trigger.previous(before: cursor.advanced(byNanoseconds: 1))
    else { return }
    let count = definition.trigger.count(from: first, through: last)
    ledger.decidedElsewhere(count, of: slot)
    if wantsRoutineEvents { context.report(.claimedElsewhere(definition.id, through: cursor, count: count)) }
  }

  /// Tells once for each version why this replica leaves a job to others.
  private func reportHold(_ definition: JobDefinition, _ context: inout Context) {
    switch definition.stored?.hold {
    case .unreadable(let reason)?:
      context.report(
        .warning("job \(definition.id) is left to replicas of another version; this one cannot read it: \(reason)"))
    case .noHandler?:
      context.report(
        .warning(
          "job \(definition.id) is left to other replicas: this one has no handler '\(definition.stored?.handler ?? "")'"
        ))
    case .noExecutor(let name)?:
      context.report(
        .warning("job \(definition.id) is left to other replicas: this one has no executor '\(name)'"))
    case .otherQueue?, nil: break
    }
  }

  /// The store does not have the job any more.
  mutating func goneFromStore(_ id: JobID, _ context: inout Context) {
    window.gone(id)
    if window.takeNamed(id) != nil {
      let nothing = StoredJob(id: id, version: 0, definition: nil, fingerprint: "", cursor: nil, since: .min)
      window.misplaced(StoredJobPlace(job: nothing, next: nil))
    }
    guard let slot = jobs.slot(id), jobs[slot]?.definition.stored != nil else { return }
    forgetLock(slot)
    jobs.remove(slot)
    pauses.jobs[id] = nil
    freeIfRemoved(slot)
    context.report(.jobRemoved(id))
  }

  /// Whether a job has no business here, but for what keeps it. One without a next instant has none where there are more.
  private func isBeyondWindow(_ job: JobState) -> Bool {
    guard window.hasHorizon else { return false }
    return job.next.map { !window.isWithin(job.definition.id, $0) } ?? true
  }

  /// Lets jobs go whose instants lie beyond the horizon, unless a run or a question keeps them.
  private mutating func letGo(_ now: Now) {
    for slot in window.takeLeaving() {
      guard let job = jobs[slot], !job.isRemoved, job.definition.stored != nil, isBeyondWindow(job) else { continue }
      guard !window.isVisiting(job.definition.id, now) else {
        window.leave(slot)
        continue
      }
      guard job.running == 0, job.dryRuns == 0, claims.jobs.isArmed(slot), !claims.unscheduled.isAsking(of: slot)
      else {
        window.linger(slot)
        continue
      }
      forgetLock(slot)
      window.shelve(job.definition)
      free(slot)
    }
  }

  /// Arms a stored job: at its next instant, or where this replica cannot run it, when others should have.
  mutating func armStored(_ slot: Int, _ next: Instant, _ definition: JobDefinition) {
    if !window.isWithin(definition.id, next) { window.leave(slot) }
    switch definition.stored?.hold {
    case nil: jobs.arm(slot, at: definition.due(next))
    case .unreadable?: jobs.disarm(slot)
    case .noHandler?, .otherQueue?, .noExecutor?:
      guard let grace = definition.options.misfireGrace.duration else { return jobs.disarm(slot) }
      jobs.arm(slot, at: definition.due(next) + grace + Self.servedLate)
    }
  }

  /// How long after its grace an instant that nobody has decided is recorded as missed for want of a handler.
  private static let servedLate = Duration.seconds(2)

  /// What to record of a job that this replica cannot run: instants whose grace has ended, undecided by anybody.
  func unservedPlan(_ definition: JobDefinition, after cursor: Instant, _ now: Instant) -> MisfirePlan {
    let nothing = MisfirePlan(missed: [], through: nil, next: definition.trigger.next(after: cursor))
    guard let grace = definition.options.misfireGrace.duration else { return nothing }
    let end = now.advanced(byNanoseconds: -(grace + Self.servedLate).nanoseconds)
    let trigger = definition.trigger
    guard let first = trigger.next(after: cursor), let last = definition.lastDue(from: first, at: end) else {
      return nothing
    }
    return MisfirePlan(
      missed: [
        PassedOver(from: first, to: last, count: trigger.count(from: first, through: last), reason: .noHandler)
      ],
      through: last, next: trigger.next(after: last))
  }

  /// After the answer to a question: what waited for it.
  mutating func afterStoreAnswer(_ slot: Int) {
    if window.takeAfterAnswer(slot), let id = jobs[slot]?.definition.id { window.load(id) }
  }
}

extension StoredJob {
  /// When the job's instants begin, as long as none of them is decided: a date before that passed before the job was there.
  fileprivate func since(undecidedAt cursor: Instant) -> Instant? {
    self.cursor == nil || cursor == since ? since : nil
  }
}
