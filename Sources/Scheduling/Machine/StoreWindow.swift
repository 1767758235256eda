import CivilTime

/// Which jobs of a durable store this replica has before it: those that are due next, at most so many. The others cost
/// it nothing until they come up.
struct StoreWindow {
  /// How many jobs are kept before the replica.
  let limit: Int
  /// What the store said last of the changes of definitions; empty: all is to be looked at again.
  private var changes = ""
  /// Jobs due later than this are not here; nil when all are.
  private var horizon: Instant?
  /// Of the jobs that are due at the horizon itself, the ones that the store has named: there can be any number of others.
  private var atHorizon: Set<JobID> = []
  /// Jobs to be read, or read again.
  private var toLoad: [JobID] = []
  private var isToLoad: Set<JobID> = []
  private var loading: Set<JobID> = []
  /// Jobs that the store has named as due, and when: to be compared with what their triggers say.
  private var inOrder: [JobID: Instant] = [:]
  /// Jobs whose place in the store's order is not that of their next instant.
  private var misplaced: [StoredJobPlace] = []
  /// Jobs whose instants lie beyond the horizon; they leave.
  private var leaving: [Int] = []
  /// Of those, the ones that are kept by a run or a question.
  private var lingering: Set<Int> = []
  /// Changed while a question was on its way: read again after the answer.
  private var afterAnswer: Set<Int> = []
  /// Slots of stored jobs.
  private(set) var slots: Set<Int> = []
  /// Jobs that are wanted though they are not due next, until when; they are read at once.
  private var visitors: [JobID: MonotonicTime] = [:]
  /// Jobs that this replica cannot read.
  private(set) var unreadable = UnreadableJobs()
  /// How many of those that the store named last have no place here.
  private var passedOver = 0
  /// How many looks in a row brought nothing.
  private var dryLooks = 0
  /// Crashed runs whose jobs are being read.
  private var crashed: [JobID: [CrashedRun]] = [:]
  /// Definitions that left, to be known again by their version.
  private var shelf: [JobID: JobDefinition] = [:]
  /// The limit of the question that is on its way; nil when none is.
  private var asking: Int?
  private var askAt = MonotonicTime(nanoseconds: .min)
  /// Whether the next answer has to name the head even if nothing has changed.
  private var wantsEntries = true
  /// Spreads the questions of the replicas.
  private let seed: UInt64
  private var round: UInt64 = 0

  /// As many entries of the store's order fit into one answer.
  static let most = 40_000

  /// As many jobs are read at a time, and a batch more.
  static let mostLoading = 500
  private var mayLoad: Bool { loading.count < Self.mostLoading }

  /// Without a word from the others, the store is looked at this often: a wake that was lost costs no more.
  static let idle = Duration.seconds(5)

  init(limit: Int, seed: UInt64) {
    self.limit = min(limit, Self.most)
    self.seed = seed
  }

  var nextWake: MonotonicTime? {
    if !toLoad.isEmpty, mayLoad { return MonotonicTime(nanoseconds: .min) }
    return asking == nil ? askAt : nil
  }

  /// Nothing is on its way to the store or back.
  var isAtRest: Bool {
    asking == nil && loading.isEmpty && toLoad.isEmpty && !changes.isEmpty
  }

  // MARK: The head of what is due

  /// Whether to ask for the head now.
  mutating func wantsHead(_ now: MonotonicTime) -> Bool {
    if isRunningDry, !wantsEntries { lookNow() }
    unreadable.forgetOld(now)
    return asking == nil && now >= askAt
  }

  /// Asks for the head.
  /// - Parameter overdue: how many jobs here are overdue: they are still at the head of the store, as are those that nobody
  ///   here can read, and it is asked for as many more.
  mutating func askForHead(overdue: Int) -> StoreHeadQuestion {
    let limit = min(self.limit + overdue + unreadable.count, Self.most + 5_000)
    asking = limit
    return StoreHeadQuestion(changes: changes, wantsEntries: wantsEntries, limit: limit)
  }

  /// The head has come: true where anything was changed since the last one.
  mutating func received(_ head: StoreHead) -> Bool {
    let limit = asking ?? 0
    asking = nil
    defer { changes = head.changes }
    if let entries = head.entries {
      wantsEntries = false
      let isAll = entries.count < limit
      horizon = isAll ? nil : entries.last?.next
      atHorizon = isAll ? [] : Set(entries.reversed().prefix { $0.next == horizon }.map(\.id))
    }
    return changes != head.changes
  }

  mutating func headFailed() { asking = nil }

  /// Of the jobs that the store has named so many have no place here.
  mutating func passedOver(_ count: Int) { passedOver = count }

  /// A job was changed, by another replica or this one, between two states of the store.
  mutating func changed(from before: String, to after: String) {
    if changes == before { changes = after } else if changes != after { lookNow() }
  }

  /// Ask for the head now, whether anything has changed.
  mutating func look(_ now: MonotonicTime) { askAt = now }

  /// Not all jobs are here.
  var hasHorizon: Bool { horizon != nil }

  /// More jobs are here than belong here, and nobody has said where they end.
  var isOverfull: Bool { horizon == nil && slots.count > limit }

  // MARK: Places

  /// The store has named a job as due then.
  mutating func named(_ id: JobID, at next: Instant) { inOrder[id] = next }

  /// When the store has named a job as due, once.
  mutating func takeNamed(_ id: JobID) -> Instant? { inOrder.removeValue(forKey: id) }

  /// A job's place in the store's order is not that of its next instant.
  mutating func misplaced(_ place: StoredJobPlace) { misplaced.append(place) }

  mutating func takeMisplaced() -> [StoredJobPlace] {
    guard !misplaced.isEmpty else { return [] }
    defer { misplaced = [] }
    return misplaced
  }

  // MARK: Coming and going

  /// A job is here.
  mutating func arrived(_ slot: Int) { slots.insert(slot) }

  /// A job's instants lie beyond the horizon: it leaves.
  mutating func leave(_ slot: Int) { leaving.append(slot) }

  /// The jobs that leave now.
  mutating func takeLeaving() -> [Int] {
    guard !leaving.isEmpty else { return [] }
    defer { leaving.removeAll(keepingCapacity: true) }
    return leaving
  }

  /// A run or a question keeps a job that leaves.
  mutating func linger(_ slot: Int) { lingering.insert(slot) }

  /// What kept a job may have ended.
  mutating func release(_ slot: Int) { if !lingering.isEmpty, lingering.remove(slot) != nil { leaving.append(slot) } }

  /// A job was changed while a question was on its way.
  mutating func loadAfterAnswer(_ slot: Int) { afterAnswer.insert(slot) }

  /// The answer has come: whether the job is to be read again.
  mutating func takeAfterAnswer(_ slot: Int) -> Bool { !afterAnswer.isEmpty && afterAnswer.remove(slot) != nil }

  /// A crashed run whose job is being read.
  mutating func keep(_ run: CrashedRun, _ now: Now) {
    crashed[run.firing.job, default: []].append(run)
    invite(run.firing.job, now)
  }

  /// The crashed runs that a job was read for.
  mutating func takeCrashed(_ id: JobID) -> [CrashedRun] { crashed.removeValue(forKey: id) ?? [] }

  /// This replica cannot read a job.
  mutating func unreadable(_ id: JobID, _ reason: String, _ now: MonotonicTime) { unreadable.add(id, reason, now) }

  mutating func readable(_ id: JobID) { unreadable.remove(id) }

  /// The store does not have the job any more.
  mutating func gone(_ id: JobID) {
    shelf[id] = nil
    unreadable.remove(id)
    crashed[id] = nil
    visitors[id] = nil
  }

  /// The version of a definition that left, and is known again.
  func shelvedVersion(_ id: JobID) -> Int64? { shelf[id]?.stored?.version }

  /// Whether a job with this next instant belongs here.
  func isWithin(_ id: JobID, _ next: Instant) -> Bool {
    guard let horizon else { return true }
    return next < horizon || (next == horizon && atHorizon.contains(id))
  }

  mutating func load(_ id: JobID) {
    if isToLoad.insert(id).inserted { toLoad.append(id) }
  }

  /// The next jobs to read. Only so many are read at a time: what else is asked of the store does not wait behind tens of
  /// thousands of definitions.
  mutating func takeLoads(limit: Int) -> [JobID] {
    guard mayLoad else { return [] }
    let taken = Array(toLoad.prefix(limit))
    toLoad.removeFirst(taken.count)
    for id in taken { isToLoad.remove(id) }
    loading.formUnion(taken)
    return taken
  }

  mutating func loaded(_ id: JobID) { loading.remove(id) }

  /// Whether a job will be read anyway.
  func isComing(_ id: JobID) -> Bool { loading.contains(id) || isToLoad.contains(id) }

  /// Half of the jobs that came with the last look have gone, and there are more.
  var isRunningDry: Bool {
    horizon != nil && slots.count + loading.count + toLoad.count + passedOver < (limit + 1) / 2
  }

  /// Reads a job that is wanted here for a while.
  mutating func invite(_ id: JobID, _ now: Now) {
    guard visitors[id] == nil else { return }
    visitors[id] = now.monotonic + .seconds(10)
    load(id)
  }

  /// Whether a job beyond the horizon is wanted here.
  mutating func isVisiting(_ id: JobID, _ now: Now) -> Bool {
    guard let until = visitors[id] else { return false }
    if now.monotonic < until { return true }
    visitors[id] = nil
    return false
  }

  /// Ask for the head as soon as possible.
  mutating func lookNow() {
    wantsEntries = true
    askAt = MonotonicTime(nanoseconds: .min)
  }

  /// When to ask next, after an answer: at the idle bound, or after a moment of this replica's own where half of the
  /// window is gone and the last look brought nothing.
  mutating func planNextLook(_ now: Now, foundSomething: Bool) {
    round &+= 1
    let draw = StableHash.mix(seed ^ round)
    if isRunningDry {
      wantsEntries = true
      dryLooks = foundSomething ? 0 : min(dryLooks + 1, 6)
      askAt =
        foundSomething ? now.monotonic : now.monotonic + .milliseconds(Int64(1 + draw % 50) << Int64(dryLooks - 1))
    } else {
      dryLooks = 0
      askAt = now.monotonic + (Self.idle - .milliseconds(Int64(draw % 250)))
    }
  }

  /// Keeps a definition that leaves.
  mutating func shelve(_ definition: JobDefinition) {
    if shelf.count >= max(1_000, 4 * limit), shelf[definition.id] == nil, let other = shelf.keys.first {
      shelf[other] = nil
    }
    shelf[definition.id] = definition
  }

  /// Definitions that were read by an older tz database.
  mutating func clearShelf() { shelf.removeAll() }

  mutating func unshelve(_ id: JobID) -> JobDefinition? { shelf.removeValue(forKey: id) }

  mutating func forget(_ slot: Int) {
    slots.remove(slot)
    lingering.remove(slot)
    afterAnswer.remove(slot)
  }
}

/// A stored job as this replica has read it.
enum LoadedJob: Sendable {
  /// The store does not have it.
  case gone(JobID)
  /// In the version that is known here.
  case unchanged(StoredJob)
  /// In another version, or for the first time.
  case read(JobDefinition, StoredJob)
}
