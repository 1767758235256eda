import CivilTime

/// Runs that somebody asks for, and runs that somebody has stop.
extension Conductor {
  /// Starts a job at once, or at an instant of the past, beside its schedule. The answer goes to who ordered it.
  mutating func runNow(
    _ id: JobID, _ order: RunOrder, cause: FiringCause = .runNow, instant: Instant? = nil, _ context: inout Context
  ) {
    guard let slot = jobs.slot(id) else { return order.answer(.refused(unknown(id)), &context) }
    if let error = whyNothingStarts(id) { return order.answer(.refused(error), &context) }
    if order.dryRun != nil {
      startDry(slot, order, &context)
    } else if !claims.isLocal {
      askUnscheduled(slot, order, cause: cause, instant: instant, context.now)
    } else {
      let firing = WaitingFiring(
        instant: instant ?? context.now.wall, due: context.now.wall, cause: cause, order: order)
      startOrWait(slot, firing, &context)
    }
  }

  /// Why nothing can be started that somebody asks for; nil while the scheduler runs.
  func whyNothingStarts(_ job: JobID) -> SchedulerError? {
    switch phase {
    case .running: nil
    case .idle:
      SchedulerError(
        .notRunning, "the scheduler has not been started: call run(), in a task or a service group, and ask again then",
        job: job)
    case .draining: SchedulerError(.shuttingDown, "the scheduler is shutting down", job: job)
    case .stopped: SchedulerError(.shuttingDown, "the scheduler has stopped; make a new one", job: job)
    }
  }

  /// Starts a run that is to change nothing: beside whatever goes on, without a lock.
  private mutating func startDry(_ slot: Int, _ order: RunOrder, _ context: inout Context) {
    guard pauses.everything == nil else {
      order.answer(.notStarted(.skipped(.paused)), &context)
      return
    }
    guard jobs[slot]?.definition.stored?.hold == nil else {
      order.answer(.notStarted(.missed(.noHandler)), &context)
      return
    }
    let id = newRunID()
    start(slot, context.now.wall, due: context.now.wall, cause: .runNow, id: id, lease: nil, order: order)
    order.answer(.started(id), &context)
  }

  /// Has a run stop; false when there is none with this id.
  mutating func cancel(
    _ run: RunID, _ reason: RunOutcome.CancellationReason, _ context: inout Context
  ) -> Bool {
    guard let number = runs.number(of: run) else { return false }
    context.wakeLoop()
    stop(number, .cancelled(reason), &context)
    return true
  }
}
