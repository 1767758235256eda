import CivilTime
public import Scheduling

/// Claims that several schedulers of one process share, for tests of a fleet without a server. Connections can be cut
/// and answers lost.
///
/// ```swift
/// let fleet = InProcessFleet(clock: clock)
/// let first = Scheduler(claims: fleet.claims(), configuration: .init(instance: "a"), clock: clock)
/// let second = Scheduler(claims: fleet.claims(), configuration: .init(instance: "b"), clock: clock)
/// ```
public final class InProcessFleet: Sendable {
  private let clock: any SchedulerClock
  private let state = Lock(State())
  let checkpoints = MemoryCheckpoints(isShared: true)

  private struct State: Sendable {
    var ledger = FleetLedger()
    var cut: Set<Int> = []
    var loseAnswer: (@Sendable () -> Bool)?
    var members = 0
    var observers: [Int: @Sendable (ClaimsEvent) -> Void] = [:]
    /// How often the ledger has changed, and how often it had at the last heartbeat of each replica.
    var changes = 0
    var heard: [Int: Int] = [:]

    /// Every replica has heard of everything, and nothing changes with time alone.
    var isQuiet: Bool {
      cut.isEmpty && loseAnswer == nil && ledger.open.isEmpty && ledger.requests.isEmpty
        && observers.keys.allSatisfy { heard[$0] == changes }
    }
  }

  /// A fleet whose clock is `clock`: the one that its schedulers have.
  public init(clock: any SchedulerClock) { self.clock = clock }

  /// The claims of one more replica.
  public func claims() -> Claims { Claims(connection(), checkpoints: checkpoints) }

  /// The connection of one more replica, which can be cut.
  public func connection() -> Connection {
    let number = state.withLock { state in
      state.members += 1
      return state.members
    }
    return Connection(fleet: self, number: number)
  }

  /// Asked after each question that was carried out: true loses its answer. Nil loses none.
  public func loseAnswers(_ decide: (@Sendable () -> Bool)?) { state.withLock { $0.loseAnswer = decide } }

  /// The rows of the whole fleet, oldest first.
  public var history: [RunRecord] { state.withLock { $0.ledger.history } }

  /// Runs that were started and have not ended.
  public var openRuns: Int { state.withLock { $0.ledger.open.count } }

  /// Forgets everything, as a server does that was restarted empty.
  public func loseData() {
    state.withLock { state in
      state.ledger = FleetLedger()
      state.changes += 1
    }
  }

  /// Stands for the heartbeats of all replicas up to `instant`, where they would change nothing but the time at which each
  /// replica was last seen. False where they have to be sent.
  func standForHeartbeats(until instant: Instant) -> Bool {
    state.withLock { state in
      guard state.isQuiet else { return false }
      for name in state.ledger.members.keys { state.ledger.members[name]?.lastSeen = instant }
      return true
    }
  }

  /// Tells all replicas that can be reached.
  private func wake(_ event: ClaimsEvent) {
    let observers = state.withLock { state in
      state.observers.filter { !state.cut.contains($0.key) }.map(\.value)
    }
    for observer in observers { observer(event) }
  }

  /// What one replica reaches the fleet through.
  public final class Connection: ClaimService {
    private let fleet: InProcessFleet
    private let number: Int
    private let instance = Lock("")

    init(fleet: InProcessFleet, number: Int) {
      self.fleet = fleet
      self.number = number
    }

    /// `in-process`.
    public var kind: String { "in-process" }

    /// Cuts or mends the connection of this replica.
    public func setReachable(_ isReachable: Bool) {
      fleet.state.withLock { state in
        if isReachable { state.cut.remove(number) } else { state.cut.insert(number) }
      }
    }

    /// Takes the replica's name, and whom to wake when somebody sets a switch.
    public func start(instance: String, observer: @escaping @Sendable (ClaimsEvent) -> Void) {
      self.instance.withLock { $0 = instance }
      fleet.state.withLock { state in
        state.observers[number] = observer
        state.changes += 1
      }
    }

    /// Tells when each job's instants begin.
    public func register(_ jobs: [ClaimRegistration]) async throws(ClaimsUnavailable) -> [RegisteredJob] {
      try ask { ledger, now, _, _ in jobs.map { ledger.register($0, now) } }
    }

    /// Decides by the rules that the claims in Redis follow.
    public func decide(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [ClaimVerdict] {
      try ask { ledger, now, asked, owner in requests.map { ledger.decide($0, owner: owner, now, asked) } }
    }

    /// How far the fleet has decided jobs.
    public func cursors(of jobs: [JobID]) async throws(ClaimsUnavailable) -> [Instant?] {
      try ask { ledger, _, _, _ in jobs.map { ledger.jobs[$0]?.cursor } }
    }

    /// Prolongs leases that are still held.
    public func renew(_ leases: [Lease]) async throws(ClaimsUnavailable) -> [RenewalVerdict] {
      try ask { ledger, now, asked, _ in leases.map { ledger.renew($0, now, asked) } }
    }

    /// Gives leases back and keeps the rows.
    public func finish(_ reports: [FinishReport]) async throws(ClaimsUnavailable) {
      try ask { ledger, _, _, _ in for report in reports { ledger.finish(report) } }
    }

    /// Gives up questions, and what they had won.
    public func abandon(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [Bool] {
      try ask { ledger, now, _, owner in requests.map { ledger.abandon($0, owner: owner, now) } }
    }

    /// Sweeps runs whose leases have ended, and reports the fleet.
    public func heartbeat(_ report: MemberReport) async throws(ClaimsUnavailable) -> HeartbeatReply {
      try ask(isHeartbeat: true) { ledger, now, _, _ in ledger.heartbeat(report, now) }
    }

    /// Sets or clears a switch for all replicas.
    public func pause(_ job: JobID?, note: String?) async throws(ClaimsUnavailable) {
      try ask { ledger, _, _, _ in ledger.pause(job, note: note) }
      fleet.wake(.fleetChanged)
    }

    /// Keeps a request until a replica serves it.
    public func submit(_ request: FleetRequest) async throws(ClaimsUnavailable) {
      try ask { ledger, now, _, _ in ledger.submit(request, now) }
      fleet.wake(.fleetChanged)
    }

    /// Ends a request that waits.
    public func withdraw(_ request: FleetRequest.ID) async throws(ClaimsUnavailable) -> Bool {
      try ask { ledger, now, _, owner in ledger.withdraw(request, owner: owner, now) }
    }

    /// What became of a request.
    public func answer(to request: FleetRequest.ID) async throws(ClaimsUnavailable) -> FleetAnswer {
      try ask { ledger, _, _, _ in ledger.answer(to: request) }
    }

    /// Tells a run of any replica to stop.
    public func cancel(_ run: RunID) async throws(ClaimsUnavailable) -> Bool {
      let isOpen = try ask { ledger, _, _, _ in ledger.cancel(run) }
      if isOpen { fleet.wake(.cancelRequested(run)) }
      return isOpen
    }

    /// Nil: the replicas have one clock.
    public func fleetTime(at time: MonotonicTime) -> Instant? { nil }

    /// Carries a question out, unless the connection is cut; then its answer may still be lost.
    func ask<Reply: Sendable>(
      isHeartbeat: Bool = false, _ body: (inout FleetLedger, Instant, MonotonicTime, String) -> Reply
    ) throws(ClaimsUnavailable) -> Reply {
      let now = Instant(millisecondsSince1970: fleet.clock.now().millisecondsSince1970)
      let asked = fleet.clock.monotonic()
      let owner = instance.withLock { $0 }
      let reply: Reply? = fleet.state.withLock { state in
        guard !state.cut.contains(number) else { return nil }
        let before = isHeartbeat ? state.ledger.whatHeartbeatsChange : nil
        let reply = body(&state.ledger, now, asked, owner)
        if before == nil || before != state.ledger.whatHeartbeatsChange { state.changes += 1 }
        if isHeartbeat { state.heard[number] = state.changes }
        return state.loseAnswer?() == true ? nil : reply
      }
      guard let reply else { throw ClaimsUnavailable("the connection was cut by the test") }
      return reply
    }
  }
}

extension FleetLedger {
  /// What a heartbeat may change beside the time at which a replica was last seen.
  fileprivate var whatHeartbeatsChange: [String] {
    ["\(history.count) \(open.count) \(requests.count)"] + members.values.map { "\($0.instance) \($0.status)" }.sorted()
  }
}
