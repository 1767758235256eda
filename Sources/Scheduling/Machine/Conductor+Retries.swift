import CivilTime

/// What follows a failure: another attempt, a dead letter, a pause, an open breaker.
extension Conductor {
  /// Puts a run whose attempt failed into its backoff; false when it is not tried again. It keeps its slot and lease.
  mutating func retry(
    _ number: Int, _ outcome: RunOutcome, message: String?, _ context: inout Context
  ) -> Bool {
    guard outcome.isOfTheBody, phase == .running, let run = runs[number],
      let retry = run.definition.options.retry
    else { return false }
    let seed = run.definition.jitterSeed ^ UInt64(bitPattern: run.instant.nanosecondsSince1970)
    let elapsed = context.now.monotonic - (run.firstStartedAt ?? context.now.monotonic)
    guard let delay = retry.delay(after: run.attempt - run.crashes, elapsed: elapsed, seed: seed) else { return false }
    var row = self.row(of: run, outcome, message: message, context.now)
    row.willRetry = true
    ledger.keep(row, slot: run.slot)
    context.report(.retrying(ledger.record(of: row), after: delay))
    runs.backOff(number, for: delay, context.now.monotonic)
    context.wakeLoop()
    return true
  }

  /// The backoff is over: the run waits for a carrier again. While the job or everything is paused it is held, with its
  /// slot and its lease, until the pause is lifted.
  mutating func beginRetry(_ number: Int, _ context: inout Context) {
    guard let run = runs[number] else { return }
    guard !pauses.hold(run.definition.id, run.cause) else { return runs.hold(number) }
    if let most = run.definition.options.retry?.maxElapsed, let first = run.firstStartedAt,
      context.now.monotonic - first > most
    {
      let message = "not tried again: a pause held attempt \(run.attempt) beyond the retry's maxElapsed"
      return end(number, .failed, message: message, &context)
    }
    runs.beginNextAttempt(number)
    noteQueued(number)
  }

  /// For the log: a run waits for its executor.
  mutating func noteQueued(_ number: Int) {
    guard steps.areWanted, let run = runs[number] else { return }
    steps.add(.queued(run.firing, run: run.id, attempt: run.attempt, executor: runs.executorNames[run.pool]))
  }

  /// Retries that a pause has held go on once it is lifted.
  mutating func releaseHeldRetries(_ context: inout Context) {
    for number in runs.released(by: pauses) { beginRetry(number, &context) }
  }

  /// Retries of a job that is removed end, each with a record.
  mutating func endRetries(of slot: Int, _ context: inout Context) {
    for number in runs.waitingForAttempt(of: slot) { stop(number, .cancelled(.requested), &context) }
  }

  /// What is left of a firing that exhausted its attempts, where its job says how it is to be retried. One that was put
  /// back is a dead letter again however it ends short of an end of its own, unless another replica takes it over.
  func deadLetter(_ run: Run, _ outcome: RunOutcome, message: String?, _ now: Now) -> DeadLetter? {
    let isRequeued = run.cause == .requeue
    let isGivenUp: Bool =
      switch outcome {
      case _ where outcome.isOfTheBody: run.definition.options.retry != nil || isRequeued
      case .cancelled(.shutdown), .cancelled(.leaseLost): isRequeued && !run.definition.reruns
      default: false
      }
    guard isGivenUp else { return nil }
    return DeadLetter(
      id: run.id, job: run.definition.id, instant: run.instant, cause: run.cause, attempts: run.attempt,
      outcome: outcome, message: message, at: now.wall, arguments: run.order?.arguments)
  }

  func row(of run: Run, _ outcome: RunOutcome, message: String?, _ now: Now) -> History.Row {
    History.Row(
      job: run.definition, instant: run.instant, firstInstant: run.instant, outcome: outcome, cause: run.cause,
      sequence: run.id.sequence, started: run.started, ended: now.wall, attempt: Int32(clamping: run.attempt),
      isDryRun: run.isDry, message: message ?? run.order?.dryRun?.message, fencingToken: run.lease?.lease.fencingToken,
      evidence: run.evidence)
  }

  /// Whether a breaker that is kept here is open.
  mutating func breakerSkips(_ slot: Int, _ definition: JobDefinition, _ now: Now) -> Bool {
    guard jobs[slot]?.breaker != nil, let breaker = definition.options.breaker, !hasFleetBreaker(definition) else {
      return false
    }
    return jobs.breakerSkips(slot, breaker, at: now.monotonic)
  }

  /// The fleet's breaker was open: reported once, until the job succeeds here.
  mutating func noteOpenBreaker(_ slot: Int, _ context: inout Context) {
    guard let definition = jobs[slot]?.definition, let breaker = definition.options.breaker,
      jobs.fleetBreakerOpened(slot, failures: breaker.failures)
    else { return }
    context.report(.circuitOpened(definition.id, failures: breaker.failures, for: breaker.coolDown))
  }

  /// Counts the end of a firing for the breaker of its job.
  private mutating func judgeBreaker(_ run: Run, _ outcome: RunOutcome, _ context: inout Context) {
    let definition = run.definition
    if hasFleetBreaker(definition) {
      guard outcome == .succeeded, jobs.fleetBreakerClosed(run.slot) else { return }
      return context.report(.circuitClosed(definition.id))
    }
    guard let breaker = definition.options.breaker else { return }
    switch jobs.ended(run.slot, outcome, breaker, at: context.now.monotonic) {
    case .none: break
    case .opened(let failures):
      context.report(.circuitOpened(definition.id, failures: failures, for: breaker.coolDown))
    case .closed: context.report(.circuitClosed(definition.id))
    }
  }

  /// What the policies of a job make of the end of a firing.
  mutating func consequences(
    _ run: Run, _ slot: Int, _ outcome: RunOutcome, message: String?, _ context: inout Context
  ) {
    let options = run.definition.options
    judgeBreaker(run, outcome, &context)
    if let letter = deadLetter(run, outcome, message: message, context.now) {
      if claims.isLocal { ledger.add(letter) }
      context.report(.deadLettered(letter))
    }
    guard outcome.isOfTheBody else { return }
    if options.pausesOnFailure, pauses.jobs[run.definition.id] == nil {
      let note =
        "paused itself: the firing of \(run.instant) \(outcome)" + (message.map { ": \($0.cut(toBytes: 200))" } ?? "")
      pauses.jobs[run.definition.id] = note
      context.report(.paused(run.definition.id, note: note))
      reportPause(run.definition.id, note: note, &context)
    }
  }

  /// The claims keep the state of a breaker, except for jobs that wait for events: those are not registered with the fleet, so
  /// each replica keeps its own.
  private func hasFleetBreaker(_ definition: JobDefinition) -> Bool { !claims.isLocal && definition.event == nil }

  /// Has the fleet know of a pause that was set here.
  mutating func reportPause(_ job: JobID, note: String, _ context: inout Context) {
    guard !claims.isLocal else { return }
    claims.pauses.add(job, note: note)
    context.wakeLoop()
  }
}

extension RunOutcome {
  /// The body itself failed: it threw, or it ran into its timeout. Such an end is tried again, leaves a dead letter, and has the job
  /// pause itself.
  var isOfTheBody: Bool { self == .failed || self == .timedOut }
}
