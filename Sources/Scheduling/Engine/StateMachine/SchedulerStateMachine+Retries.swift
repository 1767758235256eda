import CivilTime

/// What follows a failure: another attempt, a dead letter, a pause, an open breaker.
extension SchedulerStateMachine {
  /// Puts a run whose attempt failed into its backoff; false when it is not tried again. It keeps its slot and lease.
  mutating func retry(
    _ number: Int, _ outcome: RunOutcome, message: String?, _ context: inout Context
  ) -> Bool {
    guard outcome == .failed || outcome == .timedOut, phase == .running, let run = runs[number],
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
      case .failed, .timedOut: run.definition.options.retry != nil || isRequeued
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
      isDryRun: run.isDry, message: message ?? run.order?.dryRun?.message, fencingToken: run.lease?.lease.fencingToken)
  }

  /// Whether a breaker that is kept here is open.
  mutating func breakerSkips(_ slot: Int, _ definition: JobDefinition, _ now: Now) -> Bool {
    guard let breaker = definition.options.breaker, !hasFleetBreaker(definition), var state = jobs[slot]?.breaker
    else { return false }
    defer { jobs[slot]?.breaker = state }
    return state.skips(breaker, at: now.monotonic)
  }

  /// The fleet's breaker was open: reported once, until the job succeeds here.
  mutating func noteOpenBreaker(_ slot: Int, _ context: inout Context) {
    guard let job = jobs[slot], job.breaker == nil, let breaker = job.definition.options.breaker else { return }
    jobs[slot]?.breaker = CircuitBreaker.State(failures: breaker.failures, openUntil: .never)
    context.report(.circuitOpened(job.definition.id, failures: breaker.failures, for: breaker.coolDown))
  }

  /// What the policies of a job make of the end of a firing.
  mutating func consequences(
    _ run: Run, _ slot: Int, _ outcome: RunOutcome, message: String?, _ context: inout Context
  ) {
    let options = run.definition.options
    let isFailure = outcome == .failed || outcome == .timedOut
    if let breaker = options.breaker, !hasFleetBreaker(run.definition) {
      var state = jobs[slot]?.breaker ?? CircuitBreaker.State()
      if state.ended(outcome, breaker, at: context.now.monotonic) {
        context.report(.circuitOpened(run.definition.id, failures: state.failures, for: breaker.coolDown))
      } else if outcome == .succeeded, jobs[slot]?.breaker?.openUntil != nil {
        context.report(.circuitClosed(run.definition.id))
      }
      jobs[slot]?.breaker = state == CircuitBreaker.State() ? nil : state
    }
    if hasFleetBreaker(run.definition), outcome == .succeeded, jobs[slot]?.breaker != nil {
      jobs[slot]?.breaker = nil
      context.report(.circuitClosed(run.definition.id))
    }
    if let letter = deadLetter(run, outcome, message: message, context.now) {
      if claims.isLocal { ledger.add(letter) }
      context.report(.deadLettered(letter))
    }
    guard isFailure else { return }
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
