import CivilTime

extension Scheduler {
  /// Firings that exhausted their attempts, or took their process down three times; newest first. Of the whole fleet
  /// where claims are shared.
  ///
  /// Only jobs with ``JobOptions/retry`` leave any, and those with ``Recovery/rerun``.
  /// - Throws: ``SchedulerError`` with the code `claimsUnavailable`.
  public func deadLetters(of job: JobID? = nil, limit: Int = 100) async throws(SchedulerError) -> [DeadLetter] {
    let letters: [DeadLetter]
    if let claims = core.claims {
      letters = try await reaching(job) { () async throws(ClaimsUnavailable) in
        try await claims.deadLetters(limit: job == nil ? limit : .max)
      }
    } else {
      letters = core.look { machine, _ in machine.ledger.deadLetters.letters.reversed() }
    }
    return Array(letters.lazy.filter { job == nil || $0.job == job }.prefix(max(0, limit)))
  }

  /// Runs a dead letter's firing again: at once, under its own instant and the job's lock, with the cause `requeue`.
  /// Where the job is running it waits for that run. One caller of several succeeds.
  /// - Returns: the run that was started. It becomes a dead letter again if it fails for good.
  /// - Throws: ``SchedulerError`` with the code `unknownDeadLetter` when it is not there any more, and what
  ///   ``runNow(_:arguments:overlap:dryRun:)`` throws; then the dead letter is kept.
  @discardableResult
  public func requeue(_ id: DeadLetter.ID) async throws(SchedulerError) -> RunID {
    guard let claims = core.claims else { return try await requeueHere(id) }
    // The step that wins the run removes the letter: a replica that disappears before leaves it in place.
    let found = try await reaching(nil) { () async throws(ClaimsUnavailable) in try await claims.deadLetter(id) }
    guard let letter = found else { throw SchedulerError.unknownDeadLetter(id) }
    let run = try await order(letter, takenBy: id)
    core.hub.publish([.deadLetterTaken(letter.job, id, isRequeued: true)])
    return run
  }

  private func requeueHere(_ id: DeadLetter.ID) async throws(SchedulerError) -> RunID {
    guard let letter = core.change({ machine, _ in machine.ledger.takeDeadLetter(id) }) else {
      throw SchedulerError.unknownDeadLetter(id)
    }
    do throws(SchedulerError) {
      let run = try await order(letter, takenBy: nil)
      core.hub.publish([.deadLetterTaken(letter.job, id, isRequeued: true)])
      return run
    } catch {
      core.change { machine, _ in machine.ledger.add(letter) }
      throw error
    }
  }

  private func order(_ letter: DeadLetter, takenBy id: RunID?) async throws(SchedulerError) -> RunID {
    try await order(
      letter.job, cause: .requeue, instant: letter.instant, arguments: letter.arguments,
      overlap: .queueAll(limit: 10_000), deadLetter: id)
  }

  /// Puts every dead letter of a job back, oldest first; of all jobs when `job` is nil.
  /// - Returns: how many runs were started.
  /// - Throws: what ``requeue(_:)`` throws for the first that could not be started; the others are kept.
  @discardableResult
  public func requeueAll(of job: JobID? = nil) async throws(SchedulerError) -> Int {
    var count = 0
    for letter in try await deadLetters(of: job, limit: .max).reversed() {
      do throws(SchedulerError) {
        try await requeue(letter.id)
        count += 1
      } catch  where error.code == .unknownDeadLetter {
        continue  // somebody else was faster
      }
    }
    return count
  }

  /// Throws a dead letter away.
  /// - Returns: false when it is not there any more.
  /// - Throws: ``SchedulerError`` with the code `claimsUnavailable`.
  @discardableResult
  public func discardDeadLetter(_ id: DeadLetter.ID) async throws(SchedulerError) -> Bool {
    guard let letter = try await takeDeadLetter(id) else { return false }
    core.hub.publish([.deadLetterTaken(letter.job, id, isRequeued: false)])
    return true
  }

  private func takeDeadLetter(_ id: RunID) async throws(SchedulerError) -> DeadLetter? {
    guard let claims = core.claims else {
      return core.change { machine, _ in machine.ledger.takeDeadLetter(id) }
    }
    return try await reaching(nil) { () async throws(ClaimsUnavailable) in try await claims.takeDeadLetter(id) }
  }

  /// Asks the claims something for a caller.
  func reaching<Reply: Sendable>(
    _ job: JobID?, _ question: () async throws(ClaimsUnavailable) -> Reply
  ) async throws(SchedulerError) -> Reply {
    do throws(ClaimsUnavailable) {
      return try await question()
    } catch {
      throw SchedulerError(.claimsUnavailable, error.message, job: job)
    }
  }
}
