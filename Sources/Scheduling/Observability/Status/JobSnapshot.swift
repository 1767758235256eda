import CivilTime

/// What is copied of a job under the machine's lock; it is described outside of it.
struct JobSnapshot: Sendable {
  let definition: JobDefinition
  let next: Instant?
  let running: Int
  let accounting: JobAccounting
  let lastSuccess: Instant?
  let isReportedOverdue: Bool
  let hold: String?
  let lastRun: LastRun?
  let fleetRun: RunRecord?
  let pauseNote: String?
  let breakerOpenUntil: MonotonicTime?

  /// The job as it is described.
  func info(_ facts: DescriptionFacts) -> JobInfo {
    let own = lastRun?.record(of: definition.id, instance: facts.instance, origin: facts.origin)
    var info = JobInfo(
      id: definition.id, trigger: definition.trigger.base, options: definition.options, nextRun: next,
      isPaused: pauseNote != nil, pauseNote: pauseNote.map { PauseNote(stored: $0).note }, running: running,
      accounting: accounting,
      lastRun: Self.later(own, fleetRun), lastSuccess: lastSuccess, isOverdue: isOverdue(facts),
      handler: definition.handler, version: definition.stored?.version,
      holdReason: definition.stored?.hold.map { "\($0)" } ?? hold)
    info.breakerOpenUntil = breakerOpenUntil.map {
      facts.wall.advanced(byNanoseconds: ($0 - facts.monotonic).nanoseconds)
    }
    info.pause = pauseNote.map(PauseNote.init(stored:))
    info.definition = definition
    info.progress = facts.progress[definition.id]
    return info
  }

  /// Whether its next firing is past due beyond its grace, or the machine has reported it.
  func isOverdue(_ facts: DescriptionFacts) -> Bool {
    guard facts.phase == .running, definition.stored?.hold == nil else { return false }
    if isReportedOverdue { return true }
    guard let next else { return false }
    let patience = definition.options.misfireGrace.nanoseconds.addingReportingOverflow(30_000_000_000)
    guard !patience.overflow else { return false }
    // It is due at its instant or later: most need no search for what their jitter makes of it.
    return facts.wall.nanoseconds(since: next) > patience.partialValue
      && facts.wall.nanoseconds(since: definition.due(next)) > patience.partialValue
  }

  private static func later(_ a: RunRecord?, _ b: RunRecord?) -> RunRecord? {
    guard let a, let b else { return a ?? b }
    return a.ended < b.ended ? b : a
  }
}

/// What describing jobs takes in addition to their own state.
struct DescriptionFacts: Sendable {
  var phase: Conductor.Phase
  var wall: Instant
  var monotonic: MonotonicTime
  /// The replica's name and the upper half of its run ids.
  var instance: String
  var origin: UInt64
  /// Of jobs whose runs here report how far they have come.
  var progress: [JobID: RunProgress] = [:]
}

extension Conductor {
  func descriptionFacts(_ now: Now) -> DescriptionFacts {
    DescriptionFacts(
      phase: phase, wall: now.wall, monotonic: now.monotonic, instance: settings.instance, origin: settings.origin)
  }

  func snapshot(of slot: Int) -> JobSnapshot? {
    jobs[slot].map { snapshot(of: $0, ledger[slot], overdue[slot]) }
  }

  func snapshot(of job: JobState, _ book: Ledger.Book, _ watch: JobWatch) -> JobSnapshot {
    let id = job.definition.id
    return JobSnapshot(
      definition: job.definition, next: job.next, running: job.running, accounting: book.accounting,
      lastSuccess: watch.lastSuccess, isReportedOverdue: watch.isReported, hold: job.hold, lastRun: book.lastRun,
      fleetRun: claims.fleet.jobs[id]?.lastRun, pauseNote: pauses.jobs.isEmpty ? nil : pauses.jobs[id],
      breakerOpenUntil: job.breaker?.openUntil)
  }

  /// A job as it stands.
  func info(of job: JobState, in slot: Int, _ now: Now) -> JobInfo {
    snapshot(of: job, ledger[slot], overdue[slot]).info(descriptionFacts(now))
  }

  /// The jobs of so many slots, from one on.
  func snapshots(of slots: Range<Int>) -> [JobSnapshot] {
    var found: [JobSnapshot] = []
    for slot in slots.clamped(to: jobs.indices) {
      if jobs[slot]?.isRemoved == false, let job = snapshot(of: slot) { found.append(job) }
    }
    return found
  }
}

extension History.Row {
  /// The row as it is described.
  /// - Parameters:
  ///   - instance: the replica's name.
  ///   - origin: the upper half of its run ids.
  func record(instance: String, origin: UInt64) -> RunRecord {
    let ownRun = sequence == 0 ? nil : RunID(origin: origin, sequence: sequence)
    return RunRecord(
      runID: elsewhere?.run ?? ownRun, job: job.id, instant: instant, cause: cause,
      firstInstant: firstInstant, count: count, outcome: outcome, started: started, ended: ended,
      attempt: Int(attempt), message: message, instance: elsewhere?.instance ?? instance,
      fencingToken: fencingToken, willRetry: willRetry, isDryRun: isDryRun,
      evidence: evidence)
  }
}
