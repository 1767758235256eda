import CivilTime

/// Changes of stored jobs: each is read, changed and put, and put again when somebody else was faster. Answers that are
/// lost are asked for again under the same token, for as long as a person waits.
struct StoreEditor: Sendable {
  let core: SchedulerCore
  let service: any JobStoreService
  let triggers: TriggerCoding

  init?(_ core: SchedulerCore) {
    guard let service = core.store.service else { return nil }
    self.core = core
    self.service = service
    self.triggers = core.store.triggers
  }

  /// A stored job, with its definition where this version can read it.
  struct Found {
    var job: StoredJob
    var text: String
    var definition: StoredDefinition?
    var reason = ""
  }

  func find(_ id: JobID) async throws(SchedulerError) -> Found? {
    let found = try await ask(about: id) { () async throws(ClaimsUnavailable) in
      try await service.load([StoredJobQuestion(id: id)])
    }
    guard let job = found.first ?? nil, let text = job.definition else { return nil }
    if let fault = job.fault {
      throw SchedulerError(.claimsUnavailable, "\(fault); delete its key in the store, then try again", job: id)
    }
    do {
      return Found(job: job, text: text, definition: try StoredDefinition(json: text, coding: triggers))
    } catch {
      return Found(job: job, text: text, reason: error.oneLine)
    }
  }

  // MARK: Changes

  /// Puts a new definition.
  func put(
    _ id: JobID, _ new: StoredDefinition, ifExists: Scheduler.IfExists, expectedVersion: Int64?
  ) async throws(SchedulerError) -> JobInfo {
    for _ in 0..<8 {
      if expectedVersion == nil, ifExists == .refuse {
        guard let info = try await change(id, new, from: nil) else {
          throw SchedulerError(
            .duplicateJob,
            "a job with this id is stored; remove it first, or add with ifExists: .replaceIfChanged, as code does that "
              + "every replica runs", job: id)
        }
        return info
      }
      let found = try await find(id)
      if let expectedVersion, found?.job.version != expectedVersion { throw conflict(id, found?.job.version) }
      if let found, ifExists == .replaceIfChanged, found.definition == nil {
        // A newer version has written it: left as it is, so that old and new replicas do not take turns.
        return try apply(found)
      }
      var definition = new
      if let found, let old = found.definition {
        definition = try encoding(id) { try old.replaced(by: new, coding: triggers) }
        if ifExists == .replaceIfChanged, try text(of: definition, id) == found.text { return try apply(found) }
      }
      if let info = try await change(id, definition, from: found) { return info }
    }
    throw busy(id)
  }

  /// Changes a stored job's definition.
  func update(
    _ id: JobID, expectedVersion: Int64?, _ body: (inout StoredDefinition) throws(SchedulerError) -> Void
  ) async throws(SchedulerError) -> JobInfo {
    for _ in 0..<8 {
      guard let found = try await find(id) else { throw unknown(id) }
      if let expectedVersion, found.job.version != expectedVersion { throw conflict(id, found.job.version) }
      guard let old = found.definition else {
        throw SchedulerError(
          .invalidOption, "this version cannot read the stored definition, so it cannot change it: \(found.reason)",
          job: id)
      }
      var changed = old
      try body(&changed)
      let definition = try encoding(id) { try old.replaced(by: changed, coding: triggers) }
      if let info = try await change(id, definition, from: found) { return info }
    }
    throw busy(id)
  }

  /// Takes a stored job away.
  func remove(_ id: JobID, expectedVersion: Int64?) async throws(SchedulerError) {
    let token = core.machine.withLock { $0.newRunID() }
    let reply = try await ask(about: id) { () async throws(ClaimsUnavailable) in
      try await service.remove(id, expected: expectedVersion, token: token)
    }
    switch reply {
    case .made: core.change { machine, context in machine.goneFromStore(id, &context) }
    case .conflict(nil), .otherSlots: throw unknown(id)
    case .conflict(let version), .exists(let version as Int64?): throw conflict(id, version)
    }
  }

  /// Puts a definition in the place of what was found; nil when somebody else was faster.
  private func change(
    _ id: JobID, _ definition: StoredDefinition, from found: Found?
  ) async throws(SchedulerError) -> JobInfo? {
    let text = try text(of: definition, id)
    try ValueSize.check(
      "the job's definition", bytes: text.utf8.count, most: service.maximumValueBytes, job: id)
    let isSame = found?.job.fingerprint == definition.trigger.fingerprint
    let now = core.now().wall
    // A date that has passed is placed too, so that a replica decides it.
    let begins = JobTrigger(definition.trigger).beginning(now)
    let after = isSame ? max(found?.job.cursor ?? .min, found?.job.since ?? begins) : begins
    let change = StoredJobChange(
      id: id, expected: found.map { .version($0.job.version) } ?? .absent, definition: text,
      fingerprint: definition.trigger.fingerprint, next: definition.trigger.next(after: after),
      token: core.machine.withLock { $0.newRunID() },
      pauseNote: found == nil && definition.options.startsPaused ? Conductor.addedPaused : nil,
      breaker: definition.options.breaker,
      lock: StoredLock(
        key: (try? definition.options.lockKey(of: id)) ?? id.rawValue, slots: definition.options.instanceLimit,
        isNamed: definition.options.lock != nil),
      dropped: isSame ? nil : found.flatMap { dropped($0, now) })
    let reply = try await ask(about: id) { () async throws(ClaimsUnavailable) in try await service.put(change) }
    if case .otherSlots(let slots, let other) = reply {
      let key = change.lock?.key ?? id.rawValue
      throw LockSlots.disagreement(key, others: slots, own: definition.options.instanceLimit, of: id, with: other)
    }
    guard case .made(let version, let cursor, let since) = reply else { return nil }
    let stored = StoredJob(
      id: id, version: version, definition: text, fingerprint: change.fingerprint, cursor: cursor, since: since)
    let made = core.definition(of: id, version: version, definition)
    return core.change { machine, context in
      if change.pauseNote != nil { machine.pauses.jobs[id] = change.pauseNote }
      machine.take(made, stored, &context)
      let info = machine.info(of: made, stored, context.now)
      if found == nil { context.report(.jobAdded(id, next: info.nextRun)) }
      return info
    }
  }

  /// Instants of a stored job that have come due and that nobody has decided.
  private func dropped(_ found: Found, _ now: Instant) -> StoredJobChange.Dropped? {
    guard found.definition != nil else { return nil }
    let definition = core.definition(of: found.job, found.text)
    guard let first = definition.trigger.next(after: found.job.begins(definition.trigger)),
      let last = definition.lastDue(from: first, at: now)
    else { return nil }
    return .init(instants: definition.leftUndecided(from: first, through: last, .rescheduled), cursor: found.job.cursor)
  }

  /// Takes a job over as it was found.
  @discardableResult
  func apply(_ found: Found) throws(SchedulerError) -> JobInfo {
    let definition = core.definition(of: found.job, found.text)
    return core.change { machine, context in
      machine.take(definition, found.job, &context)
      return machine.info(of: definition, found.job, context.now)
    }
  }

  /// A found job as it stands, without bringing it before this replica.
  func info(_ found: Found) -> JobInfo {
    let definition = core.definition(of: found.job, found.text)
    return core.look { machine, now in machine.info(of: definition, found.job, now) }
  }

  /// A stored job that is requested and not loaded in this replica; nil when it is loaded.
  func visitor(_ id: JobID) async throws(SchedulerError) -> (definition: JobDefinition, stored: StoredJob)? {
    let isHere = core.look { machine, _ in
      machine.jobs.slot(id).flatMap { machine.jobs[$0] }.map { $0.definition.stored?.hold == nil } ?? false
    }
    if isHere { return nil }
    guard let found = try await find(id) else { throw unknown(id) }
    let definition = core.definition(of: found.job, found.text)
    if let hold = definition.stored?.hold {
      throw SchedulerError(.notStarted, "\(hold); submit(_:) asks the whole fleet", job: id)
    }
    return (definition, found.job)
  }

  // MARK: Asking

  /// Asks again under an outage, for 5 seconds.
  func ask<Reply: Sendable>(
    about id: JobID?, _ question: () async throws(ClaimsUnavailable) -> Reply
  ) async throws(SchedulerError) -> Reply {
    let giveUpAt = MonotonicTime.now() + .seconds(5)
    var pause = Duration.milliseconds(30)
    while true {
      do throws(ClaimsUnavailable) {
        return try await question()
      } catch {
        if error.needsOperator || Task.isCancelled || MonotonicTime.now() + pause > giveUpAt {
          throw SchedulerError(.claimsUnavailable, error.message, job: id)
        }
      }
      try? await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(500))
    }
  }

  private func text(of definition: StoredDefinition, _ id: JobID) throws(SchedulerError) -> String {
    try encoding(id) { try definition.json }
  }

  func encoding<Value>(_ id: JobID, _ body: () throws -> Value) throws(SchedulerError) -> Value {
    do {
      return try body()
    } catch let error as TriggerCodingError {
      throw SchedulerError(.invalidTrigger, "\(error)", job: id)
    } catch {
      throw SchedulerError(.invalidOption, "the job cannot be stored: \(error.oneLine)", job: id)
    }
  }

  // MARK: Refusing

  func unknown(_ id: JobID) -> SchedulerError {
    SchedulerError(.unknownJob, "the store has no job with this id", job: id)
  }

  private func conflict(_ id: JobID, _ version: Int64?) -> SchedulerError {
    SchedulerError(
      .versionConflict,
      version.map { "the job was changed meanwhile and has version \($0) now; read it again and decide anew" }
        ?? "the job was removed meanwhile; add it without an expected version if it shall be there", job: id)
  }

  private func busy(_ id: JobID) -> SchedulerError {
    SchedulerError(.versionConflict, "others change this job all the time; eight attempts failed", job: id)
  }
}

extension Conductor {
  /// A stored job as it stands: as this replica knows it where it is before it.
  func info(of definition: JobDefinition, _ stored: StoredJob, _ now: Now) -> JobInfo {
    let begins = stored.begins(definition.trigger)
    let next = definition.trigger.next(after: begins)
    guard let slot = jobs.slot(definition.id), var job = jobs[slot] else {
      let job = JobState(definition: definition, cursor: begins, next: next)
      return snapshot(of: job, Ledger.Book(), JobWatch()).info(descriptionFacts(now))
    }
    // What another replica has changed a moment ago is in the store, and not yet before this replica.
    if (job.definition.stored?.version ?? .max) < stored.version {
      job = job.with(definition, cursor: begins, next: next)
    }
    return info(of: job, in: slot, now)
  }
}
