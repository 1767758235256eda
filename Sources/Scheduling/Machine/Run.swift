import CivilTime

/// A run from the moment it is decided until its end is recorded.
struct Run {
  let id: RunID
  let definition: JobDefinition
  /// The job's slot.
  let slot: Int
  let instant: Instant
  let cause: FiringCause
  let due: Instant
  /// The executor that it goes to.
  let pool: Int
  private(set) var attempt = 1
  /// Nil where claims are local.
  private(set) var lease: HeldLease?
  private(set) var state = State.ready
  /// Why it is to stop, and since when.
  private(set) var stop: Stop?
  private(set) var stopAt = MonotonicTime.never
  private(set) var isReportedStuck = false
  /// What somebody asked for; nil where its trigger did.
  let order: RunOrder?
  /// When the first attempt began; nil before.
  private(set) var firstStartedAt: MonotonicTime?
  /// How often its process disappeared.
  var crashes = 0
  /// The fleet has declared it dead, or will: whoever sweeps it starts what waits for its end.
  private(set) var isDeclaredDead = false
  /// What its attempts left.
  var evidence: RunEvidence?
  /// False for a run whose instant is in another replica's books.
  var isInBooks = true

  /// Where a run is in its life.
  enum State {
    /// Waits for a carrier. Can transition to: running, lent, heldBack, held; or ends, where it was stopped or is paused.
    case ready
    /// Lent to a carrier, which may begin its body at any time. Can transition to: running, ready.
    case lent
    /// Its lease ended before its body began: its renewal decides. Can transition to: ready; or ends.
    case heldBack
    /// Its body runs. Can transition to: backingOff; or ends.
    case running(since: Instant, at: MonotonicTime, carrier: Carrier)
    /// An attempt failed; the next one begins then. Can transition to: ready, held; or ends.
    case backingOff(until: MonotonicTime)
    /// Its next attempt is due, and a pause holds it. Can transition to: ready; or ends.
    case held
  }

  enum Stop: Equatable {
    case timeout
    case cancelled(RunOutcome.CancellationReason)

    var outcome: RunOutcome {
      switch self {
      case .timeout: .timedOut
      case .cancelled(let reason): .cancelled(reason)
      }
    }
  }

  init(
    id: RunID, definition: JobDefinition, slot: Int, pool: Int, instant: Instant, due: Instant, cause: FiringCause,
    attempt: Int = 1, lease: Lease? = nil, order: RunOrder? = nil
  ) {
    self.id = id
    self.definition = definition
    self.slot = slot
    self.pool = pool
    self.instant = instant
    self.due = due
    self.cause = cause
    self.attempt = attempt
    self.lease = lease.map(HeldLease.init)
    self.order = order
  }

  var isDry: Bool { order?.dryRun != nil }
  /// Its instant is counted by this replica.
  var isExpected: Bool { cause == .scheduled && isInBooks }
  var firing: Firing { Firing(job: definition.id, instant: instant, cause: cause) }

  /// When its body began; nil unless it runs.
  var started: Instant? { if case .running(let since, _, _) = state { since } else { nil } }

  /// It waits for its next attempt.
  var isBetweenAttempts: Bool {
    switch state {
    case .backingOff, .held: true
    case .ready, .lent, .heldBack, .running: false
    }
  }

  var isRetryHeld: Bool { if case .held = state { true } else { false } }

  /// How long until its next attempt begins; nil unless it waits for one.
  func retriesIn(_ now: MonotonicTime) -> Duration? {
    switch state {
    case .backingOff(let until): max(.zero, until - now)
    case .held: .zero
    case .ready, .lent, .heldBack, .running: nil
    }
  }

  /// When its timeout, its lease or its next attempt wants attention.
  func nextMoment(stuckAfter: Duration) -> MonotonicTime {
    var moment = MonotonicTime.never
    switch state {
    case .backingOff(let until): moment = until
    case .running(_, let startedAt, _):
      if stop == nil, let timeout = definition.timeout { moment = startedAt.advanced(byNanoseconds: timeout) }
      if stop != nil, !isReportedStuck { moment = stopAt + stuckAfter }
    case .ready, .lent, .heldBack, .held: break
    }
    if let lease { moment = min(moment, lease.nextMoment) }
    return moment
  }

  /// Its timeout has passed and it was not stopped.
  func isTimedOut(_ now: MonotonicTime) -> Bool {
    guard stop == nil, case .running(_, let startedAt, _) = state, let timeout = definition.timeout else {
      return false
    }
    return now >= startedAt.advanced(byNanoseconds: timeout)
  }

  // MARK: Transitions

  /// Whether a carrier may have it among others, without asking before each.
  var canBeLent: Bool {
    guard case .ready = state else { return false }
    return definition.isPlain && lease == nil && order == nil && stop == nil && firstStartedAt == nil
  }

  mutating func lend() { state = .lent }

  /// A carrier begins its body.
  mutating func begin(_ carrier: Carrier, _ now: Now) {
    state = .running(since: now.wall, at: now.monotonic, carrier: carrier)
    if firstStartedAt == nil { firstStartedAt = now.monotonic }
  }

  /// Its lease has ended before its body began.
  mutating func holdBack() { state = .heldBack }

  /// An attempt failed: the next one begins then.
  mutating func backOff(until moment: MonotonicTime) {
    state = .backingOff(until: moment)
    attempt += 1
    stop = nil
    stopAt = .never
    isReportedStuck = false
  }

  /// A pause holds its next attempt.
  mutating func hold() { state = .held }

  /// It waits for a carrier, again.
  mutating func makeReady() { state = .ready }

  /// It is to stop.
  mutating func stop(_ stop: Stop, _ now: MonotonicTime) {
    self.stop = stop
    stopAt = now
  }

  /// How long ago it was asked to stop, the first time that this is longer than `patience` while its body runs.
  mutating func becameStuck(after patience: Duration, _ now: MonotonicTime) -> Duration? {
    guard stop != nil, !isReportedStuck, started != nil, now >= stopAt + patience else { return nil }
    isReportedStuck = true
    return now - stopAt
  }

  mutating func declareDead(_ isDead: Bool) { isDeclaredDead = isDead }

  /// Changes its lease, where it has one.
  mutating func withLease<Result>(_ body: (inout HeldLease) -> Result) -> Result? {
    guard var held = lease else { return nil }
    defer { lease = held }
    return body(&held)
  }
}
