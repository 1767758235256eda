public import CivilTime

extension Scheduler {
  /// Runs a job once for each of its instants in a range of the past, oldest first and one after the other, those that
  /// ran included. Each run has the cause `backfill`, the job's lock and its instant: ``RunContext/scheduledAt``. The
  /// schedule goes on beside it; its cursor and books are left alone.
  ///
  /// Where claims are shared, the request is kept by the fleet: any replica with the job serves it, and it outlives this
  /// process.
  /// - Parameters:
  ///   - id: the job.
  ///   - from: the first instant, itself included.
  ///   - through: the last instant, itself included; what lies after this moment is the schedule's.
  ///   - overlap: another overlap policy for these runs; with `allow` they run beside each other.
  /// - Returns: how many instants there are.
  /// - Throws: ``SchedulerError`` with the code `unknownJob`, `invalidOption` for an empty range or more than 10,000
  ///   instants, `triggerTooComplex`, `notRunning`, `shuttingDown`, `claimsUnavailable`.
  @discardableResult
  public func backfill(
    _ id: JobID, from: Instant, through: Instant, overlap: Overlap? = nil
  ) async throws(SchedulerError) -> Int {
    let (definition, now) = try core.look { machine, now in
      Result<(JobDefinition, Instant), SchedulerError> { () throws(SchedulerError) in
        (try machine.definition(of: id), now.wall)
      }
    }.get()
    let instants = try definition.instants(
      from: from, through: min(through, now), within: core.configuration.triggerLimits.steps)
    guard !instants.isEmpty else { return 0 }
    if core.claims != nil {
      try await submit(
        .backfill(id, from: from, through: through, overlap: overlap, requestedBy: core.configuration.instance))
      return instants.count
    }
    try core.change { machine, context throws(SchedulerError) in
      context.wakeLoop()
      try machine.backfill(id, instants, overlap: overlap, &context)
    }
    return instants.count
  }
}

extension JobDefinition {
  private static let mostBackfilled = 10_000

  /// The job's instants in a range, oldest first; searched for without the scheduler's lock.
  func instants(from: Instant, through: Instant, within steps: Int) throws(SchedulerError) -> [Instant] {
    func refuse(_ message: String) -> SchedulerError { SchedulerError(.invalidOption, message, job: id) }
    if event != nil {
      throw refuse("\(trigger.expression) has no instants of its own; there is nothing to fill in")
    }
    if from > through { throw refuse("the range from \(from) through \(through) holds nothing of the past") }
    var instants: [Instant] = []
    var budget = SearchBudget(steps: steps)
    var next = trigger.next(after: from.advanced(byNanoseconds: -1), within: &budget)
    while let instant = next, instant <= through {
      guard instants.count < Self.mostBackfilled else {
        throw refuse("the range holds more than \(Self.mostBackfilled) instants; fill it in piece by piece")
      }
      instants.append(instant)
      next = trigger.next(after: instant, within: &budget)
    }
    if budget.isExhausted { throw TriggerLimits.gaveUp(trigger.base, budget, "fill it in piece by piece", id) }
    return instants
  }
}

extension Conductor {
  func definition(of id: JobID) throws(SchedulerError) -> JobDefinition {
    guard let definition = jobs[try slot(of: id)]?.definition else {
      throw SchedulerError(.unknownJob, "there is no job with this id", job: id)
    }
    return definition
  }

  /// Queues instants of the past, where claims are local.
  mutating func backfill(
    _ id: JobID, _ instants: [Instant], overlap: Overlap?, _ context: inout Context
  ) throws(SchedulerError) {
    let slot = try slot(of: id)
    if let error = whyNothingStarts(id) { throw error }
    let order = overlap.map { RunOrder(FiringOrder(overlap: $0)) }
    let isSerial = overlap != .allow
    jobs.wait(
      slot,
      for: instants.map {
        WaitingFiring(instant: $0, due: context.now.wall, cause: .backfill, isSerial: isSerial, order: order)
      })
    startWaiting(slot, &context)
  }
}
