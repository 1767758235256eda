import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct BackfillTests {
  @Test func theInstantsOfARangeRunOldestFirstAndLeaveTheScheduleAlone() async throws {
    try await TestScheduler.run(at: "2026-01-10T12:30:00Z") { test in
      let seen = Tally<Firing>()
      try await test.scheduler.add("stats", .cron("0 2 * * *")) { run in seen.add(run.firing) }
      let count = try await test.scheduler.backfill(
        "stats", from: Instant("2026-01-03T02:00:00Z"), through: Instant("2026-01-05T23:00:00Z"))
      await test.settle()
      #expect(count == 3)
      #expect(
        seen.all.map(\.instant) == [
          Instant("2026-01-03T02:00:00Z"), Instant("2026-01-04T02:00:00Z"), Instant("2026-01-05T02:00:00Z"),
        ])
      #expect(seen.all.allSatisfy { $0.cause == .backfill })
      let job = try #require(test.scheduler.job("stats"))
      #expect(job.accounting.decided == 0 && job.nextRun == Instant("2026-01-11T02:00:00Z"))
      #expect(test.scheduler.localHistory(of: "stats").map(\.outcome) == [.succeeded, .succeeded, .succeeded])
    }
  }

  @Test func theFutureIsTheSchedules() async throws {
    try await TestScheduler.run(at: "2026-01-10T12:00:00Z") { test in
      try await test.scheduler.add("tick", .every(.seconds(3_600))) { _ in }
      let count = try await test.scheduler.backfill(
        "tick", from: Instant("2026-01-10T10:00:00Z"), through: Instant("2026-01-11T10:00:00Z"))
      #expect(count == 3)
      await test.settle()
    }
  }

  @Test func badRangesAreRefused() async throws {
    try await TestScheduler.run(at: "2026-01-10T12:00:00Z") { test in
      try await test.scheduler.add("tick", .every(.seconds(1))) { _ in }
      try await test.scheduler.add("after", .after("tick")) { _ in }
      func message(_ id: JobID, _ from: Instant, _ through: Instant) async -> String? {
        do {
          try await test.scheduler.backfill(id, from: from, through: through)
          return nil
        } catch { return error.message }
      }
      let day = Instant("2026-01-09T12:00:00Z")
      #expect(await message("tick", day, Instant("2026-01-10T00:00:00Z"))?.contains("10000") == true)
      #expect(await message("tick", Instant("2026-01-10T00:00:00Z"), day)?.contains("nothing") == true)
      #expect(await message("after", day, Instant("2026-01-10T00:00:00Z"))?.contains("no instants") == true)
      #expect(await message("nobody", day, Instant("2026-01-10T00:00:00Z"))?.contains("no job") == true)
    }
  }
}
