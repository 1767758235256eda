import CivilTime

/// Hearing what the fleet decided.
extension SchedulerStateMachine {
  // MARK: Registrations

  mutating func registered(_ replies: [RegisteredJob], _ now: Now, _ effects: inout Effects) {
    claimsReached(now, &effects)
    for reply in replies {
      guard let slot = slots[reply.job], let job = jobs[slot], case .unregistered(true) = job.claim else { continue }
      // Told again of an unchanged trigger, the beginning can only have moved back.
      let since = min(reply.since, job.since ?? reply.since)
      let decided = max(reply.cursor ?? .min, since)
      jobs[slot]?.cursor = decided
      jobs[slot]?.since = since
      jobs[slot]?.next = job.definition.trigger.next(after: decided)
      jobs[slot]?.claim = .armed(.init(server: reply.cursor ?? .min))
      if shared?.reregister.remove(slot) != nil {
        jobs[slot]?.claim = .unregistered(isAsking: false)
        shared?.toRegister.append(slot)
      } else {
        arm(slot)
      }
    }
    freeUnregistered()
  }

  mutating func registrationFailed(
    _ registrations: [ClaimRegistration], _ error: ClaimsUnavailable, _ now: Now, _ effects: inout Effects
  ) {
    claimsFailed(error, now, &effects)
    for registration in registrations {
      guard let slot = slots[registration.job], case .unregistered(true) = jobs[slot]?.claim else { continue }
      jobs[slot]?.claim = .unregistered(isAsking: false)
      shared?.toRegister.append(slot)
    }
    freeUnregistered()
  }

  /// Jobs that were removed while the fleet was being told of them.
  private mutating func freeUnregistered() {
    for slot in jobs.indices where jobs[slot]?.isRemoved == true {
      if case .unregistered(true) = jobs[slot]?.claim { jobs[slot]?.claim = .unregistered(isAsking: false) }
      freeIfRemoved(slot)
    }
  }

  // MARK: Verdicts

  mutating func decided(
    _ request: ClaimRequest, _ verdict: ClaimVerdict, _ now: Now, _ effects: inout Effects
  ) {
    if !request.movesCursor {
      decidedRunNow(request, verdict, now, &effects)
      return
    }
    guard let slot = shared?.questions[request.token], let job = jobs[slot],
      case .asking(var question) = job.claim, question.request.token == request.token
    else { return }
    question.isInFlight = false
    jobs[slot]?.claim = .asking(question)
    switch verdict {
    case .won(let lease):
      settleQuestion(slot, question, now, &effects)
      startWon(slot, question, lease, now, &effects)
    case .skipped(let reason):
      settleQuestion(slot, question, now, &effects)
      if case .start(let instant) = request.intent { recordSkip(slot, instant, reason, now, &effects) }
      if reason == .circuitOpen { heardOfOpenBreaker(slot, &effects) }
    case .recorded:
      settleQuestion(slot, question, now, &effects)
    case .lost(let cursor):
      learn(slot, question, cursor, now, &effects)
    case .gap(let cursor):
      learn(slot, question, cursor, now, &effects)
      // What lies between is planned anew and asked at once.
      if phase == .running, let next = jobs[slot]?.next, let definition = jobs[slot]?.definition,
        definition.due(next) <= now.wall
      {
        ask(slot, now)
      }
    case .ahead(let cursor):
      effects.events.append(.cursorAhead(job.definition.id, until: cursor))
      shared?.ahead[job.definition.id] = cursor
      learn(slot, question, cursor, now, &effects)
    case .early(let by):
      // Early by much, it is the server's clock that is behind, and it may be put right at any time.
      askLater(slot, after: min(by, .seconds(5)), now)
    case .quarantined(let duration):
      askLater(slot, after: duration, now)
    case .askAgain:
      shared?.toAsk.append(slot)
    case .stale:
      // Read again, then armed again.
      dropQuestion(slot, question)
      store?.load(job.definition.id)
    case .busy(let duration):
      // Nothing was decided: planned anew when the lock may be free, or a run of ours has ended.
      if case .start(let instant) = request.intent, job.definition.options.overlap.queueLimit != nil {
        jobs[slot]?.waitingFrom = min(job.waitingFrom ?? instant, instant)
      }
      dropQuestion(slot, question)
      if request.whenBusy == .replace { replaceOldest(slot, now, &effects) }
      askLater(slot, after: min(duration, SharedClaims.patience(job.timesBusy)), now)
      jobs[slot]?.timesBusy &+= 1
    }
    afterAnswer(slot)
  }

  /// The answer to a question never came; whether it had its effect is unknown. It is asked again under its token.
  mutating func decisionFailed(
    _ requests: [ClaimRequest], _ error: ClaimsUnavailable, _ now: Now, _ effects: inout Effects
  ) {
    claimsFailed(error, now, &effects)
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
  mutating func abandoned(_ request: ClaimRequest, wasWon: Bool, _ now: Now, _ effects: inout Effects) {
    if !request.movesCursor {
      shared?.runNow[request.token] = nil
      return
    }
    guard let slot = shared?.questions[request.token], case .asking(let question) = jobs[slot]?.claim else { return }
    if wasWon {
      settleQuestion(slot, question, now, &effects)
      if case .start(let instant) = request.intent {
        record(
          PassedOver(from: instant, to: instant, count: 1, reason: .claimsUnreachable), slot, now, &effects)
      }
    } else {
      dropQuestion(slot, question)
      arm(slot)
    }
    afterAnswer(slot)
  }

  /// A question was decided here: its passed-over instants are recorded, the cursor moves on.
  private mutating func settleQuestion(
    _ slot: Int, _ question: JobState.Question, _ now: Now, _ effects: inout Effects
  ) {
    shared?.questions[question.request.token] = nil
    jobs[slot]?.timesBusy = 0
    guard let definition = jobs[slot]?.definition else { return }
    for missed in question.request.passedOver { record(missed, slot, now, &effects) }
    let through: Instant
    switch question.request.intent {
    case .start(let instant): through = instant
    case .record(let instant): through = instant
    case .takeOver(let crashed): through = crashed.firing.instant
    }
    jobs[slot]?.claim = .armed(.init(server: through))
    shared?.ahead[definition.id] = nil
    let next = definition.trigger.next(after: through)
    if next.map({ definition.due($0) > now.wall }) ?? true {
      jobs[slot]?.isCatchingUp = false
      jobs[slot]?.waitingFrom = nil
    }
    settle(slot, through: through, next: next, &effects)
  }

  /// Another replica has decided up to a cursor.
  private mutating func learn(
    _ slot: Int, _ question: JobState.Question, _ cursor: Instant, _ now: Now, _ effects: inout Effects
  ) {
    shared?.questions[question.request.token] = nil
    guard let job = jobs[slot] else { return }
    jobs[slot]?.claim = .armed(.init(server: cursor))
    guard cursor > job.cursor else {
      if job.since == job.cursor {
        // The fleet had lost its data when this replica was told where the job begins, and has heard meanwhile of older
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
    if let first = trigger.next(after: job.cursor), first <= cursor {
      let count = trigger.count(
        from: first, through: trigger.previous(before: cursor.advanced(byNanoseconds: 1)) ?? first)
      jobs[slot]?.accounting.claimedElsewhere += count
      if wantsRoutineEvents {
        effects.events.append(.claimedElsewhere(job.definition.id, through: cursor, count: count))
      }
    }
    settle(slot, through: cursor, next: trigger.next(after: cursor), &effects)
  }

  /// Starts what was won, unless so much time has passed that nobody may.
  private mutating func startWon(
    _ slot: Int, _ question: JobState.Question, _ lease: Lease, _ now: Now, _ effects: inout Effects
  ) {
    guard let definition = jobs[slot]?.definition else { return }
    let late = now.wall.nanoseconds(since: question.due)
    let refusal: RunOutcome? =
      phase != .running
      ? .skipped(.draining)
      : late > definition.options.misfireGrace.nanoseconds || now.monotonic >= lease.deadline
        ? .missed(.claimsUnreachable) : nil
    guard let refusal else {
      _ = start(
        slot, lease.firing.instant, due: question.due, cause: .scheduled, id: lease.token, attempt: lease.attempt,
        lease: lease, &effects)
      return
    }
    jobs[slot]?.accounting.add(refusal)
    let row = History.Row(
      job: definition, instant: lease.firing.instant, firstInstant: lease.firing.instant, outcome: refusal,
      sequence: lease.token.sequence, ended: now.wall, fencingToken: lease.fencingToken)
    let report = FinishReport(lease: lease, record: record(of: row))
    shared?.outbox.add(report)
    append(row, slot, &effects)
  }

  private mutating func askLater(_ slot: Int, after delay: Duration, _ now: Now) {
    shared?.askLater.set(slot, to: (now.monotonic + max(delay, .milliseconds(1))).nanoseconds)
  }

  /// A change that waited for the answer, and a slot that can be freed.
  private mutating func afterAnswer(_ slot: Int) {
    if case .armed = jobs[slot]?.claim, shared?.reregister.remove(slot) != nil {
      due.remove(slot)
      jobs[slot]?.claim = .unregistered(isAsking: false)
      shared?.toRegister.append(slot)
    }
    if store != nil { afterStoreAnswer(slot) }
    freeIfRemoved(slot)
  }

  // MARK: Run now

  private mutating func decidedRunNow(
    _ request: ClaimRequest, _ verdict: ClaimVerdict, _ now: Now, _ effects: inout Effects
  ) {
    guard var question = shared?.runNow[request.token] else { return }
    question.isInFlight = false
    guard request.serving == nil else { return decidedRequest(question, verdict, now, &effects) }
    switch verdict {
    case .busy(let delay) where request.whenBusy != .skip:
      // It waits for the lock for as long as it takes.
      question.isWaiting = true
      question.giveUpAt = .never
      question.askAt = now.monotonic + min(delay, SharedClaims.patience(question.timesBusy))
      question.timesBusy &+= 1
      shared?.runNow[request.token] = question
      if request.whenBusy == .replace { replaceOldest(question.slot, now, &effects) }
      return
    case .early(let delay), .quarantined(let delay):
      question.askAt = now.monotonic + delay
      shared?.runNow[request.token] = question
      return
    case .askAgain:
      shared?.runNow[request.token] = question
      return
    default:
      shared?.runNow[request.token] = nil
    }
    let slot = question.slot
    guard let job = jobs[slot], job.definition.id == request.job else { return }
    if case .takeOver(let crashed) = request.intent {
      shared?.takeOvers.remove(crashed.token)
      if case .won(let lease) = verdict { takeOver(slot, crashed, lease, now, &effects) }
      return
    }
    switch verdict {
    case .won(let lease):
      _ = start(
        slot, lease.firing.instant, due: now.wall, cause: request.cause, id: lease.token, lease: lease,
        order: question.order, &effects)
      question.order?.answer(.started(lease.token), &effects)
    case .skipped(let reason):
      recordUnscheduled(question, .skipped(reason), now, &effects)
      question.order?.answer(.notStarted(.skipped(reason)), &effects)
    default:
      recordUnscheduled(question, .skipped(.overlap), now, &effects)
      question.order?.answer(.notStarted(.skipped(.overlap)), &effects)
    }
  }

  /// A run beside the schedule that was not started leaves a row too.
  mutating func recordUnscheduled(
    _ question: SharedClaims.RunNowQuestion, _ outcome: RunOutcome, _ now: Now, _ effects: inout Effects
  ) {
    guard let definition = jobs[question.slot]?.definition, definition.id == question.request.job,
      case .start(let instant) = question.request.intent
    else { return }
    append(
      History.Row(
        job: definition, instant: instant, firstInstant: instant, outcome: outcome, cause: question.request.cause,
        ended: now.wall), question.slot, &effects)
  }

  // MARK: Renewals, ends, heartbeats

  mutating func renewed(_ lease: Lease, _ verdict: RenewalVerdict, _ now: Now, _ effects: inout Effects) {
    guard let number = runNumbers[lease.token], let run = runs[number] else { return }
    runs[number]?.isRenewing = false
    switch verdict {
    case .renewed(let deadline), .cancel(let deadline, _):
      guard run.stop != .cancelled(.leaseLost) else { return }
      let late = now.monotonic - run.renewAt
      if late.nanoseconds > lease.duration.nanoseconds / 3 {
        effects.events.append(.renewedLate(run.firing, run: run.id, by: late))
      }
      runs[number]?.suspectUntil = nil
      var lease = run.lease ?? lease
      lease.deadline = deadline
      runs[number]?.lease = lease
      runs[number]?.renewAt = shared?.renewsAgain.remove(run.id) == nil ? lease.renewAt : now.monotonic
      if case .cancel(_, let reason) = verdict { stop(number, .cancelled(reason), now, &effects) }
      takeUp(number, &effects)
      rearm(number)
    case .lost:
      loseLease(number, now, &effects)
    }
  }

  mutating func renewalFailed(
    _ leases: [Lease], _ error: ClaimsUnavailable, _ now: Now, _ effects: inout Effects
  ) {
    claimsFailed(error, now, &effects)
    for lease in leases {
      guard let number = runNumbers[lease.token] else { continue }
      runs[number]?.isRenewing = false
      runs[number]?.renewAt = now.monotonic.advanced(
        byNanoseconds: max(50_000_000, lease.duration.nanoseconds / 20))
      rearm(number)
    }
  }

  mutating func finished(_ reports: [FinishReport], _ now: Now, _ effects: inout Effects) {
    shared?.outbox.acknowledge(reports)
    claimsReached(now, &effects)
  }

  mutating func finishFailed(
    _ reports: [FinishReport], _ error: ClaimsUnavailable, _ now: Now, _ effects: inout Effects
  ) {
    shared?.outbox.putBack(reports)
    claimsFailed(error, now, &effects)
  }

  mutating func heartbeat(_ reply: HeartbeatReply, _ now: Now, _ effects: inout Effects) {
    beaten(now)
    claimsReached(now, &effects)
    shared?.members = reply.members
    store?.owners.update(reply.members, own: settings.instance, now: now.wall)
    shared?.fleetJobs.merge(reply.jobs) { _, new in new }
    for id in shared?.fleetJobs.keys.filter({ slots[$0] == nil }) ?? [] { shared?.fleetJobs[id] = nil }
    watchFleet(reply.jobs, now, &effects)
    adopt(reply.pauses, now, &effects)
    for crashed in reply.crashed {
      if !crashed.isOfferedAgain { record(crashed, now, &effects) }
      askToTakeOver(crashed, now)
    }
    serve(reply.requests, now)
  }

  /// The fleet knows that a job has paused itself.
  mutating func pauseTold(_ job: JobID, _ now: Now, _ effects: inout Effects) {
    shared?.pausesOnTheirWay[job] = nil
    claimsReached(now, &effects)
  }

  /// It may not know: told again.
  mutating func pauseFailed(_ job: JobID, _ error: ClaimsUnavailable, _ now: Now, _ effects: inout Effects) {
    if let note = shared?.pausesOnTheirWay.removeValue(forKey: job) { shared?.pausesToTell[job] = note }
    claimsFailed(error, now, &effects)
  }

  mutating func heartbeatFailed(_ error: ClaimsUnavailable, _ now: Now, _ effects: inout Effects) {
    beaten(now)
    claimsFailed(error, now, &effects)
  }

  /// Takes over the fleet's pause switches.
  private mutating func adopt(_ switches: PauseSwitches, _ now: Now, _ effects: inout Effects) {
    var switches = switches
    // What the fleet has not heard of yet holds here.
    for (job, note) in shared?.pausesToTell ?? [:] { switches.jobs[job] = switches.jobs[job] ?? note }
    for (job, note) in shared?.pausesOnTheirWay ?? [:] { switches.jobs[job] = switches.jobs[job] ?? note }
    if switches.everything != pauses.everything {
      if switches.everything == nil { watchAllFromNow(now) }
      effects.events.append(switches.everything.map { .paused(nil, note: $0) } ?? .resumed(nil))
    }
    for id in Set(switches.jobs.keys).union(pauses.jobs.keys)
    where switches.jobs[id] != pauses.jobs[id] && slots[id] != nil {
      if switches.jobs[id] == nil, let slot = slots[id] { watchFromNow(slot, now) }
      effects.events.append(switches.jobs[id].map { .paused(id, note: $0) } ?? .resumed(id))
    }
    pauses = switches
  }

  /// A run that this replica's heartbeat found dead: its instant is in another replica's books, its row goes into ours.
  private mutating func record(_ crashed: CrashedRun, _ now: Now, _ effects: inout Effects) {
    if let number = runNumbers[crashed.token] {
      // Our own run, declared dead because its lease ended: it has no right to go on.
      loseLease(number, now, &effects)
      return
    }
    guard let slot = slots[crashed.firing.job], let definition = jobs[slot]?.definition else { return }
    append(
      History.Row(
        job: definition, instant: crashed.firing.instant, firstInstant: crashed.firing.instant, outcome: .crashed,
        cause: crashed.firing.cause, ended: now.wall, attempt: Int32(clamping: crashed.attempt),
        message: "its replica \(crashed.owner) disappeared", fencingToken: crashed.fencingToken,
        elsewhere: History.Elsewhere(instance: crashed.owner, run: crashed.token)), slot, &effects)
    if definition.reruns, crashed.isPoison {
      effects.events.append(
        .deadLettered(
          DeadLetter(
            id: crashed.token, job: definition.id, instant: crashed.firing.instant, cause: crashed.firing.cause,
            attempts: crashed.attempt, outcome: .crashed,
            message: "its process disappeared \(crashed.crashes) times; the job is paused", at: now.wall)))
    }
  }

  // MARK: Reachability

  mutating func claimsFailed(_ error: ClaimsUnavailable, _ now: Now, _ effects: inout Effects) {
    if shared?.reach.failed(error, now) == true { effects.events.append(.claimsUnavailable(error)) }
  }

  mutating func claimsReached(_ now: Now, _ effects: inout Effects) {
    if shared?.reach.reached(now) == true {
      effects.events.append(.claimsConnected(facts: shared?.facts ?? [:]))
    }
  }

  /// What the claims' service says of itself.
  mutating func observed(_ event: ClaimsEvent, _ now: Now, _ effects: inout Effects) {
    switch event {
    case .connected(let facts): shared?.facts = facts
    case .disconnected: break  // The next question finds out, and tells of it once.
    case .dataLost(let detail):
      store?.lookNow()
      effects.events.append(.dataLost(detail: detail))
    case .clockOffset(let offset):
      if shared?.clockWatch.observe(offset) == true, let reason = shared?.clockWatch.reason {
        effects.events.append(.warning(reason))
      }
    case .serverClockJumped(let by):
      effects.events.append(.serverClockJumped(by: by))
      // Leases end by the server's clock: all of them are renewed at once.
      for number in runs.indices where runs[number]?.lease != nil {
        runs[number]?.renewAt = now.monotonic
        rearm(number)
      }
    case .fleetChanged:
      beatNow(now)
      store?.askAt = now.monotonic
    case .jobChanged(let id, let next, let before, let changes):
      jobChanged(id, next: next, before: before, changes: changes)
    case .cancelRequested(let run): renewNow(run, now)
    case .warning(let text):
      if shared?.warnings.contains(text) == false {
        shared?.warnings.append(text)
        effects.events.append(.warning(text))
      }
    case .note(let text):
      if shared?.notes.contains(text) == false {
        shared?.notes.append(text)
        effects.events.append(.warning(text))
      }
    case .mended(let text):
      shared?.warnings.removeAll { $0 == text }
      shared?.notes.removeAll { $0 == text }
    }
  }
}
