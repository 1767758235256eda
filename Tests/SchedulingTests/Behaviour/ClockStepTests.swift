import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct ClockStepTests {
  @Test func aStepForwardCoalescesWhatItPassedOverAndIsTold() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let events = test.scheduler.events()
      try await test.scheduler.add("tick", .every(.seconds(60))) { _ in }
      await test.settle()
      test.clock.setWall(to: Instant("2026-01-01T01:00:00Z"))
      await test.settle()
      #expect(test.scheduler.localHistory(of: "tick").map(\.outcome) == [.succeeded, .missed(.coalesced)])
      for await event in events {
        if case .clockStepped(let by) = event {
          #expect(by == .seconds(3_600))
          break
        }
      }
    }
  }

  @Test func aStepBackRunsNothingTwice() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("tick", .every(.seconds(60))) { _ in }
      await test.advance(by: .seconds(600))
      test.clock.setWall(to: Instant("2026-01-01T00:05:00Z"))
      await test.advance(by: .seconds(600))
      let instants = test.scheduler.localHistory(of: "tick").map(\.instant)
      #expect(Set(instants).count == instants.count)
      #expect(instants.count == 15)
    }
  }

  @Test func aClockThatWasHoursAheadIsCorrectedAndJobsGoOnAtOnce() async throws {
    try await TestScheduler.run(at: "2030-01-01T00:00:00Z") { test in
      try await test.scheduler.add("tick", .every(.seconds(60))) { _ in }
      await test.advance(by: .seconds(60))
      test.clock.setWall(to: Instant("2026-01-01T00:00:00Z"))
      await test.settle()
      await test.advance(by: .seconds(120))
      #expect(test.scheduler.localHistory(of: "tick").first?.instant == Instant("2026-01-01T00:02:00Z"))
      #expect(test.scheduler.localHistory(of: "tick").count == 3)
    }
  }

  @Test(arguments: [900, 7_200, 10_000])
  func aFrequentJobDoesNotStandStillWhereTheClockIsSetBackByLess(_ seconds: Int) async throws {
    try await TestScheduler.run(at: "2026-01-01T12:00:00Z") { test in
      try await test.scheduler.add("tick", .every(.seconds(60))) { _ in }
      try await test.scheduler.add("cron", .cron("* * * * *")) { _ in }
      try await test.scheduler.add("noon", .cron("30 12 * * *")) { _ in }
      await test.advance(by: .seconds(3_600))
      test.clock.setWall(to: test.clock.now() - .seconds(seconds))
      await test.advance(by: .seconds(600))
      #expect(test.scheduler.localHistory(of: "tick").count == 70)
      #expect(test.scheduler.localHistory(of: "cron").count == 70)
      #expect(test.scheduler.localHistory(of: "noon").count == 1, "a fixed time does not run twice")
    }
  }

  @Test func theDistanceCountsAndNotTheSizeOfOneStep() async throws {
    try await TestScheduler.run(at: "2026-01-01T12:00:00Z") { test in
      try await test.scheduler.add("tick", .every(.seconds(60))) { _ in }
      await test.advance(by: .seconds(3_600))
      for _ in 0..<20 { test.clock.setWall(to: test.clock.now() - .seconds(300)); await test.settle() }
      await test.advance(by: .seconds(1_200))
      #expect(test.scheduler.localHistory(of: "tick").count >= 70)
    }
  }

  @Test func theStatusSaysWhoWaitsForTheClockAndUntilWhen() async throws {
    try await TestScheduler.run(at: "2026-01-01T12:00:00Z") { test in
      try await test.scheduler.add("noon", .cron("30 12 * * *")) { _ in }
      await test.advance(by: .seconds(3_600))
      test.clock.setWall(to: try Instant(rfc3339: "2026-01-01T12:00:00Z"))
      await test.settle()
      #expect(test.scheduler.status.health == .degraded)
      #expect(
        test.scheduler.status.reasons == [
          "the clock was set back: noon waits until it has caught up, at 2026-01-01T12:30:00Z"
        ])
      await test.advance(by: .seconds(1_801))
      #expect(test.scheduler.status.health == .ok)
      #expect(test.scheduler.localHistory(of: "noon").count == 1)
    }
  }

  @Test(arguments: [Instant.min, .max, Instant(nanosecondsSince1970: 0), Instant(nanosecondsSince1970: .min + 1)])
  func noReadingOfAClockTraps(_ reading: Instant) async throws {
    try await TestScheduler.run(at: "2026-01-01T12:00:00Z") { test in
      var options = JobOptions()
      options.jitter = .seconds(20)
      options.breaker = CircuitBreaker(failures: 1, coolDown: .seconds(60))
      try await test.scheduler.add("tick", .every(.seconds(60)), options: options) { _ in }
      try await test.scheduler.add("cron", .cron("*/5 * * * *", timeZone: "Europe/Berlin")) { _ in }
      try await test.scheduler.add("poll", .afterEachRun(delay: .seconds(60))) { _ in }
      for wall in [reading, .max, .min, reading, try Instant(rfc3339: "2026-01-01T13:00:00Z")] {
        test.clock.setWall(to: wall)
        await test.settle()
        _ = (test.scheduler.status, test.scheduler.jobs, test.scheduler.job("tick")?.nextRun)
        _ = try? test.scheduler.explain("tick", at: wall)
      }
      await test.advance(by: .seconds(600))
      #expect(test.scheduler.localHistory(of: "poll").first?.outcome == .succeeded)
    }
  }
}
