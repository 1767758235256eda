import CivilTime
import ServiceContextModule

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A run as a carrier takes it.
struct RunTicket {
  let number: Int
  let definition: JobDefinition
  let context: (firing: Firing, id: RunID, attempt: Int, fencingToken: Int64?, isLeased: Bool)
  /// What somebody asked for; nil where the trigger did.
  var order: RunOrder?
  /// What the attempts before left.
  var evidence: RunEvidence?
  var askedFor: ServiceContext? { order?.askedFor }
  var arguments: JobArguments? { order?.arguments ?? definition.options.arguments }
  var argumentsJSON: Data? { order?.arguments == nil ? definition.argumentsJSON : nil }
}

extension Conductor {
  /// Puts a run into the ready queue. The caller has checked that it may run.
  mutating func start(
    _ slot: Int, _ instant: Instant, due: Instant, cause: FiringCause, id: RunID, attempt: Int = 1, lease: Lease?,
    order: RunOrder? = nil, takenOverFrom crashed: CrashedRun? = nil
  ) {
    guard let definition = jobs[slot]?.definition, let pool = jobs[slot]?.pool else { return }
    var run = Run(
      id: id, definition: definition, slot: slot, pool: pool, instant: instant, due: due, cause: cause,
      attempt: attempt, lease: lease, order: order)
    if let crashed {
      // Its instant stays in the books of the replica that decided it.
      run.isInBooks = false
      run.crashes = crashed.crashes
    }
    jobs.began(slot, isDry: run.isDry)
    if run.isExpected { ledger.expect(of: slot) }
    if !namedLocks.isEmpty, !run.isDry { namedLocks.taken(definition.lockKey) }
    noteQueued(runs.open(run))
  }

  /// Gives a carrier its next run; nil ends the carrier.
  mutating func take(
    _ carrier: Carrier, of pool: Int, isFirst: Bool, _ context: inout Context
  ) -> RunTicket? {
    if isFirst { runs.carrierArrived(pool) }
    while true {
      switch runs.take(of: pool, by: carrier, pauses: pauses, context.now) {
      case .started(let ticket, let due):
        reportBegin(of: ticket, due: due, &context)
        if isFirst { runs.wantNextCarrier(pool) }
        if !settlers.isEmpty, !runs.hasReady(pool) { context.wakeLoop() }
        return ticket
      case .stopped(let number, let stop):
        end(number, stop.outcome, message: "stopped before it began", &context)
      case .heldBack:
        context.wakeLoop()
      case .paused(let number, let isFirstAttempt):
        // Somebody may wait for the machine to come to rest, and this run ends without a body.
        context.wakeLoop()
        if isFirstAttempt, runs[number]?.isInBooks == true {
          end(number, .skipped(.paused), message: "paused while it waited for its executor", &context)
        } else {
          runs.hold(number)
        }
      case .nothing:
        if claims.jobs.waitsToAsk { context.wakeLoop() }
        // The last runs may have been stopped before they began: nobody else reports that the loop can end.
        if !settlers.isEmpty || (phase == .draining && runs.active == 0) { context.wakeLoop() }
        return nil
      }
    }
  }

  /// A body has ended. True when the run had been cancelled, so that its carrier's task is cancelled.
  mutating func finish(
    _ number: Int, _ result: BodyResult, _ evidence: RunEvidence?, _ context: inout Context
  ) -> Bool {
    guard let isDry = runs[number]?.isDry else { return false }
    if let evidence { runs.keep(evidence, of: number) }
    let stop = runs[number]?.stop
    let outcome: RunOutcome
    var message: String?
    switch (stop, result) {
    case (nil, .returned): outcome = .succeeded
    case (nil, .threw(let text, _)):
      outcome = .failed
      message = text
    case (.some(let stop), .returned):
      outcome = stop.outcome
      message = "the body returned after it was asked to stop"
    case (.some(let stop), .threw(let text, _)):
      outcome = stop.outcome
      message = text
    }
    if result.isPermanent || isDry || !retry(number, outcome, message: message, &context) {
      end(number, outcome, message: message, &context)
    }
    return stop != nil
  }

  /// Records how a run ended and gives back what it held.
  mutating func end(
    _ number: Int, _ outcome: RunOutcome, message: String?, _ context: inout Context
  ) {
    guard let run = runs.close(number) else { return }
    let row = self.row(of: run, outcome, message: message, context.now)
    if run.isDry {
      endDry(run, row, &context)
      return
    }
    if let lease = run.lease?.lease {
      let report = FinishReport(
        lease: lease, record: ledger.record(of: row), minimumHold: run.definition.options.minimumHold,
        deadLetter: deadLetter(run, outcome, message: message, context.now),
        handsOver: outcome == .cancelled(.shutdown) && run.definition.reruns,
        hasBreaker: run.definition.options.breaker != nil)
      claims.outbox.add(report)
      context.wakeLoop()
    }
    let slot = run.slot
    jobs.ended(slot, isDry: false)
    let isFirstRun = ledger.ended(row, slot: slot, isInBooks: run.isExpected)
    if outcome == .succeeded {
      overdue.succeeded(slot, at: context.now.wall, context.now)
    } else if outcome.isFailure {
      overdue.failed(slot)
    }
    report(row, isOfNote: isFirstRun, &context)
    if run.definition.hasConsequences || run.cause == .requeue {
      consequences(run, slot, outcome, message: message, &context)
    }
    if row.started != nil, !run.isDeclaredDead { completed(run.definition, outcome, &context) }
    if jobs[slot]?.waiting.isEmpty == false {
      if phase == .running {
        startWaiting(slot, &context)
      } else {
        dropWaiting(slot, .skipped(.draining), &context)
      }
    }
    if !namedLocks.isEmpty { lockFreed(run.definition.lockKey, &context) }
    armWhenIdle(slot, &context)
    freeIfRemoved(slot)
  }

  /// Records how a dry run ended; nothing follows from it.
  private mutating func endDry(_ run: Run, _ row: History.Row, _ context: inout Context) {
    jobs.ended(run.slot, isDry: true)
    ledger.keep(row, slot: run.slot)
    report(row, &context)
    freeIfRemoved(run.slot)
  }

  /// Cancels a run. Does nothing when it was cancelled before.
  mutating func stop(_ number: Int, _ stop: Run.Stop, _ context: inout Context) {
    switch runs.stop(number, stop, context.now.monotonic) {
    case .ignored, .marked(nil): break
    case .marked(let carrier?): context.effects.cancels.append(carrier)
    case .ends(let message): end(number, stop.outcome, message: message, &context)
    }
  }

  // MARK: Timeouts, leases and retries

  /// Gives attention to the runs that want it.
  mutating func watchRuns(_ context: inout Context) {
    let now = context.now.monotonic
    while let number = runs.due(now) {
      if runs.isAttemptDue(number, now) { beginRetry(number, &context) }
      if runs[number]?.isTimedOut(now) == true { stop(number, .timeout, &context) }
      if let since = runs.becameStuck(number, now), let run = runs[number] {
        context.report(.runStuck(run.firing, run: run.id, since: since))
      }
      watchLease(number, &context)
      runs.attended(number, now)
    }
  }
}

/// How a body ended.
enum BodyResult {
  case returned
  /// What it threw, and whether trying again is useless.
  case threw(String, isPermanent: Bool)

  var isPermanent: Bool { if case .threw(_, true) = self { true } else { false } }
}
