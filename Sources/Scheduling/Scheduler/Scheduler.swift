import CivilTime
public import Logging
import ServiceContextModule
public import ServiceLifecycle

/// Runs jobs when their triggers say so.
///
/// ```swift
/// let scheduler = Scheduler(logger: logger)
/// try await scheduler.add("auto-cancel-unconfirmed-orders", .cron("* * * * *"), timeout: .seconds(50)) { run in
///   try await orders.cancelUnconfirmed(olderThan: .seconds(1800))
/// }
/// try await ServiceGroup(services: [scheduler, app], gracefulShutdownSignals: [.sigterm], logger: logger).run()
/// ```
/// Jobs may be added before and while it runs. With `claims: .redis(…)` a fleet of identical replicas starts each
/// scheduled firing once. Each firing ends in exactly one ``RunOutcome``, with a row in the history, an event and a
/// metric.
public final class Scheduler: Service, Sendable {
  let core: SchedulerCore
  let configurationFault: SchedulerError?
  private let sharesClaims: Bool
  let checkpoints: any CheckpointStore
  /// What a test runs before each body.
  let rehearsal = Lock<Rehearsal?>(nil)
  /// The schedule files that were added or applied, by name.
  let schedules = Lock([String: ScheduleFile]())

  /// A scheduler. Nothing runs before ``run()``, and no server is reached.
  /// - Parameters:
  ///   - store: where jobs are kept; defaults to memory.
  ///   - claims: who decides which replica runs a firing; defaults to this process alone. A durable store decides
  ///     itself.
  ///   - handlers: the code of jobs that are data; see ``JobHandler``.
  ///   - checkpoints: where a ``Pipeline`` keeps how far it has come; defaults to where the store or the claims keep
  ///     theirs, which is this process where neither is shared.
  ///   - alerts: who receives alerts of failed, overdue and stuck jobs; see ``Scheduler/Alert``.
  ///   - configuration: settings; they are checked by `add` and `run`, which throw `invalidConfiguration`.
  ///   - clock: defaults to the machine's.
  ///   - logger: defaults to none, which logs nothing. A body's `Logger.current` carries the run's metadata.
  public init(
    store: JobStore = .memory, claims: Claims = .local, handlers: [any JobHandler] = [],
    checkpoints: Checkpoints? = nil, alerts: [AlertSink] = [],
    configuration: SchedulerConfiguration = .init(), clock: any SchedulerClock = SystemClock(), logger: Logger? = nil
  ) {
    sharesClaims = claims.service != nil || store.service != nil
    core = SchedulerCore(
      configuration: configuration, store: store, handlers: handlers, claims: claims.service, alerts: alerts,
      clock: clock, logger: logger)
    do throws(SchedulerError) {
      try configuration.validate()
      if store.service != nil, claims.service != nil {
        throw SchedulerError(
          .invalidConfiguration, "a durable store decides itself who runs a firing: leave out `claims`")
      }
      if let fault = (store.service ?? claims.service)?.configurationFault {
        throw SchedulerError(.invalidConfiguration, fault)
      }
      configurationFault = core.handlers.withLock { $0.fault }
    } catch {
      configurationFault = error
    }
    self.checkpoints = checkpoints?.store ?? store.checkpoints ?? claims.checkpoints ?? MemoryCheckpoints()
  }

  // MARK: Jobs

  /// Adds a job.
  ///
  /// ```swift
  /// try await scheduler.add("driver-inactivity-check", .every(.seconds(300))) { _ in … }
  /// ```
  /// With a durable store the job is stored, and this process keeps its body under the job's id: other replicas run it
  /// once they have added it too, with `ifExists: .replaceIfChanged`. Jobs that any replica shall run name a
  /// ``JobHandler`` instead.
  /// - Parameters:
  ///   - id: the job's name, 1 to 200 bytes.
  ///   - trigger: says when it is due.
  ///   - timeout: how long a run may take; see ``JobOptions/timeout``.
  ///   - options: the other policies; a `timeout` passed as a parameter wins.
  ///   - ifExists: what to do when there is a job with this id: defaults to refusing it.
  ///   - expectedVersion: the version in a durable store that is to be replaced, as it was read: a change in between is
  ///     refused.
  ///   - retryIf: which errors are worth another attempt, with ``JobOptions/retry``; defaults to all of them, except for
  ///     ``PermanentError``.
  ///   - body: what it does. It runs on the global executor; it must not block the thread for long.
  /// - Returns: the job with its next instant. A trigger whose instants all lie in the past makes a finished job.
  /// - Throws: ``SchedulerError``: `invalidJobID`, `duplicateJob`, `invalidTrigger`, `neverFires`, `triggerTooComplex`,
  ///   `invalidOption`, `shuttingDown`; and what the trigger throws when it is prepared, such as `CronError`.
  @discardableResult
  public func add(
    _ id: JobID, _ trigger: some Trigger, timeout: Duration? = nil, options: JobOptions = JobOptions(),
    ifExists: IfExists = .refuse, expectedVersion: Int64? = nil, retryIf: (@Sendable (any Error) -> Bool)? = nil,
    _ body: @escaping @Sendable (RunContext) async throws -> Void
  ) async throws -> JobInfo {
    try await add(
      id, trigger, options.with(timeout: timeout), handler: nil, ifExists: ifExists, expectedVersion: expectedVersion,
      retryIf: retryIf, body)
  }

  /// Adds a job whose code has the name `handler`, or is known by the job's id alone.
  func add(
    _ id: JobID, _ trigger: some Trigger, _ options: JobOptions, handler: String?, ifExists: IfExists,
    expectedVersion: Int64?, retryIf: (@Sendable (any Error) -> Bool)? = nil, _ body: @escaping JobBody
  ) async throws -> JobInfo {
    let body = rehearsal.withLock { $0 }?.before(body) ?? body
    if let configurationFault { throw configurationFault }
    if let fault = id.fault { throw SchedulerError(.invalidJobID, fault, job: id) }
    try options.validate(id)
    try core.checkSize(of: options.arguments, id)
    let prepared = try prepare(trigger, for: id)
    try prepared.check(options, of: id)
    if let editor = StoreEditor(core) {
      if handler == nil {
        try core.handlers.withLock { handlers throws(SchedulerError) in
          guard !handlers.hasHandler(id.rawValue) else {
            throw SchedulerError(
              .invalidJobID, "a handler has this name; a job with a closure needs an id of its own", job: id)
          }
          handlers.keep(.init(body: body, retryIf: retryIf), of: id)
        }
      }
      let definition = try editor.encoding(id) {
        try StoredDefinition(
          handler: handler ?? id.rawValue, trigger: prepared, options: options, coding: editor.triggers)
      }
      return try await editor.put(id, definition, ifExists: ifExists, expectedVersion: expectedVersion)
    }
    if let expectedVersion {
      throw SchedulerError(
        .versionConflict, "jobs in memory have no versions; version \(expectedVersion) was expected", job: id)
    }
    let shared = core.recentOptions.withLock { $0.shared(options) }
    let definition = JobDefinition(
      id: id, trigger: prepared, options: shared, handler: handler, body: body, retryIf: retryIf)
    return try core.change { machine, context throws(SchedulerError) in
      try machine.add(definition, ifExists: ifExists.machine, &context)
    }
  }

  /// What `add` does when there is a job with the id.
  public enum IfExists: Sendable {
    /// Throw `duplicateJob`.
    case refuse
    /// Take the new definition; a changed trigger begins now.
    case replace
    /// Take the new body, and the rest only if it differs: an unchanged job keeps its next instant.
    case replaceIfChanged

    var machine: Conductor.IfExists {
      switch self {
      case .refuse: .refuse
      case .replace: .replace
      case .replaceIfChanged: .replaceIfChanged
      }
    }
  }

  /// Removes a job. Runs that are going on are not stopped. With shared claims this replica alone forgets it; from a
  /// durable store it is removed for all.
  /// - Parameters:
  ///   - id: the job.
  ///   - expectedVersion: the version in a durable store that is to be removed, as it was read.
  /// - Throws: ``SchedulerError`` with the code `unknownJob`, `versionConflict` or `claimsUnavailable`.
  public func remove(_ id: JobID, expectedVersion: Int64? = nil) async throws(SchedulerError) {
    if let editor = StoreEditor(core) { return try await editor.remove(id, expectedVersion: expectedVersion) }
    try core.change { machine, context throws(SchedulerError) in
      context.wakeLoop()
      try machine.remove(id, &context)
    }
  }

  /// Gives a job another trigger. It begins now: the old trigger's backlog is dropped. With shared claims it is this
  /// replica's trigger alone; in a durable store everybody's.
  /// - Parameters:
  ///   - id: the job.
  ///   - trigger: says when it is due from now on.
  ///   - expectedVersion: the version in a durable store that is to be changed, as it was read.
  /// - Throws: ``SchedulerError`` with the code `unknownJob`, `versionConflict` or `claimsUnavailable`, and what `add`
  ///   throws for a trigger.
  @discardableResult
  public func reschedule(
    _ id: JobID, _ trigger: some Trigger, expectedVersion: Int64? = nil
  ) async throws -> JobInfo {
    let prepared = try prepare(trigger, for: id)
    if let editor = StoreEditor(core) {
      return try await editor.update(id, expectedVersion: expectedVersion) { $0.trigger = prepared }
    }
    return try core.change { machine, context throws(SchedulerError) in
      context.wakeLoop()
      return try machine.reschedule(id, prepared, &context)
    }
  }

  func prepare(_ trigger: some Trigger, for id: JobID) throws -> any Trigger {
    let now = core.now().wall
    let prepared = try core.configuration.triggerLimits.check(trigger, for: id, at: now)
    if let waiting = prepared as? any EventTrigger {
      if core.store.service != nil {
        throw SchedulerError(
          .invalidTrigger,
          "a durable store orders jobs by their instants: a trigger that waits for something to happen has none. Add "
            + "such jobs to a scheduler that keeps them in memory", job: id)
      }
      if sharesClaims, case .completion(of: nil, _, _) = waiting.event {
        throw SchedulerError(
          .invalidTrigger,
          "a delay after each run needs local claims: replicas cannot agree on when the last run ended",
          job: id)
      }
      return prepared
    }
    guard sharesClaims else { return prepared }
    // Claims distinguish instants by whole milliseconds.
    if let date = prepared as? DateTrigger {
      let milliseconds = date.instant.advanced(byNanoseconds: 999_999).millisecondsSince1970
      return DateTrigger(Instant(millisecondsSince1970: milliseconds))
    }
    let job = JobTrigger(prepared)
    let instants = [job.next(after: .min), job.next(after: now)].compactMap(\.self)
    guard instants.allSatisfy({ $0.nanosecondsSince1970 % 1_000_000 == 0 }) else {
      throw SchedulerError(
        .invalidTrigger,
        "where claims are shared, instants are whole milliseconds; \(prepared.expression) has finer ones",
        job: id)
    }
    return prepared
  }

  // MARK: Control

  /// Pauses a job: its firings are recorded as skipped(paused) until it is resumed, those included that wait for their
  /// executor. Runs that have begun go on, and their retries wait. Fleet-wide where claims are shared.
  /// - Parameters:
  ///   - id: the job.
  ///   - note: why, for people who look at the job.
  ///   - until: when the pause ends without a resume; defaults to never.
  /// - Throws: ``SchedulerError`` with the code `unknownJob` or `claimsUnavailable`.
  public func pause(_ id: JobID, note: String = "", until: Instant? = nil) async throws(SchedulerError) {
    try await setPause(id, PauseNote(note: note, until: until))
  }

  /// Resumes a job.
  /// - Throws: ``SchedulerError`` with the code `unknownJob` or `claimsUnavailable`.
  public func resume(_ id: JobID) async throws(SchedulerError) { try await setPause(id, nil) }

  /// The one switch that pauses every job, of the whole fleet where claims are shared.
  /// - Parameters:
  ///   - note: why, for people who look at the job.
  ///   - until: when the pause ends without a resume; defaults to never.
  /// - Throws: ``SchedulerError`` with the code `claimsUnavailable`.
  public func pauseAll(note: String = "", until: Instant? = nil) async throws(SchedulerError) {
    try await setPause(nil, PauseNote(note: note, until: until))
  }

  /// Clears the switch of ``pauseAll(note:until:)``; jobs that are paused one by one stay paused.
  /// - Throws: ``SchedulerError`` with the code `claimsUnavailable`.
  public func resumeAll() async throws(SchedulerError) { try await setPause(nil, nil) }

  /// Sets a pause switch with all that is known of it, or clears it; of everything where `id` is nil.
  package func setPause(_ id: JobID?, _ pause: PauseNote?) async throws(SchedulerError) {
    let note = pause?.stored
    try core.checkSize(ofNote: note, id)
    if let id, core.look({ machine, _ in machine.jobs.slot(id) == nil }) {
      guard let editor = StoreEditor(core) else {
        throw SchedulerError(.unknownJob, "there is no job with this id", job: id)
      }
      guard try await editor.find(id) != nil else { throw editor.unknown(id) }
    }
    if let claims = core.claims {
      do throws(ClaimsUnavailable) {
        try await claims.pause(id, note: note)
      } catch {
        throw SchedulerError(.claimsUnavailable, error.message, job: id)
      }
    }
    try core.change { machine, context throws(SchedulerError) in
      try machine.pause(id, note: note, &context)
    }
  }

  /// Starts a job at once, in addition to its schedule, even while the job is paused or its breaker is open, but not while
  /// everything is paused. It takes the job's lock like any run.
  /// - Parameters:
  ///   - id: the job.
  ///   - arguments: other arguments for this run.
  ///   - overlap: another overlap policy for this run. With one that waits, the call returns when the run starts.
  ///   - dryRun: the body can read it (``RunContext/isDryRun``) and should change nothing. Such a run takes no lock and no
  ///     slot, is not tried again, and nothing follows from how it ends: no alert, no job that waits for this one, no
  ///     count. Its row is marked, and stays in this process.
  /// - Returns: the run that was started.
  /// - Throws: ``SchedulerError`` with the code `unknownJob`, `notRunning` before ``run()``, `notStarted` when the job has
  ///   as many runs as it may or is removed meanwhile, `claimsUnavailable` when the fleet's claims do not answer within 5
  ///   seconds, `shuttingDown`.
  @discardableResult
  public func runNow(
    _ id: JobID, arguments: JobArguments? = nil, overlap: Overlap? = nil, dryRun: Bool = false
  ) async throws(SchedulerError) -> RunID {
    try await order(id, cause: .runNow, instant: nil, arguments: arguments, overlap: overlap, isDryRun: dryRun)
  }

  /// Requests a run outside of the schedule and waits until it has started.
  func order(
    _ id: JobID, cause: FiringCause, instant: Instant?, arguments: JobArguments?, overlap: Overlap?,
    isDryRun: Bool = false, deadLetter: RunID? = nil
  ) async throws(SchedulerError) -> RunID {
    try core.checkSize(of: arguments, id)
    let visitor = try await StoreEditor(core)?.visitor(id)
    let answer = await withUnsafeContinuation { continuation in
      let order = RunOrder(
        FiringOrder(arguments: arguments, overlap: overlap), askedFor: ServiceContext.current, isDryRun: isDryRun,
        deadLetter: deadLetter, continuation: continuation)
      core.change { machine, context in
        context.wakeLoop()
        if let visitor { machine.bringHere(visitor.definition, visitor.stored, &context) }
        machine.runNow(id, order, cause: cause, instant: instant, &context)
      }
    }
    switch answer {
    case .started(let run): return run
    case .notStarted(let outcome):
      throw SchedulerError(.notStarted, "the run was not started: \(outcome)", job: id)
    case .refused(let error): throw error
    }
  }

  // MARK: Looking

  /// All jobs, by id.
  public var jobs: [JobInfo] {
    let facts = core.look { machine, now in machine.descriptionFacts(now) }
    return core.jobSnapshots().map { $0.info(facts) }
  }

  /// One job; nil when there is none with this id.
  public func job(_ id: JobID) -> JobInfo? {
    let found = core.look { machine, now in
      machine.jobs.slot(id).flatMap(machine.snapshot).map { ($0, machine.descriptionFacts(now)) }
    }
    return found.map { job, facts in job.info(facts) }
  }

  /// What happens from now on. Each call makes a listener of its own, which ends with its iterator.
  public func events() -> SchedulerEvents {
    core.listenersChanged(by: 1)
    return SchedulerEvents(
      buffer: core.hub.listen(limit: core.configuration.eventBuffer) { [weak core] in
        core?.listenersChanged(by: -1)
      })
  }

  // MARK: Life

  /// Runs until a graceful shutdown or the cancellation of its task, and until every run has ended.
  ///
  /// At a graceful shutdown nothing new starts, runs may go on for ``SchedulerConfiguration/drainTimeout`` and are then
  /// cancelled; at a cancellation they are cancelled at once. A body that ignores its cancellation holds it up.
  /// - Throws: ``SchedulerError`` with the code `invalidConfiguration`, or `alreadyRunning` at a second call.
  public func run() async throws {
    if let configurationFault { throw configurationFault }
    let core = core
    try await withTaskCancellationHandler {
      try await withGracefulShutdownHandler {
        try await core.run()
      } onGracefulShutdown: {
        core.change { machine, context in machine.beginDrain(&context) }
      }
    } onCancel: {
      core.change { machine, context in
        machine.beginDrain(&context)
        machine.cancelAll(.shutdown, &context)
      }
    }
  }
}
