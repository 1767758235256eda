import CivilTime
import ClaimsModel
public import Scheduling

/// Claims that several schedulers of one process share, for tests of a fleet without a server. They decide by the model to
/// which the claims in Redis are held: overlap, leases, crashes and take-over, hand-over, breakers, dead letters, requests,
/// and what follows from a loss of data. Connections can be cut, answers and the data lost.
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
    var book = FleetBook()
    var memories: [Int: FleetMemory] = [:]
    var losses = 0
    var cut: Set<Int> = []
    var loseAnswer: (@Sendable () -> Bool)?
    var members = 0
    var observers: [Int: @Sendable (ClaimsEvent) -> Void] = [:]
    /// How often the book has changed, and how often it had at the last heartbeat of each replica.
    var changes = 0
    var seen: [Int: Int] = [:]

    /// Every replica knows of everything, and nothing changes with time alone.
    var isQuiet: Bool {
      cut.isEmpty && loseAnswer == nil && book.model.open.isEmpty && book.model.crashed.isEmpty
        && book.requests.isEmpty && memories.values.allSatisfy { $0.epoch == book.model.meta.epoch }
        && observers.keys.allSatisfy { seen[$0] == changes }
    }
  }

  /// A fleet whose clock is `clock`: the one that its schedulers have.
  public init(clock: any SchedulerClock) { self.clock = clock }

  /// The claims of one more replica.
  public func claims() -> Claims { Claims(connection(), checkpoints: checkpoints) }

  /// The durable store of one more replica, which keeps jobs as data.
  public func store(triggers: TriggerCoding = .builtIn) -> JobStore {
    JobStore(connection(), triggers: triggers, checkpoints: checkpoints)
  }

  /// The connection of one more replica, which can be cut.
  package func connection() -> Connection {
    let number = state.withLock { state in
      state.members += 1
      return state.members
    }
    return Connection(fleet: self, number: number)
  }

  /// Asked after each question that was carried out: true loses its answer. Nil loses none.
  package func loseAnswers(_ decide: (@Sendable () -> Bool)?) { state.withLock { $0.loseAnswer = decide } }

  /// The rows of the whole fleet, oldest first.
  public var history: [RunRecord] { state.withLock { $0.book.history } }

  /// Runs that were started and have not ended.
  package var openRuns: Int { state.withLock { $0.book.model.open.count } }

  /// Forgets everything, as a server does that was restarted empty. Each replica notices it with its next question and
  /// reports what it knows; until all had time for that, instants from before the loss wait.
  public func loseData() {
    state.withLock { state in
      state.book.loseData()
      state.losses += 1
      state.changes += 1
    }
  }

  /// Stands for the heartbeats of all replicas up to `instant`, where they would change nothing but the time at which each
  /// replica was last seen. False where they have to be sent.
  func standForHeartbeats(until instant: Instant) -> Bool {
    state.withLock { state in
      guard state.isQuiet else { return false }
      for name in state.book.members.keys { state.book.members[name]?.lastSeen = instant }
      return true
    }
  }

  /// Reaches all replicas that are not cut off.
  private func wake(_ event: ClaimsEvent) {
    let observers = state.withLock { state in
      state.observers.filter { !state.cut.contains($0.key) }.map(\.value)
    }
    for observer in observers { observer(event) }
  }

  /// What one replica reaches the fleet through.
  package final class Connection: ClaimService {
    private let fleet: InProcessFleet
    private let number: Int
    private let instance = Lock("")

    init(fleet: InProcessFleet, number: Int) {
      self.fleet = fleet
      self.number = number
    }

    /// `in-process`.
    package var kind: String { "in-process" }

    /// Cuts or mends the connection of this replica.
    package func setReachable(_ isReachable: Bool) {
      fleet.state.withLock { state in
        if isReachable { state.cut.remove(number) } else { state.cut.insert(number) }
      }
    }

    /// Takes the replica's name, and whom to wake when somebody sets a switch.
    package func start(instance: String, observer: @escaping @Sendable (ClaimsEvent) -> Void) {
      self.instance.withLock { $0 = instance }
      fleet.state.withLock { state in
        state.observers[number] = observer
        state.changes += 1
      }
    }

    /// Registers jobs, and returns when their instants begin.
    package func register(_ jobs: [ClaimRegistration]) async throws(ClaimsUnavailable) -> [RegisteredJob] {
      try each(jobs) { book, memory, epoch, registration, call in
        let reply = book.register(registration, epoch: epoch, call.now)
        if let reply { memory.registered(registration, reply, in: book) }
        return reply
      }
    }

    /// Decides by the rules that the claims in Redis follow.
    package func decide(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [ClaimVerdict] {
      for request in requests { try Self.requireWholeMilliseconds(request) }
      return try each(requests) { book, memory, epoch, request, call in
        let verdict = book.decide(request, owner: call.owner, epoch: epoch, call.now, call.asked)
        if let verdict { memory.decided(request, verdict, in: book) }
        return verdict
      }
    }

    /// How far the fleet has decided jobs.
    package func cursors(of jobs: [JobID]) async throws(ClaimsUnavailable) -> [Instant?] {
      try ask { book, _ in jobs.map { book.cursor(of: $0) } }
    }

    /// Prolongs leases that are still held.
    package func renew(_ leases: [Lease]) async throws(ClaimsUnavailable) -> [RenewalVerdict] {
      try each(leases) { book, memory, epoch, lease, call in
        let verdict = book.renew(lease, epoch: epoch, call.now, call.asked)
        if verdict == .lost { memory.gaveBack(lease.token) }
        return verdict
      }
    }

    /// Gives leases back and keeps the rows.
    package func finish(_ reports: [FinishReport]) async throws(ClaimsUnavailable) {
      _ = try each(reports) { book, memory, epoch, report, call in
        let takenOver = memory.takenOver(by: report.lease.token, in: book)
        guard book.finish(report, takenOver: takenOver, epoch: epoch, call.now) else { return nil as Bool? }
        memory.gaveBack(report.lease.token)
        return true
      }
      if reports.contains(where: \.handsOver) { fleet.wake(.fleetChanged) }
    }

    /// Gives up questions, and what they had won.
    package func abandon(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [Bool] {
      try each(requests) { book, _, epoch, request, call in
        book.abandon(request, owner: call.owner, epoch: epoch, call.now)
      }
    }

    /// Sweeps runs whose leases have ended, and reports the fleet.
    package func heartbeat(_ report: MemberReport) async throws(ClaimsUnavailable) -> HeartbeatReply {
      let replies = try each([report], isHeartbeat: true) { book, memory, epoch, report, call in
        let reply = book.heartbeat(report, epoch: epoch, call.now)
        if let reply { memory.saw(reply.pauses) }
        return reply
      }
      return replies[0]
    }

    /// Sets or clears a switch for all replicas.
    package func pause(_ job: JobID?, note: String?) async throws(ClaimsUnavailable) {
      try ask { book, _ in book.pause(job, note: note) }
      fleet.wake(.fleetChanged)
    }

    /// Keeps a request until a replica serves it.
    package func submit(_ request: FleetRequest) async throws(ClaimsUnavailable) {
      try ask { book, call in book.submit(request, FleetBook.at(call.now)) }
      fleet.wake(.fleetChanged)
    }

    /// Ends a request that waits.
    package func withdraw(_ request: FleetRequest.ID) async throws(ClaimsUnavailable) -> Bool {
      try ask { book, call in book.withdraw(request, owner: call.owner, FleetBook.at(call.now)) }
    }

    /// What became of a request.
    package func answer(to request: FleetRequest.ID) async throws(ClaimsUnavailable) -> FleetAnswer {
      try ask { book, _ in book.answer(to: request) }
    }

    /// Marks a run of any replica for cancellation.
    package func cancel(_ run: RunID) async throws(ClaimsUnavailable) -> Bool {
      let isOpen = try ask { book, _ in book.cancel(run) }
      if isOpen { fleet.wake(.cancelRequested(run)) }
      return isOpen
    }

    /// Firings that were given up, newest first.
    package func deadLetters(limit: Int) async throws(ClaimsUnavailable) -> [DeadLetter] {
      try ask { book, _ in
        Array(book.letters.values.sorted { ($1.at, $1.id) < ($0.at, $0.id) }.prefix(max(limit, 0)))
      }
    }

    /// One dead letter.
    package func deadLetter(_ id: RunID) async throws(ClaimsUnavailable) -> DeadLetter? {
      try ask { book, _ in book.letters[id] }
    }

    /// Takes a dead letter out.
    package func takeDeadLetter(_ id: RunID) async throws(ClaimsUnavailable) -> DeadLetter? {
      try ask { book, _ in book.letters.removeValue(forKey: id) }
    }

    /// Keeps a dead letter.
    package func keepDeadLetter(_ letter: DeadLetter) async throws(ClaimsUnavailable) {
      try ask { book, _ in book.letters[letter.id] = letter }
    }

    /// Nil: the replicas have one clock.
    package func fleetTime(at time: MonotonicTime) -> Instant? { nil }

    /// When and by whom something is asked.
    struct Call: Sendable {
      /// Whole milliseconds since 1970.
      var now: Int
      var asked: MonotonicTime
      var owner: String
    }

    /// Carries a question out, unless the connection is cut; then its answer may still be lost.
    func ask<Reply: Sendable>(
      isHeartbeat: Bool = false, _ body: (inout FleetBook, Call) -> Reply
    ) throws(ClaimsUnavailable) -> Reply {
      try reach(isHeartbeat: isHeartbeat) { state, call in body(&state.book, call) }
    }

    /// Asks item by item. Where the data set is another than the one that this replica knows, it reports what it knows
    /// first.
    private func each<Item, Reply: Sendable>(
      _ items: [Item], isHeartbeat: Bool = false,
      _ body: (inout FleetBook, inout FleetMemory, _ epoch: Int, Item, Call) -> Reply?
    ) throws(ClaimsUnavailable) -> [Reply] {
      var loss: String?
      let replies = try reach(isHeartbeat: isHeartbeat) { state, call in
        var memory = state.memories[number] ?? FleetMemory()
        defer { state.memories[number] = memory }
        if memory.epoch == nil, state.losses == 0 { memory.joined(state.book.model.meta.epoch) }
        return items.compactMap { item in
          if let reply = body(&state.book, &memory, memory.epoch ?? ModelRedis.none, item, call) { return reply }
          if memory.epoch != nil { loss = "the test has lost the data" }
          memory.merge(into: &state.book, candidate: state.losses, call.now)
          state.changes += 1
          return body(&state.book, &memory, memory.epoch ?? ModelRedis.none, item, call)
        }
      }
      if let loss { fleet.state.withLock { $0.observers[number] }?(.dataLost(detail: loss)) }
      return replies
    }

    /// As ``each``, for one question that names no epoch.
    func one<Reply: Sendable>(
      _ body: (inout FleetBook, inout FleetMemory, Call) -> Reply
    ) throws(ClaimsUnavailable) -> Reply {
      let replies = try each([()]) { book, memory, epoch, _, call -> Reply? in
        guard book.model.meta.epoch == epoch else { return nil }
        return body(&book, &memory, call)
      }
      return replies[0]
    }

    /// Reaches every replica that is not cut off.
    func announce(_ event: ClaimsEvent) { fleet.wake(event) }

    private func reach<Reply>(
      isHeartbeat: Bool, _ body: (inout State, Call) -> Reply
    ) throws(ClaimsUnavailable) -> Reply {
      let call = Call(
        now: FleetBook.time(fleet.clock.now()), asked: fleet.clock.monotonic(), owner: instance.withLock { $0 })
      let reply: Reply? = fleet.state.withLock { state in
        guard !state.cut.contains(number) else { return nil }
        let before = isHeartbeat ? state.book.whatHeartbeatsChange : nil
        let reply = body(&state, call)
        if before == nil || before != state.book.whatHeartbeatsChange { state.changes += 1 }
        if isHeartbeat { state.seen[number] = state.changes }
        return state.loseAnswer?() == true ? nil : reply
      }
      guard let reply else { throw ClaimsUnavailable("the connection was cut by the test") }
      return reply
    }

    private static func requireWholeMilliseconds(_ request: ClaimRequest) throws(ClaimsUnavailable) {
      let instant =
        switch request.intent {
        case .start(let instant), .record(let instant): instant
        case .takeOver(let crashed): crashed.firing.instant
        }
      guard instant.nanosecondsSince1970 % 1_000_000 == 0 else {
        throw ClaimsUnavailable(
          "job \(request.job): an instant finer than a millisecond cannot be shared by a fleet; let its trigger name whole "
            + "milliseconds.", needsOperator: true)
      }
    }
  }
}

extension FleetBook {
  /// What a heartbeat may change beside the time at which a replica was last seen.
  fileprivate var whatHeartbeatsChange: [String] {
    ["\(history.count) \(model.open.count) \(model.crashed.count) \(requests.count) \(letters.count)"]
      + members.values.map { "\($0.instance) \($0.status)" }.sorted()
  }
}
