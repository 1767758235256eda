import CivilTime

/// What to do with the instants of a job that have come due: a pure function of the trigger, the policies and the time.
struct MisfirePlan: Equatable {
  /// Instants that are not run, oldest first; they come before ``run``.
  var missed: [PassedOver] = []
  /// Instants to run, oldest first. More than one only with ``Coalesce/all(limit:)``.
  var run: [Instant] = []
  /// The last of all the instants above; nil when none was due.
  var through: Instant?
  /// The first instant that is not due yet; nil when there is none.
  var next: Instant?

  /// Times at which nothing could have been decided: they explain a miss better than its lateness does.
  struct Absence: Equatable {
    /// Instants up to here are from before the job was there.
    var downFrom: Instant = .min
    /// Instants up to here passed while no scheduler was running.
    var downThrough: Instant = .min
    /// Instants in here came due while the claims could not be reached.
    var outage: ClosedRange<Instant>?

    func reason(for instant: Instant, otherwise reason: RunOutcome.MissReason) -> RunOutcome.MissReason {
      if instant > downFrom, instant <= downThrough { return .schedulerDown }
      if let outage, outage.contains(instant) { return .claimsUnreachable }
      return reason
    }
  }

  /// Plans all instants of `job` after `cursor` that are due at `now`; where none is, `next` is due later. Those since
  /// `waitingFrom` have been waiting for the lock: they are not late, and its overlap policy says how many of them may
  /// wait.
  init(
    _ job: JobDefinition, after cursor: Instant, now: Instant, absence: Absence = Absence(),
    waitingFrom: Instant? = nil
  ) {
    if let waitingFrom, let limit = job.options.overlap.queueLimit,
      planWaiting(job, after: cursor, now: now, waitingFrom: waitingFrom, limit: limit)
    {
      return
    }
    let trigger = job.trigger
    guard let first = trigger.next(after: cursor), job.due(first) <= now else {
      next = trigger.next(after: cursor)
      return
    }
    let second = trigger.next(after: first)
    let isLate = Self.isLate(first, job, now, absence)
    guard let second, job.due(second) <= now else {
      // One instant, the usual case.
      next = second
      through = first
      if isLate {
        missed = [PassedOver(from: first, to: first, count: 1, reason: absence.reason(for: first, otherwise: .grace))]
      } else {
        run = [first]
      }
      return
    }
    let newest = job.lastDue(from: second, at: now) ?? second
    through = newest
    next = trigger.next(after: newest)

    switch job.options.coalesce {
    case .latest:
      run = Self.isLate(newest, job, now, absence) ? [] : [newest]
    case .all(let limit):
      // One budget for all of them: what it does not reach is coalesced.
      var budget = SearchBudget.ofMany
      var instant: Instant? = newest
      while let current = instant, current >= first, run.count < limit, !Self.isLate(current, job, now, absence) {
        run.append(current)
        instant = trigger.previous(before: current, within: &budget)
      }
      run.reverse()
    case .discard:
      break
    }
    let lastMissed: Instant? = run.first.map { trigger.previous(before: $0) } ?? newest
    if let lastMissed, lastMissed >= first {
      // With a run to come the older instants are coalesced into it; without one they were simply too late, or the
      // policy wants none of them.
      let reason: RunOutcome.MissReason = run.isEmpty && job.options.coalesce != .discard ? .grace : .coalesced
      // A miss that a newer run stands for needs no other excuse.
      missed = Self.split(first, lastMissed, trigger, run.isEmpty ? absence : Absence(), reason)
    }
  }

  /// The newest instants that wait, oldest first; what is older than they are is coalesced. False when none of them is
  /// due: the clock has been set back, and only older ones can be.
  private mutating func planWaiting(
    _ job: JobDefinition, after cursor: Instant, now: Instant, waitingFrom: Instant, limit: Int
  ) -> Bool {
    let trigger = job.trigger
    var budget = SearchBudget.ofMany
    var instant = trigger.previous(before: now.advanced(byNanoseconds: 1), within: &budget)
    while let current = instant, current > cursor, run.count < limit, current >= waitingFrom {
      if job.due(current) <= now { run.append(current) }
      instant = trigger.previous(before: current, within: &budget)
    }
    run.reverse()
    guard let oldest = run.first, let newest = run.last else { return false }
    through = newest
    next = trigger.next(after: newest)
    if let first = trigger.next(after: cursor), first < oldest, let last = trigger.previous(before: oldest) {
      missed = [PassedOver(from: first, to: last, count: trigger.count(from: first, through: last), reason: .coalesced)]
    }
    return true
  }

  private static func isLate(_ instant: Instant, _ job: JobDefinition, _ now: Instant, _ absence: Absence) -> Bool {
    let due = job.due(instant)
    if now.nanoseconds(since: due) > job.options.misfireGrace.nanoseconds { return true }
    return job.options.whenClaimsUnreachable == .skip && absence.outage?.contains(due) == true
  }

  /// One range for each reason, oldest first.
  private static func split(
    _ first: Instant, _ last: Instant, _ trigger: any Trigger, _ absence: Absence, _ reason: RunOutcome.MissReason
  ) -> [PassedOver] {
    func range(_ from: Instant, _ to: Instant, _ reason: RunOutcome.MissReason) -> PassedOver {
      PassedOver(from: from, to: to, count: trigger.count(from: from, through: to), reason: reason)
    }
    var ranges: [PassedOver] = []
    var from = first
    let boundaries = [
      absence.downFrom, absence.downThrough, absence.outage?.lowerBound.advanced(byNanoseconds: -1),
      absence.outage?.upperBound,
    ].compactMap { $0 }
    for boundary in boundaries where from <= boundary && boundary < last {
      guard let to = trigger.previous(before: boundary.advanced(byNanoseconds: 1)), to >= from,
        let following = trigger.next(after: to)
      else { continue }
      ranges.append(range(from, to, absence.reason(for: from, otherwise: reason)))
      from = following
    }
    ranges.append(range(from, last, absence.reason(for: from, otherwise: reason)))
    return ranges
  }
}

extension MisfirePlan {
  /// A plan that runs nothing.
  init(missed: [PassedOver], through: Instant?, next: Instant?) {
    self.missed = missed
    self.through = through
    self.next = next
  }
}
