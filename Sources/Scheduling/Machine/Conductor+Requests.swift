import CivilTime

/// Serving what the fleet was asked to do. Every replica that has the job asks for a request that waits; the claims let
/// one of them have it, and it is consumed in that step. So none is remembered here longer than its question.
extension Conductor {
  /// Asks for requests that wait, as far as this replica has their jobs.
  mutating func serve(_ requests: [FleetRequest], _ now: Now) {
    guard phase == .running else { return }
    for request in requests {
      if claims.isStored, !jobs.contains(request.job) { window.invite(request.job, now) }
      guard let slot = jobs.slot(request.job), let definition = jobs[slot]?.definition,
        definition.stored?.hold == nil, let position = request.from,
        let through = request.through, let expires = request.expires, expires > now.wall,
        !claims.unscheduled.isServing(request.id)
      else { continue }
      var instant: Instant? = position
      var next: Instant?
      if request.cause == .backfill {
        let trigger = definition.trigger
        instant = trigger.next(after: position.advanced(byNanoseconds: -1)).flatMap { $0 <= through ? $0 : nil }
        next = instant.flatMap(trigger.next(after:)).flatMap { $0 <= through ? $0 : nil }
      }
      if let instant { steps.add(.due(Firing(job: request.job, instant: instant, cause: request.cause))) }
      let options = definition.options.overlapping(request.overlap)
      let waits = request.overlap == nil && request.cause != .runNow
      let question = ClaimRequest(
        job: request.job, cause: request.cause, token: newRunID(),
        intent: instant.map { .start($0) } ?? .record(through: through), expectedCursor: .min,
        lockKey: definition.lockKey, slots: options.instanceLimit,
        leaseDuration: leaseDuration(definition), whenBusy: waits ? .wait : options.overlap.whenBusy,
        rerunsAfterCrash: definition.reruns, rerunWithin: definition.recovery.limit, order: request.order,
        serving: .init(id: request.id, position: position, next: next))
      claims.unscheduled.add(
        .init(
          slot: slot, request: question, order: request.order.map { RunOrder($0) },
          giveUpAt: now.monotonic + (expires - now.wall)))
    }
  }

  /// The answer to a question that served a request.
  mutating func decidedRequest(
    _ question: UnscheduledQuestions.Question, _ verdict: ClaimVerdict, _ context: inout Context
  ) {
    switch verdict {
    case .won(let lease):
      let won = WonFiring(
        slot: question.slot, lease: lease, due: context.now.wall, order: question.order, request: question.request)
      _ = start(won, &context)
    case .skipped(let reason): recordUnscheduled(question, .skipped(reason), &context)
    default: return  // Somebody else has served it, or there was nothing to run.
    }
    // What is left of a backfill.
    if question.request.serving?.next != nil { claims.heartbeat.hasten(context.now.monotonic) }
  }
}
