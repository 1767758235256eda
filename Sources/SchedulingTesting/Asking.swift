public import Scheduling

/// What happened, in the order of time, for assertions that read well.
extension TestScheduler {
  /// The rows of a job's history, oldest first: runs, and instants that were skipped or missed. A row may stand for several
  /// instants; see `RunRecord.count`.
  public func rows(of job: JobID) -> [RunRecord] { scheduler.localHistory(of: job, limit: .max).reversed() }

  /// How the firings of a job ended, oldest first, one for each row.
  ///
  /// ```swift
  /// try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
  ///   try await test.scheduler.add("nightly", .cron("0 3 * * *")) { _ in }
  ///   await test.advance(by: .days(2))
  ///   #expect(test.outcomes(of: "nightly") == [.succeeded, .succeeded])
  /// }
  /// ```
  public func outcomes(of job: JobID) -> [RunOutcome] { rows(of: job).map(\.outcome) }

  /// Lets time pass up to an instant, as ``advance(by:running:)``; does nothing for one that has passed.
  public func advance(to instant: Instant, running: Int = 0) async {
    let duration = instant - clock.now()
    if duration > .zero { await advance(by: duration, running: running) }
  }

  /// Lets time pass up to an RFC 3339 timestamp.
  /// - Throws: `TimestampError` for a text that is none.
  public func advance(to timestamp: String, running: Int = 0) async throws {
    await advance(to: try Instant(rfc3339: timestamp), running: running)
  }
}

extension TestFleet {
  /// The rows of a job's history in the fleet, oldest first, whichever replica wrote them.
  public func rows(of job: JobID) -> [RunRecord] {
    shared.history.filter { $0.job == job }.sorted { ($0.instant, $0.ended) < ($1.instant, $1.ended) }
  }

  /// How the firings of a job ended in the fleet, oldest first, one for each row.
  public func outcomes(of job: JobID) -> [RunOutcome] { rows(of: job).map(\.outcome) }

  /// Lets time pass up to an instant for all, as ``advance(by:running:)``; does nothing for one that has passed.
  public func advance(to instant: Instant, running: Int = 0) async {
    let duration = instant - clock.now()
    if duration > .zero { await advance(by: duration, running: running) }
  }

  /// Adds the jobs of a schedule file to every replica, as a deployment does.
  /// - Throws: what `Scheduler.add(_:bodies:)` throws.
  public func add(_ schedule: ScheduleFile, bodies: JobBodies) async throws {
    for replica in replicas { try await replica.scheduler.add(schedule, bodies: bodies) }
    await settle()
  }
}
