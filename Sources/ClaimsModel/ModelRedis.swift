/// The rules by which a fleet decides, over integers: what the scripts in Redis do, as a value whose clock is an argument.
///
/// Names are indices, times whole milliseconds of the server's clock, and ``none`` stands for a field that is not there.
/// Methods answer nil where a script answers `EPOCH`. The numbered rules are those of the protocol's documentation.
package struct ModelRedis: Sendable {
  /// A field that is not there.
  package static let none = Int.min

  /// Identifies the data set, and the server that it was last seen on.
  package struct Meta: Sendable, Equatable {
    package var epoch = none
    package var server = none
    package var born = none
    /// Until then nothing is declared crashed: older data has come back.
    package var aged = none
    /// When replicas found that the data set may lack what is held.
    package var lost = none
  }

  package struct Job: Sendable, Equatable {
    package var cursor = none
    package var last = Answered()
    package var lastByHand = Answered()
    package var fingerprint = none
    package var since = none
    /// What nobody has decided behind the cursor.
    package var left: [Left] = []
    /// How many processes in a row have disappeared; nil before the first.
    package var deaths: Deaths?
    /// The cursors of triggers that are not the current one, by fingerprint.
    package var aside: [Int: Aside] = [:]
    /// What several triggers have decided lately; nil while there is one.
    package var recent: Recent?
    package var breaker: Breaker?
  }

  /// A job's circuit breaker.
  package struct Breaker: Sendable, Equatable {
    /// Failures in a row that open it, and its cool-down.
    package var most: Int
    package var coolDown: Int
    package var failures = none
    package var openUntil = none

    package init(most: Int, coolDown: Int) { (self.most, self.coolDown) = (most, coolDown) }

    mutating func judge(succeeded: Bool, _ now: Int) {
      if succeeded {
        (failures, openUntil) = (none, none)
      } else {
        let wasOpen = openUntil != none
        failures = max(failures, 0) + 1
        if wasOpen || failures >= most { openUntil = now + coolDown }
      }
    }

    /// Takes over what another has seen, where this one cannot know it.
    mutating func merge(_ told: Breaker, isNews: Bool, _ now: Int) {
      guard isNews else { return }
      failures = max(failures, told.failures)
      if told.openUntil != none { openUntil = max(openUntil, min(told.openUntil, now + told.coolDown)) }
    }
  }

  /// Processes that were found gone: the count is of one life of the data set.
  package struct Deaths: Sendable, Equatable {
    package var born = none
    package var count = 0
    /// The last eight owners, and when they were found gone.
    package var gone: [Gone] = []

    package struct Gone: Sendable, Equatable {
      package var owner: Int
      package var at: Int
    }
  }

  /// How far a trigger of a job was decided that is not the current one.
  package struct Aside: Sendable, Equatable {
    package var cursor = none
    package var since = none
    package var used = none
    package var left: [Left] = []
  }

  /// A range of instants that nobody has decided behind a cursor: a replica that knew nothing of the older data has gone on
  /// with later ones in a new data set.
  package struct Left: Sendable, Equatable {
    package var after: Int
    package var through: Int

    package init(after: Int, through: Int) { (self.after, self.through) = (after, through) }
  }

  /// Instants that were decided while a job had several triggers; under the floor nothing is known.
  package struct Recent: Sendable, Equatable {
    package var floor = none
    package var instants: [Int] = []

    /// Which of the instants up to a cursor the triggers had in common is not known.
    mutating func raise(to cursor: Int) { floor = max(floor, cursor) }

    mutating func note(_ instant: Int) {
      instants.append(instant)
      if instants.count > 32 { floor = max(floor, instants.removeFirst()) }
    }
  }

  /// How long older data that came back is no news of a death: longer than replicas may go without a heartbeat.
  package static let agedFor = 6_000
  /// After a loss of data a free lock goes to no new run for so long: its holder reports it within that time.
  package static let settlesFor = 2_000
  /// After a loss of data a report that was written before the end of a run may arrive after it for so long.
  package static let reopensFor = 60_000
  /// For so long a trigger that is not the current one keeps its beginning; for so long, its cursor.
  package static let goesOnFor = 3_600_000
  package static let keptFor = 604_800_000
  package static let mostAside = 8

  /// A job of which so many processes in a row have disappeared is paused.
  package var mostDeathsInARow = 6
  /// A run that is to be run again and has crashed so often is poison: a dead letter, and its job is paused.
  package static let poisonous = 3
  /// A crashed run is worth running again for so long at most.
  package static let worthMost = 86_400_000
  /// So many runs of its firing a run names that it took over.
  package static let mostTakenOver = 8

  /// The token that was answered last without a run, and the answer.
  package struct Answered: Sendable, Equatable {
    package var token = none
    package var verdict = ModelVerdict.recorded
  }

  /// One slot of a lock: who holds it by the books, who is to be cancelled, and the lock with its time to live.
  package struct Slot: Sendable, Equatable {
    package var holder = none
    package var fence = none
    package var job = none
    package var marked = none
    package var lock = none
    package var expires = none
  }

  /// What is known of a token.
  package struct TokenState: Sendable {
    package var run: ModelRun?
    /// In `open`: the end of its lease.
    package var deadline = none
    /// In `crashed`: when it is offered again.
    package var offerAt = none
    /// In `ended`: since when it must not win.
    package var ended = none
    /// In `ended` with the mark of a sweep: since when its end is still to come.
    package var sweptAt = none
  }

  package var meta = Meta()
  package var jobs: [Job]
  /// The last fence of each key.
  package var fences: [Int]
  /// ``slotsPerKey`` for each key.
  package var slots: [Slot]
  package let slotsPerKey: Int
  package var tokens: [TokenState] = []
  /// Tokens with a deadline, and tokens with an offer.
  package private(set) var open: [Int] = []
  package private(set) var crashed: [Int] = []
  /// Runs that a sweep has turned into dead letters. Whoever reads them may take them out.
  package var letters: [Int] = []
  package var isPaused = false
  package var pausedJobs: [Bool]
  /// Rows of history, in their order. Whoever reads them may take them out.
  package var rows: [ModelRow] = []
  /// How the rules are broken, to show that a check finds it.
  package var mutation = Mutation.none

  package init(jobs: Int, keys: Int, slotsPerKey: Int) {
    self.jobs = Array(repeating: Job(), count: jobs)
    fences = Array(repeating: Self.none, count: keys)
    slots = Array(repeating: Slot(), count: keys * slotsPerKey)
    pausedJobs = Array(repeating: false, count: jobs)
    self.slotsPerKey = slotsPerKey
  }

  /// A job that nobody has named before; returns its index.
  package mutating func addJob() -> Int {
    jobs.append(Job())
    pausedJobs.append(false)
    return jobs.count - 1
  }

  /// A lock that nobody has named before; returns its index.
  package mutating func addKey() -> Int {
    fences.append(Self.none)
    slots.append(contentsOf: repeatElement(Slot(), count: slotsPerKey))
    return fences.count - 1
  }

  /// Marks a run to be cancelled: the answer to its next renewal says so. False when it is not going on.
  package mutating func mark(_ token: Int) -> Bool {
    guard token < tokens.count, tokens[token].deadline != Self.none, let run = tokens[token].run else { return false }
    let index = run.key * slotsPerKey + run.slot
    guard slots[index].holder == token else { return false }
    slots[index].marked = token
    return true
  }

  /// All data gone, as after FLUSHALL. The rows stay: they are what was reported.
  package mutating func loseData() {
    meta = Meta()
    for job in jobs.indices { jobs[job] = Job() }
    for key in fences.indices { fences[key] = Self.none }
    for slot in slots.indices { slots[slot] = Slot() }
    for job in pausedJobs.indices { pausedJobs[job] = false }
    tokens.removeAll(keepingCapacity: true)
    letters.removeAll()
    open.removeAll(keepingCapacity: true)
    crashed.removeAll(keepingCapacity: true)
    isPaused = false
  }

  /// How far a trigger of a job is decided.
  package func cursor(of job: Int, fingerprint: Int) -> Int {
    if jobs[job].fingerprint == fingerprint || jobs[job].fingerprint == Self.none { return jobs[job].cursor }
    return jobs[job].aside[fingerprint]?.cursor ?? Self.none
  }

  /// What nobody has decided behind the cursor of a trigger.
  package func left(of job: Int, fingerprint: Int) -> [Left] {
    if jobs[job].fingerprint == fingerprint || fingerprint == Self.none { return jobs[job].left }
    return jobs[job].aside[fingerprint]?.left ?? []
  }

  func knows(_ epoch: Int, _ server: Int) -> Bool {
    meta.epoch == epoch && epoch != Self.none && (server == Self.none || meta.server == server)
  }

  mutating func reach(_ token: Int) {
    while tokens.count <= token { tokens.append(TokenState()) }
  }

  /// The token that a lock names now.
  func lock(_ index: Int, _ now: Int) -> Int { slots[index].expires > now ? slots[index].lock : Self.none }

  mutating func setLock(_ index: Int, _ token: Int, until: Int) {
    slots[index].lock = token
    slots[index].expires = until
  }

  mutating func setOpen(_ token: Int, until deadline: Int) {
    reach(token)
    if tokens[token].deadline == Self.none { open.append(token) }
    tokens[token].deadline = deadline
  }

  /// Takes a token out of `open`; false when it is not there.
  mutating func close(_ token: Int) -> Bool {
    guard token < tokens.count, tokens[token].deadline != Self.none else { return false }
    tokens[token].deadline = Self.none
    open.removeAll { $0 == token }
    return true
  }

  mutating func setOffer(_ token: Int, at time: Int) {
    if tokens[token].offerAt == Self.none { crashed.append(token) }
    tokens[token].offerAt = time
  }

  mutating func removeOffer(_ token: Int) {
    guard token < tokens.count, tokens[token].offerAt != Self.none else { return }
    tokens[token].offerAt = Self.none
    crashed.removeAll { $0 == token }
  }

  mutating func clearHolder(_ index: Int) {
    slots[index].holder = Self.none
    slots[index].marked = Self.none
  }

  func isOffered(_ token: Int) -> Bool { token < tokens.count && tokens[token].offerAt != Self.none }
  func hasEnded(_ token: Int) -> Bool { token < tokens.count && tokens[token].ended != Self.none }
}
