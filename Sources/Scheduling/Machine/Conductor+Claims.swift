import CivilTime

/// Asking the fleet who runs what.
extension Conductor {
  // MARK: Asking

  /// Asks about what has come due of a job, and takes the job out of the due heap until there is an answer.
  mutating func ask(_ slot: Int, _ now: Now) { if plan(slot, now) { claims.jobs.queue(slot) } }

  /// Plans what has come due and makes the question for it; false when nothing is due.
  private mutating func plan(_ slot: Int, _ now: Now) -> Bool {
    jobs.disarm(slot)
    guard let definition = jobs[slot]?.definition, let decided = jobs[slot]?.cursor, jobs[slot]?.isRemoved == false,
      let cursor = claims.jobs.armedCursor(slot)
    else { return false }
    let waitingFrom = claims.jobs[slot].waitingFrom
    let plan =
      definition.stored?.hold == nil
      ? MisfirePlan(definition, after: decided, now: now.wall, absence: absence(of: slot), waitingFrom: waitingFrom)
      : unservedPlan(definition, after: decided, now.wall)
    guard let through = plan.through else {
      jobs.expect(slot, plan.next)
      arm(slot)
      return false
    }
    let instant = plan.run.first
    if let instant, claims.jobs[slot].timesBusy == 0 { steps.add(.due(Firing(job: definition.id, instant: instant))) }
    let isCatchingUp = plan.run.count > 1 || claims.jobs[slot].isCatchingUp
    let request = ClaimRequest(
      job: definition.id, token: newRunID(),
      intent: instant.map { .start($0) } ?? .record(through: through), expectedCursor: cursor,
      next: plan.run.count > 1 ? plan.run[1] : plan.next, passedOver: plan.missed, lockKey: definition.lockKey,
      slots: definition.instanceLimit, leaseDuration: leaseDuration(definition),
      whenBusy: isCatchingUp ? .wait : definition.options.overlap.whenBusy, rerunsAfterCrash: definition.reruns,
      rerunWithin: definition.recovery.limit, version: definition.stored?.version,
      fingerprint: definition.stored == nil ? definition.fingerprint : nil)
    var due = definition.due(instant ?? through)
    // What had to wait is not late: its grace counts from now.
    if let instant, let waitingFrom, instant >= waitingFrom { due = max(due, now.wall) }
    let late = max(0, now.wall.nanoseconds(since: due))
    let graceEnds = now.monotonic.advanced(byNanoseconds: definition.options.misfireGrace.nanoseconds - late)
    claims.jobs.plan(
      slot, .init(request: request, cursor: cursor, due: due, graceEnds: graceEnds), isCatchingUp: isCatchingUp)
    return true
  }

  func leaseDuration(_ definition: JobDefinition) -> Duration { definition.options.lease ?? settings.lease }

  /// Asks for a run beside the schedule: it takes the lock and a fencing token, and leaves the cursor alone. Somebody
  /// may wait for the answer.
  mutating func askUnscheduled(
    _ slot: Int, _ order: RunOrder?, cause: FiringCause, instant: Instant? = nil, _ now: Now
  ) {
    guard let definition = jobs[slot]?.definition else { return }
    let options = definition.options.overlapping(order?.overlap)
    let instant = Instant(millisecondsSince1970: (instant ?? now.wall).millisecondsSince1970)
    steps.add(.due(Firing(job: definition.id, instant: instant, cause: cause)))
    let request = ClaimRequest(
      job: definition.id, cause: cause, token: newRunID(), intent: .start(instant), expectedCursor: .min,
      lockKey: definition.lockKey, slots: options.instanceLimit,
      leaseDuration: leaseDuration(definition), whenBusy: options.overlap.whenBusy,
      rerunsAfterCrash: definition.reruns, rerunWithin: definition.recovery.limit, order: order?.firing,
      deadLetter: order?.deadLetter)
    // A person receives an error after 5 seconds without an answer; an event may wait as long as any firing.
    let patience = order?.isWaitedFor == true ? .seconds(5) : options.misfireGrace.duration ?? .seconds(86_400)
    claims.unscheduled.add(
      .init(slot: slot, request: request, order: order, giveUpAt: now.monotonic + patience))
  }

  // MARK: Sending

  /// Sends what waits: everything while the claims answer, else one probe at a time.
  mutating func advanceClaims(_ context: inout Context) {
    let now = context.now
    defer { claims.passed(now.monotonic) }
    while let again = claims.jobs.takeLater(now.monotonic) {
      guard case .ask(let slot) = again else { continue }
      if claims.jobs.awaitsSuccession(slot) { succeedFormer(slot) } else { ask(slot, now) }
    }
    guard let most = claims.limit(now.monotonic) else { return giveUpUnscheduled(&context) }
    var limit = most
    sendRegistrations(&limit, &context)
    sendQuestions(&limit, &context)
    sendUnscheduled(&limit, &context)
    context.effects.pauses.append(contentsOf: claims.pauses.take(&limit))
    while limit > 0, claims.outbox.hasWaiting {
      let reports = claims.outbox.take(limit: min(limit, 100))
      limit -= reports.count
      context.effects.finishes.append(contentsOf: reports)
    }
    if phase == .running { advanceTurns(&context) }
    let isProbe = most == ClaimMachine.probe
    if claims.heartbeat.begin(now.monotonic, isProbe: isProbe && limit == most) {
      context.effects.heartbeat = memberReport(isLeaving: false)
    }
    if isProbe { claims.reach.isProbing = true }
  }

  private mutating func sendRegistrations(_ limit: inout Int, _ context: inout Context) {
    guard phase == .running else { return }
    let slots = claims.jobs.takeRegistrations(&limit) { jobs[$0]?.isRemoved == false }
    for slot in slots {
      guard let definition = jobs[slot]?.definition else { continue }
      context.effects.registrations.append(
        ClaimRegistration(
          job: definition.id, fingerprint: definition.fingerprint,
          next: definition.trigger.next(after: context.now.wall), breaker: definition.options.breaker,
          pauseNote: definition.options.startsPaused ? Self.addedPaused : nil,
          beginsNow: claims.jobs[slot].beginsNow))
    }
  }

  private mutating func sendQuestions(_ limit: inout Int, _ context: inout Context) {
    guard claims.jobs.waitsToAsk else { return }
    for slot in claims.jobs.takeToAsk() {
      // Another replica may have room; here the firing would wait for an executor with its lock taken.
      let isFull =
        phase == .running && jobs[slot].map { runs.isSaturated($0.pool) } == true
        && !claims.jobs.wantsAnswer(slot, context.now.monotonic)
      if limit <= 0 || isFull { claims.jobs.queue(slot) } else { sendQuestion(of: slot, &limit, &context) }
    }
  }

  /// Sends a job's question. One whose grace has ended while it waited is planned anew if nobody can have received it, else given
  /// up: then the claims are asked what became of it.
  private mutating func sendQuestion(of slot: Int, _ limit: inout Int, _ context: inout Context) {
    guard let definition = jobs[slot]?.definition, let question = claims.jobs.question(slot) else { return }
    let isTooLate =
      phase != .running || context.now.monotonic > question.graceEnds
      || (definition.options.whenClaimsUnreachable == .skip && claims.reach.outage?.contains(question.due) == true)
    var sending = claims.jobs.send(slot, isTooLate: isTooLate, &ids)
    if case .dropped = sending, phase == .running, plan(slot, context.now) {
      sending = claims.jobs.send(slot, isTooLate: false, &ids)
    }
    switch sending {
    case .nothing, .dropped: break
    case .decide(let request):
      limit -= 1
      context.effects.decisions.append(request)
    case .abandon(let request):
      limit -= 1
      context.effects.abandonments.append(request)
    }
  }

  private mutating func sendUnscheduled(_ limit: inout Int, _ context: inout Context) {
    guard !claims.unscheduled.isEmpty else { return }
    giveUpUnscheduled(&context)
    for question in claims.unscheduled.take(&limit, context.now.monotonic) {
      if question.isAbandoned {
        context.effects.abandonments.append(question.request)
      } else {
        context.effects.decisions.append(question.request)
      }
    }
  }

  /// Reports to people who wait too long that the claims cannot be reached. The question itself is then given up.
  private mutating func giveUpUnscheduled(_ context: inout Context) {
    guard !claims.unscheduled.isEmpty else { return }
    let isStopping = phase != .running
    for question in claims.unscheduled.giveUp(context.now.monotonic, isStopping: isStopping) {
      if isStopping {
        question.order?.answer(.notStarted(.skipped(.draining)), &context)
        recordUnscheduled(question, .skipped(.draining), &context)
      } else {
        let reason = claims.reach.error?.message ?? "no answer within 5 seconds"
        question.order?.answer(
          .refused(SchedulerError(.claimsUnavailable, reason, job: question.request.job)), &context)
        recordUnscheduled(question, .missed(.claimsUnreachable), &context)
      }
    }
  }

  func memberReport(isLeaving: Bool) -> MemberReport {
    MemberReport(
      instance: settings.instance, status: isLeaving ? "stopped" : phase == .draining ? "draining" : "running",
      timeZoneData: settings.timeZoneData, jobs: reportedJobs, isLeaving: isLeaving)
  }

  /// Gives up everything that is only asked; what may have arrived is resolved before the end.
  mutating func drainClaims(_ context: inout Context) {
    claims.jobs.dropUnsent()
    giveUpUnscheduled(&context)
    claims.unscheduled.dropUnsent()
  }

  // MARK: Leases

  /// Renews a run's lease when it is time, and cancels the run when its lease has ended.
  mutating func watchLease(_ number: Int, _ context: inout Context) {
    switch runs.lookAtLease(number, context.now.monotonic, lastPass: claims.lastPass) {
    case .none: break
    case .renew: if let lease = runs[number]?.lease?.lease { context.effects.renewals.append(lease) }
    case .lose(let wasFrozen):
      // Out of reach, the run is swept by whoever reaches the claims first, and counts as crashed there.
      if !wasFrozen, !claims.reach.isUp { runs.declareDead(number) }
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
}

extension JobOptions {
  /// The options with another overlap policy, where one is given.
  func overlapping(_ overlap: Overlap?) -> JobOptions {
    guard let overlap else { return self }
    var options = self
    options.overlap = overlap
    return options
  }
}
