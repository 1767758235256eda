import CivilTime

/// Hearing what became of runs beside the schedule: by hand, by an event, in the place of a crashed one.
extension SchedulerStateMachine {
  mutating func decidedRunNow(
    _ request: ClaimRequest, _ verdict: ClaimVerdict, _ context: inout Context
  ) {
    guard var question = shared?.runNow[request.token] else { return }
    question.isInFlight = false
    guard request.serving == nil else { return decidedRequest(question, verdict, &context) }
    let slot = question.slot
    guard let job = jobs[slot], job.definition.id == request.job, !job.isRemoved else {
      shared?.runNow[request.token] = nil
      return giveBack(question, verdict, &context)
    }
    if case .busy(let delay) = verdict, request.whenBusy != .skip {
      // It waits for the lock for as long as it takes.
      question.isWaiting = true
      question.giveUpAt = .never
      question.askAt = context.now.monotonic + min(delay, SharedClaims.patience(question.timesBusy))
      question.timesBusy &+= 1
      shared?.runNow[request.token] = question
      if request.whenBusy == .replace { replaceOldest(question.slot, &context) }
      return
    }
    let again = question.again(after: verdict, context.now)
    shared?.runNow[request.token] = again
    if again != nil { return }
    if case .takeOver(let crashed) = request.intent {
      shared?.takeOvers.remove(crashed.token)
      if case .won(let lease) = verdict { takeOver(slot, crashed, lease, question.order, &context) }
      return
    }
    switch verdict {
    case .won(let lease):
      start(
        slot, lease.firing.instant, due: context.now.wall, cause: request.cause, id: lease.token, lease: lease,
        order: question.order)
      question.order?.answer(.started(lease.token), &context)
    case .skipped(let reason):
      recordUnscheduled(question, .skipped(reason), &context)
      question.order?.answer(.notStarted(.skipped(reason)), &context)
    case .lost where request.deadLetter != nil:
      // Somebody else has put it back, or thrown it away.
      guard let letter = request.deadLetter else { break }
      question.order?.answer(.refused(Scheduler.unknownDeadLetter(letter)), &context)
    case .unreadable(let reason):
      recordUnscheduled(question, .missed(.claimsUnreachable), &context)
      question.order?.answer(.refused(SchedulerError(.claimsUnavailable, reason, job: request.job)), &context)
    default:
      recordUnscheduled(question, .skipped(.overlap), &context)
      question.order?.answer(.notStarted(.skipped(.overlap)), &context)
    }
  }

  /// The job was removed while the question was on its way: what was won is given back with a row, and who asked for it
  /// receives an answer.
  private mutating func giveBack(
    _ question: SharedClaims.RunNowQuestion, _ verdict: ClaimVerdict, _ context: inout Context
  ) {
    let request = question.request
    if case .takeOver(let crashed) = request.intent { shared?.takeOvers.remove(crashed.token) }
    question.order?.answer(.refused(Self.removedMeanwhile(request.job)), &context)
    var record = RunRecord(
      job: request.job, instant: context.now.wall, cause: request.cause, outcome: .cancelled(.requested),
      ended: context.now.wall,
      message: "not started: the job was removed", instance: settings.instance)
    if case .won(let lease) = verdict {
      record.runID = lease.token
      record.instant = lease.firing.instant
      record.attempt = lease.attempt
      record.fencingToken = lease.fencingToken
      shared?.outbox.add(
        FinishReport(lease: lease, record: record, handsOver: request.rerunsAfterCrash, hasBreaker: false))
      context.wakeLoop()
    } else if case .start(let instant) = request.intent {
      record.instant = instant
    } else {
      return
    }
    context.report(.ended(record))
  }

  /// A job is removed: who waits for a run of it by hand receives an answer now, and nothing is asked any more.
  mutating func refuseOrders(of slot: Int, _ context: inout Context) {
    for (token, question) in shared?.runNow ?? [:] where question.slot == slot && question.request.serving == nil {
      question.order?.answer(.refused(Self.removedMeanwhile(question.request.job)), &context)
      shared?.runNow[token]?.order = nil
      if question.isInFlight { continue }
      recordUnscheduled(question, .cancelled(.requested), &context)
      if question.wasSent { shared?.runNow[token]?.isAbandoned = true } else { shared?.runNow[token] = nil }
      if case .takeOver(let crashed) = question.request.intent { shared?.takeOvers.remove(crashed.token) }
    }
  }

  private static func removedMeanwhile(_ job: JobID) -> SchedulerError {
    SchedulerError(.notStarted, "the run was not started: the job was removed meanwhile", job: job)
  }

  /// A run beside the schedule that was not started leaves a row too.
  mutating func recordUnscheduled(
    _ question: SharedClaims.RunNowQuestion, _ outcome: RunOutcome, _ context: inout Context
  ) {
    guard jobs[question.slot]?.definition.id == question.request.job, case .start(let instant) = question.request.intent
    else { return }
    recordPassed(question.slot, through: instant, outcome, cause: question.request.cause, &context)
  }
}
