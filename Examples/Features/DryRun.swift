import Scheduling
import SchedulingTesting
import Synchronization

/// A run that says what it would do. It takes no lock, and nothing follows from how it ends.
func dryRun() async throws {
  try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
    let deleted = Mutex(0)
    try await test.scheduler.add("cleanup", .cron("0 3 * * *")) { run in
      let found = 12
      guard !run.isDryRun else { return print("   would delete \(found) sessions") }
      deleted.withLock { $0 += found }
    }
    try await test.scheduler.runNow("cleanup", dryRun: true)
    await test.settle()
    try expect(deleted.withLock { $0 } == 0, "nothing was deleted")
    try expect(test.rows(of: "cleanup").last?.isDryRun == true, "the row says that it was a dry run")
    try await test.scheduler.runNow("cleanup")
    await test.settle()
    try expect(deleted.withLock { $0 } == 12, "a run that is meant deletes them")
  }
}
