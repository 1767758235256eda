import CivilTime

/// Start and shutdown.
extension Conductor {
  /// False when a shutdown was asked for before the start: there is nothing to run.
  mutating func begin(_ context: inout Context) throws(SchedulerError) -> Bool {
    if phase == .draining, startedAt == nil {
      phase = .stopped
      return false
    }
    guard phase == .idle else {
      throw SchedulerError(
        .alreadyRunning, phase == .stopped ? "a scheduler runs once; make a new one" : "run() was called before")
    }
    phase = .running
    startedAt = context.now.wall
    downThrough = context.now.wall
    _ = clock.step(context.now)
    context.report(.started(instance: settings.instance))
    watchAllFromNow(context.now)
    for slot in jobs.indices {
      beginEvents(slot, &context)
      noticeLater(slot, &context)
    }
    return true
  }

  /// Starts nothing more; what is running may end.
  mutating func beginDrain(_ context: inout Context) {
    context.wakeLoop()
    guard phase == .running || phase == .idle else { return }
    let wasRunning = phase == .running
    phase = .draining
    guard wasRunning else { return }
    drain = Drain(
      cancelAt: context.now.monotonic + settings.drainTimeout, resolveTimeout: settings.resolveTimeout)
    context.report(.draining(running: runs.active))
    for slot in jobs.indices { dropWaiting(slot, .skipped(.draining), &context) }
    for slot in jobs.indices { dropDelays(slot, .skipped(.draining), &context) }
    for number in runs.waitingForAttempt() { stop(number, .cancelled(.shutdown), &context) }
    if !claims.isLocal { drainClaims(&context) }
  }

  /// Nothing is running and every question and report has been answered, or the time for that is up.
  var isDrained: Bool { phase == .draining && runs.active == 0 && (drain?.isResolved ?? true) }

  mutating func watchDrain(_ context: inout Context) {
    guard phase == .draining else { return }
    if drain?.beginsToCancel(context.now.monotonic) == true { cancelAll(.shutdown, &context) }
    if runs.active == 0 { drain?.nothingRuns(context.now.monotonic, isResolved: claims.isResolved) }
  }

  /// What came due while draining, at the end of it: recorded where claims are local, left to others where they are not.
  mutating func recordDrained(_ context: inout Context) {
    guard claims.isLocal else { return }
    while let (key, slot) = jobs.firstDue, key <= context.now.wall.nanosecondsSince1970 {
      guard let instant = jobs[slot]?.next, let definition = jobs[slot]?.definition,
        let last = definition.lastDue(from: instant, at: context.now.wall)
      else {
        jobs.disarm(slot)
        continue
      }
      let count = definition.trigger.count(from: instant, through: last)
      settle(slot, through: last, next: definition.trigger.next(after: last), &context)
      recordPassed(slot, from: instant, through: last, count: count, .skipped(.draining), &context)
    }
  }

  /// Has every run stop.
  mutating func cancelAll(_ reason: RunOutcome.CancellationReason, _ context: inout Context) {
    for number in runs.indices where runs[number] != nil { stop(number, .cancelled(reason), &context) }
  }
}
