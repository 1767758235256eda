import ClaimsModel
import Scheduling

/// What one replica knows of the data that a fleet shares, so that it can report it to a data set that has lost it.
struct FleetMemory: Sendable {
  private struct Job: Sendable {
    var cursor = ModelRedis.none
    var fingerprint = ModelRedis.none
    var since = ModelRedis.none

    mutating func raise(to cursor: Int) { self.cursor = max(self.cursor, cursor) }
  }

  /// The data set that it was merged into last.
  private(set) var epoch: Int?
  private var jobs: [Int: Job] = [:]
  private var fences: [Int: Int] = [:]
  private var leases: [RunID: ModelKnowledge.Lease] = [:]
  private var pauses = PauseSwitches()
  private var longestLease = 0
  private var stored: [JobID: FleetBook.Stored] = [:]

  mutating func joined(_ epoch: Int) { self.epoch = epoch }

  mutating func registered(_ registration: ClaimRegistration, _ reply: RegisteredJob, in book: FleetBook) {
    guard let job = book.jobs.known(registration.job), let trigger = book.triggers.known(registration.fingerprint)
    else { return }
    var known = jobs[job] ?? Job()
    // How far another trigger was decided is of no use to this one.
    if known.fingerprint != trigger { known.cursor = ModelRedis.none }
    (known.fingerprint, known.since) = (trigger, FleetBook.time(reply.since))
    if let cursor = reply.cursor { known.raise(to: FleetBook.time(cursor)) }
    jobs[job] = known
  }

  mutating func decided(_ request: ClaimRequest, _ verdict: ClaimVerdict, in book: FleetBook) {
    longestLease = max(longestLease, FleetBook.length(request.leaseDuration))
    if case .won(let lease) = verdict { won(lease, request, in: book) }
    guard request.cause == .scheduled, let job = book.jobs.known(request.job) else { return }
    switch (verdict, request.intent) {
    case (.won, .start(let instant)), (.skipped, .start(let instant)), (.recorded, .record(let instant)):
      jobs[job, default: Job()].raise(to: FleetBook.time(instant))
    case (.lost(let cursor), _), (.gap(let cursor), _):
      if cursor != .min { jobs[job, default: Job()].raise(to: FleetBook.time(cursor)) }
    default: break
    }
  }

  private mutating func won(_ lease: Lease, _ request: ClaimRequest, in book: FleetBook) {
    guard let token = book.tokens.known(lease.token), let key = book.keys.known(lease.lockKey),
      let job = book.jobs.known(request.job), token < book.model.tokens.count
    else { return }
    let fence = Int(lease.fencingToken)
    fences[key] = max(fences[key] ?? 0, fence)
    leases[lease.token] = ModelKnowledge.Lease(
      token: token, key: key, slot: lease.slot, lease: FleetBook.length(lease.duration), fence: fence, job: job,
      run: book.model.tokens[token].run)
  }

  /// The runs of the firing that a run took over, oldest first.
  func takenOver(by run: RunID, in book: FleetBook) -> [RunID] {
    (leases[run]?.run?.takenOver ?? []).map { book.tokens[$0] }
  }

  mutating func gaveBack(_ run: RunID) { leases[run] = nil }

  /// A stored job as it is now.
  mutating func loaded(_ job: JobID, in book: FleetBook) {
    stored[job] = book.stored[job]
    if let number = book.jobs.known(job), book.model.jobs[number].cursor != ModelRedis.none {
      jobs[number, default: Job()].raise(to: book.model.jobs[number].cursor)
    }
  }

  mutating func saw(_ pauses: PauseSwitches) { self.pauses = pauses }

  /// Reports all of it to the data set that is there now.
  mutating func merge(into book: inout FleetBook, candidate: Int, _ now: Int) {
    var told = ModelKnowledge(jobs: book.model.jobs.count, keys: book.model.fences.count)
    told.epoch = epoch ?? ModelRedis.none
    for (job, known) in jobs {
      (told.jobs[job].cursor, told.jobs[job].fingerprint) = (known.cursor, known.fingerprint)
      told.jobs[job].since = known.since
      told.jobs[job].breaker = book.rules[job]
    }
    for (key, fence) in fences { told.fences[key] = fence }
    told.leases = leases.values.sorted { $0.token < $1.token }
    told.longestLease = longestLease
    let merged = book.model.merge(told, candidate: candidate, server: ModelRedis.none, now: now)
    book.restore(stored, now)
    if merged.epoch != epoch {
      for (job, note) in pauses.jobs where book.pauses.jobs[job] == nil { book.pause(job, note: note) }
      if let note = pauses.everything, book.pauses.everything == nil { book.pause(nil, note: note) }
    }
    epoch = merged.epoch
  }
}
