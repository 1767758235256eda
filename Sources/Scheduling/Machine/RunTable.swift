import CivilTime

/// The runs of this process from the moment they are decided until their end: which wait for a carrier, how many carriers each
/// executor has, and when a run wants attention for its timeout, its lease or its next attempt.
struct RunTable {
  private var runs: [Run?] = []
  private var free: [Int] = []
  /// Runs with a lease by their ids.
  private var numbers: [RunID: Int] = [:]
  /// How many runs have not ended.
  private(set) var active = 0
  /// How many of them wait for their next attempt.
  private(set) var betweenAttempts = 0
  /// Those whose next attempt is held by a pause.
  private var held: Set<Int> = []
  /// The executors; the first one is the default.
  private var pools: [ExecutorPool]
  /// Executors for which the loop has to start a carrier.
  private(set) var carriersWanted: [Int] = []
  /// Runs by the moment at which they want attention.
  private var moments = IndexedHeap()
  /// Carriers that were lent runs.
  private(set) var borrowers: [Carrier] = []
  private let stuckAfter: Duration

  init(executors: [(name: String, limit: Int)], stuckAfter: Duration) {
    pools = executors.map { ExecutorPool(name: $0.name, limit: $0.limit) }
    self.stuckAfter = stuckAfter
  }

  // MARK: Looking

  subscript(number: Int) -> Run? { _read { yield runs[number] } }

  /// The numbers that runs may have.
  var indices: Range<Int> { runs.indices }

  /// The run with a lease that has this id.
  func number(leased id: RunID) -> Int? { numbers[id] }

  func number(of id: RunID) -> Int? { runs.firstIndex { $0?.id == id } }

  /// How many runs wait for a carrier.
  var queued: Int { pools.reduce(0) { $0 + $1.ready.count } }

  /// How many bodies run.
  var running: Int { active - queued - betweenAttempts }

  var hasHeld: Bool { !held.isEmpty }

  /// When ``due(_:)`` names a run next.
  var nextMoment: MonotonicTime? { moments.first.map { MonotonicTime(nanoseconds: $0.key) } }

  /// The oldest of a job's own runs that is not stopped.
  func oldest(of slot: Int) -> Int? {
    var oldest: Int?
    for number in runs.indices {
      guard let run = runs[number], run.slot == slot, run.stop == nil, !run.isDry else { continue }
      if let known = oldest.flatMap({ runs[$0] }), known.instant <= run.instant { continue }
      oldest = number
    }
    return oldest
  }

  /// The run of a firing.
  func first(of job: JobID, at instant: Instant) -> Run? {
    runs.lazy.compactMap { $0 }.first { $0.instant == instant && $0.definition.id == job }
  }

  /// Whether a firing that has crashed twice is being run again.
  var hasCrashedTwice: Bool { runs.contains { $0.map { $0.crashes >= 2 } ?? false } }

  /// How many runs hold a lock here.
  func holders(of lockKey: String) -> Int {
    runs.count { $0.map { !$0.isDry && $0.definition.lockKey == lockKey } ?? false }
  }

  /// The runs that wait for their next attempt: of one job, or all of them.
  func waitingForAttempt(of slot: Int? = nil) -> [Int] {
    guard betweenAttempts > 0 else { return [] }
    return runs.indices.filter { number in
      runs[number].map { $0.isBetweenAttempts && (slot == nil || $0.slot == slot) } ?? false
    }
  }

  // MARK: Executors

  var executorNames: [String] { pools.map(\.name) }

  /// The index of an executor; nil where the configuration has none of that name.
  func pool(named name: String) -> Int? { pools.firstIndex { $0.name == name } }

  /// A firing that is started now would have to wait for others to end.
  func isSaturated(_ pool: Int) -> Bool { pools[pool].isSaturated }

  func hasReady(_ pool: Int) -> Bool { !pools[pool].ready.isEmpty }

  var wantsCarrier: Bool { !carriersWanted.isEmpty }

  /// Hands over the executors for which a carrier is to be started.
  mutating func takeCarriersWanted(into carriers: inout [Int]) { swap(&carriers, &carriersWanted) }

  /// One carrier at a time: each, when it takes its first run and leaves others waiting, asks for the next one. So a
  /// burst of short runs needs as many as there are threads, and a body that suspends strands nothing.
  private mutating func askForCarrier(_ pool: Int) {
    guard !pools[pool].isCarrierComing, pools[pool].carriers < pools[pool].limit else { return }
    pools[pool].isCarrierComing = true
    pools[pool].carriers += 1
    carriersWanted.append(pool)
  }

  /// A carrier ends early: its task was cancelled. Another one takes over what waits.
  mutating func retire(_ pool: Int) {
    pools[pool].carriers -= 1
    if !pools[pool].ready.isEmpty { askForCarrier(pool) }
  }

  // MARK: Beginning

  /// Has a run wait for a carrier, and returns its number.
  @discardableResult
  mutating func open(_ run: Run) -> Int {
    let number: Int
    if let reused = free.popLast() {
      number = reused
      runs[number] = run
    } else {
      number = runs.count
      runs.append(run)
    }
    active += 1
    if runs[number]?.lease != nil, let id = runs[number]?.id {
      numbers[id] = number
      rearm(number)
    }
    enqueue(number, run.pool, run.definition)
    return number
  }

  private mutating func enqueue(_ number: Int, _ pool: Int, _ definition: JobDefinition) {
    pools[pool].ready.append(number, priority: definition.priority)
    askForCarrier(pool)
  }

  /// What a carrier finds in the ready queue.
  enum Taken {
    /// A run whose body begins now.
    case started(RunTicket, due: Instant)
    /// A run that was stopped before it began: it is to be ended.
    case stopped(Int, Run.Stop)
    /// A run whose lease has ended: it waits for its renewal.
    case heldBack
    /// A run that a pause holds: it is to be ended or, after its first attempt, to be held.
    case paused(Int, isFirstAttempt: Bool)
    /// Nothing waits: the carrier ends.
    case nothing
  }

  /// A new carrier takes its first run.
  mutating func carrierArrived(_ pool: Int) { pools[pool].isCarrierComing = false }

  /// The first run of a carrier has begun, and others wait: another carrier is wanted.
  mutating func wantNextCarrier(_ pool: Int) { if !pools[pool].ready.isEmpty { askForCarrier(pool) } }

  /// Takes the next run out of the ready queue.
  mutating func take(of pool: Int, by carrier: Carrier, pauses: PauseSwitches, _ now: Now) -> Taken {
    while let number = pools[pool].ready.popFirst() {
      guard let definition = runs[number]?.definition, let cause = runs[number]?.cause else { continue }
      if let stop = runs[number]?.stop { return .stopped(number, stop) }
      if let deadline = runs[number]?.lease?.deadline, now.monotonic >= deadline {
        runs[number]?.holdBack()
        rearm(number)
        return .heldBack
      }
      if pauses.hold(definition.id, cause) {
        return .paused(number, isFirstAttempt: runs[number]?.firstStartedAt == nil)
      }
      runs[number]?.begin(carrier, now)
      if definition.timeout != nil { rearm(number) }
      if let taken = started(number) { return taken }
    }
    pools[pool].carriers -= 1
    return .nothing
  }

  private func started(_ number: Int) -> Taken? {
    runs[number].map { .started(ticket(of: $0, number), due: $0.due) }
  }

  private func ticket(of run: borrowing Run, _ number: Int) -> RunTicket {
    let fencingToken = run.lease?.lease.fencingToken
    return RunTicket(
      number: number, definition: run.definition,
      context: (run.firing, run.id, run.attempt, fencingToken, fencingToken != nil), order: run.order,
      evidence: run.evidence)
  }

  // MARK: Lending

  /// Takes further runs out of the ready queue for a carrier, as many as it may begin without asking.
  mutating func lend(of pool: Int, to carrier: Carrier, atMost limit: Int, pauses: PauseSwitches) -> [RunTicket] {
    // Others may want some of them.
    let limit = min(limit, pools[pool].ready.count / 4)
    var tickets: [RunTicket] = []
    while tickets.count < limit, let number = pools[pool].ready.popFirst() {
      guard let run = runs[number], run.canBeLent, !pauses.hold(run.definition.id, run.cause) else {
        if let definition = runs[number]?.definition {
          pools[pool].ready.prepend(number, priority: definition.priority)
        }
        break
      }
      runs[number]?.lend()
      tickets.append(ticket(of: run, number))
    }
    if !tickets.isEmpty { borrowers.append(carrier) }
    return tickets
  }

  /// A carrier has begun a run that it was lent. Returns when it was due.
  mutating func beginLent(_ number: Int, by carrier: Carrier, _ now: Now) -> (RunTicket, due: Instant)? {
    guard case .lent? = runs[number]?.state else { return nil }
    runs[number]?.begin(carrier, now)
    if runs[number]?.definition.timeout != nil { rearm(number) }
    return runs[number].map { (ticket(of: $0, number), $0.due) }
  }

  /// A carrier has given back what it did not begin.
  mutating func takeBack(_ numbers: [Int], of carrier: Carrier) {
    borrowers.removeAll { $0 === carrier }
    for number in numbers.reversed() {
      guard case .lent? = runs[number]?.state, let pool = runs[number]?.pool, let definition = runs[number]?.definition
      else { continue }
      runs[number]?.makeReady()
      pools[pool].ready.prepend(number, priority: definition.priority)
      askForCarrier(pool)
    }
  }

  // MARK: Ending

  /// Keeps what the attempts of a run left.
  mutating func keep(_ evidence: RunEvidence, of number: Int) { runs[number]?.evidence = evidence }

  /// Takes out a run that has ended.
  mutating func close(_ number: Int) -> Run? {
    guard let run = runs[number].take() else { return nil }
    free.append(number)
    moments.remove(number)
    active -= 1
    if run.isBetweenAttempts {
      betweenAttempts -= 1
      held.remove(number)
    }
    if run.lease != nil { numbers[run.id] = nil }
    return run
  }

  /// What follows from asking a run to stop.
  enum Stopped {
    /// There is none, or it was asked before.
    case ignored
    /// Nothing of it runs or will: it is to be ended, with this message.
    case ends(message: String)
    /// Its carrier is to be cancelled; nil where no body runs yet, and the carrier that takes it ends it.
    case marked(Carrier?)
  }

  mutating func stop(_ number: Int, _ stop: Run.Stop, _ now: MonotonicTime) -> Stopped {
    guard runs[number]?.stop == nil, let state = runs[number]?.state, let attempt = runs[number]?.attempt else {
      return .ignored
    }
    var carrier: Carrier?
    switch state {
    case .backingOff, .held:
      return .ends(message: "not tried again: it was stopped while it waited for attempt \(attempt)")
    case .heldBack: return .ends(message: "stopped before it began")
    case .ready, .lent: break
    case .running(_, _, let own): carrier = own
    }
    runs[number]?.stop(stop, now)
    rearm(number)
    return .marked(carrier)
  }

  // MARK: Attempts

  /// An attempt failed, and another follows. The run keeps its slot and its lease.
  mutating func backOff(_ number: Int, for delay: Duration, _ now: MonotonicTime) {
    guard runs[number] != nil else { return }
    runs[number]?.backOff(until: now + delay)
    betweenAttempts += 1
    rearm(number)
  }

  /// The next attempt waits for a carrier.
  mutating func beginNextAttempt(_ number: Int) {
    guard let definition = runs[number]?.definition, let pool = runs[number]?.pool else { return }
    held.remove(number)
    betweenAttempts -= 1
    runs[number]?.makeReady()
    rearm(number)
    enqueue(number, pool, definition)
  }

  /// A pause holds the next attempt.
  mutating func hold(_ number: Int) {
    guard let isCounted = runs[number]?.isBetweenAttempts else { return }
    if !isCounted { betweenAttempts += 1 }
    runs[number]?.hold()
    held.insert(number)
    rearm(number)
  }

  /// Runs whose next attempt a pause has held and holds no longer.
  func released(by pauses: PauseSwitches) -> [Int] {
    held.sorted().filter { number in
      runs[number].map { !pauses.hold($0.definition.id, $0.cause) } ?? false
    }
  }

  // MARK: Attention

  private mutating func rearm(_ number: Int) {
    let moment = runs[number]?.nextMoment(stuckAfter: stuckAfter) ?? .never
    if moment == .never { moments.remove(number) } else { moments.set(number, to: moment.nanoseconds) }
  }

  /// A run that wants attention now.
  func due(_ now: MonotonicTime) -> Int? {
    guard let first = moments.first, first.key <= now.nanoseconds else { return nil }
    return first.slot
  }

  /// A run that ``due(_:)`` named was given attention. What it wants and is under way is looked at soon again.
  mutating func attended(_ number: Int, _ now: MonotonicTime) {
    rearm(number)
    guard let again = moments.key(of: number), again <= now.nanoseconds else { return }
    moments.set(number, to: now.advanced(byNanoseconds: 10_000_000).nanoseconds)
  }

  /// Its backoff is over.
  func isAttemptDue(_ number: Int, _ now: MonotonicTime) -> Bool {
    guard case .backingOff(let until)? = runs[number]?.state else { return false }
    return now >= until
  }

  /// How long ago a run was asked to stop, the first time that this is too long.
  mutating func becameStuck(_ number: Int, _ now: MonotonicTime) -> Duration? {
    runs[number]?.becameStuck(after: stuckAfter, now) ?? nil
  }

  // MARK: Leases

  /// Looks at a run's lease when a moment has come.
  mutating func lookAtLease(_ number: Int, _ now: MonotonicTime, lastPass: MonotonicTime?) -> HeldLease.Action {
    runs[number]?.withLease { $0.look(now, lastPass: lastPass) } ?? .none
  }

  /// A lease was renewed; returns how late. Nil where it was lost before. A run that was held back waits for a carrier again.
  mutating func renewed(_ number: Int, until deadline: MonotonicTime, _ now: MonotonicTime) -> Duration? {
    guard let late = runs[number]?.withLease({ $0.renewed(until: deadline, now) }) ?? nil else { return nil }
    rearm(number)
    return late
  }

  /// A run that was held back and has its lease again waits for a carrier.
  mutating func takeUp(_ number: Int) {
    guard case .heldBack? = runs[number]?.state, let definition = runs[number]?.definition,
      let pool = runs[number]?.pool
    else { return }
    runs[number]?.makeReady()
    rearm(number)
    enqueue(number, pool, definition)
  }

  mutating func renewalFailed(_ number: Int, _ now: MonotonicTime) {
    _ = runs[number]?.withLease { $0.renewalFailed(now) }
    rearm(number)
  }

  /// Renews a run's lease as soon as possible.
  mutating func renewNow(_ number: Int, _ now: MonotonicTime) {
    _ = runs[number]?.withLease { $0.renewNow(now) }
    rearm(number)
  }

  mutating func renewAll(_ now: MonotonicTime) {
    for number in numbers.values { renewNow(number, now) }
  }

  /// The lease is lost: it is not renewed any more.
  mutating func loseLease(_ number: Int) {
    _ = runs[number]?.withLease { $0.lose() }
    rearm(number)
  }

  /// The fleet has declared a run dead, or will; whoever sweeps it starts what waits for its end.
  mutating func declareDead(_ number: Int, _ isDead: Bool = true) { runs[number]?.declareDead(isDead) }

  /// Until when a run with a lease may go on; nil once it may not.
  func deadline(of id: RunID) -> MonotonicTime? { numbers[id].flatMap { runs[$0]?.lease?.deadline } }
}
