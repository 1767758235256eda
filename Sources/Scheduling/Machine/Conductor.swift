import CivilTime

/// Every decision of a scheduler: what is due, missed, overlapped, paused, timed out, lost, draining. A value: it takes
/// the time as an argument, never waits and does no I/O; what is to be done comes back as ``Effects``.
struct Conductor {
  enum Phase: Equatable { case idle, running, draining, stopped }

  var settings: Settings
  var phase = Phase.idle

  var jobs = JobTable()
  /// What is expected of jobs.
  var overdue = OverdueWatch()

  var runs: RunTable
  var namedLocks = NamedLocks()
  var lockSlots = LockSlots()
  var ids: RunIDs

  var ledger: Ledger
  var pauses = PauseSwitches() { didSet { pauseEnds = pauses.firstEnd } }
  /// When the first pause ends by itself; nil when none does, or when the fleet has been asked to end it.
  var pauseEnds: Instant?
  /// Who decides which replica starts a firing.
  var claims: ClaimMachine
  /// Which jobs of a durable store are here.
  var window: StoreWindow
  var wantsRoutineEvents = false
  /// For the log at debug.
  var steps = FiringSteps()
  var notices = OptionNotices()

  /// When the scheduler was started, for the status.
  var startedAt: Instant?
  /// Instants up to here passed before the scheduler ran.
  var downThrough = Instant.min
  var clock = ClockWatch()
  var drain: Drain?
  /// People who wait until nothing is on its way and at most so many runs are going on.
  var settlers: [Settler] = []

  struct Settings {
    var instance: String
    var origin: UInt64
    /// The executors by name, the default one first.
    var executors: [(name: String, limit: Int)]
    var lease: Duration
    var stuckAfter: Duration
    var historyPerJob: Int
    var historyTotal: Int
    var historyAge: Duration?
    var deadLetters: Int
    var timeZoneData: String?
    var drainTimeout: Duration
    var resolveTimeout = Duration.seconds(5)
    /// How many jobs of a durable store are kept before the replica.
    var storeWindow = 0
  }

  init(settings: Settings, keeper: ClaimMachine.Keeper) {
    self.settings = settings
    self.runs = RunTable(executors: settings.executors, stuckAfter: settings.stuckAfter)
    ledger = Ledger(
      instance: settings.instance, origin: settings.origin,
      history: History(
        perJob: settings.historyPerJob, total: settings.historyTotal, age: settings.historyAge?.nanoseconds ?? .max),
      deadLetters: DeadLetters(limit: settings.deadLetters))
    ids = RunIDs(origin: settings.origin)
    window = StoreWindow(limit: settings.storeWindow, seed: settings.origin)
    claims = ClaimMachine(keeper: keeper, lease: settings.lease, seed: settings.origin)
  }

  mutating func newRunID() -> RunID { ids.next() }

  /// The next moment at which ``advance(limit:_:)`` has something to do: a wall instant, a reading of the continuous clock,
  /// or both. The shell wakes at the earlier one.
  var nextWake: (wall: Instant?, monotonic: MonotonicTime?) { nextWake(besideRoutineHeartbeats: false) }

  /// As ``nextWake``; may leave out heartbeats that are due for no other reason than the time.
  func nextWake(besideRoutineHeartbeats: Bool) -> (wall: Instant?, monotonic: MonotonicTime?) {
    guard phase == .running || phase == .draining else { return (nil, nil) }
    var monotonic = runs.nextMoment
    if let wake = claims.nextWake(besideRoutine: besideRoutineHeartbeats) { monotonic = min(monotonic ?? wake, wake) }
    if phase == .running, claims.isStored, claims.reach.isUp, let wake = window.nextWake {
      monotonic = min(monotonic ?? wake, wake)
    }
    if phase == .running, let delay = jobs.nextDelay { monotonic = min(monotonic ?? .never, delay) }
    if phase == .running, let look = overdue.nextMoment { monotonic = min(monotonic ?? .never, look) }
    if let drain, let wake = drain.nextWake { monotonic = min(monotonic ?? wake, wake) }
    var wall = phase == .running ? min(jobs.firstDue?.key ?? .max, overdue.nextInstant ?? .max) : .max
    if phase == .running, let end = pauseEnds { wall = min(wall, end.nanosecondsSince1970) }
    return (wall == .max ? nil : Instant(nanosecondsSince1970: wall), monotonic)
  }

  /// Decides everything that has come due. At most `limit` jobs are looked at, so that the carriers can begin with the
  /// first of a burst; true when there are more.
  mutating func advance(limit: Int = .max, _ context: inout Context) -> Bool {
    guard phase == .running || phase == .draining else { return false }
    if !notices.isEmpty { publishNotices(&context) }
    if phase == .running {
      if pauseEnds != nil { endPauses(&context) }
      var left = limit
      while let first = jobs.firstDue, first.key <= context.now.wall.nanosecondsSince1970 {
        guard left > 0 else {
          // The claims begin with the first of the burst, too.
          if !claims.isLocal { advanceClaims(&context) }
          return true
        }
        left -= 1
        decide(first.slot, &context)
      }
    }
    watchDelays(&context)
    if runs.hasHeld { releaseHeldRetries(&context) }
    watchRuns(&context)
    watchOverdue(&context)
    watchOutage(&context)
    watchDrain(&context)
    if !claims.isLocal { advanceClaims(&context) }
    if claims.isStored { advanceStore(&context) }
    resumeSettlers(&context)
    return false
  }

  /// Somebody who waits for the machine to come to rest.
  struct Settler {
    /// A pass that read the clock before this does not count.
    var since: MonotonicTime
    /// How many runs may be going on.
    var running: Int
    /// How many of the runs wait for the clock; asked at each look, for bodies fall asleep and wake up meanwhile.
    var asleep: @Sendable () -> Int
    var continuation: UnsafeContinuation<Void, Never>
  }

  private mutating func resumeSettlers(_ context: inout Context) {
    guard !settlers.isEmpty, runs.queued == 0, claims.isAtRest, !claims.isStored || window.isAtRest,
      !context.effects.asksClaims
    else { return }
    let running = runs.active - runs.betweenAttempts
    let isSettled = { (settler: Settler) in
      settler.since <= context.now.monotonic && running <= settler.running + settler.asleep()
    }
    context.effects.resumes.append(contentsOf: settlers.filter(isSettled).map(\.continuation))
    settlers.removeAll(where: isSettled)
    if !settlers.isEmpty { context.wakeLoop() }
  }

  // MARK: Deciding what is due

  /// Decides the instants of one job that have come due.
  mutating func decide(_ slot: Int, _ context: inout Context) {
    guard let definition = jobs[slot]?.definition else { return jobs.disarm(slot) }
    if !claims.isLocal {
      if letsOthersGoFirst(slot, context.now) { return }
      ask(slot, context.now)
      return
    }
    // The usual case, without building a plan: one instant, in time.
    if let instant = jobs[slot]?.next {
      let following = definition.trigger.next(after: instant)
      let isOnly = following.map { definition.due($0) > context.now.wall } ?? true
      if isOnly {
        let dueAt = definition.due(instant)
        let isLate = context.now.wall.nanoseconds(since: dueAt) > definition.options.misfireGrace.nanoseconds
        if !isLate {
          settle(slot, through: instant, next: following, &context)
          startOrWait(slot, WaitingFiring(instant: instant, due: dueAt), &context)
          return
        }
      }
    }
    let plan = MisfirePlan(
      definition, after: jobs[slot]?.cursor ?? context.now.wall, now: context.now.wall, absence: absence(of: slot))
    guard let through = plan.through else {
      arm(slot)
      return
    }
    settle(slot, through: through, next: plan.next, &context)
    for missed in plan.missed { record(missed, slot, &context) }
    if plan.run.count > 1 {
      for instant in plan.run { steps.add(.due(Firing(job: definition.id, instant: instant))) }
      ledger.expect(plan.run.count, of: slot)
      jobs.wait(
        slot, for: plan.run.map { WaitingFiring(instant: $0, due: definition.due($0), isSerial: true) })
      startWaiting(slot, &context)
    } else if let instant = plan.run.first {
      startOrWait(slot, WaitingFiring(instant: instant, due: definition.due(instant)), &context)
    }
  }

  /// Times at which nothing of a job could have been decided. A date from before the job was there was not missed because
  /// no scheduler ran.
  func absence(of slot: Int) -> MisfirePlan.Absence {
    var absence = MisfirePlan.Absence(downThrough: downThrough, outage: claims.reach.outage)
    if jobs[slot]?.definition.trigger.isOfDates == true {
      absence.downFrom = (claims.isLocal ? overdue[slot].begins : claims.jobs[slot].since) ?? .min
    }
    return absence
  }

  /// Moves a job's cursor and arms it for its next instant.
  mutating func settle(_ slot: Int, through cursor: Instant, next: Instant?, _ context: inout Context) {
    jobs.decide(slot, through: cursor, next: next)
    claims.jobs.cursorIsKnown(slot)
    arm(slot)
    guard next == nil, let job = jobs[slot], job.definition.event == nil else { return }
    let id = job.definition.id
    context.report(job.hold.map { .warning("job \(id) is held: \($0)") } ?? .jobFinished(id))
  }

  /// Puts a job into the due heap, or takes it out when it has no instant left.
  mutating func arm(_ slot: Int) {
    guard let definition = jobs[slot]?.definition, definition.event == nil else { return jobs.disarm(slot) }
    guard let next = jobs[slot]?.next, jobs[slot]?.isRemoved == false else {
      jobs.disarm(slot)
      if let cursor = jobs[slot]?.cursor, jobs[slot]?.isRemoved == false {
        jobs.hold(slot, definition.trigger.hold(after: cursor))
      }
      if definition.stored != nil, window.hasHorizon { window.leave(slot) }
      return
    }
    if jobs[slot]?.hold != nil { jobs.hold(slot, nil) }
    if definition.stored != nil { return armStored(slot, next, definition) }
    jobs.arm(slot, at: definition.due(next))
  }

  // MARK: Recording what does not run

  /// Records instants that did not run, and reports them.
  mutating func recordPassed(
    _ slot: Int, from first: Instant? = nil, through last: Instant, count: Int = 1, _ outcome: RunOutcome,
    cause: FiringCause = .scheduled, _ context: inout Context
  ) {
    guard let definition = jobs[slot]?.definition else { return }
    let row = History.Row(
      job: definition, instant: last, firstInstant: first ?? last, count: count, outcome: outcome, cause: cause,
      ended: context.now.wall)
    ledger.passed(row, slot: slot, isInBooks: cause == .scheduled)
    report(row, &context)
  }

  mutating func record(_ missed: PassedOver, _ slot: Int, _ context: inout Context) {
    recordPassed(slot, from: missed.from, through: missed.to, count: missed.count, .missed(missed.reason), &context)
  }

  /// Reports a row; a success only where that is wanted, or of note.
  func report(_ row: History.Row, isOfNote: Bool = false, _ context: inout Context) {
    if row.outcome != .succeeded || isOfNote || wantsRoutineEvents { context.report(.ended(ledger.record(of: row))) }
  }
}
