import CivilTime

/// What is known of one job, beside what is counted, expected and asked of it.
struct JobState {
  private(set) var definition: JobDefinition
  /// Every instant up to here is decided, by anybody. It never moves back, but for a clock that was hours ahead.
  private(set) var cursor: Instant
  /// The first instant after the cursor, or the end of the first delay; nil when there is none.
  private(set) var next: Instant?
  /// Runs of this job going on here, those in the ready queue included.
  private(set) var running = 0
  /// Dry runs going on here; they take no slot.
  private(set) var dryRuns = 0
  /// The index of its executor.
  private(set) var pool: Int
  /// Removed while a run or a question goes on: the slot is freed at its end.
  private(set) var isRemoved = false
  /// Firings that wait for a run to end, oldest first, where claims are local. Already decided.
  private(set) var waiting: [WaitingFiring] = []
  /// What an event trigger waits for has happened, and the firing is due after a delay: the moments, earliest first, on
  /// the continuous clock, so that a step of the wall clock neither stretches nor cuts the delay.
  private(set) var delayed: [MonotonicTime] = []
  /// Why the next instant is not known: the search for it gave up. Nil where it is known, or known that there is none.
  private(set) var hold: String?
  private(set) var breaker: CircuitBreaker.State?

  init(definition: JobDefinition, cursor: Instant, next: Instant?, pool: Int = 0) {
    self.definition = definition
    self.cursor = cursor
    self.next = next
    self.pool = pool
  }

  /// Nothing of it runs, waits or is delayed.
  var isIdle: Bool { running == 0 && waiting.isEmpty && delayed.isEmpty }

  // MARK: Definition

  /// The job in the place of one that was removed, and whose last runs go on.
  func taking(over old: JobState) -> JobState {
    var job = self
    job.running = old.running
    job.dryRuns = old.dryRuns
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
    if let pool { self.pool = pool }
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

  mutating func hold(_ reason: String?) { hold = reason }

  // MARK: Runs

  mutating func began(isDry: Bool) { if isDry { dryRuns += 1 } else { running += 1 } }

  mutating func ended(isDry: Bool) { if isDry { dryRuns -= 1 } else { running -= 1 } }

  mutating func wait(_ firings: some Sequence<WaitingFiring>) { waiting.append(contentsOf: firings) }

  /// Takes out the firing that has waited longest.
  mutating func takeWaiting() -> WaitingFiring? { waiting.isEmpty ? nil : waiting.removeFirst() }

  /// Takes out firings that wait.
  mutating func takeWaiting(where isTaken: (WaitingFiring) -> Bool) -> [WaitingFiring] {
    guard !waiting.isEmpty else { return [] }
    let taken = waiting.filter(isTaken)
    if !taken.isEmpty { waiting.removeAll(where: isTaken) }
    return taken
  }

  /// Takes out the oldest of the firings that came due in the same way as one, where more than `limit` of them wait. Those that are
  /// caught up with do not count.
  mutating func takeOldest(like firing: WaitingFiring, beyond limit: Int) -> WaitingFiring? {
    let isLike = { (other: WaitingFiring) in other.cause == firing.cause && !other.isSerial }
    guard waiting.count(where: isLike) > limit, let oldest = waiting.firstIndex(where: isLike) else { return nil }
    return waiting.remove(at: oldest)
  }

  // MARK: Delays

  mutating func delay(until moment: MonotonicTime) { delayed.append(moment) }

  mutating func takeDelay() -> MonotonicTime? { delayed.isEmpty ? nil : delayed.removeFirst() }

  mutating func takeDelays() -> [MonotonicTime] {
    defer { delayed = [] }
    return delayed
  }

  // MARK: Breaker

  /// Whether a breaker that is kept here is open.
  mutating func breakerSkips(_ breaker: CircuitBreaker, at now: MonotonicTime) -> Bool {
    guard var state = self.breaker else { return false }
    defer { self.breaker = state }
    return state.skips(breaker, at: now)
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
    let opened = state.ended(outcome, breaker, at: now)
    self.breaker = state == CircuitBreaker.State() ? nil : state
    if opened { return .opened(failures: state.failures) }
    return outcome == .succeeded && wasOpen ? .closed : .none
  }

  /// The fleet's breaker was found open. True when that was not known.
  mutating func fleetBreakerOpened(failures: Int) -> Bool {
    guard breaker == nil else { return false }
    breaker = CircuitBreaker.State(failures: failures, openUntil: .never)
    return true
  }

  /// The job has succeeded: the fleet's breaker is closed. True when it was known to be open.
  mutating func fleetBreakerClosed() -> Bool {
    defer { breaker = nil }
    return breaker != nil
  }
}
