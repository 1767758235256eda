extension Scheduler {
  /// Adds every job of a schedule file, each with its body: all of them, or none.
  ///
  /// ```swift
  /// let schedule = try ScheduleFile(contentsOfFile: "delivery-app.yaml")  // import SchedulingYAML
  /// try await scheduler.add(schedule, bodies: [
  ///   "driver-inactivity-check": { run in try await drivers.markSilent(at: run.scheduledAt) }
  /// ])
  /// ```
  /// A job with the same id must not be there yet; ``apply(_:bodies:)`` brings the jobs of a file up to date.
  /// - Throws: ``ScheduleFileError``, with file and line where the schedule was read from a file: for a job without a
  ///   body, a body without a job, and whatever a trigger or a policy is refused for.
  public func add(_ schedule: ScheduleFile, bodies: JobBodies) async throws {
    _ = try await bring(schedule, bodies, ifExists: .refuse)
  }

  /// Makes the jobs of a schedule file what the file says: adds, changes, and removes those that the file had when it was
  /// last added or applied and has no more. Jobs that code added are left alone. All of it is done, or nothing.
  ///
  /// ```swift
  /// let changes = try await scheduler.apply(schedule, bodies: bodies)
  /// logger.info("\(changes)")
  /// ```
  /// What is unchanged keeps its next instant. A file is known by its name: schedules that were not read from a file
  /// count as one.
  ///
  /// With a durable store the jobs are changed there, one after the other; each replica may apply the file. What a file
  /// had is known to this process alone: a job that was removed from it while no replica ran has to be removed with ``remove(_:expectedVersion:)``. Jobs are
  /// added and changed first and removed last, so that a change that is refused has removed nothing: pauses, history,
  /// counts and alerts stay. Only where the store is lost among the removals, a job that was removed is added again, with
  /// its pause; its counts in this process begin anew.
  /// - Returns: what is other than before.
  /// - Throws: ``ScheduleFileError`` as ``add(_:bodies:)`` does, also for a job whose id code has added. The jobs are as
  ///   they were then; a warning among the ``events()`` names each that a durable store out of reach did not take back.
  @discardableResult
  public func apply(_ schedule: ScheduleFile, bodies: JobBodies) async throws -> ScheduleChanges {
    try await bring(schedule, bodies, ifExists: .replaceIfChanged)
  }

  /// As ``apply(_:bodies:)``, for a file that is followed: it may leave out jobs that the code has a body for, and take them
  /// in again later.
  package func follow(_ schedule: ScheduleFile, bodies: JobBodies) async throws -> ScheduleChanges {
    try await bring(schedule, bodies, ifExists: .replaceIfChanged, allowsUnusedBodies: true)
  }

  private func bring(
    _ schedule: ScheduleFile, _ bodies: JobBodies, ifExists: IfExists, allowsUnusedBodies: Bool = false
  ) async throws -> ScheduleChanges {
    let jobs = try schedule.resolved(limits: core.configuration.triggerLimits, now: core.now().wall)
    let works = try schedule.bind(
      bodies, to: jobs, registered: core.handlers.withLock { Set($0.names) }, allowsUnused: allowsUnusedBodies)
    let name = schedule.source.file ?? ""
    let former = schedules.withLock { $0[name] }
    var plan: [(job: ResolvedJob, code: JobCode)] = []
    for job in Self.dependenciesFirst(jobs) {
      guard let work = works[job.id] else { continue }
      plan.append((job, try schedule.locating(job.id) { try check(job, work, former, ifExists) }))
    }
    // Adding takes nothing away.
    let gone = ifExists == .refuse ? [] : former?.jobs.keys.filter { schedule.jobs[$0] == nil }.sorted() ?? []
    if StoreEditor(core) == nil {
      try bringAtOnce(schedule, plan, gone: gone, ifExists: ifExists)
    } else {
      try await bringToStore(schedule, plan, jobs, gone: gone, ifExists: ifExists)
    }
    schedules.withLock { schedules in
      var known = schedule
      if ifExists == .refuse { known.jobs.merge(former?.jobs ?? [:]) { own, _ in own } }
      schedules[name] = known
    }
    return schedule.changes(from: former ?? ScheduleFile(jobs: [:]))
  }

  /// One change of the scheduler's state: where it fails half-way, the state is what it was, pauses, history and counts
  /// included.
  private func bringAtOnce(
    _ schedule: ScheduleFile, _ plan: [(job: ResolvedJob, code: JobCode)], gone: [JobID], ifExists: IfExists
  ) throws {
    let definitions = try plan.map { job, code in
      try schedule.locating(job.id) {
        JobDefinition(
          id: job.id, trigger: try prepare(job.trigger, for: job.id),
          options: core.recentOptions.withLock { $0.shared(job.options) }, handler: code.handler, body: code.body)
      }
    }
    do {
      try core.change { machine, context throws(SchedulerError) in
        let before = (machine, context)
        do throws(SchedulerError) {
          for id in gone where machine.jobs.slot(id) != nil { try machine.remove(id, &context) }
          for definition in definitions {
            _ = try machine.add(definition, ifExists: ifExists.machine, &context)
          }
          context.wakeLoop()
        } catch {
          (machine, context) = before
          throw error
        }
      }
    } catch {
      guard let id = error.job else { throw error }
      throw schedule.located(error, id)
    }
  }

  /// One job after the other, as a durable store changes them; where one fails, the ones before are restored.
  private func bringToStore(
    _ schedule: ScheduleFile, _ plan: [(job: ResolvedJob, code: JobCode)], _ jobs: [ResolvedJob], gone: [JobID],
    ifExists: IfExists
  ) async throws {
    let before = try await formerJobs(gone + jobs.map(\.id))
    var begun: [JobID] = []
    do {
      let inTheWay = Self.holdersOfOtherLocks(gone, before, plan.map(\.job))
      for id in gone where before[id] != nil && inTheWay.contains(id) {
        begun.append(id)
        try await remove(id)
      }
      for (job, code) in plan {
        do {
          _ = try await add(
            job.id, job.trigger, job.options, handler: code.handler, ifExists: ifExists, expectedVersion: nil, code.body
          )
          begun.append(job.id)
        } catch {
          // The call failed without an answer, so the job may exist anyway. What was refused does not, and may be another's.
          if (error as? SchedulerError)?.code == .claimsUnavailable { begun.append(job.id) }
          throw schedule.located(error, job.id)
        }
      }
      for id in gone where before[id] != nil && !inTheWay.contains(id) {
        begun.append(id)
        try await remove(id)
      }
    } catch {
      for id in begun.reversed() { await putBack(id, before[id]) }
      throw error
    }
  }

  /// Jobs that are removed and hold a named lock with another number of slots than a job of the file wants: they have to go
  /// first, since all jobs that share a lock agree on its slots.
  private static func holdersOfOtherLocks(
    _ gone: [JobID], _ before: [JobID: FormerJob], _ jobs: [ResolvedJob]
  ) -> Set<JobID> {
    var wanted: [String: Int] = [:]
    for job in jobs {
      guard job.options.lock != nil, let key = try? job.options.lockKey(of: job.id) else { continue }
      wanted[key] = job.options.instanceLimit
    }
    return Set(
      gone.filter { id in
        guard case .stored(let definition, _, _) = before[id], definition.options.lock != nil,
          let key = try? definition.options.lockKey(of: id), let slots = wanted[key]
        else { return false }
        return slots != definition.options.instanceLimit
      })
  }

  /// Publishes what happened outside of the engine.
  package func publish(_ event: SchedulerEvent) { core.hub.publish([event]) }

  /// What a job does, and the name of its ``JobHandler`` where it is one.
  private struct JobCode {
    var body: JobBody
    var handler: String?
  }

  /// What can be wrong with a job is found before the first one is touched.
  private func check(
    _ job: ResolvedJob, _ work: JobBodies.Work, _ former: ScheduleFile?, _ ifExists: IfExists
  ) throws -> JobCode {
    // A durable store has the jobs from before this process.
    let isFresh = core.store.service == nil && former?.jobs[job.id] == nil
    if ifExists == .replaceIfChanged, isFresh, self.job(job.id) != nil {
      throw SchedulerError(
        .duplicateJob, "the code, or another file, has added a job with this id: give one of them another", job: job.id)
    }
    if let fault = job.id.fault { throw SchedulerError(.invalidJobID, fault, job: job.id) }
    try job.options.validate(job.id)
    try prepare(job.trigger, for: job.id).check(job.options, of: job.id)
    switch work {
    case .body(let body): return JobCode(body: body)
    case .pipeline(let pipeline): return JobCode(body: try body(of: pipeline, for: job.id, job.options))
    case .registered(let name):
      guard let code = core.handlers.withLock({ $0.code(name) }) else {
        throw SchedulerError(.unknownHandler, "this scheduler was made without the handler '\(name)'", job: job.id)
      }
      return JobCode(body: code.body, handler: name)
    }
  }

  /// Jobs that wait for others come after them, so that no step on the way closes a circle that the file does not have.
  private static func dependenciesFirst(_ jobs: [ResolvedJob]) -> [ResolvedJob] {
    var placed: Set<JobID> = []
    var ordered: [ResolvedJob] = []
    var waiting = jobs
    while !waiting.isEmpty {
      let names = Set(waiting.map(\.id))
      let free = waiting.filter { job in
        guard let other = (job.trigger as? CompletionTrigger)?.job else { return true }
        return placed.contains(other) || !names.contains(other)
      }
      // A circle: the scheduler says which.
      let next = free.isEmpty ? waiting : free
      ordered += next
      placed.formUnion(next.map(\.id))
      waiting.removeAll { placed.contains($0.id) }
    }
    return ordered
  }
}

extension ScheduleFile {
  /// An error of one job as one of the file, with its line.
  fileprivate func locating<Result: Sendable>(_ id: JobID, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      throw located(error, id)
    }
  }

  fileprivate func located(_ error: any Error, _ id: JobID) -> any Error {
    // Nothing in the file mends a scheduler that is shutting down or a server that cannot be reached.
    if let error = error as? SchedulerError, [.shuttingDown, .claimsUnavailable].contains(error.code) { return error }
    if error is CancellationError { return error }
    return source.locate(ScheduleFileError(key: ["jobs", id.rawValue], FileWords.of(error)))
  }
}
