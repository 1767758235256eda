import CivilTime

/// What is known of one job, beside what is counted, expected and asked of it.
struct JobState {
  private(set) var definition: JobDefinition
  /// Every instant up to here is decided, by anybody. It never moves back, but for a clock that was hours ahead.
  private(set) var cursor: Instant
  /// The first instant after the cursor, or the end of the first delay; nil when there is none.
  private(set) var next: Instant?
  private var runningCount: Int32 = 0
  private var dryCount: Int32 = 0
  private var poolIndex: Int32
  /// Removed while a run or a question goes on: the slot is freed at its end.
  private(set) var isRemoved = false
  private var rare: Rare?

  /// What few jobs have at any time: kept apart, so that a firing of the others touches one line of the cache.
  ///
  /// Unchecked: it is changed only where nobody else refers to it.
  private final class Rare: @unchecked Sendable {
    var waiting: [WaitingFiring] = []
    var delayed: [MonotonicTime] = []
    var hold: String?
    var breaker: CircuitBreaker.State?

    init() {}

    init(_ other: Rare) {
      (waiting, delayed, hold, breaker) = (other.waiting, other.delayed, other.hold, other.breaker)
    }

    var isEmpty: Bool { waiting.isEmpty && delayed.isEmpty && hold == nil && breaker == nil }
  }

  init(definition: JobDefinition, cursor: Instant, next: Instant?, pool: Int = 0) {
    self.definition = definition
    self.cursor = cursor
    self.next = next
    poolIndex = Int32(truncatingIfNeeded: pool)
  }

  /// Runs of this job going on here, those in the ready queue included.
  var running: Int { Int(runningCount) }

  /// Dry runs going on here; they take no slot.
  var dryRuns: Int { Int(dryCount) }

  /// The index of its executor.
  var pool: Int { Int(poolIndex) }

  /// Firings that wait for a run to end, oldest first, where claims are local. Already decided.
  var waiting: [WaitingFiring] { rare?.waiting ?? [] }

  /// What an event trigger waits for has happened, and the firing is due after a delay: the moments, earliest first, on
  /// the continuous clock, so that a step of the wall clock neither stretches nor cuts the delay.
  var delayed: [MonotonicTime] { rare?.delayed ?? [] }

  /// Why the next instant is not known: the search for it gave up. Nil where it is known, or known that there is none.
  var hold: String? { rare?.hold }

  var breaker: CircuitBreaker.State? { rare?.breaker }

  /// Changes what few jobs have. A copy of the machine keeps what it had.
  private mutating func withRare<Result>(_ body: (Rare) -> Result) -> Result {
    if !isKnownUniquelyReferenced(&rare) { rare = rare.map(Rare.init) }
    let own = rare ?? Rare()
    defer { rare = own.isEmpty ? nil : own }
    return body(own)
  }

  /// Nothing of it runs, waits or is delayed.
  var isIdle: Bool { running == 0 && rare.map { $0.waiting.isEmpty && $0.delayed.isEmpty } ?? true }

  // MARK: Definition

  /// The job in the place of one that was removed, and whose last runs go on.
  func taking(over old: JobState) -> JobState {
    var job = self
    job.runningCount = old.runningCount
    job.dryCount = old.dryCount
    return job
  }

  /// The job as a newer definition has it.
  func with(_ definition: JobDefinition, cursor: Instant, next: Instant?) -> JobState {
    var job = self
    (job.definition, job.cursor, job.next) = (definition, cursor, next)
    return job
  }

  mutating func define(_ definition: JobDefinition, pool: Int?) {
    self.definition = definition
    if let pool { poolIndex = Int32(truncatingIfNeeded: pool) }
  }

  mutating func remove() {
    isRemoved = true
    next = nil
  }

  // MARK: Instants

  mutating func decide(through cursor: Instant, next: Instant?) {
    self.cursor = cursor
    self.next = next
  }

  mutating func expect(_ next: Instant?) { self.next = next }

  mutating func hold(_ reason: String?) { if reason != nil || rare?.hold != nil { withRare { $0.hold = reason } } }

  // MARK: Runs

  mutating func began(isDry: Bool) { if isDry { dryCount += 1 } else { runningCount += 1 } }

  mutating func ended(isDry: Bool) { if isDry { dryCount -= 1 } else { runningCount -= 1 } }

  mutating func wait(_ firings: some Sequence<WaitingFiring>) { withRare { $0.waiting.append(contentsOf: firings) } }

  /// Takes out the firing that has waited longest.
  mutating func takeWaiting() -> WaitingFiring? {
    guard rare != nil else { return nil }
    return withRare { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
  }

  /// Takes out firings that wait.
  mutating func takeWaiting(where isTaken: (WaitingFiring) -> Bool) -> [WaitingFiring] {
    guard rare != nil else { return [] }
    return withRare { rare in
      let taken = rare.waiting.filter(isTaken)
      if !taken.isEmpty { rare.waiting.removeAll(where: isTaken) }
      return taken
    }
  }

  /// Takes out the oldest of the firings that came due in the same way as one, where more than `limit` of them wait. Those
  /// that are caught up with do not count.
  mutating func takeOldest(like firing: WaitingFiring, beyond limit: Int) -> WaitingFiring? {
    guard rare != nil else { return nil }
    let isLike = { (other: WaitingFiring) in other.cause == firing.cause && !other.isSerial }
    return withRare { rare in
      guard rare.waiting.count(where: isLike) > limit, let oldest = rare.waiting.firstIndex(where: isLike) else {
        return nil
      }
      return rare.waiting.remove(at: oldest)
    }
  }

  // MARK: Delays

  mutating func delay(until moment: MonotonicTime) { withRare { $0.delayed.append(moment) } }

  mutating func takeDelay() -> MonotonicTime? {
    guard rare != nil else { return nil }
    return withRare { $0.delayed.isEmpty ? nil : $0.delayed.removeFirst() }
  }

  mutating func takeDelays() -> [MonotonicTime] {
    guard rare != nil else { return [] }
    return withRare { rare in
      defer { rare.delayed = [] }
      return rare.delayed
    }
  }

  // MARK: Breaker

  /// Whether a breaker that is kept here is open.
  mutating func breakerSkips(_ breaker: CircuitBreaker, at now: MonotonicTime) -> Bool {
    guard rare?.breaker != nil else { return false }
    return withRare { $0.breaker?.skips(breaker, at: now) ?? false }
  }

  /// What the end of a firing makes of a breaker.
  enum BreakerChange: Equatable {
    case none
    case opened(failures: Int)
    case closed
  }

  mutating func ended(_ outcome: RunOutcome, _ breaker: CircuitBreaker, at now: MonotonicTime) -> BreakerChange {
    let wasOpen = self.breaker?.openUntil != nil
    var state = self.breaker ?? CircuitBreaker.State()
    let before = state
    let opened = state.ended(outcome, breaker, at: now)
    if state != before { withRare { $0.breaker = state == CircuitBreaker.State() ? nil : state } }
    if opened { return .opened(failures: state.failures) }
    return outcome == .succeeded && wasOpen ? .closed : .none
  }

  /// The fleet's breaker was found open. True when that was not known.
  mutating func fleetBreakerOpened(failures: Int) -> Bool {
    guard breaker == nil else { return false }
    withRare { $0.breaker = CircuitBreaker.State(failures: failures, openUntil: .never) }
    return true
  }

  /// The job has succeeded: the fleet's breaker is closed. True when it was known to be open.
  mutating func fleetBreakerClosed() -> Bool {
    guard breaker != nil else { return false }
    withRare { $0.breaker = nil }
    return true
  }
}
