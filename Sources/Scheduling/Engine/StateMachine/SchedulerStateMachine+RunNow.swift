import CivilTime

/// Hearing what became of runs beside the schedule: by hand, by an event, in the place of a crashed one.
extension SchedulerStateMachine {
  mutating func decidedRunNow(
    _ request: ClaimRequest, _ verdict: ClaimVerdict, _ now: Now, _ effects: inout Effects
  ) {
    guard var question = shared?.runNow[request.token] else { return }
    question.isInFlight = false
    guard request.serving == nil else { return decidedRequest(question, verdict, now, &effects) }
    if case .busy(let delay) = verdict, request.whenBusy != .skip {
      // It waits for the lock for as long as it takes.
      question.isWaiting = true
      question.giveUpAt = .never
      question.askAt = now.monotonic + min(delay, SharedClaims.patience(question.timesBusy))
      question.timesBusy &+= 1
      shared?.runNow[request.token] = question
      if request.whenBusy == .replace { replaceOldest(question.slot, now, &effects) }
      return
    }
    let again = question.again(after: verdict, now)
    shared?.runNow[request.token] = again
    if again != nil { return }
    let slot = question.slot
    guard let job = jobs[slot], job.definition.id == request.job else { return }
    if case .takeOver(let crashed) = request.intent {
      shared?.takeOvers.remove(crashed.token)
      if case .won(let lease) = verdict { takeOver(slot, crashed, lease, question.order, now, &effects) }
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
    case .lost where request.deadLetter != nil:
      // Somebody else has put it back, or thrown it away.
      guard let letter = request.deadLetter else { break }
      question.order?.answer(.refused(Scheduler.unknownDeadLetter(letter)), &effects)
    case .unreadable(let reason):
      recordUnscheduled(question, .missed(.claimsUnreachable), now, &effects)
      question.order?.answer(.refused(SchedulerError(.claimsUnavailable, reason, job: request.job)), &effects)
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
}
