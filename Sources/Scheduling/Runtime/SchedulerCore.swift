import CivilTime
import Logging
import ServiceContextModule
import Synchronization

/// The thin shell around ``Conductor``: reads the clocks, holds the lock, waits, and does what the machine
/// decided.
final class SchedulerCore: Sendable {
  let machine: Lock<Conductor>
  let clock: any SchedulerClock
  let claims: (any ClaimService)?
  let store: JobStore
  let handlers: Lock<HandlerRegistry>
  let recentOptions = Lock(SharedOptions.Recent())
  let hub: EventHub
  /// Log lines and progress of runs that go on.
  let evidence: EvidenceDesk
  let telemetry = Telemetry()
  /// Given when `run()` has nothing left to do.
  let stopped = StopSignal()
  let instrumentation: RunInstrumentation
  let configuration: SchedulerConfiguration
  let loopThread: LoopThread
  /// Where listeners are called: a slow one must hold up neither the loop nor a run.
  private let listenerThread = Lock<LoopThread?>(nil)
  /// Nil where nobody wants alerts.
  let alerts: AlertDesk?
  /// What probes read.
  let board = ProbeBoard()
  /// What pages of the status and of jobs are cut from.
  let snapshots = SnapshotCache()
  let snapshotOrder = Lock(SnapshotOrder())
  /// What the fleet does not keep.
  let audit = Lock(AuditTrail())
  let listeners = Atomic<Int>(0)
  /// What carries the runs, in the machine's order.
  private let executors: [any TaskExecutor]

  init(
    configuration: SchedulerConfiguration, store: JobStore = .memory, handlers: [any JobHandler] = [],
    claims: (any ClaimService)?, alerts: [AlertSink] = [], clock: any SchedulerClock, logger: Logger?
  ) {
    self.configuration = configuration
    self.store = store
    self.handlers = Lock(HandlerRegistry(handlers))
    let claims = store.service ?? claims
    self.claims = claims
    self.clock = clock
    let telemetry = telemetry
    log = logger.map { EventLog($0, instance: configuration.instance, redaction: configuration.redaction) }
    self.instrumentation = RunInstrumentation(
      logger: logger, instance: configuration.instance, redaction: configuration.redaction, tracer: telemetry.tracer)
    let hub = EventHub { [log] event in
      log?.tell(event)
      telemetry.metrics?.count(event)
    }
    self.hub = hub
    self.evidence = EvidenceDesk(redaction: configuration.redaction, clock: clock, hub: hub) {
      claims?.fleetTime(at: $0)
    }
    self.alerts =
      alerts.isEmpty ? nil : AlertDesk(alerts, instance: configuration.instance) { hub.publish([$0]) }
    self.loopThread = LoopThread(name: "scheduler-loop")
    let named = configuration.executors.sorted { $0.key < $1.key }
    self.executors =
      [globalConcurrentExecutor]
      + named.map { name, policy in
        switch policy {
        case .async: globalConcurrentExecutor
        case .blocking(let threads): BlockingThreads(name: "job-\(name)", threads: threads)
        }
      }
    var random = SystemRandomNumberGenerator()
    var machine = Conductor(
      settings: .init(
        instance: configuration.instance, origin: random.next(),
        executors: [(JobOptions.defaultExecutor, configuration.maxConcurrentRuns)]
          + named.map { ($0.key, $0.value.limit) },
        lease: configuration.lease, stuckAfter: configuration.stuckAfter,
        historyPerJob: configuration.historyPerJob, historyTotal: configuration.historyTotal,
        historyAge: configuration.historyAge,
        deadLetters: configuration.deadLetters,
        timeZoneData: claims == nil ? nil : Zone.databaseVersion(),
        drainTimeout: configuration.drainTimeout, storeWindow: configuration.storeWindow),
      keeper: store.service != nil ? .stored : claims != nil ? .shared : .local)
    self.lendsRuns = clock.delay(until: clock.monotonic()) != nil
    self.logsRoutine = log?.tellsRoutine == true
    machine.wantsRoutineEvents = logsRoutine
    machine.steps.areWanted = logsRoutine
    board.publish(machine)
    self.machine = Lock(machine)
  }

  deinit { hub.finish() }

  /// Where time passes by itself the loop looks after what carriers were lent. A test's clock stands still.
  private let lendsRuns: Bool
  private let logsRoutine: Bool
  private let log: EventLog?

  /// Nil until the scheduler runs.
  var metrics: SchedulerMetrics? { telemetry.metrics }

  /// Made for the first listener.
  func threadForListeners() -> LoopThread {
    listenerThread.withLock { thread in
      let made = thread ?? LoopThread(name: "scheduler-listeners")
      thread = made
      return made
    }
  }

  /// The time as jobs see it: the fleet's where claims are shared and were reached, else this machine's.
  func now() -> Now {
    let monotonic = clock.monotonic()
    return Now(wall: claims?.fleetTime(at: monotonic) ?? clock.now(), monotonic: monotonic)
  }

  /// Changes the machine and does what it asks for. Claims are asked by the loop alone.
  @discardableResult
  func change<Result: Sendable, Failure: Error>(
    _ body: (inout Conductor, inout Context) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var context = Context(now: now())
    let result = machine.withLock { machine in
      takeBackLentRuns(&machine, &context)
      let result = Swift.Result<Result, Failure> { () throws(Failure) in try body(&machine, &context) }
      if machine.runs.wantsCarrier { context.wakeLoop() }
      machine.steps.move(to: &context.effects)
      board.publish(machine)
      return result
    }
    // Before anybody is informed of the change, so that who then looks sees it.
    snapshots.expire()
    perform(context.effects)
    return try result.get()
  }

  func look<Result: Sendable>(_ body: (borrowing Conductor, Now) -> Result) -> Result {
    var context = Context(now: now())
    let result = machine.withLock { machine in
      takeBackLentRuns(&machine, &context)
      return body(machine, context.now)
    }
    perform(context.effects)
    return result
  }

  /// What carriers were lent is known again, before anything is decided or shown.
  private func takeBackLentRuns(_ machine: inout Conductor, _ context: inout Context) {
    guard !machine.runs.borrowers.isEmpty else { return }
    for carrier in machine.runs.borrowers {
      machine.record(carrier.lent.withLock { $0.takeBack() }, of: carrier, &context)
    }
    // Runs that were given back may need another carrier, which the loop starts.
    if machine.runs.wantsCarrier { context.wakeLoop() }
    machine.steps.move(to: &context.effects)
  }

  /// Everything that needs no task of its own.
  func perform(_ effects: borrowing Effects) {
    if !effects.steps.isEmpty { log?.tell(effects.steps) }
    hub.publish(effects.events)
    alerts?.hear(effects.events, of: self)
    for carrier in effects.cancels { carrier.cancel() }
    for (continuation, answer) in effects.answers { continuation.resume(returning: answer) }
    for continuation in effects.resumes { continuation.resume() }
    if effects.wakesLoop { loopThread.signal() }
  }

  /// Logs the steps before everything else.
  private func logSteps(_ effects: inout Effects) {
    guard !effects.steps.isEmpty else { return }
    log?.tell(effects.steps)
    effects.steps.removeAll(keepingCapacity: true)
  }

  func listenersChanged(by change: Int) {
    let count = listeners.add(change, ordering: .relaxed).newValue
    let wants = logsRoutine || metrics != nil || count > 0
    machine.withLock { $0.wantsRoutineEvents = wants }
  }

  // MARK: The loop

  /// Runs until a shutdown has been asked for and everything has ended.
  func run() async throws(SchedulerError) {
    // Before a probe can see that it runs: until the first pass a stall is counted from here.
    board.begin()
    try requireThreads()
    telemetry.lookUp()
    listenersChanged(by: 0)
    let begins = try change { machine, context throws(SchedulerError) in try machine.begin(&context) }
    guard begins else {
      hub.finish()
      return
    }
    clock.onStep { [weak self] in self?.loopThread.signal() }
    claims?.start(instance: configuration.instance) { [weak self] event in
      self?.change { machine, context in
        machine.observed(event, &context)
        context.wakeLoop()
      }
    }
    // A task of its own, as the questions are: a cancelled task cancels its children before its handlers run, so a body
    // could end, as failed, before the machine knows of a shutdown. Only the machine cancels bodies.
    await Task(executorPreference: loopThread) { [self] in
      await withDiscardingTaskGroup { group in
        await loop(&group)
      }
      await leave()
    }.value
    change { machine, context in
      machine.recordDrained(&context)
      machine.phase = .stopped
      context.effects.resumes.append(contentsOf: machine.settlers.map(\.continuation))
      machine.settlers = []
      context.report(.stopped)
    }
    await alerts?.settle(within: .seconds(5))
    hub.finish()
    stopped.give()
  }

  /// An executor without a thread would hold its runs up for ever, in silence.
  private func requireThreads() throws(SchedulerError) {
    guard loopThread.hasThread else {
      throw SchedulerError(
        .invalidConfiguration, "the system has no thread left for the scheduler itself: raise its limit of threads")
    }
    for (pool, executor) in zip(configuration.executors.keys.sorted(), executors.dropFirst()) {
      guard let threads = executor as? BlockingThreads else { continue }
      let wanted = configuration.executors[pool]?.limit ?? threads.count
      if threads.count == 0 {
        throw SchedulerError(
          .invalidConfiguration, "the system has no thread left for the executor '\(pool)': raise its limit of threads")
      }
      if threads.count < wanted {
        hub.publish([
          .warning("the executor '\(pool)' has \(threads.count) of \(wanted) threads: the system has no more")
        ])
      }
    }
  }

  private func loop(_ group: inout DiscardingTaskGroup) async {
    var context = Context(now: now())
    var carriers: [Int] = []
    var gaugesAt = MonotonicTime(nanoseconds: .min)
    var zonesAt = context.now.monotonic + Self.betweenZoneUpdates
    while true {
      let now = now()
      context.begin(now)
      let localWall = claims == nil ? now.wall : clock.now()
      board.passed()
      let pass = machine.withLock { machine in
        machine.watchClock(Now(wall: localWall, monotonic: now.monotonic), &context)
        // A carrier whose body takes its time keeps nothing from the others.
        for carrier in machine.runs.borrowers {
          if let report = carrier.lent.withLock({ $0.takeBackUnlessProgressing() }) {
            machine.record(report, of: carrier, &context)
          }
        }
        let hasMore = machine.advance(limit: 512, &context)
        machine.steps.move(to: &context.effects)
        machine.runs.takeCarriersWanted(into: &carriers)
        return (
          hasMore: hasMore, wake: machine.nextWake, isDone: machine.isDrained, hasLent: !machine.runs.borrowers.isEmpty
        )
      }
      // Before a carrier reports that the run has started.
      logSteps(&context.effects)
      for pool in carriers {
        group.addTask(executorPreference: executors[pool]) { await self.carry(pool) }
      }
      carriers.removeAll(keepingCapacity: true)
      context.effects.wakesLoop = false
      perform(context.effects)
      send(context.effects)
      if now.monotonic >= gaugesAt, metrics != nil {
        gaugesAt = now.monotonic + .seconds(1)
        recordGauges(lag: .zero)
      }
      if now.monotonic >= zonesAt {
        zonesAt = now.monotonic + Self.betweenZoneUpdates
        // Reads files: neither on this thread nor under the lock.
        Task { self.refreshTimeZones() }
      }
      if pass.isDone { return }
      if pass.hasMore { continue }
      // While a carrier has runs of its own, as soon as may be.
      await wait(until: pass.hasLent ? (pass.wake.wall, now.monotonic) : pass.wake, from: now)
    }
  }

  /// Waits for the next moment that matters, at most a second: the wall clock may have been set meanwhile. Under load
  /// passes are half a millisecond apart, so that firings a few microseconds apart share one.
  private func wait(until wake: (wall: Instant?, monotonic: MonotonicTime?), from now: Now) async {
    var nanoseconds: Int64 = 1_000_000_000
    if let wall = wake.wall { nanoseconds = min(nanoseconds, wall.nanoseconds(since: now.wall)) }
    if let monotonic = wake.monotonic { nanoseconds = min(nanoseconds, (monotonic - now.monotonic).nanoseconds) }
    nanoseconds = max(nanoseconds, 500_000)
    guard let delay = clock.delay(until: now.monotonic.advanced(byNanoseconds: nanoseconds)) else {
      await loopThread.wait(for: nil)
      return
    }
    // Measured in real time: a clock that runs faster than the machine's must not make the machine look slow.
    let deadline = MonotonicTime.now() + delay
    await loopThread.wait(for: delay)
    let lag = MonotonicTime.now() - deadline
    if lag > .milliseconds(250) {
      recordGauges(lag: lag)
      hub.publish([.loopLagged(by: lag)])
    }
  }

  // MARK: Carrying runs

  private func carry(_ pool: Int) async {
    let carrier = Carrier()
    carrier.arrive()
    var context = Context(now: now())
    // How many runs it is lent at once: twice as many each time while bodies are short, none after a longer one.
    var loan = 0
    var ticket = next(after: nil, carrier, of: pool, isFirst: true, loan, &context)
    while let current = ticket {
      let began = context.now.monotonic
      let recorder = RunRecorder(current, evidence)
      let result = await instrumentation.run(
        current, instance: configuration.instance, lease: self, recorder: recorder)
      let ended = LentRuns.Ended(
        number: current.number, at: now(), result: result, evidence: recorder?.close())
      context.move(to: ended.at)
      let isShort = context.now.monotonic - began < .microseconds(50)
      if loan > 0, isShort, !Task.isCancelled,
        let following = carrier.lent.withLock({ $0.begin(after: ended) })
      {
        ticket = following
        continue
      }
      loan = isShort && lendsRuns ? min(max(4, 2 * loan), LentRuns.most) : 0
      context.begin(context.now)
      ticket = next(after: ended, carrier, of: pool, isFirst: false, loan, &context)
    }
    await carrier.depart()
  }

  /// Records how a run ended and takes the next one, under one lock.
  private func next(
    after ended: LentRuns.Ended?, _ carrier: Carrier, of pool: Int, isFirst: Bool, _ loan: Int,
    _ context: inout Context
  ) -> RunTicket? {
    let isCancelled = Task.isCancelled
    let ticket: RunTicket? = machine.withLock { machine in
      defer {
        if machine.runs.wantsCarrier { context.wakeLoop() }
        machine.steps.move(to: &context.effects)
      }
      if let ended {
        machine.record(carrier.lent.withLock { $0.takeBack() }, of: carrier, &context)
        let wasStopped = machine.finish(ended.number, ended.result, ended.evidence, &context)
        if !machine.settlers.isEmpty || (machine.runs.active == 0 && machine.phase == .draining) {
          context.wakeLoop()
        }
        if wasStopped || isCancelled {
          // The task stays cancelled: it must not carry another run.
          machine.runs.retire(pool)
          return nil
        }
      }
      let ticket = machine.take(carrier, of: pool, isFirst: isFirst, &context)
      if ticket != nil, loan > 0 {
        let isFirstLoan = machine.runs.borrowers.isEmpty
        let runs = machine.lend(to: carrier, of: pool, atMost: loan)
        if !runs.isEmpty {
          carrier.lent.withLock { $0.lend(runs) }
          // The loop looks after it.
          if isFirstLoan { context.wakeLoop() }
        }
      }
      return ticket
    }
    perform(context.effects)
    return ticket
  }

  // MARK: Asking claims

  /// Sends the machine's questions, each kind in a task of its own on the loop's thread. These tasks are not
  /// children of `run()`: its cancellation must not keep the end of a run from being reported.
  private func send(_ effects: Effects) {
    guard let claims else { return }
    for batch in batches(effects.registrations) {
      ask("register") { () async throws(ClaimsUnavailable) in
        try await claims.register(batch)
      } answered: { machine, replies, context in
        machine.registered(replies, &context)
      } failed: { machine, error, context in
        machine.registrationFailed(batch, error, &context)
      }
    }
    for batch in batches(effects.decisions) {
      ask("decide") { [metrics, log] () async throws(ClaimsUnavailable) in
        let verdicts = try await claims.decide(batch)
        metrics?.count(verdicts)
        log?.tell(batch, verdicts)
        return verdicts
      } answered: { machine, verdicts, context in
        machine.claimsReached(&context)
        for (request, verdict) in zip(batch, verdicts) { machine.decided(request, verdict, &context) }
      } failed: { machine, error, context in
        machine.decisionFailed(batch, error, &context)
      }
    }
    for batch in batches(effects.abandonments) {
      ask("abandon") { () async throws(ClaimsUnavailable) in
        try await claims.abandon(batch)
      } answered: { machine, replies, context in
        machine.claimsReached(&context)
        for (request, wasWon) in zip(batch, replies) {
          machine.abandoned(request, wasWon: wasWon, &context)
        }
      } failed: { machine, error, context in
        machine.decisionFailed(batch, error, &context)
      }
    }
    for batch in batches(effects.renewals) {
      ask("renew") { () async throws(ClaimsUnavailable) in
        try await claims.renew(batch)
      } answered: { machine, verdicts, context in
        for (lease, verdict) in zip(batch, verdicts) { machine.renewed(lease, verdict, &context) }
      } failed: { machine, error, context in
        machine.renewalFailed(batch, error, &context)
      }
    }
    for batch in batches(effects.finishes) {
      ask("finish") { () async throws(ClaimsUnavailable) in
        try await claims.finish(batch)
      } answered: { machine, _, context in
        machine.finished(batch, &context)
      } failed: { machine, error, context in
        machine.finishFailed(batch, error, &context)
      }
    }
    for (job, note) in effects.pauses {
      ask("pause") { () async throws(ClaimsUnavailable) in
        try await claims.pause(job, note: note)
      } answered: { machine, _, context in
        machine.pauseReported(job, &context)
      } failed: { machine, error, context in
        machine.pauseFailed(job, error, &context)
      }
    }
    for (job, note) in effects.pauseEnds {
      ask("pause") { () async throws(ClaimsUnavailable) in
        try await claims.endPause(job, note: note)
      } answered: { machine, _, context in
        machine.claimsReached(&context)
        machine.claims.heartbeat.hasten(context.now.monotonic)
        context.wakeLoop()
      } failed: { machine, error, context in
        machine.claimsFailed(error, &context)
      }
    }
    askStore(effects)
    let late = effects.cursorQuestions
    if !late.isEmpty {
      ask("cursors") { () async throws(ClaimsUnavailable) in
        try await claims.cursors(of: late)
      } answered: { machine, cursors, context in
        machine.receiveCursors(cursors, of: late, &context)
      } failed: { machine, error, context in
        machine.cursorsFailed(late, error, &context)
      }
    }
    if let report = effects.heartbeat {
      ask("heartbeat") { () async throws(ClaimsUnavailable) in
        try await claims.heartbeat(report)
      } answered: { machine, reply, context in
        machine.heartbeat(reply, &context)
      } failed: { machine, error, context in
        machine.heartbeatFailed(error, &context)
      }
    }
  }

  private func batches<Item>(_ items: [Item]) -> [[Item]] {
    stride(from: 0, to: items.count, by: 100).map { Array(items[$0..<min($0 + 100, items.count)]) }
  }

  func ask<Reply: Sendable>(
    _ operation: String, _ question: @escaping @Sendable () async throws(ClaimsUnavailable) -> Reply,
    answered: @escaping @Sendable (inout Conductor, Reply, inout Context) -> Void,
    failed: @escaping @Sendable (inout Conductor, ClaimsUnavailable, inout Context) -> Void
  ) {
    machine.withLock { $0.claims.sent() }
    Task(executorPreference: loopThread) { [self] in
      let sent = clock.monotonic()
      do throws(ClaimsUnavailable) {
        let reply = try await question()
        change { machine, context in
          machine.claims.received()
          answered(&machine, reply, &context)
          context.wakeLoop()
        }
      } catch {
        change { machine, context in
          machine.claims.received()
          failed(&machine, error, &context)
          context.wakeLoop()
        }
      }
      metrics?.storeLatency(operation, clock.monotonic() - sent)
    }
  }

  /// Tells the fleet that this replica is gone; not a condition for stopping, nor worth waiting for in an outage.
  private func leave() async {
    guard let claims else { return }
    let report = machine.withLock { machine in
      machine.claims.reach.isUp ? machine.memberReport(isLeaving: true) : nil
    }
    guard let report else { return }
    _ = try? await claims.heartbeat(report)
  }

  private func recordGauges(lag: Duration) {
    guard let metrics else { return }
    let state = machine.withLock { machine in
      (
        jobs: machine.jobs.count, active: machine.runs.running, queued: machine.runs.queued,
        offset: machine.claims.fleet.clock.offset
      )
    }
    metrics.record(jobs: state.jobs, active: state.active, queued: state.queued, lag: lag, offset: state.offset)
  }
}

extension SchedulerCore: LeaseReader {
  func deadline(of run: RunID) -> MonotonicTime? {
    machine.withLock { $0.runs.deadline(of: run) }
  }

  func continuousNow() -> MonotonicTime { clock.monotonic() }
}
