import CivilTime

/// The jobs of this process: their definitions, how far each is decided, and which is due next. Each has a slot, a small number by
/// which every other part of the machine knows it.
struct JobTable {
  private var jobs: [JobState?] = []
  private var free: [Int] = []
  private var slots: [JobID: Int] = [:]
  /// Removed jobs whose runs or questions still go on, so that a job added again under the same id continues with them.
  private var departing: [JobID: Int] = [:]
  /// Jobs that wait for the runs of another one.
  private var dependents: [JobID: [Int]] = [:]
  /// Jobs by the instant at which they are due.
  private var due = IndexedHeap()
  /// Jobs with an event trigger by the moment at which the first of their delays is over.
  private var delays = IndexedHeap()

  // MARK: Looking

  subscript(slot: Int) -> JobState? { _read { yield jobs[slot] } }

  /// The slots that jobs may have.
  var indices: Range<Int> { jobs.indices }

  /// How many jobs there are.
  var count: Int { slots.count }

  var ids: some Collection<JobID> { slots.keys }

  func slot(_ id: JobID) -> Int? { slots[id] }

  func contains(_ id: JobID) -> Bool { slots[id] != nil }

  func definition(_ id: JobID) -> JobDefinition? { slots[id].flatMap { jobs[$0]?.definition } }

  /// The slot of a job with this id that was removed, and whose last runs or questions go on.
  func departing(_ id: JobID) -> Int? { departing.isEmpty ? nil : departing[id] }

  /// The jobs that wait for the runs of another one.
  func dependents(of id: JobID) -> [Int] { dependents.isEmpty ? [] : dependents[id] ?? [] }

  // MARK: Coming and going

  /// Gives a job a slot.
  mutating func install(_ job: JobState) -> Int {
    let slot: Int
    if let reused = free.popLast() {
      slot = reused
    } else {
      slot = jobs.count
      jobs.append(nil)
    }
    place(job, slot)
    return slot
  }

  /// Gives a job the slot of the one with its id that was removed: overlap, locks and history are those of the id.
  mutating func reinstall(_ job: JobState, in slot: Int) {
    guard let old = jobs[slot] else { return }
    departing[job.definition.id] = nil
    place(job.taking(over: old), slot)
  }

  private mutating func place(_ job: JobState, _ slot: Int) {
    jobs[slot] = job
    slots[job.definition.id] = slot
    follow(slot, job.definition)
  }

  /// Takes a job away. Its slot is kept until its runs and questions have ended.
  mutating func remove(_ slot: Int) {
    guard let id = jobs[slot]?.definition.id else { return }
    due.remove(slot)
    unfollow(slot)
    jobs[slot]?.remove()
    slots[id] = nil
    departing[id] = slot
  }

  /// Frees a slot for another job.
  mutating func release(_ slot: Int) {
    guard let id = jobs[slot]?.definition.id else { return }
    due.remove(slot)
    delays.remove(slot)
    unfollow(slot)
    if slots[id] == slot { slots[id] = nil }
    if departing[id] == slot { departing[id] = nil }
    jobs[slot] = nil
    free.append(slot)
  }

  /// Gives a job another definition, and another executor where one is given.
  mutating func define(_ slot: Int, _ definition: JobDefinition, pool: Int? = nil) {
    unfollow(slot)
    jobs[slot]?.define(definition, pool: pool)
    follow(slot, definition)
  }

  /// Keeps in mind whose runs a job waits for.
  private mutating func follow(_ slot: Int, _ definition: JobDefinition) {
    if case .completion(of: let job?, _, _) = definition.event { dependents[job, default: []].append(slot) }
  }

  private mutating func unfollow(_ slot: Int) {
    guard case .completion(of: let job?, _, _) = jobs[slot]?.definition.event else { return }
    dependents[job]?.removeAll { $0 == slot }
    if dependents[job]?.isEmpty == true { dependents[job] = nil }
  }

  // MARK: Instants

  /// The job that is due first, and when.
  var firstDue: (key: Int64, slot: Int)? { due.first }

  /// A job waits for an instant.
  func isArmed(_ slot: Int) -> Bool { due.key(of: slot) != nil }

  mutating func arm(_ slot: Int, at instant: Instant) { due.set(slot, to: instant.nanosecondsSince1970) }

  mutating func disarm(_ slot: Int) { due.remove(slot) }

  /// Moves a job's cursor. Everything up to it is decided.
  mutating func decide(_ slot: Int, through cursor: Instant, next: Instant?) {
    jobs[slot]?.decide(through: cursor, next: next)
  }

  /// A job's next instant is this one, while its cursor stays.
  mutating func expect(_ slot: Int, _ next: Instant?) { jobs[slot]?.expect(next) }

  /// Why a job's next instant is not known; nil where it is.
  mutating func hold(_ slot: Int, _ reason: String?) { jobs[slot]?.hold(reason) }

  // MARK: Runs

  mutating func began(_ slot: Int, isDry: Bool) { jobs[slot]?.began(isDry: isDry) }

  mutating func ended(_ slot: Int, isDry: Bool) { jobs[slot]?.ended(isDry: isDry) }

  /// Has firings wait for a run to end.
  mutating func wait(_ slot: Int, for firings: some Sequence<WaitingFiring>) { jobs[slot]?.wait(firings) }

  mutating func takeWaiting(_ slot: Int) -> WaitingFiring? { jobs[slot]?.takeWaiting() ?? nil }

  mutating func takeWaiting(_ slot: Int, where isTaken: (WaitingFiring) -> Bool) -> [WaitingFiring] {
    jobs[slot]?.takeWaiting(where: isTaken) ?? []
  }

  mutating func takeOldest(_ slot: Int, like firing: WaitingFiring, beyond limit: Int) -> WaitingFiring? {
    jobs[slot]?.takeOldest(like: firing, beyond: limit) ?? nil
  }

  // MARK: Delays

  /// When the first delay is over.
  var nextDelay: MonotonicTime? { delays.first.map { MonotonicTime(nanoseconds: $0.key) } }

  mutating func delay(_ slot: Int, until moment: MonotonicTime) {
    jobs[slot]?.delay(until: moment)
    armDelay(slot)
  }

  /// Takes out a delay that is over: its job, and when it was over.
  mutating func takeDelay(_ now: MonotonicTime) -> (slot: Int, moment: MonotonicTime)? {
    while let first = delays.first, first.key <= now.nanoseconds {
      let moment = jobs[first.slot]?.takeDelay() ?? nil
      armDelay(first.slot)
      if let moment { return (first.slot, moment) }
    }
    return nil
  }

  /// Takes out all delays of a job.
  mutating func takeDelays(_ slot: Int) -> [MonotonicTime] {
    delays.remove(slot)
    return jobs[slot]?.takeDelays() ?? []
  }

  private mutating func armDelay(_ slot: Int) {
    if let moment = jobs[slot]?.delayed.first { delays.set(slot, to: moment.nanoseconds) } else { delays.remove(slot) }
  }

  /// Whether a job's delays and the heap of them agree; for tests.
  func hasDelayFault(_ slot: Int) -> Bool {
    jobs[slot].map { $0.delayed.isEmpty != (delays.key(of: slot) == nil) } ?? false
  }

  // MARK: Breakers

  mutating func breakerSkips(_ slot: Int, _ breaker: CircuitBreaker, at now: MonotonicTime) -> Bool {
    jobs[slot]?.breaker != nil && jobs[slot]?.breakerSkips(breaker, at: now) == true
  }

  mutating func ended(
    _ slot: Int, _ outcome: RunOutcome, _ breaker: CircuitBreaker, at now: MonotonicTime
  ) -> JobState.BreakerChange {
    jobs[slot]?.ended(outcome, breaker, at: now) ?? .none
  }

  mutating func fleetBreakerOpened(_ slot: Int, failures: Int) -> Bool {
    jobs[slot]?.fleetBreakerOpened(failures: failures) ?? false
  }

  mutating func fleetBreakerClosed(_ slot: Int) -> Bool { jobs[slot]?.fleetBreakerClosed() ?? false }
}
