import CivilTime

/// What became of runs beside the schedule: by hand, by an event, in the place of a crashed one.
extension Conductor {
  mutating func decidedUnscheduled(_ request: ClaimRequest, _ verdict: ClaimVerdict, _ context: inout Context) {
    guard let question = claims.unscheduled.asked(request.token) else { return }
    let now = context.now.monotonic
    if request.serving != nil {
      if claims.unscheduled.asksAgain(request.token, after: verdict, now) { return }
      claims.unscheduled.remove(request.token)
      return decidedRequest(question, verdict, &context)
    }
    let hasJob = jobs[question.slot]?.definition.id == request.job && jobs[question.slot]?.isRemoved == false
    guard hasJob else {
      claims.unscheduled.remove(request.token)
      return decidedForRemoved(question, verdict, &context)
    }
    if case .busy(let delay) = verdict, request.whenBusy != .skip {
      if !question.isWaiting, case .start(let instant) = request.intent {
        steps.add(.waits(Firing(job: request.job, instant: instant, cause: request.cause)))
      }
      claims.unscheduled.busy(request.token, for: delay, now)
      if request.whenBusy == .replace { replaceOldest(question.slot, &context) }
      return
    }
    if claims.unscheduled.asksAgain(request.token, after: verdict, now) { return }
    claims.unscheduled.remove(request.token)
    if case .won(let lease) = verdict { return startWon(question, lease, &context) }
    // A crashed run that somebody else has taken over.
    guard question.crashed == nil else { return }
    answer(question, verdict, &context)
  }

  /// Starts what was won, and answers who asked for it.
  private mutating func startWon(
    _ question: UnscheduledQuestions.Question, _ lease: Lease, _ context: inout Context
  ) {
    let won = WonFiring(
      slot: question.slot, lease: lease, due: context.now.wall, order: question.order, crashed: question.crashed,
      request: question.request)
    let refusal = start(won, &context)
    question.order?.answer(refusal.map { .notStarted($0) } ?? .started(lease.token), &context)
  }

  /// Records what was not won, and answers who asked for it.
  private mutating func answer(
    _ question: UnscheduledQuestions.Question, _ verdict: ClaimVerdict, _ context: inout Context
  ) {
    let request = question.request
    switch verdict {
    case .skipped(let reason):
      recordUnscheduled(question, .skipped(reason), &context)
      question.order?.answer(.notStarted(.skipped(reason)), &context)
    case .lost where request.deadLetter != nil:
      // Somebody else has put it back, or thrown it away.
      guard let letter = request.deadLetter else { break }
      question.order?.answer(.refused(SchedulerError.unknownDeadLetter(letter)), &context)
    case .unreadable(let reason):
      recordUnscheduled(question, .missed(.claimsUnreachable), &context)
      question.order?.answer(.refused(SchedulerError(.claimsUnavailable, reason, job: request.job)), &context)
    default:
      recordUnscheduled(question, .skipped(.overlap), &context)
      question.order?.answer(.notStarted(.skipped(.overlap)), &context)
    }
  }

  // MARK: Removed jobs

  /// The job was removed while the question was on its way: what was won is given back, and who asked for it receives an answer.
  private mutating func decidedForRemoved(
    _ question: UnscheduledQuestions.Question, _ verdict: ClaimVerdict, _ context: inout Context
  ) {
    let request = question.request
    question.order?.answer(.refused(Self.removedMeanwhile(request.job)), &context)
    if case .won(let lease) = verdict {
      let won = WonFiring(slot: question.slot, lease: lease, due: context.now.wall, request: request)
      _ = start(won, &context)
    } else if case .start(let instant) = request.intent {
      context.report(
        .ended(
          RunRecord(
            job: request.job, instant: instant, cause: request.cause, outcome: .cancelled(.requested),
            ended: context.now.wall, message: "not started: the job was removed", instance: settings.instance)))
    }
  }

  /// A job is removed: who waits for a run of it by hand receives an answer now, and nothing is asked any more.
  mutating func refuseOrders(of slot: Int, _ context: inout Context) {
    for (question, isRecorded) in claims.unscheduled.jobRemoved(slot) {
      question.order?.answer(.refused(Self.removedMeanwhile(question.request.job)), &context)
      if isRecorded { recordUnscheduled(question, .cancelled(.requested), &context) }
    }
  }

  private static func removedMeanwhile(_ job: JobID) -> SchedulerError {
    SchedulerError(.notStarted, "the run was not started: the job was removed meanwhile", job: job)
  }

  /// A run beside the schedule that was not started leaves a row too.
  mutating func recordUnscheduled(
    _ question: UnscheduledQuestions.Question, _ outcome: RunOutcome, _ context: inout Context
  ) {
    guard jobs[question.slot]?.definition.id == question.request.job, case .start(let instant) = question.request.intent
    else { return }
    recordPassed(question.slot, through: instant, outcome, cause: question.request.cause, &context)
  }
}
