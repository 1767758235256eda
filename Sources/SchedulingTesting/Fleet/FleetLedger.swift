import CivilTime
import Scheduling

/// What a fleet shares, as a value: the rules by which claims are decided, with the time as an argument. The claims in
/// Redis follow the same rules; here they serve tests that need no server.
struct FleetLedger: Sendable {
  struct Job: Sendable {
    /// The triggers that replicas have registered, by fingerprint: each has a cursor of its own.
    var triggers: [String: Trigger] = [:]
    /// The trigger that was registered last.
    var current: String
    /// Instants that were decided while the job had several triggers: each is decided once, whichever names it.
    var decided: Set<Instant> = []
    var lastRun: RunRecord?

    var cursor: Instant? { triggers[current]?.cursor }
  }

  struct Trigger: Sendable {
    var cursor: Instant?
    var since: Instant
  }

  struct Held: Sendable {
    var lease: Lease
    var owner: String
    var expires: Instant
    var reruns = true
    var order: FiringOrder?
  }

  var jobs: [JobID: Job] = [:]
  /// Holders by lock key and slot.
  var locks: [String: [Int: Held]] = [:]
  var fences: [String: Int64] = [:]
  /// Runs that were started and have not ended.
  var open: [RunID: Held] = [:]
  /// Answers to tokens that moved something: the same token gets the same answer.
  var answers: [RunID: ClaimVerdict] = [:]
  var pauses = PauseSwitches()
  var members: [String: FleetMember] = [:]
  var history: [RunRecord] = []
  var audit: [AuditEntry] = []
  var requests: [FleetRequest.ID: FleetRequest] = [:]
  var requestAnswers: [FleetRequest.ID: FleetAnswer] = [:]
  /// Runs that are to stop: the answer to their renewal says so.
  var marks: [RunID: RunOutcome.CancellationReason] = [:]

  mutating func register(_ registration: ClaimRegistration, _ now: Instant) -> RegisteredJob {
    let name = registration.fingerprint
    if jobs[registration.job] == nil, let note = registration.pauseNote, pauses.jobs[registration.job] == nil {
      pauses.jobs[registration.job] = note
    }
    var job = jobs[registration.job] ?? Job(current: name)
    var trigger = job.triggers[name] ?? Trigger(since: now)
    if job.current != name {
      if let decided = job.cursor { job.decided.insert(decided) }
      if registration.beginsNow { trigger.since = now }
    }
    job.current = name
    job.triggers[name] = trigger
    jobs[registration.job] = job
    return RegisteredJob(job: registration.job, cursor: trigger.cursor, since: trigger.since)
  }

  mutating func decide(
    _ request: ClaimRequest, owner: String, _ now: Instant, _ asked: MonotonicTime
  ) -> ClaimVerdict {
    if let earlier = answers[request.token] { return earlier }
    let instant: Instant
    switch request.intent {
    case .start(let asked): instant = asked
    case .record(let through): instant = through
    case .takeOver(let crashed): instant = crashed.firing.instant
    }
    if request.cause == .scheduled {
      let cursor = self.cursor(of: request) ?? .min
      if cursor > now + .seconds(60) { return .ahead(cursor: cursor) }
      if cursor >= instant { return .lost(cursor: cursor) }
      if cursor != request.expectedCursor { return .gap(cursor: cursor) }
    }
    if let serving = request.serving, requests[serving.id]?.from != serving.position { return .lost(cursor: .min) }
    if instant > now { return .early(by: instant - now) }
    var verdict = ClaimVerdict.recorded
    if case .start = request.intent, request.cause == .scheduled, jobs[request.job]?.decided.contains(instant) == true {
      verdict = .lost(cursor: instant)
    } else if case .start = request.intent {
      if pauses.everything != nil, request.serving != nil, request.whenBusy != .skip { return .busy(for: .seconds(1)) }
      // By hand a job may run while it is paused, but nothing while everything is.
      if pauses.everything != nil || (request.cause == .scheduled && pauses.pauses(request.job)) {
        verdict = .skipped(.paused)
      } else {
        verdict = take(request, instant, owner, now, asked)
        if case .busy = verdict {
          if let serving = request.serving { requests[serving.id]?.wasHeard = true }
          return verdict
        }
      }
    }
    for range in request.passedOver {
      history.append(
        RunRecord(
          job: request.job, instant: range.to, firstInstant: range.from, count: range.count,
          outcome: .missed(range.reason), ended: now, instance: owner))
    }
    if case .skipped(let reason) = verdict {
      history.append(
        RunRecord(
          job: request.job, instant: instant, cause: request.cause, outcome: .skipped(reason), ended: now,
          instance: owner))
    }
    if request.cause == .scheduled { decided(instant, request) }
    if let serving = request.serving { serve(serving, verdict, owner) }
    answers[request.token] = verdict
    return verdict
  }

  private func cursor(of request: ClaimRequest) -> Instant? {
    guard let job = jobs[request.job] else { return nil }
    return job.triggers[request.fingerprint ?? job.current]?.cursor
  }

  private mutating func decided(_ instant: Instant, _ request: ClaimRequest) {
    guard let job = jobs[request.job] else { return }
    jobs[request.job]?.triggers[request.fingerprint ?? job.current]?.cursor = instant
    if case .start = request.intent, job.triggers.count > 1 { jobs[request.job]?.decided.insert(instant) }
  }

  private mutating func take(
    _ request: ClaimRequest, _ instant: Instant, _ owner: String, _ now: Instant, _ asked: MonotonicTime
  ) -> ClaimVerdict {
    let holders = locks[request.lockKey] ?? [:]
    guard let slot = (0..<request.slots).first(where: { holders[$0].map { $0.expires <= now } ?? true }) else {
      guard request.whenBusy == .skip else {
        let own = holders.values.filter { $0.lease.firing.job == request.job }
        if request.whenBusy == .replace, let oldest = own.min(by: { $0.lease.fencingToken < $1.lease.fencingToken }) {
          marks[oldest.lease.token] = .replaced
        }
        return .busy(for: holders.values.map { $0.expires - now }.min() ?? .zero)
      }
      return .skipped(.overlap)
    }
    let fence = max((fences[request.lockKey] ?? 0) + 1, now.millisecondsSince1970)
    fences[request.lockKey] = fence
    let lease = Lease(
      token: request.token, firing: Firing(job: request.job, instant: instant, cause: request.cause),
      lockKey: request.lockKey, slot: slot, fencingToken: fence, attempt: request.attempt,
      duration: request.leaseDuration, deadline: deadline(request.leaseDuration, asked))
    let held = Held(
      lease: lease, owner: owner, expires: now + request.leaseDuration, reruns: request.rerunsAfterCrash,
      order: request.order)
    locks[request.lockKey, default: [:]][slot] = held
    open[request.token] = held
    return .won(lease)
  }

  private func deadline(_ duration: Duration, _ asked: MonotonicTime) -> MonotonicTime {
    asked + .nanoseconds(duration.nanoseconds / 10 * 9)
  }

  mutating func renew(_ lease: Lease, _ now: Instant, _ asked: MonotonicTime) -> RenewalVerdict {
    guard let held = open[lease.token], locks[lease.lockKey]?[lease.slot]?.lease.token == lease.token else {
      return .lost
    }
    var prolonged = held
    prolonged.expires = now + lease.duration
    open[lease.token] = prolonged
    locks[lease.lockKey]?[lease.slot] = prolonged
    if let reason = marks[lease.token] { return .cancel(deadline: deadline(lease.duration, asked), reason) }
    return .renewed(deadline: deadline(lease.duration, asked))
  }

  mutating func finish(_ report: FinishReport) {
    let lease = report.lease
    guard open.removeValue(forKey: lease.token) != nil else { return }
    marks[lease.token] = nil
    if locks[lease.lockKey]?[lease.slot]?.lease.token == lease.token { locks[lease.lockKey]?[lease.slot] = nil }
    history.append(report.record)
    jobs[lease.firing.job]?.lastRun = report.record
  }

  mutating func abandon(_ request: ClaimRequest, owner: String, _ now: Instant) -> Bool {
    guard case .won(let lease) = answers[request.token], open[lease.token] != nil else { return false }
    finish(
      FinishReport(
        lease: lease,
        record: RunRecord(
          runID: lease.token, job: request.job, instant: lease.firing.instant, cause: request.cause,
          outcome: .missed(.claimsUnreachable), ended: now, instance: owner)))
    return true
  }

  mutating func heartbeat(_ report: MemberReport, _ now: Instant) -> HeartbeatReply {
    members[report.instance] =
      report.isLeaving
      ? nil
      : FleetMember(
        instance: report.instance, lastSeen: now, status: report.status, timeZoneData: report.timeZoneData)
    var crashed: [CrashedRun] = []
    marks = marks.filter { open[$0.key] != nil }
    for held in open.values.sorted(by: { $0.lease.token < $1.lease.token }) where held.expires <= now {
      let lease = held.lease
      open[lease.token] = nil
      if locks[lease.lockKey]?[lease.slot]?.lease.token == lease.token { locks[lease.lockKey]?[lease.slot] = nil }
      history.append(
        RunRecord(
          runID: lease.token, job: lease.firing.job, instant: lease.firing.instant, cause: lease.firing.cause,
          outcome: .crashed, ended: now, attempt: lease.attempt, instance: held.owner,
          fencingToken: lease.fencingToken))
      crashed.append(
        CrashedRun(
          token: lease.token, firing: lease.firing, owner: held.owner, attempt: lease.attempt, crashes: 1,
          fencingToken: lease.fencingToken, mayRunAgain: held.reruns, order: held.order))
    }
    return HeartbeatReply(
      members: members.values.sorted { $0.instance < $1.instance }, pauses: pauses, crashed: crashed,
      jobs: Dictionary(
        report.jobs.compactMap { id in jobs[id].map { (id, FleetJobState(cursor: $0.cursor, lastRun: $0.lastRun)) } },
        uniquingKeysWith: { first, _ in first }),
      requests: waitingRequests(now, owner: report.instance))
  }

  mutating func pause(_ job: JobID?, note: String?) {
    if let job { pauses.jobs[job] = note } else { pauses.everything = note }
  }
}
