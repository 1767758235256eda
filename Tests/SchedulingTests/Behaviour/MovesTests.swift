import Scheduling
import SchedulingTesting
import Testing

/// How often the clock of a test has to be moved: what takes long in virtual time are the moves, and each is looked at by
/// every replica. Counted and not timed.
@Suite struct MovesTests {
  private struct Broken: Error {}

  @Test func aYearOfADailyJob() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let moves = Tally<Int>()
      try await test.scheduler.add("nightly", .cron("0 3 * * *")) { _ in }
      await test.settle()
      test.clock.onStep { moves.add(1) }
      await test.advance(by: .days(365))
      #expect(test.scheduler.job("nightly")?.accounting.succeeded == 365)
      #expect(moves.count <= 2 * 365, "\(moves.count) moves")
    }
  }

  /// Retries, alerts and what is overdue do not drive the clock.
  @Test func aYearOfADailyJobThatFails() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let moves = Tally<Int>()
      let options = JobOptions(retry: Retry(attempts: 3))
      try await test.scheduler.add("nightly", .cron("0 3 * * *"), options: options) { _ in throw Broken() }
      await test.settle()
      test.clock.onStep { moves.add(1) }
      await test.advance(by: .days(365))
      #expect(test.scheduler.job("nightly")?.accounting.failed == 365)
      #expect(moves.count <= 5 * 365, "\(moves.count) moves")
    }
  }

  @Test func aDayOfThreeReplicas() async throws {
    try await TestFleet.run(replicas: 3, at: "2026-01-01T00:00:00Z") { fleet in
      let moves = Tally<Int>()
      try await fleet.add("nightly", .cron("0 3 * * *")) { _ in }
      try await fleet.add("hourly", .cron("0 * * * *")) { _ in }
      await fleet.settle()
      fleet.clock.onStep { moves.add(1) }
      await fleet.advance(by: .days(1))
      #expect(fleet.shared.history.count == 25)
      #expect(moves.count <= 12 + 4 * 25, "\(moves.count) moves")
    }
  }
}
