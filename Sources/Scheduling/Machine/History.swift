import CivilTime

/// The last rows of every job: bounded for each job, in total and by age, so that memory does not grow with time.
///
/// Rows live in one slab. Each is in two lists, oldest first: that of its job, and that of all. A job over its limit
/// loses its own oldest row; when the total is reached, the oldest row of all goes.
struct History: Sendable {
  /// A row as it is kept: nothing is formatted until somebody asks.
  struct Row: Sendable {
    var job: JobDefinition
    var instant: Instant
    var firstInstant: Instant
    var count = 1
    var outcome: RunOutcome
    var cause = FiringCause.scheduled
    /// The lower half of the run's id; 0 where there was no run.
    var sequence: UInt64 = 0
    var started: Instant?
    var ended: Instant
    var attempt: Int32 = 1
    var willRetry = false
    var isDryRun = false
    var message: String?
    var fencingToken: Int64?
    /// The run's id and replica of another replica's run.
    var elsewhere: Elsewhere?
    /// What the run left; older rows lose it before newer ones.
    var evidence: RunEvidence?

    /// The row for where it is kept without a bound of its own.
    var withoutEvidence: Row {
      var row = self
      row.evidence = nil
      return row
    }
  }

  /// A run of another replica.
  final class Elsewhere: Sendable {
    let instance: String
    let run: RunID?

    init(instance: String, run: RunID?) {
      self.instance = instance
      self.run = run
    }
  }

  private struct Entry: Sendable {
    var row: Row
    var slot: Int32
    var olderOfAll: Int32 = -1
    var newerOfAll: Int32 = -1
    var newerOfJob: Int32 = -1
    var olderOfJob: Int32 = -1
  }

  private struct JobRows: Sendable {
    var oldest: Int32 = -1
    var newest: Int32 = -1
    var count: Int32 = 0
  }

  let perJob: Int
  let total: Int
  /// Older rows go, in nanoseconds.
  let age: Int64
  private var entries: [Entry] = []
  private var free: [Int32] = []
  private var jobs: [JobRows] = []
  private var oldest: Int32 = -1
  private var newest: Int32 = -1
  /// Bytes of evidence in all rows, and the oldest row that may have some: as many bytes as these are kept.
  private(set) var evidenceBytes = 0
  private var oldestEvidence: Int32 = -1
  static let mostEvidence = 16 << 20

  init(perJob: Int, total: Int, age: Int64 = .max) {
    self.perJob = perJob
    self.total = total
    self.age = age
  }

  var count: Int { entries.count - free.count }

  /// Adds a row of the job in `slot`. One that is skipped for the reason of the job's newest row becomes part of that
  /// if no other instant lies between the two: a job paused for a week is one row, and no row spans a run.
  mutating func append(_ row: Row, slot: Int) {
    guard perJob > 0, total > 0 else { return }
    while jobs.count <= slot { jobs.append(JobRows()) }
    let last = Int(jobs[slot].newest)
    if last >= 0, row.started == nil, row.message == nil, Self.continues(entries[last].row, with: row) {
      entries[last].row.instant = row.instant
      entries[last].row.count += row.count
      entries[last].row.ended = row.ended
      return
    }
    let begin = row.ended.advanced(byNanoseconds: -age)
    while oldest >= 0, entries[Int(oldest)].row.ended < begin { remove(oldest) }
    if jobs[slot].count >= perJob { remove(jobs[slot].oldest) } else if count >= total { remove(oldest) }
    insert(row, slot: Int32(truncatingIfNeeded: slot))
  }

  /// Parts the rows from their slot, before another job takes it. They stay among the rows of all.
  mutating func detach(slot: Int) {
    guard slot < jobs.count else { return }
    var index = jobs[slot].oldest
    while index >= 0 {
      let newer = entries[Int(index)].newerOfJob
      entries[Int(index)].slot = -1
      entries[Int(index)].newerOfJob = -1
      entries[Int(index)].olderOfJob = -1
      index = newer
    }
    jobs[slot] = JobRows()
  }

  /// The newest rows of a job, newest first.
  func rows(slot: Int, limit: Int, since: Instant = .min) -> [Row] {
    guard slot < jobs.count else { return [] }
    return walk(from: jobs[slot].newest, limit: limit, since, \.olderOfJob) { _ in true }
  }

  /// The newest rows that a query asks for, newest first.
  func rows(_ query: HistoryQuery, slot: Int?, since: Instant) -> [Row] {
    let since = max(since, query.from ?? .min)
    guard let slot else { return walk(from: newest, limit: query.limit, since, \.olderOfAll, query.matches) }
    guard slot < jobs.count else { return [] }
    return walk(from: jobs[slot].newest, limit: query.limit, since, \.olderOfJob, query.matches)
  }

  /// The newest rows of all jobs, newest first.
  func rows(limit: Int) -> [Row] { walk(from: newest, limit: limit, .min, \.olderOfAll) { _ in true } }

  private func walk(
    from start: Int32, limit: Int, _ since: Instant, _ step: KeyPath<Entry, Int32>, _ matches: (Row) -> Bool
  ) -> [Row] {
    var rows: [Row] = []
    var index = start
    while index >= 0, rows.count < limit, entries[Int(index)].row.ended >= since {
      if matches(entries[Int(index)].row) { rows.append(entries[Int(index)].row) }
      index = entries[Int(index)][keyPath: step]
    }
    return rows
  }

  private static func continues(_ old: Row, with new: Row) -> Bool {
    guard case .skipped = new.outcome else { return false }
    return old.outcome == new.outcome && old.cause == .scheduled && new.cause == .scheduled && old.job === new.job
      && old.started == nil && old.message == nil && old.instant < new.firstInstant
      && new.job.trigger.next(after: old.instant) == new.firstInstant
  }

  private mutating func insert(_ row: Row, slot: Int32) {
    var entry = Entry(row: row, slot: slot)
    entry.olderOfAll = newest
    entry.olderOfJob = jobs[Int(slot)].newest
    let index: Int32
    if let reused = free.popLast() {
      index = reused
      entries[Int(index)] = entry
    } else {
      index = Int32(truncatingIfNeeded: entries.count)
      entries.append(entry)
    }
    if newest >= 0 { entries[Int(newest)].newerOfAll = index } else { oldest = index }
    newest = index
    if entry.olderOfJob >= 0 {
      entries[Int(entry.olderOfJob)].newerOfJob = index
    } else {
      jobs[Int(slot)].oldest = index
    }
    jobs[Int(slot)].newest = index
    jobs[Int(slot)].count += 1
    keepEvidence(of: index)
  }

  /// Counts the evidence of a new row; the oldest evidence goes where there is too much.
  private mutating func keepEvidence(of index: Int32) {
    guard let added = entries[Int(index)].row.evidence else { return }
    evidenceBytes += added.bytes
    if oldestEvidence < 0 { oldestEvidence = index }
    while evidenceBytes > Self.mostEvidence, oldestEvidence >= 0, oldestEvidence != index {
      loseEvidence(of: oldestEvidence)
      oldestEvidence = entries[Int(oldestEvidence)].newerOfAll
    }
  }

  private mutating func loseEvidence(of index: Int32) {
    evidenceBytes -= entries[Int(index)].row.evidence?.bytes ?? 0
    entries[Int(index)].row.evidence = nil
  }

  private mutating func remove(_ index: Int32) {
    guard index >= 0 else { return }
    let entry = entries[Int(index)]
    let slot = Int(entry.slot)
    if entry.olderOfAll >= 0 {
      entries[Int(entry.olderOfAll)].newerOfAll = entry.newerOfAll
    } else {
      oldest = entry.newerOfAll
    }
    if entry.newerOfAll >= 0 {
      entries[Int(entry.newerOfAll)].olderOfAll = entry.olderOfAll
    } else {
      newest = entry.olderOfAll
    }
    if slot >= 0 {
      if entry.olderOfJob >= 0 {
        entries[Int(entry.olderOfJob)].newerOfJob = entry.newerOfJob
      } else {
        jobs[slot].oldest = entry.newerOfJob
      }
      if entry.newerOfJob >= 0 {
        entries[Int(entry.newerOfJob)].olderOfJob = entry.olderOfJob
      } else {
        jobs[slot].newest = entry.olderOfJob
      }
      jobs[slot].count -= 1
    }
    if oldestEvidence == index { oldestEvidence = entry.newerOfAll }
    loseEvidence(of: index)
    entries[Int(index)].row.message = nil
    free.append(index)
  }
}
