import CivilTime
import ServiceContextModule

/// A run as a carrier takes it.
struct RunTicket {
  let number: Int
  let definition: JobDefinition
  let context: (firing: Firing, id: RunID, attempt: Int, fencingToken: Int64?, isLeased: Bool)
  /// Who asked for the run; nil where its trigger did.
  var askedFor: ServiceContext?
}

extension SchedulerStateMachine {
  /// Puts a run into the ready queue. The caller has checked that it may run.
  mutating func start(
    _ slot: Int, _ instant: Instant, due: Instant, cause: FiringCause, id: RunID, attempt: Int = 1, lease: Lease?,
    askedFor: ServiceContext? = nil, _ effects: inout Effects
  ) -> Int? {
    guard let definition = jobs[slot]?.definition else { return nil }
    jobs[slot]?.running += 1
    if cause == .scheduled { jobs[slot]?.accounting.pending += 1 }
    var run = Run(
      id: id, definition: definition, slot: slot, instant: instant, cause: cause, due: due, attempt: attempt,
      lease: lease)
    run.askedFor = askedFor
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
    ready.append(number)
    askForCarrier(&effects)
    return number
  }

  /// One carrier at a time: each, when it takes its first run and leaves others waiting, asks for the next one. So a
  /// burst of short runs needs as many as there are threads, and a body that suspends strands nothing.
  private mutating func askForCarrier(_ effects: inout Effects) {
    guard !isCarrierComing, carriers < settings.maxConcurrentRuns else { return }
    isCarrierComing = true
    carriers += 1
    carriersWanted += 1
    effects.wakesLoop = true
  }

  /// Gives a carrier its next run; nil tells it to end.
  mutating func take(_ carrier: Carrier, isFirst: Bool, _ now: Now, _ effects: inout Effects) -> RunTicket? {
    if isFirst { isCarrierComing = false }
    while let number = ready.popFirst() {
      guard var run = runs[number] else { continue }
      if let stop = run.stop {
        // Told to stop before it began.
        end(number, stop.outcome, message: "stopped before it began", now, &effects)
        continue
      }
      run.started = now.wall
      run.startedAt = now.monotonic
      run.carrier = carrier
      let late = now.wall.nanoseconds(since: run.due)
      runs[number] = run
      if run.cause == .scheduled { lateness.add(late) }
      if run.definition.timeout != nil { rearm(number) }
      if wantsRoutineEvents {
        effects.events.append(
          .runStarted(run.firing, run: run.id, attempt: run.attempt, lateness: .nanoseconds(late)))
      }
      if isFirst, !ready.isEmpty { askForCarrier(&effects) }
      if ready.isEmpty, !settlers.isEmpty { effects.wakesLoop = true }
      return RunTicket(
        number: number, definition: run.definition,
        context: (run.firing, run.id, run.attempt, run.lease?.fencingToken, run.lease != nil), askedFor: run.askedFor)
    }
    carriers -= 1
    return nil
  }

  /// A carrier ends early: its task was cancelled. Another one takes over what waits.
  mutating func retire(_ effects: inout Effects) {
    carriers -= 1
    if !ready.isEmpty { askForCarrier(&effects) }
  }

  /// A body has ended. True when the run had been told to stop, so that its carrier's task is cancelled.
  mutating func finish(_ number: Int, _ result: BodyResult, _ now: Now, _ effects: inout Effects) -> Bool {
    guard let run = runs[number] else { return false }
    let outcome: RunOutcome
    var message: String?
    switch (run.stop, result) {
    case (nil, .returned): outcome = .succeeded
    case (nil, .threw(let text)):
      outcome = .failed
      message = text
    case (.some(let stop), .returned):
      outcome = stop.outcome
      message = "the body returned after it was told to stop"
    case (.some(let stop), .threw(let text)):
      outcome = stop.outcome
      message = text
    }
    end(number, outcome, message: message, now, &effects)
    return run.stop != nil
  }

  /// Records how a run ended and gives back what it held.
  mutating func end(
    _ number: Int, _ outcome: RunOutcome, message: String?, _ now: Now, _ effects: inout Effects
  ) {
    guard let run = runs[number] else { return }
    runs[number] = nil
    freeRuns.append(number)
    deadlines.remove(number)
    activeRuns -= 1
    let row = History.Row(
      job: run.definition, instant: run.instant, firstInstant: run.instant, outcome: outcome, cause: run.cause,
      sequence: run.id.sequence, started: run.started, ended: now.wall, attempt: Int32(clamping: run.attempt),
      message: message, fencingToken: run.lease?.fencingToken)
    if let lease = run.lease {
      runNumbers[run.id] = nil
      shared?.renewsAgain.remove(run.id)
      let report = FinishReport(
        lease: lease, record: record(of: row), minimumHold: run.definition.options.minimumHold)
      shared?.outbox.add(report)
      effects.wakesLoop = true
    }
    guard let slot = run.slot, jobs[slot] != nil else {
      if outcome != .succeeded || wantsRoutineEvents { effects.events.append(.ended(record(of: row))) }
      return
    }
    jobs[slot]?.running -= 1
    if run.cause == .scheduled {
      jobs[slot]?.accounting.pending -= 1
      jobs[slot]?.accounting.add(outcome)
    }
    if row.started != nil { jobs[slot]?.lastRun = row }
    append(row, slot, &effects)
    if row.started != nil { completed(run.definition, slot, outcome, now, &effects) }
    if jobs[slot]?.backlog.isEmpty == false {
      if phase == .running {
        startFromBacklog(slot, now, &effects)
      } else {
        dropBacklog(slot, .skipped(.draining), now, &effects)
      }
    }
    shared?.lockFreed(slot)
    freeIfRemoved(slot)
  }

  /// Tells a run to stop. Does nothing when it was told before.
  mutating func stop(_ number: Int, _ stop: Run.Stop, _ now: Now, _ effects: inout Effects) {
    guard runs[number]?.stop == nil, let run = runs[number] else { return }
    runs[number]?.stop = stop
    runs[number]?.stopAt = now.monotonic
    rearm(number)
    if let carrier = run.carrier { effects.cancels.append(carrier) }
  }

  // MARK: Timeouts and leases

  /// The next moment at which a run wants attention.
  mutating func rearm(_ number: Int) {
    guard let run = runs[number] else {
      deadlines.remove(number)
      return
    }
    var moment = MonotonicTime.never
    if run.stop == nil, run.started != nil, let timeout = run.definition.timeout {
      moment = min(moment, run.startedAt.advanced(byNanoseconds: timeout))
    }
    if run.stop != nil, !run.isReportedStuck, run.started != nil {
      moment = min(moment, run.stopAt + settings.stuckAfter)
    }
    if let lease = run.lease, run.stop != .cancelled(.leaseLost) {
      moment = min(moment, min(run.isRenewing ? .never : run.renewAt, run.suspectUntil ?? lease.deadline))
    }
    if moment == .never { deadlines.remove(number) } else { deadlines.set(number, to: moment.nanoseconds) }
  }

  mutating func watchDeadlines(_ now: Now, _ effects: inout Effects) {
    while let first = deadlines.first, first.key <= now.monotonic.nanoseconds {
      watch(first.slot, now, &effects)
      rearm(first.slot)
      if let again = deadlines.key(of: first.slot), again <= now.monotonic.nanoseconds {
        // What it wants is under way; look again when there is an answer, or soon.
        deadlines.set(first.slot, to: now.monotonic.advanced(byNanoseconds: 10_000_000).nanoseconds)
      }
    }
  }

  private mutating func watch(_ number: Int, _ now: Now, _ effects: inout Effects) {
    guard let run = runs[number] else { return }
    if run.stop == nil, run.started != nil, let timeout = run.definition.timeout,
      now.monotonic >= run.startedAt.advanced(byNanoseconds: timeout)
    {
      stop(number, .timeout, now, &effects)
    }
    if let told = runs[number], told.stop != nil, !told.isReportedStuck, told.started != nil,
      now.monotonic >= told.stopAt + settings.stuckAfter
    {
      runs[number]?.isReportedStuck = true
      effects.events.append(.runStuck(run.firing, run: run.id, since: now.monotonic - told.stopAt))
    }
    watchLease(number, now, &effects)
  }
}

/// How a body ended.
enum BodyResult {
  case returned
  case threw(String)
}
