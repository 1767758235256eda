import CivilTime

/// Who decides which replica starts a firing: this process alone, or the claims that a fleet shares. Chosen when the machine is
/// made; where claims are local nothing in here is ever asked.
struct ClaimMachine {
  enum Keeper { case local, shared, stored }

  let keeper: Keeper
  /// Leases of jobs that name none of their own.
  let lease: Duration
  /// Whether the claims answer.
  var reach: Reachability
  /// What is asked about instants of the schedule.
  var jobs = JobClaims()
  /// What is asked beside the schedule.
  var unscheduled = UnscheduledQuestions()
  /// Ends of runs until the claims have them.
  var outbox = FinishOutbox()
  /// Who goes first in a large fleet.
  var turns = Turns()
  var pauses = PauseReports()
  var heartbeat: FleetHeartbeat
  /// What the fleet has said of itself.
  var fleet = FleetKnowledge()
  /// Batches on their way.
  private var inFlight = 0
  /// When claims were asked last, or could have been: long ago means that the process was frozen.
  private(set) var lastPass: MonotonicTime?
  /// The outage that goes on has been reported as a long one.
  private var isOutageReported = false

  init(keeper: Keeper, lease: Duration, seed: UInt64) {
    self.keeper = keeper
    self.lease = lease
    reach = Reachability(seed: seed, longestPause: .nanoseconds(lease.nanoseconds / 10))
    heartbeat = FleetHeartbeat(lease: lease)
  }

  var isLocal: Bool { keeper == .local }
  var isStored: Bool { keeper == .stored }

  /// An answer has come, and none has failed since.
  var isConnected: Bool { isLocal || (reach.isUp && reach.hasAnswered) }

  /// Nothing is on its way to the claims or back.
  var isAtRest: Bool { inFlight == 0 }

  /// Every question and every report has been answered.
  var isResolved: Bool { !jobs.hasQuestions && unscheduled.isEmpty && outbox.isEmpty }

  /// - Parameter besideRoutine: leaves out heartbeats that are due for no other reason than the time.
  func nextWake(besideRoutine: Bool) -> MonotonicTime? {
    guard !isLocal else { return nil }
    var wake = MonotonicTime.never
    if reach.isUp {
      if let beat = heartbeat.nextWake(besideRoutine: besideRoutine) { wake = beat }
      if let look = turns.nextWake { wake = min(wake, look) }
    } else if !reach.isProbing {
      wake = reach.probeAt
    }
    if let later = jobs.nextMoment { wake = min(wake, later) }
    if let ask = unscheduled.nextWake(isUp: reach.isUp) { wake = min(wake, ask) }
    return wake
  }

  // MARK: Passes

  /// How much may be asked in a pass: everything while the claims answer, else one batch as a probe; nil for nothing.
  func limit(_ now: MonotonicTime) -> Int? {
    if reach.isUp { return .max }
    return !reach.isProbing && now >= reach.probeAt ? Self.probe : nil
  }

  /// One batch is a probe.
  static let probe = 100

  mutating func passed(_ now: MonotonicTime) { lastPass = now }

  mutating func sent() { inFlight += 1 }

  mutating func received() { inFlight -= 1 }

  /// Reports an outage, once, that goes on for so long that runs have lost their leases: since how long, and why.
  mutating func longOutage(_ now: MonotonicTime) -> (length: Duration, error: ClaimsUnavailable)? {
    guard let length = reach.outageLength(now), let error = reach.error else {
      isOutageReported = false
      return nil
    }
    guard !isOutageReported, length > lease + lease else { return nil }
    isOutageReported = true
    return (length, error)
  }

  // MARK: Jobs

  /// The claims have the end of a run of the job: who waits for its lock may ask again.
  mutating func lockFreed(_ slot: Int) {
    jobs.lockFreed(slot)
    unscheduled.lockFreed(slot)
  }

  /// Forgets a job whose slot is given away.
  mutating func forget(_ slot: Int) {
    guard !isLocal else { return }
    jobs.forget(slot)
    turns.forget(slot)
  }
}
