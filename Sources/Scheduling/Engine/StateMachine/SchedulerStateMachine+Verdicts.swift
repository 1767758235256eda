import CivilTime

/// Hearing what the fleet decided.
extension SchedulerStateMachine {
  // MARK: Registrations

  mutating func registered(_ replies: [RegisteredJob], _ context: inout Context) {
    claimsReached(&context)
    for reply in replies {
      guard let slot = slots[reply.job], let job = jobs[slot], case .unregistered(true) = job.claim else { continue }
      // Told again of an unchanged trigger, the beginning can only have moved back.
      let since = min(reply.since, job.since ?? reply.since)
      // A date that has passed is decided by the fleet too, once: its cursor holds a redeploy back.
      let begins = job.definition.trigger.beginning(since)
      let decided = max(reply.cursor ?? .min, begins)
      jobs[slot]?.cursor = decided
      jobs[slot]?.since = since
      jobs[slot]?.next = job.definition.trigger.next(after: decided)
      jobs[slot]?.claim = .armed(.init(server: reply.cursor ?? .min))
      if shared?.reregister.contains(slot) == false { jobs[slot]?.beginsNow = false }
      if shared?.reregister.remove(slot) != nil {
        jobs[slot]?.claim = .unregistered(isAsking: false)
        shared?.toRegister.append(slot)
      } else {
        arm(slot)
      }
      // Whether the fleet has it paused.
      if job.definition.options.startsPaused { beatNow(context.now) }
    }
    freeUnregistered()
  }

  mutating func registrationFailed(
    _ registrations: [ClaimRegistration], _ error: ClaimsUnavailable, _ context: inout Context
  ) {
    claimsFailed(error, &context)
    for registration in registrations {
      guard let slot = slots[registration.job], case .unregistered(true) = jobs[slot]?.claim else { continue }
      jobs[slot]?.claim = .unregistered(isAsking: false)
      shared?.toRegister.append(slot)
    }
    freeUnregistered()
  }

  /// Jobs that were removed while they were being registered.
  private mutating func freeUnregistered() {
    guard let removed = shared?.removedWhileRegistering, !removed.isEmpty else { return }
    shared?.removedWhileRegistering = []
    for slot in removed where jobs[slot]?.isRemoved == true {
      if case .unregistered(true) = jobs[slot]?.claim { jobs[slot]?.claim = .unregistered(isAsking: false) }
      freeIfRemoved(slot)
    }
  }

  // MARK: Verdicts

  mutating func decided(
    _ request: ClaimRequest, _ verdict: ClaimVerdict, _ context: inout Context
  ) {
    if !request.movesCursor {
      decidedRunNow(request, verdict, &context)
      return
    }
    guard let slot = shared?.questions[request.token], case .asking(var question) = jobs[slot]?.claim,
      question.request.token == request.token, let definition = jobs[slot]?.definition
    else { return }
    noteReadable(slot, definition, verdict, &context)
    noteNotAhead(definition, verdict)
    if case .won(let lease) = verdict {
      settleQuestion(slot, question, &context)
      startWon(slot, question, lease, &context)
      afterAnswer(slot)
      return
    }
    question.isInFlight = false
    jobs[slot]?.claim = .asking(question)
    switch verdict {
    case .won: break
    case .skipped(let reason):
      settleQuestion(slot, question, &context)
      if case .start(let instant) = request.intent { recordPassed(slot, through: instant, .skipped(reason), &context) }
      if reason == .circuitOpen { noteOpenBreaker(slot, &context) }
    case .recorded:
      settleQuestion(slot, question, &context)
    case .lost(let cursor):
      learn(slot, question, cursor, &context)
    case .gap(let cursor):
      learn(slot, question, cursor, &context)
      // What lies between is planned anew and asked at once.
      if phase == .running, let next = jobs[slot]?.next, definition.due(next) <= context.now.wall {
        ask(slot, context.now)
      }
    case .ahead(let cursor):
      // The claims have decided nothing, and an answer can have been changed on its way: the job's own cursor stands, and
      // it is asked about again.
      if shared?.ahead.updateValue(cursor, forKey: definition.id) != cursor {
        context.report(.cursorAhead(definition.id, until: cursor))
      }
      dropQuestion(slot, question)
      askLater(slot, after: SharedClaims.aheadPause(jobs[slot]?.timesBusy ?? 0), context.now)
      jobs[slot]?.timesBusy &+= 1
    case .early(let by):
      // Early by much, it is the server's clock that is behind, and it may be put right at any time.
      askLater(slot, after: min(by, .seconds(5)), context.now)
    case .quarantined(let duration):
      askLater(slot, after: duration, context.now)
    case .askAgain:
      shared?.toAsk.append(slot)
    case .unreadable:
      // Planned anew when it is asked about again: what is too late by then is recorded as missed.
      dropQuestion(slot, question)
      jobs[slot]?.former = nil
      askLater(slot, after: SharedClaims.unreadablePause, context.now)
    case .stale:
      // Read or registered again, then armed again.
      dropQuestion(slot, question)
      if definition.stored == nil {
        due.remove(slot)
        jobs[slot]?.claim = .unregistered(isAsking: false)
        shared?.toRegister.append(slot)
        // Its beginning is another than before.
        jobs[slot]?.since = nil
      } else {
        store?.load(definition.id)
      }
    case .busy(let duration) where request.records:
      // Another replica has the instants waiting: they are looked at again when they may have been forgotten.
      dropQuestion(slot, question)
      askLater(slot, after: duration, context.now)
    case .busy(let duration):
      // Nothing was decided: planned anew when the lock may be free, or a run of ours has ended.
      if case .start(let instant) = request.intent, definition.options.overlap.queueLimit != nil {
        let from = min(jobs[slot]?.waitingFrom ?? instant, instant)
        jobs[slot]?.waitingFrom = from
      }
      dropQuestion(slot, question)
      if request.whenBusy == .replace { replaceOldest(slot, &context) }
      askLater(slot, after: min(duration, SharedClaims.patience(jobs[slot]?.timesBusy ?? 0)), context.now)
      jobs[slot]?.timesBusy &+= 1
    }
    afterAnswer(slot)
  }

  /// What the claims answer only where the cursor of a job is not ahead of their clock ends the finding that it is.
  private mutating func noteNotAhead(_ definition: JobDefinition, _ verdict: ClaimVerdict) {
    switch verdict {
    case .ahead, .askAgain, .stale, .unreadable: break
    default: shared?.ahead[definition.id] = nil
    }
  }

  /// Whether the claims can read what they keep of a job, reported when it changes.
  private mutating func noteReadable(
    _ slot: Int, _ definition: JobDefinition, _ verdict: ClaimVerdict, _ context: inout Context
  ) {
    let id = definition.id
    guard case .unreadable(let reason) = verdict else {
      guard shared?.unreadable.isEmpty == false, shared?.unreadable.removeValue(forKey: id) != nil else { return }
      // The registration had no effect, if it arrived.
      if definition.stored == nil { shared?.reregister.insert(slot) }
      return
    }
    if shared?.unreadable.updateValue(reason, forKey: id) == nil {
      context.report(.warning("job \(id) does not run: \(reason)"))
    }
  }

  /// The answer to a question never came; whether it had its effect is unknown. It is asked again under its token.
  mutating func decisionFailed(
    _ requests: [ClaimRequest], _ error: ClaimsUnavailable, _ context: inout Context
  ) {
    claimsFailed(error, &context)
    for request in requests {
      if !request.movesCursor {
        shared?.runNow[request.token]?.isInFlight = false
      } else if let slot = shared?.questions[request.token], case .asking(var question) = jobs[slot]?.claim {
        question.isInFlight = false
        if case .start = request.intent, jobs[slot]?.definition.options.whenClaimsUnreachable == .skip {
          // Asked no further than what became of it.
          question.isAbandoned = true
          shared?.reach.outageIncludes(question.due)
        }
        jobs[slot]?.claim = .asking(question)
        shared?.toAsk.append(slot)
      }
    }
  }

  /// What became of questions that were given up.
  mutating func abandoned(_ request: ClaimRequest, wasWon: Bool, _ context: inout Context) {
    if !request.movesCursor {
      shared?.runNow[request.token] = nil
      return
    }
    guard let slot = shared?.questions[request.token], case .asking(let question) = jobs[slot]?.claim else { return }
    if wasWon {
      settleQuestion(slot, question, &context)
      if case .start(let instant) = request.intent {
        record(
          PassedOver(from: instant, to: instant, count: 1, reason: .claimsUnreachable), slot, &context)
      }
    } else if phase == .running, let record = recordOfOldTrigger(slot, question) {
      jobs[slot]?.claim = .asking(record)
      shared?.toAsk.append(slot)
      context.wakeLoop()
      return
    } else {
      dropQuestion(slot, question)
      arm(slot)
    }
    afterAnswer(slot)
  }

  /// A question was decided here: its passed-over instants are recorded, the cursor moves on.
  private mutating func settleQuestion(
    _ slot: Int, _ question: JobState.Question, _ context: inout Context
  ) {
    shared?.questions[question.request.token] = nil
    jobs[slot]?.timesBusy = 0
    guard let definition = jobs[slot]?.definition else { return }
    for missed in question.request.passedOver { record(missed, slot, &context) }
    let through: Instant
    switch question.request.intent {
    case .start(let instant): through = instant
    case .record(let instant): through = instant
    case .takeOver(let crashed): through = crashed.firing.instant
    }
    jobs[slot]?.claim = .armed(.init(server: through))
    let next = definition.trigger.next(after: through)
    if next.map({ definition.due($0) > context.now.wall }) ?? true {
      jobs[slot]?.isCatchingUp = false
      jobs[slot]?.waitingFrom = nil
    }
    settle(slot, through: through, next: next, &context)
  }

  /// Another replica has decided up to a cursor.
  private mutating func learn(
    _ slot: Int, _ question: JobState.Question, _ cursor: Instant, _ context: inout Context
  ) {
    shared?.questions[question.request.token] = nil
    guard let job = jobs[slot] else { return }
    jobs[slot]?.claim = .armed(.init(server: cursor))
    guard cursor > job.cursor else {
      if job.since == job.cursor {
        // The fleet had lost its data when it answered where the job begins, and has learned meanwhile of older
        // instants that nobody has decided: asked again, it names the true beginning.
        due.remove(slot)
        if job.definition.stored != nil {
          store?.load(job.definition.id)
        } else {
          jobs[slot]?.claim = .unregistered(isAsking: false)
          shared?.toRegister.append(slot)
        }
        return
      }
      // The server has forgotten what we know to be decided: our own cursor stands.
      arm(slot)
      return
    }
    let trigger = job.definition.trigger
    noteElsewhere(slot, from: job.cursor, through: cursor, &context)
    settle(slot, through: cursor, next: trigger.next(after: cursor), &context)
  }

  /// Starts what was won, unless the job was removed meanwhile, or so much time has passed that nobody may.
  private mutating func startWon(
    _ slot: Int, _ question: JobState.Question, _ lease: Lease, _ context: inout Context
  ) {
    guard let definition = jobs[slot]?.definition else { return }
    let refusal: RunOutcome? =
      jobs[slot]?.isRemoved == true
      ? .cancelled(.requested)
      : phase != .running
        ? .skipped(.draining)
        : context.now.monotonic > question.graceEnds || context.now.monotonic >= lease.deadline
          ? .missed(.claimsUnreachable) : nil
    guard let refusal else {
      start(
        slot, lease.firing.instant, due: question.due, cause: .scheduled, id: lease.token, attempt: lease.attempt,
        lease: lease)
      return
    }
    let row = History.Row(
      job: definition, instant: lease.firing.instant, firstInstant: lease.firing.instant, outcome: refusal,
      sequence: lease.token.sequence, ended: context.now.wall, fencingToken: lease.fencingToken)
    let report = FinishReport(
      lease: lease, record: ledger.record(of: row),
      handsOver: definition.reruns
        && (refusal == .skipped(.draining) || (refusal == .cancelled(.requested) && definition.stored == nil)),
      hasBreaker: definition.options.breaker != nil)
    shared?.outbox.add(report)
    ledger.passed(row, slot: slot, isInBooks: true)
    self.report(row, &context)
  }

  private mutating func askLater(_ slot: Int, after delay: Duration, _ now: Now) {
    shared?.askLater.set(slot, to: (now.monotonic + max(delay, .milliseconds(1))).nanoseconds)
  }

  /// A change that waited for the answer, and a slot that can be freed.
  private mutating func afterAnswer(_ slot: Int) {
    if case .armed = jobs[slot]?.claim, shared?.reregister.contains(slot) == true, !recordFormer(slot) {
      shared?.reregister.remove(slot)
      due.remove(slot)
      jobs[slot]?.claim = .unregistered(isAsking: false)
      shared?.toRegister.append(slot)
    }
    if store != nil { afterStoreAnswer(slot) }
    freeIfRemoved(slot)
  }
}
