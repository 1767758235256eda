import CivilTime
import Scheduling
import SchedulingTesting
import Testing

/// Durations run on the continuous clock: a step of the wall clock neither stretches nor cuts them.
@Suite struct ElapsedTimeTests {
  private struct Broken: Error {}
  private static let start = "2026-01-01T00:00:00Z"
  static let steps: [Duration] = [.seconds(-7_200), .seconds(-90), .zero, .seconds(90), .seconds(7_200)]

  @Test(arguments: steps)
  func aJobIsOverdueSoLongAfterItsLastSuccess(_ step: Duration) async throws {
    try await TestScheduler.run(at: Self.start) { test in
      var options = JobOptions()
      options.alerts.overdueAfter = .seconds(3_600)
      let fails = Lock(false)
      try await test.scheduler.add("often", .every(.seconds(60)), options: options) { _ in
        if fails.withLock({ $0 }) { throw Broken() }
      }
      await test.advance(by: .seconds(60))
      #expect(test.scheduler.localHistory(of: "often").map(\.outcome) == [.succeeded])
      fails.withLock { $0 = true }
      await test.advance(by: .seconds(1_800))
      test.clock.setWall(to: test.clock.now() + step)
      await test.advance(by: .seconds(1_795))
      #expect(test.scheduler.job("often")?.isOverdue == false)
      await test.advance(by: .seconds(10))
      #expect(test.scheduler.job("often")?.isOverdue == true)
    }
  }

  /// Expected by its trigger, a job is expected by the clock as it is set now.
  @Test func aSuccessFromBeforeAStepBackDoesNotPutOffWhatIsExpected() async throws {
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      let fails = Lock(false)
      try await test.scheduler.add("often", .every(.seconds(60))) { _ in
        if fails.withLock({ $0 }) { throw Broken() }
      }
      await test.advance(by: .seconds(60))
      fails.withLock { $0 = true }
      test.clock.setWall(to: Instant("2026-01-01T00:00:00Z"))
      await test.advance(by: .seconds(600))
      #expect(test.scheduler.job("often")?.isOverdue == true)
    }
  }

  @Test(arguments: steps)
  func anOutageIsLongAfterTwoLeases(_ step: Duration) async throws {
    try await TestFleet.run(replicas: 1, at: Self.start, lease: .seconds(30)) { fleet in
      let replica = fleet.replicas[0]
      try await fleet.add("daily", .cron("0 20 * * *")) { _ in }
      await fleet.advance(by: .seconds(10))
      replica.connection.setReachable(false)
      await fleet.advance(by: .seconds(10))
      #expect(replica.scheduler.status.health == .degraded)
      fleet.clock.setWall(to: fleet.clock.now() + step)
      await fleet.advance(by: .seconds(45))
      #expect(replica.scheduler.status.health == .degraded, "55 s")
      await fleet.advance(by: .seconds(15))
      #expect(replica.scheduler.status.health == .unhealthy, "70 s")
      replica.connection.setReachable(true)
      await fleet.advance(by: .seconds(5))
      #expect(replica.scheduler.status.reasons.contains { $0.contains("cut by the test") } == false)
    }
  }

  /// A question that could not be asked is asked until the grace of its instant ends.
  @Test(arguments: steps)
  func theGraceOfAQuestionIsMeasuredFromItsInstant(_ step: Duration) async throws {
    for (outage, outcome) in [(50, RunOutcome.succeeded), (70, .missed(.claimsUnreachable))] {
      try await TestFleet.run(replicas: 1, at: Self.start) { fleet in
        let replica = fleet.replicas[0]
        try await fleet.add("daily", .cron("0 1 * * *")) { _ in }
        await fleet.advance(by: .seconds(3_595))
        replica.connection.setReachable(false)
        await fleet.advance(by: .seconds(10))
        fleet.clock.setWall(to: fleet.clock.now() + step)
        await fleet.advance(by: .seconds(outage - 5))
        replica.connection.setReachable(true)
        // The claims refuse an instant that their clock has not reached.
        if step < .zero { fleet.clock.setWall(to: fleet.clock.now() - step) }
        await fleet.advance(by: .seconds(4))
        #expect(replica.scheduler.localHistory(of: "daily").last?.outcome == outcome, "\(outage) s, step \(step)")
      }
    }
  }

  @Test func instantsThatAStepBackShowsAgainFallIntoTheOutage() async throws {
    try await TestFleet.run(replicas: 1, at: Self.start) { fleet in
      let replica = fleet.replicas[0]
      var options = JobOptions()
      options.whenClaimsUnreachable = .skip
      try await fleet.add("often", .every(.seconds(10)), options: options) { _ in }
      await fleet.advance(by: .seconds(5))
      replica.connection.setReachable(false)
      await fleet.advance(by: .seconds(2))
      fleet.clock.setWall(to: fleet.clock.now() - .seconds(3_600))
      await fleet.advance(by: .seconds(20))
      replica.connection.setReachable(true)
      await fleet.advance(by: .seconds(5))
      let rows = replica.scheduler.localHistory(of: "often")
      #expect(rows.allSatisfy { $0.outcome == .missed(.claimsUnreachable) }, "\(rows.map(\.outcome))")
    }
  }
}
