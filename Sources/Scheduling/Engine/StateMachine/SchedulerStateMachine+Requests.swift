import CivilTime

/// Serving what the fleet was asked to do. Every replica that has the job asks for a request that waits; the claims let
/// one of them have it, and it is consumed in that step. So none is remembered here longer than its question.
extension SchedulerStateMachine {
  /// Asks for requests that wait, as far as this replica has their jobs.
  mutating func serve(_ requests: [FleetRequest], _ now: Now) {
    guard phase == .running else { return }
    for request in requests {
      if store != nil, slots[request.job] == nil { store?.invite(request.job, now) }
      guard let slot = slots[request.job], let definition = jobs[slot]?.definition,
        definition.stored?.hold == nil, let position = request.from,
        let through = request.through, let expires = request.expires, expires > now.wall,
        shared?.runNow.values.contains(where: { $0.request.serving?.id == request.id }) == false
      else { continue }
      var instant: Instant? = position
      var next: Instant?
      if request.cause == .backfill {
        let trigger = definition.trigger
        instant = trigger.next(after: position.advanced(byNanoseconds: -1)).flatMap { $0 <= through ? $0 : nil }
        next = instant.flatMap(trigger.next(after:)).flatMap { $0 <= through ? $0 : nil }
      }
      var options = definition.options
      options.overlap = request.overlap ?? options.overlap
      let waits = request.overlap == nil && request.cause != .runNow
      let question = ClaimRequest(
        job: request.job, cause: request.cause, token: newRunID(),
        intent: instant.map { .start($0) } ?? .record(through: through), expectedCursor: .min,
        lockKey: definition.lockKey, slots: options.instanceLimit,
        leaseDuration: options.lease ?? settings.lease, whenBusy: waits ? .wait : options.overlap.whenBusy,
        rerunsAfterCrash: definition.reruns, rerunWithin: definition.recovery.limit, order: request.order,
        serving: .init(id: request.id, position: position, next: next))
      shared?.runNow[question.token] = SharedClaims.RunNowQuestion(
        slot: slot, request: question,
        order: request.order.map { RunOrder($0) },
        giveUpAt: now.monotonic + (expires - now.wall))
    }
  }

  /// The answer to a question that served a request.
  mutating func decidedRequest(
    _ question: SharedClaims.RunNowQuestion, _ verdict: ClaimVerdict, _ context: inout Context
  ) {
    let request = question.request
    let again = question.again(after: verdict, context.now)
    shared?.runNow[request.token] = again
    if again != nil { return }
    switch verdict {
    case .won(let lease): startRequested(question, lease, &context)
    case .skipped(let reason): recordUnscheduled(question, .skipped(reason), &context)
    default: return  // Somebody else has served it, or there was nothing to run.
    }
    // What is left of a backfill.
    if request.serving?.next != nil { beatNow(context.now) }
  }

  /// Starts what was won, or gives it back with a row that says why not.
  private mutating func startRequested(
    _ question: SharedClaims.RunNowQuestion, _ lease: Lease, _ context: inout Context
  ) {
    let hasJob = jobs[question.slot]?.definition.id == lease.firing.job && jobs[question.slot]?.isRemoved == false
    let refusal: RunOutcome? =
      !hasJob
      ? .missed(.noHandler)
      : phase != .running
        ? .skipped(.draining) : context.now.monotonic >= lease.deadline ? .missed(.claimsUnreachable) : nil
    guard let refusal else {
      start(
        question.slot, lease.firing.instant, due: context.now.wall, cause: lease.firing.cause, id: lease.token,
        attempt: lease.attempt, lease: lease, order: question.order)
      return
    }
    let record = RunRecord(
      runID: lease.token, job: lease.firing.job, instant: lease.firing.instant, cause: lease.firing.cause,
      outcome: refusal, ended: context.now.wall, attempt: lease.attempt, instance: settings.instance,
      fencingToken: lease.fencingToken)
    // The request is consumed: what it asked for goes on as a run that another replica takes over, or as the dead letter
    // that it was.
    let handsOver = hasJob && jobs[question.slot]?.definition.reruns == true
    let letter =
      lease.firing.cause == .requeue && !handsOver
      ? DeadLetter(
        id: lease.token, job: lease.firing.job, instant: lease.firing.instant, cause: .requeue, attempts: lease.attempt,
        outcome: refusal, message: "not started", at: context.now.wall, arguments: question.request.order?.arguments)
      : nil
    shared?.outbox.add(
      FinishReport(
        lease: lease, record: record, deadLetter: letter, handsOver: handsOver, hasBreaker: false))
    context.report(.ended(record))
    if let letter { context.report(.deadLettered(letter)) }
  }

  /// A question that served a request has waited too long, or nothing starts any more: the request itself waits on where
  /// it is, or has expired there.
  mutating func giveUpRequest(_ token: RunID, _ question: SharedClaims.RunNowQuestion) {
    if question.wasSent {
      shared?.runNow[token]?.isAbandoned = true
    } else {
      shared?.runNow[token] = nil
    }
  }
}
