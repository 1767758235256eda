extension Scheduler {
  /// The last rows of history, newest first: of one job, or of all when `job` is nil. Where claims are shared they are the
  /// fleet's, whichever replica decided or ran a firing, of the last 10,000 rows; dry runs are those of this process.
  /// - Throws: ``SchedulerError`` with the code `claimsUnavailable` when the fleet's claims do not answer.
  public func history(of job: JobID? = nil, limit: Int = 100) async throws(SchedulerError) -> [RunRecord] {
    try await history(HistoryQuery(job: job, limit: limit))
  }

  /// The rows of history that a query asks for, newest first; see ``history(of:limit:)``.
  /// - Throws: ``SchedulerError`` with the code `claimsUnavailable` when the fleet's claims do not answer.
  public func history(_ query: HistoryQuery) async throws(SchedulerError) -> [RunRecord] {
    guard let archive = fleetArchive else { return localHistory(query) }
    let shared: [RunRecord]
    do throws(ClaimsUnavailable) {
      shared = try await archive.fleetRows(
        after: nil, limit: query.letsEverythingThrough ? min(query.limit, 10_000) : 10_000
      ).rows
    } catch {
      throw SchedulerError(.claimsUnavailable, error.message, job: query.job)
    }
    let found = shared.reversed().lazy.filter { query.matches($0) }.prefix(max(query.limit, 0))
    let dry = localHistory(query).filter(\.isDryRun)
    guard !dry.isEmpty else { return Array(found) }
    return Array((dry + found).sorted { $0.ended > $1.ended }.prefix(max(query.limit, 0)))
  }

  /// The last rows that this process has: its own, and those of the runs elsewhere that it knows.
  package func localHistory(of job: JobID? = nil, limit: Int = 100) -> [RunRecord] {
    localHistory(HistoryQuery(job: job, limit: limit))
  }

  /// The rows of this process that a query asks for, newest first.
  package func localHistory(_ query: HistoryQuery) -> [RunRecord] {
    let (rows, facts) = core.look { machine, now in
      // The rows of a job that was removed are among those of all.
      (
        machine.ledger.rows(query, slot: query.job.flatMap { machine.jobs.slot($0) }, now),
        machine.descriptionFacts(now)
      )
    }
    return rows.map { $0.record(instance: facts.instance, origin: facts.origin) }
  }
}

extension HistoryQuery {
  /// Whether no condition is given.
  fileprivate var letsEverythingThrough: Bool {
    job == nil && kinds.isEmpty && causes.isEmpty && from == nil && to == nil
  }

  /// Whether the query lets a row through.
  package func matches(_ row: RunRecord) -> Bool {
    if let job, row.job != job { return false }
    if !kinds.isEmpty, !kinds.contains(row.outcome.kind) { return false }
    if !causes.isEmpty, !causes.contains(row.cause) { return false }
    if let from, row.ended < from { return false }
    if let to, row.ended >= to { return false }
    return true
  }
}
