import CivilTime

/// Asking the fleet who runs what, and hearing the answers.
extension SchedulerStateMachine {
  // MARK: Asking

  /// Asks about what has come due of a job, and takes the job out of the due heap until there is an answer.
  mutating func ask(_ slot: Int, _ now: Now) {
    due.remove(slot)
    if prepareQuestion(slot, now) { shared?.toAsk.append(slot) }
  }

  /// Plans what has come due and makes the question for it; false when nothing is due. A question that was refused
  /// without effect is asked again under its token.
  private mutating func prepareQuestion(_ slot: Int, _ now: Now, token: RunID? = nil) -> Bool {
    guard let definition = jobs[slot]?.definition, let decided = jobs[slot]?.cursor, jobs[slot]?.isRemoved == false,
      case .armed(let cursor) = jobs[slot]?.claim
    else { return false }
    let waitingFrom = jobs[slot]?.waitingFrom
    let absence = absence(of: slot)
    let plan =
      definition.stored?.hold == nil
      ? MisfirePlan(definition, after: decided, now: now.wall, absence: absence, waitingFrom: waitingFrom)
      : unservedPlan(definition, after: decided, now.wall)
    guard let through = plan.through else {
      jobs[slot]?.next = plan.next
      arm(slot)
      return false
    }
    let instant = plan.run.first
    if plan.run.count > 1 { jobs[slot]?.isCatchingUp = true }
    let request = ClaimRequest(
      job: definition.id, token: token ?? newRunID(),
      intent: instant.map { .start($0) } ?? .record(through: through), expectedCursor: cursor.server,
      next: plan.run.count > 1 ? plan.run[1] : plan.next, passedOver: plan.missed, lockKey: definition.lockKey,
      slots: definition.instanceLimit, leaseDuration: definition.options.lease ?? settings.lease,
      whenBusy: jobs[slot]?.isCatchingUp == true ? .wait : definition.options.overlap.whenBusy,
      rerunsAfterCrash: definition.reruns, rerunWithin: definition.recovery.limit, version: definition.stored?.version,
      fingerprint: definition.stored == nil ? definition.fingerprint : nil)
    var due = definition.due(instant ?? through)
    // What had to wait is not late: its grace counts from now.
    if let instant, let waitingFrom, instant >= waitingFrom { due = max(due, now.wall) }
    let late = max(0, now.wall.nanoseconds(since: due))
    let graceEnds = now.monotonic.advanced(byNanoseconds: definition.options.misfireGrace.nanoseconds - late)
    let question = JobState.Question(request: request, cursor: cursor, due: due, graceEnds: graceEnds)
    jobs[slot]?.claim = .asking(question)
    shared?.questions[request.token] = slot
    return true
  }

  /// Asks for a run beside the schedule: it takes the lock and a fencing token, and leaves the cursor alone. Somebody
  /// may wait for the answer.
  mutating func askUnscheduled(
    _ slot: Int, _ order: RunOrder?, cause: FiringCause, instant: Instant? = nil, _ now: Now
  ) {
    guard let definition = jobs[slot]?.definition else { return }
    var options = definition.options
    if let overlap = order?.overlap { options.overlap = overlap }
    let instant = Instant(millisecondsSince1970: (instant ?? now.wall).millisecondsSince1970)
    let request = ClaimRequest(
      job: definition.id, cause: cause, token: newRunID(), intent: .start(instant), expectedCursor: .min,
      lockKey: definition.lockKey, slots: options.instanceLimit,
      leaseDuration: options.lease ?? settings.lease, whenBusy: options.overlap.whenBusy,
      rerunsAfterCrash: definition.reruns, rerunWithin: definition.recovery.limit, order: order?.firing,
      deadLetter: order?.deadLetter)
    // A person receives an error after 5 seconds without an answer; an event may wait as long as any firing.
    let patience = order?.isWaitedFor == true ? .seconds(5) : options.misfireGrace.duration ?? .seconds(86_400)
    shared?.runNow[request.token] = SharedClaims.RunNowQuestion(
      slot: slot, request: request, order: order, giveUpAt: now.monotonic + patience)
  }

  /// Sends what waits: everything while the claims answer, else one probe at a time.
  mutating func advanceClaims(_ context: inout Context) {
    guard shared != nil else { return }
    defer { shared?.lastAdvance = context.now.monotonic }
    while let later = shared?.askLater.first, later.key <= context.now.monotonic.nanoseconds {
      shared?.askLater.remove(later.slot)
      askAgain(later.slot, context.now)
    }
    var limit = Int.max
    if shared?.reach.isUp == false {
      guard shared?.reach.isProbing == false, context.now.monotonic >= shared?.reach.probeAt ?? .never else {
        giveUpRunNow(&context)
        return
      }
      limit = 100  // one batch is the probe
    }
    let before = limit
    sendRegistrations(&limit, &context)
    sendQuestions(&limit, &context)
    sendRunNow(&limit, &context)
    for (job, note) in shared?.pausesToReport ?? [:] where limit > 0 {
      limit -= 1
      shared?.pausesToReport[job] = nil
      shared?.pausesOnTheirWay[job] = note
      context.effects.pauses.append((job, note))
    }
    while limit > 0, shared?.outbox.hasWaiting == true {
      let reports = shared?.outbox.take(limit: min(limit, 100)) ?? []
      limit -= reports.count
      context.effects.finishes.append(contentsOf: reports)
    }
    if phase == .running { advanceTurns(&context) }
    sendHeartbeat(isProbe: limit == before && before == 100, &context)
    if before == 100 { shared?.reach.isProbing = true }
  }

  private mutating func sendRegistrations(_ limit: inout Int, _ context: inout Context) {
    guard phase == .running, let waiting = shared?.toRegister, !waiting.isEmpty else { return }
    shared?.toRegister = []
    for slot in waiting {
      guard let job = jobs[slot], !job.isRemoved, case .unregistered(false) = job.claim else { continue }
      guard limit > 0 else {
        shared?.toRegister.append(slot)
        continue
      }
      limit -= 1
      jobs[slot]?.claim = .unregistered(isAsking: true)
      context.effects.registrations.append(
        ClaimRegistration(
          job: job.definition.id, fingerprint: job.definition.fingerprint,
          next: job.definition.trigger.next(after: context.now.wall), breaker: job.definition.options.breaker,
          pauseNote: job.definition.options.startsPaused ? Self.addedPaused : nil, beginsNow: job.beginsNow))
    }
  }

  private mutating func sendQuestions(_ limit: inout Int, _ context: inout Context) {
    guard let waiting = shared?.toAsk, !waiting.isEmpty else { return }
    shared?.toAsk = []
    for slot in waiting {
      guard limit > 0 else {
        shared?.toAsk.append(slot)
        continue
      }
      // Another replica may have room; here the firing would wait for an executor with its lock taken.
      if let pool = jobs[slot]?.pool, runs.isSaturated(pool), !wantsToHearBack(slot, context.now) {
        shared?.toAsk.append(slot)
        continue
      }
      guard var question = currentQuestion(slot, context.now) else { continue }
      limit -= 1
      question.isInFlight = true
      question.wasSent = true
      jobs[slot]?.claim = .asking(question)
      if question.isAbandoned {
        context.effects.abandonments.append(question.request)
      } else {
        context.effects.decisions.append(question.request)
      }
    }
  }

  /// A job's question as it is to be sent now. One whose grace has ended while it waited is planned anew if nobody can
  /// have received it, else given up: then the claims are asked what became of it.
  private mutating func currentQuestion(_ slot: Int, _ now: Now) -> JobState.Question? {
    guard let definition = jobs[slot]?.definition, case .asking(var question) = jobs[slot]?.claim,
      !question.isInFlight
    else { return nil }
    guard case .start = question.request.intent else { return question }
    let isTooLate =
      now.monotonic > question.graceEnds
      || (definition.options.whenClaimsUnreachable == .skip
        && shared?.reach.outage?.contains(question.due) == true)
    guard isTooLate || phase != .running else { return question }
    if question.wasSent {
      question.isAbandoned = true
      return question
    }
    if let record = recordOfOldTrigger(slot, question) { return record }
    dropQuestion(slot, question)
    guard phase == .running, prepareQuestion(slot, now), case .asking(let anew) = jobs[slot]?.claim else { return nil }
    return anew
  }

  /// A job whose trigger was changed while a question waited: what is too late to start is recorded for the trigger that it
  /// belongs to. Nil where the trigger is the same.
  mutating func recordOfOldTrigger(_ slot: Int, _ question: JobState.Question) -> JobState.Question? {
    guard shared?.reregister.contains(slot) == true, case .start(let instant) = question.request.intent else {
      return nil
    }
    var record = question
    record.request.token = newRunID()
    record.request.passedOver.append(
      PassedOver(from: instant, to: instant, count: 1, reason: .claimsUnreachable))
    record.request.intent = .record(through: instant)
    (record.isInFlight, record.wasSent, record.isAbandoned) = (false, false, false)
    shared?.questions[question.request.token] = nil
    shared?.questions[record.request.token] = slot
    return record
  }

  /// Whether a question has to be sent although nothing could be started: it may have arrived, only records, or its
  /// grace has ended.
  private func wantsToHearBack(_ slot: Int, _ now: Now) -> Bool {
    guard let job = jobs[slot], case .asking(let question) = job.claim, phase == .running else { return true }
    guard !question.wasSent, case .start = question.request.intent else { return true }
    return now.monotonic > question.graceEnds
  }

  /// Forgets a question that has had no effect; the job is armed again.
  mutating func dropQuestion(_ slot: Int, _ question: JobState.Question) {
    shared?.questions[question.request.token] = nil
    jobs[slot]?.claim = .armed(question.cursor)
  }

  /// Asks again about a job whose moment has come: the same question where it stands, a new one otherwise.
  private mutating func askAgain(_ slot: Int, _ now: Now) {
    switch jobs[slot]?.claim {
    case .asking(let question) where !question.isInFlight: shared?.toAsk.append(slot)
    case .armed: ask(slot, now)
    case .unregistered(isAsking: false): shared?.toRegister.append(slot)
    default: break
    }
  }

  private mutating func sendRunNow(_ limit: inout Int, _ context: inout Context) {
    guard let waiting = shared?.runNow, !waiting.isEmpty else { return }
    giveUpRunNow(&context)
    for (token, question) in waiting.sorted(by: { $0.key < $1.key })
    where !question.isInFlight && question.askAt <= context.now.monotonic && limit > 0 {
      guard let current = shared?.runNow[token] else { continue }
      limit -= 1
      shared?.runNow[token]?.isInFlight = true
      if current.isAbandoned {
        context.effects.abandonments.append(current.request)
      } else {
        context.effects.decisions.append(current.request)
      }
    }
  }

  /// Tells people who wait too long that the claims cannot be reached. The question itself is then given up.
  private mutating func giveUpRunNow(_ context: inout Context) {
    guard let waiting = shared?.runNow, !waiting.isEmpty else { return }
    for (token, question) in waiting where !question.isInFlight && !question.isAbandoned {
      guard context.now.monotonic >= question.giveUpAt || phase != .running else { continue }
      guard question.request.serving == nil else {
        giveUpRequest(token, question)
        continue
      }
      if case .takeOver = question.request.intent, phase != .running || question.isWaiting {
        // It is offered again to whoever can.
        shared?.runNow[token]?.isAbandoned = true
        continue
      }
      shared?.runNow[token]?.isAbandoned = true
      shared?.runNow[token]?.order = nil
      if phase != .running {
        question.order?.answer(.notStarted(.skipped(.draining)), &context)
        recordUnscheduled(question, .skipped(.draining), &context)
      } else {
        let reason = shared?.reach.error?.message ?? "no answer within 5 seconds"
        question.order?.answer(
          .refused(SchedulerError(.claimsUnavailable, reason, job: question.request.job)), &context)
        recordUnscheduled(question, .missed(.claimsUnreachable), &context)
      }
    }
  }

  private mutating func sendHeartbeat(isProbe: Bool, _ context: inout Context) {
    guard let shared, !shared.isBeating, phase == .running || phase == .draining,
      context.now.monotonic >= shared.nextHeartbeat || isProbe
    else { return }
    self.shared?.isBeating = true
    self.shared?.lastHeartbeat = context.now.monotonic
    self.shared?.nextHeartbeat = context.now.monotonic.advanced(byNanoseconds: shared.heartbeatInterval)
    context.effects.heartbeat = memberReport(isLeaving: false)
  }

  func memberReport(isLeaving: Bool) -> MemberReport {
    MemberReport(
      instance: settings.instance, status: isLeaving ? "stopped" : phase == .draining ? "draining" : "running",
      timeZoneData: settings.timeZoneData, jobs: reportedJobs, isLeaving: isLeaving)
  }

  // MARK: Leases

  /// Renews a run's lease when it is time, and cancels the run when its lease has ended.
  mutating func watchLease(_ number: Int, _ context: inout Context) {
    switch runs.lookAtLease(number, context.now.monotonic, lastPass: shared?.lastAdvance) {
    case .none: break
    case .renew: if let lease = runs[number]?.lease?.lease { context.effects.renewals.append(lease) }
    case .lose(let wasFrozen):
      // Out of reach, the run is swept by whoever reaches the claims first, and counts as crashed there.
      if !wasFrozen, shared?.reach.isUp == false { runs.declareDead(number) }
      loseLease(number, &context)
    }
  }

  /// A run may not go on: another replica may own its firing.
  mutating func loseLease(_ number: Int, _ context: inout Context) {
    guard let run = runs[number], run.lease?.isLost == false else { return }
    runs.loseLease(number)
    context.report(.leaseLost(run.firing, run: run.id))
    if run.stop == nil { stop(number, .cancelled(.leaseLost), &context) }
  }

  /// Gives up everything that is only asked; what may have arrived is resolved before the end.
  mutating func drainClaims(_ context: inout Context) {
    shared?.toRegister = []
    for slot in jobs.indices {
      if case .asking(let question) = jobs[slot]?.claim, !question.wasSent { dropQuestion(slot, question) }
    }
    giveUpRunNow(&context)
    for (token, question) in shared?.runNow ?? [:] where !question.wasSent { shared?.runNow[token] = nil }
  }
}
