import CivilTime

/// A firing that the claims have given to this replica.
struct WonFiring {
  let slot: Int
  let lease: Lease
  /// Since when it is late.
  let due: Instant
  /// After this nobody may start it.
  var graceEnds = MonotonicTime.never
  /// What somebody asked for.
  var order: RunOrder?
  /// The crashed run whose place it takes.
  var crashed: CrashedRun?
  /// The question that won it.
  let request: ClaimRequest
}

/// Starting what was won, or giving it back. One place for all that the claims can give.
extension Conductor {
  /// Starts an instant of the schedule.
  mutating func startWon(_ slot: Int, _ question: JobClaims.Question, _ lease: Lease, _ context: inout Context) {
    let won = WonFiring(
      slot: slot, lease: lease, due: question.due, graceEnds: question.graceEnds, request: question.request)
    _ = start(won, &context)
  }

  /// Starts what was won, unless the job was removed meanwhile, nothing starts any more, or so much time has passed that nobody
  /// may: then it is given back with a row that says why. Returns why it was not started.
  mutating func start(_ won: WonFiring, _ context: inout Context) -> RunOutcome? {
    if let refusal = whyNotStarted(won, context.now) {
      giveBack(won, refusal, &context)
      return refusal
    }
    let lease = won.lease
    start(
      won.slot, lease.firing.instant, due: won.due, cause: lease.firing.cause, id: lease.token,
      attempt: lease.attempt, lease: lease, order: won.order, takenOverFrom: won.crashed)
    if let crashed = won.crashed {
      context.report(.takenOver(lease.firing, run: lease.token, from: crashed.owner, crashes: crashed.crashes))
    }
    return nil
  }

  private func hasJob(_ won: WonFiring) -> Bool {
    jobs[won.slot]?.definition.id == won.lease.firing.job && jobs[won.slot]?.isRemoved == false
  }

  private func whyNotStarted(_ won: WonFiring, _ now: Now) -> RunOutcome? {
    guard hasJob(won) else { return won.request.serving == nil ? .cancelled(.requested) : .missed(.noHandler) }
    guard phase == .running else { return .skipped(.draining) }
    let isTooLate = now.monotonic > won.graceEnds || now.monotonic >= won.lease.deadline
    return isTooLate ? .missed(.claimsUnreachable) : nil
  }

  private mutating func giveBack(_ won: WonFiring, _ refusal: RunOutcome, _ context: inout Context) {
    if won.request.movesCursor {
      giveBackScheduled(won, refusal, &context)
    } else {
      giveBackOther(won, refusal, &context)
    }
    context.wakeLoop()
  }

  /// The instant is decided here, and counted here.
  private mutating func giveBackScheduled(_ won: WonFiring, _ refusal: RunOutcome, _ context: inout Context) {
    guard let definition = jobs[won.slot]?.definition else { return }
    let lease = won.lease
    let row = History.Row(
      job: definition, instant: lease.firing.instant, firstInstant: lease.firing.instant, outcome: refusal,
      sequence: lease.token.sequence, ended: context.now.wall, fencingToken: lease.fencingToken)
    claims.outbox.add(
      FinishReport(
        lease: lease, record: ledger.record(of: row),
        handsOver: definition.reruns
          && (refusal == .skipped(.draining) || (refusal == .cancelled(.requested) && definition.stored == nil)),
        hasBreaker: definition.options.breaker != nil))
    ledger.passed(row, slot: won.slot, isInBooks: true)
    report(row, &context)
  }

  /// What was asked for goes on as a run that another replica takes over, or as the dead letter that it was. What a person asked
  /// this process for, who has received an answer, does not start elsewhere.
  private mutating func giveBackOther(_ won: WonFiring, _ refusal: RunOutcome, _ context: inout Context) {
    let lease = won.lease
    let firing = lease.firing
    let isKeptByFleet = won.crashed != nil || won.request.serving != nil || firing.cause == .event || !hasJob(won)
    let handsOver =
      won.request.rerunsAfterCrash && isKeptByFleet && (won.request.serving == nil || hasJob(won))
    let record = RunRecord(
      runID: lease.token, job: firing.job, instant: firing.instant, cause: firing.cause, outcome: refusal,
      ended: context.now.wall, attempt: lease.attempt,
      message: refusal == .cancelled(.requested) ? "not started: the job was removed" : nil,
      instance: settings.instance, fencingToken: lease.fencingToken)
    let letter =
      firing.cause == .requeue && !handsOver
      ? DeadLetter(
        id: lease.token, job: firing.job, instant: firing.instant, cause: .requeue, attempts: lease.attempt,
        outcome: refusal, message: "not started", at: context.now.wall, arguments: won.request.order?.arguments) : nil
    claims.outbox.add(
      FinishReport(lease: lease, record: record, deadLetter: letter, handsOver: handsOver, hasBreaker: false))
    context.report(.ended(record))
    if let letter { context.report(.deadLettered(letter)) }
  }
}
