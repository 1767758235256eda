import CivilTime

/// Jobs of a durable store: bringing those that are due next before this replica, and letting them go again.
extension SchedulerStateMachine {
  // MARK: Asking

  /// Asks for the head of what is due, and for jobs that are to be read.
  mutating func advanceStore(_ context: inout Context) {
    guard phase == .running, claims.reach.isUp, store != nil else { return }
    letGo(context.now)
    guard let window = store else { return }
    if window.isRunningDry, !window.wantsEntries { store?.lookNow() }
    store?.unreadable.forgetOld(context.now.monotonic)
    if window.asking == nil, context.now.monotonic >= store?.askAt ?? .never {
      // Jobs that are overdue here are still at the head of the store: it is asked for as many more.
      let overdue = window.slots.count { jobs[$0]?.next.map { $0 <= context.now.wall } ?? false }
      // So are those that nobody here can read.
      let limit = min(window.limit + overdue + window.unreadable.count, StoreWindow.most + 5_000)
      store?.asking = limit
      context.effects.head = StoreHeadQuestion(changes: window.changes, wantsEntries: window.wantsEntries, limit: limit)
    }
    if let misplaced = store?.misplaced, !misplaced.isEmpty {
      store?.misplaced = []
      context.effects.misplaced = misplaced
    }
    while let ids = store?.takeLoads(limit: 100), !ids.isEmpty {
      context.effects.loads.append(ids.map { StoredJobQuestion(id: $0, known: knownVersion(of: $0)) })
    }
  }

  private func knownVersion(of id: JobID) -> Int64? {
    if let slot = jobs.slot(id) { return jobs[slot]?.definition.stored?.version }
    return store?.shelf[id]?.stored?.version
  }

  // MARK: Hearing

  mutating func receiveHead(_ head: StoreHead, _ context: inout Context) {
    claimsReached(&context)
    let limit = store?.asking ?? 0
    store?.asking = nil
    let isChanged = store?.changes != head.changes
    store?.changes = head.changes
    guard let entries = head.entries else {
      store?.planNextLook(context.now, foundSomething: false)
      return
    }
    store?.wantsEntries = false
    store?.reaches(entries, isAll: entries.count < limit)
    var listed: Set<Int> = []
    var isNews = false
    var passedOver = 0
    for entry in entries {
      if let slot = jobs.slot(entry.id) {
        listed.insert(slot)
        // Of a job that it leaves to others, a replica learns here that they have gone on.
        let isLeftBehind = jobs[slot].map { $0.definition.stored?.hold != nil && $0.next != entry.next } ?? false
        if isChanged || isLeftBehind { store?.load(entry.id) }
        if isLeftBehind, jobs[slot]?.definition.stored?.canRead == false { store?.inOrder[entry.id] = entry.next }
      } else if !isChanged, store?.unreadable.isKnown(entry.id, context.now.monotonic) == true {
        passedOver += 1
      } else if store?.isComing(entry.id) == false {
        isNews = true
        store?.load(entry.id)
        store?.inOrder[entry.id] = entry.next
      }
    }
    for slot in store?.slots ?? [] where !listed.contains(slot) {
      guard let job = jobs[slot] else { continue }
      if isBeyondWindow(job) {
        store?.leaving.append(slot)
      } else if isChanged || job.next != nil {
        // Removed, changed, or decided a moment ago.
        store?.load(job.definition.id)
      }
    }
    store?.passedOver = passedOver
    store?.planNextLook(context.now, foundSomething: isNews)
  }

  mutating func headFailed(_ error: ClaimsUnavailable, _ context: inout Context) {
    store?.asking = nil
    claimsFailed(error, &context)
  }

  mutating func loaded(_ found: [LoadedJob], _ context: inout Context) {
    claimsReached(&context)
    for job in found {
      switch job {
      case .gone(let id):
        store?.loaded(id)
        goneFromStore(id, &context)
      case .read(let definition, let stored):
        store?.loaded(stored.id)
        take(definition, stored, &context)
      case .unchanged(let stored):
        store?.loaded(stored.id)
        if let slot = jobs.slot(stored.id), let definition = jobs[slot]?.definition {
          take(definition, stored, &context)
        } else if let definition = store?.unshelve(stored.id) {
          take(definition, stored, &context)
        } else {
          store?.load(stored.id)
        }
      }
    }
  }

  mutating func loadFailed(
    _ questions: [StoredJobQuestion], _ error: ClaimsUnavailable, _ context: inout Context
  ) {
    for question in questions {
      store?.loaded(question.id)
      store?.load(question.id)
    }
    claimsFailed(error, &context)
  }

  /// Another replica, or this one, has changed a job.
  mutating func jobChanged(_ id: JobID, next: Instant?, before: String, changes: String) {
    guard let window = store else { return }
    if window.changes == before { store?.changes = changes } else if window.changes != changes { store?.lookNow() }
    let isComing = next.map { window.isWithin(id, $0) } ?? false
    // One that is being read may have been read before the change.
    if jobs.slot(id) != nil || isComing || window.isComing(id) { store?.load(id) }
  }

  // MARK: Coming and going

  /// A firing of a job that is not before this replica wants to be run again.
  mutating func invite(_ crashed: CrashedRun, _ now: Now) {
    guard phase == .running, !crashed.isPoison else { return }
    store?.crashed[crashed.firing.job, default: []].append(crashed)
    store?.invite(crashed.firing.job, now)
  }

  /// What the job was wanted for.
  private mutating func welcome(_ id: JobID, _ now: Now) {
    for crashed in store?.crashed.removeValue(forKey: id) ?? [] { askToTakeOver(crashed, now) }
    claims.heartbeat.hasten(now.monotonic)
  }

  /// Brings a job as the store has it before this replica.
  mutating func take(_ definition: JobDefinition, _ stored: StoredJob, _ context: inout Context) {
    let begins = stored.begins(definition.trigger)
    context.wakeLoop()
    guard passUnreadable(definition, stored, &context) else { return }
    guard let slot = jobs.slot(definition.id), let job = jobs[slot] else {
      let next = definition.trigger.next(after: begins)
      if let told = store?.inOrder.removeValue(forKey: definition.id), told != next, definition.stored?.canRead == true
      {
        // Told by a replica that did not know better, after a loss of data. The store compares the cursor once more.
        store?.misplaced.append(StoredJobPlace(job: stored, next: next))
      }
      let isVisitor = store?.isVisiting(definition.id, context.now) == true
      let isComing = next.map { store?.isWithin(definition.id, $0) ?? true } ?? true
      guard isComing || isVisitor else {
        store?.shelve(definition)
        return
      }
      bringIn(definition, stored, &context)
      if isVisitor { welcome(definition.id, context.now) }
      return
    }
    guard claims.jobs.take(slot, cursor: stored.cursor ?? .min) else {
      store?.afterAnswer.insert(slot)
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
      store?.unreadable.remove(id)
      return true
    }
    store?.unreadable.add(id, reason, context.now.monotonic)
    if let told = store?.inOrder.removeValue(forKey: id), told + UnreadableJobs.overdue <= context.now.wall {
      store?.misplaced.append(StoredJobPlace(job: stored, next: UnreadableJobs.place(id, context.now.wall)))
    }
    if jobs.slot(id) != nil || (store?.unreadable.count ?? 0) <= UnreadableJobs.mostShown { return true }
    store?.shelve(definition)
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
    store?.slots.insert(slot)
    arm(slot)
    context.wakeLoop()
    reportHold(definition, &context)
    if let window = store, window.horizon == nil, window.slots.count > window.limit { store?.lookNow() }
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
    _ = store?.unshelve(id)
    store?.unreadable.remove(id)
    if store?.inOrder.removeValue(forKey: id) != nil {
      let nothing = StoredJob(id: id, version: 0, definition: nil, fingerprint: "", cursor: nil, since: .min)
      store?.misplaced.append(StoredJobPlace(job: nothing, next: nil))
    }
    store?.crashed[id] = nil
    store?.forget(visitor: id)
    guard let slot = jobs.slot(id), jobs[slot]?.definition.stored != nil else { return }
    forgetLock(slot)
    jobs.remove(slot)
    pauses.jobs[id] = nil
    freeIfRemoved(slot)
    context.report(.jobRemoved(id))
  }

  /// Whether a job has no business here, but for what keeps it. One without a next instant has none where there are more.
  private func isBeyondWindow(_ job: JobState) -> Bool {
    guard let window = store, window.horizon != nil else { return false }
    return job.next.map { !window.isWithin(job.definition.id, $0) } ?? true
  }

  /// Lets jobs go whose instants lie beyond the horizon, unless a run or a question keeps them.
  private mutating func letGo(_ now: Now) {
    guard let leaving = store?.leaving, !leaving.isEmpty else { return }
    store?.leaving.removeAll(keepingCapacity: true)
    for slot in leaving {
      guard let job = jobs[slot], !job.isRemoved, job.definition.stored != nil, isBeyondWindow(job) else { continue }
      guard store?.isVisiting(job.definition.id, now) != true else {
        store?.leaving.append(slot)
        continue
      }
      guard job.running == 0, job.dryRuns == 0, claims.jobs.isArmed(slot), !claims.unscheduled.isAsking(of: slot)
      else {
        store?.lingering.insert(slot)
        continue
      }
      forgetLock(slot)
      store?.shelve(job.definition)
      free(slot)
    }
  }

  /// Arms a stored job: at its next instant, or where this replica cannot run it, when others should have.
  mutating func armStored(_ slot: Int, _ next: Instant, _ definition: JobDefinition) {
    if store?.isWithin(definition.id, next) == false { store?.leaving.append(slot) }
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
    guard store?.afterAnswer.remove(slot) != nil, let id = jobs[slot]?.definition.id else { return }
    store?.load(id)
  }
}

extension StoredJob {
  /// When the job's instants begin, as long as none of them is decided: a date before that passed before the job was there.
  fileprivate func since(undecidedAt cursor: Instant) -> Instant? {
    self.cursor == nil || cursor == since ? since : nil
  }
}
