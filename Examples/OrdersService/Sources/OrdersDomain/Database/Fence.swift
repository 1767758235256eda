import GRDB

/// Keeps a run that lost its lease from writing over a newer one: the database remembers the highest fencing token that
/// it saw for a job and refuses lower ones. A lock alone cannot do this for a process that was frozen past its lease.
package struct Fence: Sendable {
  package var job: String
  package var token: Int64

  package init(job: String, token: Int64) {
    self.job = job
    self.token = token
  }

  /// Must be the first statement of the transaction that it guards.
  func enter(_ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO fences (job, token) VALUES (:job, :token)
        ON CONFLICT (job) DO UPDATE SET token = excluded.token WHERE excluded.token >= fences.token
        """,
      arguments: ["job": job, "token": token])
    if db.changesCount == 0 { throw StaleFence(job: job, token: token) }
  }
}

/// A newer run of the job has written since: this one's writes are refused and rolled back.
package struct StaleFence: Error, Hashable, CustomStringConvertible {
  package var job: String
  package var token: Int64

  package init(job: String, token: Int64) {
    self.job = job
    self.token = token
  }

  package var description: String {
    "the run of \(job) with fencing token \(token) is stale: a newer run has written; nothing was changed"
  }
}
