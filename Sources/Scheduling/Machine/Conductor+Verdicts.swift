import CivilTime

/// What the fleet has decided of instants of the schedule.
extension Conductor {
  // MARK: Registrations

  mutating func registered(_ replies: [RegisteredJob], _ context: inout Context) {
    claimsReached(&context)
    for reply in replies {
      guard let slot = jobs.slot(reply.job), let definition = jobs[slot]?.definition,
        let since = claims.jobs.registered(slot, cursor: reply.cursor, since: reply.since)
      else { continue }
      // A date that has passed is decided by the fleet too, once: its cursor holds a redeploy back.
      let decided = max(reply.cursor ?? .min, definition.trigger.beginning(since))
      jobs.decide(slot, through: decided, next: definition.trigger.next(after: decided))
      if claims.jobs.isArmed(slot) { arm(slot) }
      // Whether the fleet has it paused.
      if definition.options.startsPaused { claims.heartbeat.hasten(context.now.monotonic) }
    }
    freeUnregistered()
  }

  mutating func registrationFailed(
    _ registrations: [ClaimRegistration], _ error: ClaimsUnavailable, _ context: inout Context
  ) {
    claimsFailed(error, &context)
    for registration in registrations {
      if let slot = jobs.slot(registration.job) { claims.jobs.registrationFailed(slot) }
    }
    freeUnregistered()
  }

  /// Jobs that were removed while they were being registered.
  private mutating func freeUnregistered() {
    for slot in claims.jobs.takeLeaving() where jobs[slot]?.isRemoved == true { freeIfRemoved(slot) }
  }

  // MARK: Verdicts

  mutating func decided(_ request: ClaimRequest, _ verdict: ClaimVerdict, _ context: inout Context) {
    guard request.movesCursor else { return decidedUnscheduled(request, verdict, &context) }
    guard let (slot, question) = claims.jobs.asked(request.token), let definition = jobs[slot]?.definition else {
      return
    }
    let finding = claims.fleet.judge(definition.id, verdict)
    report(finding, slot, definition, &context)
    claims.jobs.answered(slot)
    let now = context.now
    // Asked again after a while, not at once.
    var waits = false
    switch verdict {
    case .won(let lease):
      settleQuestion(slot, question, &context)
      startWon(slot, question, lease, &context)
    case .skipped(let reason):
      settleQuestion(slot, question, &context)
      if case .start(let instant) = request.intent {
        recordPassed(slot, through: instant, .skipped(reason), &context)
      }
      if reason == .circuitOpen { noteOpenBreaker(slot, &context) }
    case .recorded:
      settleQuestion(slot, question, &context)
    case .lost(let cursor):
      learn(slot, cursor, &context)
    case .gap(let cursor):
      learn(slot, cursor, &context)
      // What lies between is planned anew and asked at once.
      if phase == .running, let next = jobs[slot]?.next, definition.due(next) <= now.wall { ask(slot, now) }
    case .undecided(let after, let through):
      claims.jobs.drop(slot)
      recordUndecided(slot, after: after, through: through)
    case .ahead:
      claims.jobs.ahead(slot, now.monotonic)
      waits = true
    case .early(let by):
      // Early by much, it is the server's clock that is behind, and it may be put right at any time.
      claims.jobs.askLater(slot, after: min(by, .seconds(5)), now.monotonic)
    case .quarantined(let duration):
      claims.jobs.askLater(slot, after: duration, now.monotonic)
    case .askAgain:
      claims.jobs.queue(slot)
    case .unreadable:
      claims.jobs.unreadable(slot, now.monotonic)
    case .stale:
      // Read or registered again, then armed again.
      claims.jobs.drop(slot)
      beginAnew(slot, definition)
    case .busy(let duration) where request.records:
      // Another replica has the instants waiting: they are looked at again when they may have been forgotten.
      claims.jobs.drop(slot)
      claims.jobs.askLater(slot, after: duration, now.monotonic)
      waits = true
    case .busy(let duration):
      var waiting: Instant?
      if case .start(let instant) = request.intent, definition.options.overlap.queueLimit != nil {
        if claims.jobs[slot].waitingFrom == nil { steps.add(.waits(Firing(job: request.job, instant: instant))) }
        waiting = instant
      }
      claims.jobs.busy(slot, for: duration, waits: waiting, now.monotonic)
      if request.whenBusy == .replace { replaceOldest(slot, &context) }
    }
    if !waits { succeedFormer(slot) }
    afterAnswer(slot)
  }

  /// Reports what a verdict says of a job beside the decision.
  private mutating func report(
    _ finding: FleetKnowledge.Finding, _ slot: Int, _ definition: JobDefinition, _ context: inout Context
  ) {
    if let reason = finding.unreadable {
      context.report(.warning("job \(definition.id) does not run: \(reason)"))
    }
    if let cursor = finding.ahead { context.report(.cursorAhead(definition.id, until: cursor)) }
    // The registration had no effect, if it arrived.
    if finding.isReadableAgain, definition.stored == nil { claims.jobs.registerAfterAnswer(slot) }
  }

  /// Where the job begins is to be found out anew: its registration, or its place in the store, is another than before.
  private mutating func beginAnew(_ slot: Int, _ definition: JobDefinition) {
    guard definition.stored == nil else {
      window.load(definition.id)
      return
    }
    guard definition.event == nil else { return claims.jobs.keep(nil, of: slot) }
    jobs.disarm(slot)
    claims.jobs.registerFromTheBeginning(slot)
  }

  /// The answer to a question never came; whether it had its effect is unknown. It is asked again under its token.
  mutating func decisionFailed(
    _ requests: [ClaimRequest], _ error: ClaimsUnavailable, _ context: inout Context
  ) {
    claimsFailed(error, &context)
    for request in requests {
      guard request.movesCursor else {
        claims.unscheduled.failed(request.token)
        continue
      }
      guard let (slot, question) = claims.jobs.asked(request.token) else { continue }
      // Asked no further than what became of it.
      let abandons = question.starts && jobs[slot]?.definition.options.whenClaimsUnreachable == .skip
      if abandons { claims.reach.outageIncludes(question.due) }
      claims.jobs.failed(slot, abandons: abandons)
    }
  }

  /// What became of questions that were given up.
  mutating func abandoned(_ request: ClaimRequest, wasWon: Bool, _ context: inout Context) {
    guard request.movesCursor else { return claims.unscheduled.remove(request.token) }
    guard let (slot, question) = claims.jobs.asked(request.token) else { return }
    if wasWon {
      settleQuestion(slot, question, &context)
      if case .start(let instant) = request.intent {
        recordPassed(slot, through: instant, .missed(.claimsUnreachable), &context)
      }
    } else if claims.jobs.gaveUp(slot, recordsOldTrigger: phase == .running, &ids) {
      context.wakeLoop()
      return
    } else {
      arm(slot)
    }
    succeedFormer(slot)
    afterAnswer(slot)
  }

  /// A question was decided here: its passed-over instants are recorded, the cursor moves on.
  private mutating func settleQuestion(_ slot: Int, _ question: JobClaims.Question, _ context: inout Context) {
    guard let definition = jobs[slot]?.definition else { return }
    for missed in question.request.passedOver { record(missed, slot, &context) }
    // What was left undecided behind the cursor: that stands.
    if let decided = jobs[slot]?.cursor, question.through < decided {
      claims.jobs.drop(slot)
      return arm(slot)
    }
    claims.jobs.settled(slot)
    let next = definition.trigger.next(after: question.through)
    if next.map({ definition.due($0) > context.now.wall }) ?? true { claims.jobs.dropWaiting(slot) }
    settle(slot, through: question.through, next: next, &context)
  }

  /// Another replica has decided up to a cursor.
  private mutating func learn(_ slot: Int, _ cursor: Instant, _ context: inout Context) {
    guard let definition = jobs[slot]?.definition, let decided = jobs[slot]?.cursor else { return }
    claims.jobs.decidedElsewhere(slot, through: cursor)
    guard cursor > decided else {
      // The fleet had lost its data when it answered where the job begins, and has learned meanwhile of older instants that
      // nobody has decided: asked again, it names the true beginning. Else the server has forgotten what we know to be
      // decided: our own cursor stands.
      if claims.jobs[slot].since == decided {
        jobs.disarm(slot)
        if definition.stored == nil { claims.jobs.register(slot) } else { window.load(definition.id) }
      } else {
        arm(slot)
      }
      return
    }
    noteElsewhere(slot, from: decided, through: cursor, &context)
    settle(slot, through: cursor, next: definition.trigger.next(after: cursor), &context)
  }

  /// A change of the trigger that waited for an answer: what the former one has left is recorded, then the new one begins.
  mutating func succeedFormer(_ slot: Int) {
    guard claims.jobs.awaitsSuccession(slot), !recordFormer(slot) else { return }
    jobs.disarm(slot)
    claims.jobs.succeed(slot)
  }

  /// A slot that can be freed, and a stored job that is read again.
  private mutating func afterAnswer(_ slot: Int) {
    if claims.isStored { afterStoreAnswer(slot) }
    freeIfRemoved(slot)
  }
}

extension ClaimRequest {
  /// Whether it only records.
  var records: Bool { if case .record = intent { true } else { false } }

  /// Whether the answer decides an instant of the schedule.
  var movesCursor: Bool {
    if case .takeOver = intent { return false }
    return cause == .scheduled
  }
}
