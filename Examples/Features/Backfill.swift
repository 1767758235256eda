import Scheduling
import SchedulingTesting
import Synchronization

/// Runs a job for instants of the past, oldest first: after an outage, or when a report has to be written anew.
func backfill() async throws {
  try await TestScheduler.run(at: "2027-01-10T12:00:00Z") { test in
    let days = Mutex([String]())
    try await test.scheduler.add("daily-stats", .cron("0 2 * * *")) { run in
      days.withLock { $0.append("\(run.firing.instant) \(run.firing.cause)") }
    }
    let count = try await test.scheduler.backfill(
      "daily-stats", from: Instant(rfc3339: "2027-01-07T00:00:00Z"), through: Instant(rfc3339: "2027-01-09T23:59:59Z"))
    await test.settle()
    await test.advance(by: .minutes(1))
    for day in days.withLock({ $0 }) { print("   \(day)") }
    try expect(count == 3 && days.withLock { $0.count } == 3, "three days were run again, each under its own instant")
    try expect(test.scheduler.job("daily-stats")?.accounting.decided == 0, "the schedule's own books are left alone")
  }
}
