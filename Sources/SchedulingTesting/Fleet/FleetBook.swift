import CivilTime
import ClaimsModel
import Scheduling

/// What a fleet shares. ``ModelRedis`` decides, over integers, by the rules to which the scripts in Redis are held step by
/// step; here is what the integers stand for, and what travels with them.
///
/// Methods return nil where the data set is another than `epoch`: the caller has to merge first.
struct FleetBook: Sendable {
  var model: ModelRedis
  var jobs = Names<JobID>()
  var keys = Names<String>()
  var triggers = Names<String>()
  var owners = Names<String>()
  var tokens = Names<RunID>()
  var causes = Names(FiringCause.allCases)
  /// Zero is what the model itself records.
  var reasons = Names<RunOutcome.MissReason>([.coalesced])

  /// The rules of the jobs' breakers, as the jobs say them.
  var rules: [Int: ModelRedis.Breaker] = [:]
  /// What somebody asked for with a run, by its token.
  var orders: [Int: FiringOrder] = [:]
  /// Why runs are to stop, by their tokens.
  var marks: [Int: RunOutcome.CancellationReason] = [:]
  var pauses = PauseSwitches()
  var members: [String: FleetMember] = [:]
  var lastRuns: [JobID: RunRecord] = [:]
  var history: [RunRecord] = []
  var audit: [AuditEntry] = []
  var requests: [FleetRequest.ID: FleetRequest] = [:]
  var requestAnswers: [FleetRequest.ID: FleetAnswer] = [:]
  var letters: [RunID: DeadLetter] = [:]
  /// Durable jobs, those that were removed included.
  var stored: [JobID: Stored] = [:]
  /// How often a stored definition has changed.
  var changes = 0

  /// A data set that has always been there: nothing in it waits for what may have been lost.
  init() {
    model = ModelRedis(jobs: 0, keys: 0, slotsPerKey: Self.mostSlots)
    model.meta.epoch = ModelRedis.epoch(place: 1, 0)
  }

  /// A lock has at most so many slots.
  static let mostSlots = 16

  /// All data gone, as after FLUSHALL. The rows of history stay: they are what a test looks at.
  mutating func loseData() {
    model.loseData()
    (pauses, lastRuns, requests, requestAnswers, letters) = (PauseSwitches(), [:], [:], [:], [:])
    (members, marks, stored) = ([:], [:], [:])
    changes += 1
  }

  mutating func number(of job: JobID) -> Int {
    let number = jobs.number(of: job)
    while model.jobs.count <= number { _ = model.addJob() }
    return number
  }

  mutating func number(ofLock key: String) -> Int {
    let number = keys.number(of: key)
    while model.fences.count <= number { _ = model.addKey() }
    return number
  }

  // MARK: Jobs

  mutating func register(_ registration: ClaimRegistration, epoch: Int, _ now: Int) -> RegisteredJob? {
    let job = number(of: registration.job)
    let isNew = model.jobs[job].fingerprint == ModelRedis.none
    let breaker = Self.rule(registration.breaker)
    rules[job] = breaker
    let reply = model.register(
      job, fingerprint: triggers.number(of: registration.fingerprint), beginsNow: registration.beginsNow,
      breaker: breaker, epoch: epoch, server: ModelRedis.none, now: now)
    guard let reply else { return nil }
    if isNew, let note = registration.pauseNote, pauses.jobs[registration.job] == nil {
      pause(registration.job, note: note)
    }
    return RegisteredJob(job: registration.job, cursor: Self.instant(reply.cursor), since: Self.at(reply.since))
  }

  private static func rule(_ breaker: CircuitBreaker?) -> ModelRedis.Breaker? {
    breaker.map { ModelRedis.Breaker(most: $0.failures, coolDown: length($0.coolDown)) }
  }

  /// The rule of a stored job's breaker. Where it stands is kept.
  mutating func setBreaker(_ breaker: CircuitBreaker?, of job: Int) {
    rules[job] = Self.rule(breaker)
    guard let rule = rules[job] else {
      model.jobs[job].breaker = nil
      return
    }
    var changed = model.jobs[job].breaker ?? rule
    (changed.most, changed.coolDown) = (rule.most, rule.coolDown)
    model.jobs[job].breaker = changed
  }

  func cursor(of job: JobID) -> Instant? { jobs.known(job).flatMap { Self.instant(model.jobs[$0].cursor) } }

  mutating func pause(_ job: JobID?, note: String?) {
    if let job {
      model.pausedJobs[number(of: job)] = note != nil
      pauses.jobs[job] = note
    } else {
      model.isPaused = note != nil
      pauses.everything = note
    }
  }

  // MARK: Decisions

  mutating func decide(
    _ request: ClaimRequest, owner: String, epoch: Int, _ now: Int, _ asked: MonotonicTime
  ) -> ClaimVerdict? {
    var question = question(request, owner: owner)
    question.isStale = isStale(request)
    question.isWaitedFor = isWaitedFor(request, now)
    let verdict = model.decide(question, epoch: epoch, server: ModelRedis.none, now: now)
    guard let verdict else { return nil }
    keepRows()
    let isNews =
      switch verdict {
      case .won(_, _, let isAgain): !isAgain;
      default: true
      }
    let answer = answer(verdict, request, question, asked)
    switch answer {
    case .won, .skipped, .recorded:
      guard isNews else { break }
      if let serving = request.serving { serve(serving, answer, owner) }
      if case .won = answer, let letter = request.deadLetter { letters[letter] = nil }
      // The schedule goes on in the same step.
      if request.version != nil, question.movesCursor { stored[request.job]?.next = request.next }
    case .busy:
      if request.version != nil, question.movesCursor { stored[request.job]?.waitedAt = now }
      if let serving = request.serving { requests[serving.id]?.wasHeard = true }
    default: break
    }
    return answer
  }

  private mutating func question(_ request: ClaimRequest, owner: String) -> ModelQuestion {
    var question = ModelQuestion()
    switch request.intent {
    case .start(let instant): (question.kind, question.instant) = (.start, Self.time(instant))
    case .record(let through): (question.kind, question.instant) = (.record, Self.time(through))
    case .takeOver(let crashed):
      (question.kind, question.instant) = (.takeOver, Self.time(crashed.firing.instant))
      question.crashed = tokens.number(of: crashed.token)
    }
    question.job = number(of: request.job)
    question.cause = causes.number(of: request.cause)
    question.token = tokens.number(of: request.token)
    question.expected = request.expectedCursor == .min ? ModelRedis.none : Self.time(request.expectedCursor)
    question.fingerprint = request.fingerprint.map { triggers.number(of: $0) } ?? ModelRedis.none
    question.key = number(ofLock: request.lockKey)
    question.slots = min(max(request.slots, 1), Self.mostSlots)
    question.lease = Self.length(request.leaseDuration)
    question.busy =
      switch request.whenBusy {
      case .skip: .skip
      case .wait: .wait
      case .replace: .replace
      }
    question.attempt = request.attempt
    question.reruns = request.rerunsAfterCrash
    if let within = request.rerunWithin { question.rerunWithin = Self.length(within) }
    question.order = question.token
    orders[question.token] = request.order
    question.ranges = request.passedOver.map {
      ModelQuestion.Range(
        from: Self.time($0.from), to: Self.time($0.to), count: $0.count, reason: reasons.number(of: $0.reason))
    }
    question.owner = owners.number(of: owner)
    question.heedsBreaker = request.cause == .scheduled || request.cause == .event
    question.isRequest = request.serving != nil
    if let serving = request.serving, requests[serving.id]?.from != serving.position { question.isGone = true }
    if let letter = request.deadLetter, letters[letter] == nil { question.isGone = true }
    return question
  }

  private func answer(
    _ verdict: ModelVerdict, _ request: ClaimRequest, _ question: ModelQuestion, _ asked: MonotonicTime
  ) -> ClaimVerdict {
    switch verdict {
    case .won(let slot, let fence, _):
      return .won(
        Lease(
          token: request.token,
          firing: Firing(job: request.job, instant: Self.at(question.instant), cause: request.cause),
          lockKey: request.lockKey, slot: slot, fencingToken: Int64(fence), attempt: request.attempt,
          duration: request.leaseDuration, deadline: Self.deadline(request.leaseDuration, asked)))
    case .lost(let cursor): return .lost(cursor: Self.instant(cursor) ?? .min)
    case .gap(let cursor): return .gap(cursor: Self.instant(cursor) ?? .min)
    case .ahead(let cursor): return .ahead(cursor: Self.at(cursor))
    case .undecided(let after, let through):
      return .undecided(after: Self.at(after), through: Self.at(through))
    case .early(let by): return .early(by: .milliseconds(by))
    case .quarantine(let length): return .quarantined(for: .milliseconds(length))
    case .paused: return .skipped(.paused)
    case .circuitOpen: return .skipped(.circuitOpen)
    case .overlap: return .skipped(.overlap)
    case .recorded: return .recorded
    case .busy(let length): return .busy(for: .milliseconds(length))
    case .stale: return .stale
    }
  }

  // MARK: Runs

  mutating func renew(_ lease: Lease, epoch: Int, _ now: Int, _ asked: MonotonicTime) -> RenewalVerdict? {
    let token = tokens.number(of: lease.token)
    let verdict = model.renew(
      token, key: number(ofLock: lease.lockKey), slot: lease.slot, lease: Self.length(lease.duration), epoch: epoch,
      server: ModelRedis.none, now: now)
    guard let verdict else { return nil }
    let deadline = Self.deadline(lease.duration, asked)
    switch verdict {
    case .renewed: return .renewed(deadline: deadline)
    case .cancel: return .cancel(deadline: deadline, marks[token] ?? .replaced)
    case .lost: return .lost
    }
  }

  /// Returns false where the data set is another.
  mutating func finish(_ end: FinishReport, takenOver: [RunID], epoch: Int, _ now: Int) -> Bool {
    let record = end.record
    var report = ModelReport(
      token: tokens.number(of: end.lease.token), key: number(ofLock: end.lease.lockKey), slot: end.lease.slot)
    let held = (record.started ?? record.ended) + end.minimumHold
    report.holdUntil =
      end.minimumHold > .zero ? min(Self.time(held), now + Self.length(end.minimumHold)) : 0
    report.isFinal = record.outcome != .cancelled(.leaseLost)
    report.handsOver = end.handsOver
    report.takenOver = takenOver.map { tokens.number(of: $0) }
    report.outcome =
      switch record.outcome {
      case .succeeded where end.hasBreaker: .succeeded
      case .failed where end.hasBreaker, .timedOut where end.hasBreaker,
        .cancelled(.leaseLost) where end.hasBreaker:
        .failed
      default: .neither
      }
    let row = ModelRow(
      job: number(of: record.job), from: Self.time(record.instant), to: Self.time(record.instant),
      cause: causes.number(of: record.cause), outcome: .ended, token: report.token, attempt: record.attempt,
      owner: owners.number(of: record.instance), at: now)
    guard let verdict = model.finish(report, row: row, epoch: epoch, server: ModelRedis.none, now: now) else {
      return false
    }
    marks[report.token] = nil
    model.rows.removeAll { $0.outcome == .ended || $0.outcome == .endedLate }
    keepRows()
    guard verdict != .repeated else { return true }
    var kept = record
    if verdict == .late {
      kept.message = "late: the run had been declared crashed. \(record.message ?? "")"
    }
    history.append(kept)
    lastRuns[record.job] = kept
    if let letter = end.deadLetter { letters[letter.id] = letter }
    return true
  }

  mutating func abandon(_ request: ClaimRequest, owner: String, epoch: Int, _ now: Int) -> Bool? {
    let wasWon = model.abandon(
      question(request, owner: owner), epoch: epoch, server: ModelRedis.none, now: now)
    keepRows()
    return wasWon
  }

  /// Marks a run for cancellation.
  mutating func cancel(_ run: RunID) -> Bool {
    guard let token = tokens.known(run), model.mark(token) else { return false }
    marks[token] = .requested
    return true
  }

  // MARK: The fleet

  mutating func heartbeat(_ report: MemberReport, epoch: Int, _ now: Int) -> HeartbeatReply? {
    let owner = owners.number(of: report.instance)
    let found = model.heartbeat(epoch: epoch, server: ModelRedis.none, now: now, owner: owner)
    guard let found else { return nil }
    members[report.instance] =
      report.isLeaving
      ? nil
      : FleetMember(
        instance: report.instance, lastSeen: Self.at(now), status: report.status, timeZoneData: report.timeZoneData)
    var crashed: [CrashedRun] = []
    // A replica that stops takes nothing over.
    if !report.isLeaving, report.status != "draining" {
      crashed = found.offered.compactMap { crashedRun($0, isOfferedAgain: true) }
    }
    for token in found.expired {
      guard let run = model.tokens[token].run else { continue }
      let (isDead, _) =
        model.sweep(token, key: run.key, slot: run.slot, epoch: epoch, server: ModelRedis.none, now: now)
        ?? (false, nil)
      guard isDead, let dead = crashedRun(token, isOfferedAgain: false) else { continue }
      crashed.append(dead)
      keepRows(foundBy: report.instance)
      bury(token, dead, now)
    }
    keepRows()
    return HeartbeatReply(
      members: members.values.sorted { $0.instance < $1.instance }, pauses: pauses, crashed: crashed,
      jobs: Dictionary(
        report.jobs.compactMap { id in
          jobs.known(id) == nil ? nil : (id, FleetJobState(cursor: cursor(of: id), lastRun: lastRuns[id]))
        }, uniquingKeysWith: { first, _ in first }),
      requests: waitingRequests(Self.at(now), owner: report.instance))
  }

  private func crashedRun(_ token: Int, isOfferedAgain: Bool) -> CrashedRun? {
    guard let run = model.tokens[token].run else { return nil }
    var crashed = CrashedRun(
      token: tokens[token], firing: firing(of: run), owner: owners[run.owner], attempt: run.attempt,
      crashes: run.crashes, fencingToken: Int64(run.fence), isOfferedAgain: isOfferedAgain, mayRunAgain: run.reruns,
      order: orders[token])
    crashed.takenOver = run.takenOver.map { tokens[$0] }
    return crashed
  }

  func firing(of run: ModelRun) -> Firing {
    Firing(job: jobs[run.job], instant: Self.at(run.instant), cause: causes[run.cause])
  }

  /// A run that is poison becomes a dead letter, and so does a requeued dead letter that is not to run again. A
  /// job that the model has paused is paused with a note.
  private mutating func bury(_ token: Int, _ dead: CrashedRun, _ now: Int) {
    let (job, firing) = (dead.firing.job, dead.firing)
    let isPoison = model.letters.contains(token)
    model.letters.removeAll()
    if isPoison || (!dead.mayRunAgain && firing.cause == .requeue) {
      letters[dead.token] = DeadLetter(
        id: dead.token, job: job, instant: firing.instant, cause: firing.cause, attempts: dead.attempt,
        outcome: .crashed, at: Self.at(now), arguments: dead.order?.arguments)
    }
    guard let number = jobs.known(job), model.pausedJobs[number], pauses.jobs[job] == nil else { return }
    pauses.jobs[job] =
      isPoison
      ? "its process disappeared \(dead.crashes) times while it ran the firing \(firing.instant): see the dead letter "
        + "\(dead.token)"
      : "its process disappeared \(model.jobs[number].deaths?.count ?? 0) times in a row while it ran, last at the firing "
        + "\(firing.instant); resume it when it is mended"
  }

  /// Takes the model's rows into the history.
  private mutating func keepRows(foundBy finder: String? = nil) {
    for row in model.rows {
      history.append(
        RunRecord(
          runID: row.token == ModelRedis.none ? nil : tokens[row.token], job: jobs[row.job], instant: Self.at(row.to),
          cause: causes[row.cause], firstInstant: Self.at(row.from), count: row.count, outcome: outcome(of: row),
          ended: Self.at(row.at), attempt: row.attempt, message: finder.map { "found by \($0)" },
          instance: owners[row.owner], fencingToken: row.fence == ModelRedis.none ? nil : Int64(row.fence)))
    }
    model.rows.removeAll(keepingCapacity: true)
  }

  private func outcome(of row: ModelRow) -> RunOutcome {
    switch row.outcome {
    case .missed(let reason): .missed(reasons[reason])
    case .skippedPaused: .skipped(.paused)
    case .skippedCircuitOpen: .skipped(.circuitOpen)
    case .skippedOverlap: .skipped(.overlap)
    case .crashed: .crashed
    case .noHandler: .missed(.noHandler)
    case .unreachable: .missed(.claimsUnreachable)
    case .ended, .endedLate: .succeeded  // taken out by `finish`, which has the record
    }
  }

  // MARK: Times

  static func time(_ instant: Instant) -> Int { Int(instant.millisecondsSince1970) }
  static func at(_ time: Int) -> Instant { Instant(millisecondsSince1970: Int64(time)) }
  static func instant(_ time: Int) -> Instant? { time == ModelRedis.none ? nil : at(time) }
  static func length(_ duration: Duration) -> Int { Int(max(1, duration.nanoseconds / 1_000_000)) }

  private static func deadline(_ duration: Duration, _ asked: MonotonicTime) -> MonotonicTime {
    asked + .nanoseconds(duration.nanoseconds / 10 * 9)
  }
}
