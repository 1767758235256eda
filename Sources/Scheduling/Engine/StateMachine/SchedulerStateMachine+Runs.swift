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
  var askedFor: ServiceContext? { order?.askedFor }
  var arguments: JobArguments? { order?.arguments ?? definition.options.arguments }
  var argumentsJSON: Data? { order?.arguments == nil ? definition.argumentsJSON : nil }
}

extension SchedulerStateMachine {
  /// Puts a run into the ready queue. The caller has checked that it may run.
  mutating func start(
    _ slot: Int, _ instant: Instant, due: Instant, cause: FiringCause, id: RunID, attempt: Int = 1, lease: Lease?,
    order: RunOrder? = nil, _ context: inout Context
  ) -> Int? {
    guard let definition = jobs[slot]?.definition, let pool = jobs[slot]?.pool else { return nil }
    if order?.dryRun == nil { jobs[slot]?.running += 1 } else { jobs[slot]?.dryRuns += 1 }
    if cause == .scheduled { jobs[slot]?.accounting.pending += 1 }
    var run = Run(
      id: id, definition: definition, slot: slot, instant: instant, cause: cause, due: due, attempt: attempt,
      lease: lease)
    run.order = order
    run.pool = pool
    if let lease { run.renewAt = lease.renewAt }
    let number: Int
    if let reused = freeRuns.popLast() {
      number = reused
      runs[number] = run
    } else {
      number = runs.count
      runs.append(run)
    }
    activeRuns += 1
    if lease != nil {
      runNumbers[id] = number
      rearm(number)
    }
    if !namedLocks.isEmpty, !run.isDry { namedLocks.taken(definition.lockKey) }
    pools[pool].ready.append(number, priority: definition.options.priority.value)
    askForCarrier(pool, &context)
    return number
  }

  /// One carrier at a time: each, when it takes its first run and leaves others waiting, asks for the next one. So a
  /// burst of short runs needs as many as there are threads, and a body that suspends strands nothing.
  mutating func askForCarrier(_ pool: Int, _ context: inout Context) {
    guard !pools[pool].isCarrierComing, pools[pool].carriers < pools[pool].limit else { return }
    pools[pool].isCarrierComing = true
    pools[pool].carriers += 1
    carriersWanted.append(pool)
    context.wakeLoop()
  }

  /// Gives a carrier its next run; nil ends the carrier.
  mutating func take(
    _ carrier: Carrier, of pool: Int, isFirst: Bool, _ context: inout Context
  ) -> RunTicket? {
    if isFirst { pools[pool].isCarrierComing = false }
    while let number = pools[pool].ready.popFirst() {
      guard var run = runs[number] else { continue }
      if let stop = run.stop {
        // Told to stop before it began.
        end(number, stop.outcome, message: "stopped before it began", &context)
        continue
      }
      if holdsBack(number, &context) { continue }
      if isPaused(run) {
        // Somebody may wait for the machine to come to rest, and this run ends without a body.
        context.wakeLoop()
        if run.firstStartedAt == .never, run.isInBooks {
          end(number, .skipped(.paused), message: "paused while it waited for its executor", &context)
        } else {
          holdRetry(number, context.now)
        }
        continue
      }
      run.started = context.now.wall
      run.startedAt = context.now.monotonic
      if run.firstStartedAt == .never { run.firstStartedAt = context.now.monotonic }
      run.carrier = carrier
      let late = context.now.wall.nanoseconds(since: run.due)
      runs[number] = run
      if run.cause == .scheduled, run.attempt == 1 { lateness.add(late) }
      if run.definition.timeout != nil { rearm(number) }
      if wantsRoutineEvents {
        context.report(
          .runStarted(run.firing, run: run.id, attempt: run.attempt, lateness: .nanoseconds(late)))
      }
      if isFirst, !pools[pool].ready.isEmpty { askForCarrier(pool, &context) }
      if pools[pool].ready.isEmpty, !settlers.isEmpty { context.wakeLoop() }
      return RunTicket(
        number: number, definition: run.definition,
        context: (run.firing, run.id, run.attempt, run.lease?.fencingToken, run.lease != nil), order: run.order)
    }
    pools[pool].carriers -= 1
    if shared?.toAsk.isEmpty == false { context.wakeLoop() }
    // The last runs may have been stopped before they began: nobody else reports that the loop can end.
    if !settlers.isEmpty || (phase == .draining && activeRuns == 0) { context.wakeLoop() }
    return nil
  }

  /// A carrier ends early: its task was cancelled. Another one takes over what waits.
  mutating func retire(_ pool: Int, _ context: inout Context) {
    pools[pool].carriers -= 1
    if !pools[pool].ready.isEmpty { askForCarrier(pool, &context) }
  }

  /// A body has ended. True when the run had been cancelled, so that its carrier's task is cancelled.
  mutating func finish(_ number: Int, _ result: BodyResult, _ context: inout Context) -> Bool {
    guard let isDry = runs[number]?.isDry else { return false }
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
    guard let run = runs[number].take() else { return }
    freeRuns.append(number)
    deadlines.remove(number)
    activeRuns -= 1
    if run.retryAt != .never { backingOff -= 1 }
    if run.isRetryHeld { heldRetries.remove(number) }
    let row = self.row(of: run, outcome, message: message, context.now)
    if run.isDry {
      endDry(run, row, &context)
      return
    }
    if let lease = run.lease {
      runNumbers[run.id] = nil
      shared?.renewsAgain.remove(run.id)
      let report = FinishReport(
        lease: lease, record: record(of: row), minimumHold: run.definition.options.minimumHold,
        deadLetter: deadLetter(run, outcome, message: message, context.now),
        handsOver: outcome == .cancelled(.shutdown) && run.definition.reruns,
        hasBreaker: run.definition.options.breaker != nil)
      shared?.outbox.add(report)
      context.wakeLoop()
    }
    guard let slot = run.slot, jobs[slot] != nil else {
      if outcome != .succeeded || wantsRoutineEvents { context.report(.ended(record(of: row))) }
      if !namedLocks.isEmpty { lockFreed(run.definition.lockKey, &context) }
      return
    }
    jobs[slot]?.running -= 1
    if run.cause == .scheduled, run.isInBooks {
      jobs[slot]?.accounting.pending -= 1
      jobs[slot]?.accounting.add(outcome)
    }
    let isFirstRun = jobs[slot]?.lastRun == nil
    if row.started != nil { jobs[slot]?.lastRun = row }
    if outcome == .succeeded {
      succeeded(slot, at: context.now.wall, context.now)
    } else if outcome.isFailure {
      jobs[slot]?.watch.isFailing = true
    }
    append(row, slot, isOfNote: isFirstRun, &context)
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
    guard let slot = run.slot, jobs[slot] != nil else { return }
    jobs[slot]?.dryRuns -= 1
    append(row, slot, &context)
    freeIfRemoved(slot)
  }

  /// Cancels a run. Does nothing when it was cancelled before.
  mutating func stop(_ number: Int, _ stop: Run.Stop, _ context: inout Context) {
    guard runs[number]?.stop == nil, let run = runs[number] else { return }
    if run.retryAt != .never {
      // Nothing runs: it waits for its next attempt.
      let message = "not tried again: it was stopped while it waited for attempt \(run.attempt)"
      end(number, stop.outcome, message: message, &context)
      return
    }
    if run.isHeldBack {
      end(number, stop.outcome, message: "stopped before it began", &context)
      return
    }
    runs[number]?.stop = stop
    runs[number]?.stopAt = context.now.monotonic
    rearm(number)
    if let carrier = run.carrier { context.effects.cancels.append(carrier) }
  }

  // MARK: Timeouts and leases

  /// The next moment at which a run wants attention.
  mutating func rearm(_ number: Int) {
    let moment = runs[number]?.nextMoment(stuckAfter: settings.stuckAfter) ?? .never
    if moment == .never { deadlines.remove(number) } else { deadlines.set(number, to: moment.nanoseconds) }
  }

  mutating func watchDeadlines(_ context: inout Context) {
    while let first = deadlines.first, first.key <= context.now.monotonic.nanoseconds {
      watch(first.slot, &context)
      rearm(first.slot)
      if let again = deadlines.key(of: first.slot), again <= context.now.monotonic.nanoseconds {
        // What it wants is under way; look again when there is an answer, or soon.
        deadlines.set(first.slot, to: context.now.monotonic.advanced(byNanoseconds: 10_000_000).nanoseconds)
      }
    }
  }

  private mutating func watch(_ number: Int, _ context: inout Context) {
    guard let run = runs[number] else { return }
    if context.now.monotonic >= run.retryAt, !run.isRetryHeld { beginRetry(number, &context) }
    if run.stop == nil, run.started != nil, let timeout = run.definition.timeout,
      context.now.monotonic >= run.startedAt.advanced(byNanoseconds: timeout)
    {
      stop(number, .timeout, &context)
    }
    if let told = runs[number], told.stop != nil, !told.isReportedStuck, told.started != nil,
      context.now.monotonic >= told.stopAt + settings.stuckAfter
    {
      runs[number]?.isReportedStuck = true
      context.report(.runStuck(run.firing, run: run.id, since: context.now.monotonic - told.stopAt))
    }
    watchLease(number, &context)
  }
}

/// How a body ended.
enum BodyResult {
  case returned
  /// What it threw, and whether trying again is useless.
  case threw(String, isPermanent: Bool)

  var isPermanent: Bool { if case .threw(_, true) = self { true } else { false } }
}
