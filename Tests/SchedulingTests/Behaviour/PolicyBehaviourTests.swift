import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct PolicyBehaviourTests {
  @Test func anIntervalJobRunsAtEachInstantOfItsGrid() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:07Z") { test in
      try await test.scheduler.add("tick", .every(.seconds(30))) { _ in }
      await test.advance(by: .seconds(300))
      let rows = test.scheduler.localHistory(of: "tick")
      #expect(rows.count == 10)
      #expect(rows.allSatisfy { $0.outcome == .succeeded && $0.started == $0.instant })
      #expect(rows.last?.instant == Instant("2026-01-01T00:00:30Z"))
      #expect(test.scheduler.job("tick")?.accounting.succeeded == 10)
    }
  }

  @Test func aCronJobFollowsItsZoneThroughTheEndOfSummerTime() async throws {
    try await TestScheduler.run(at: "2026-10-24T12:00:00Z") { test in
      try await test.scheduler.add("nightly", .cron("30 2 * * *", timeZone: "Europe/Berlin")) { _ in }
      await test.advance(by: .seconds(3 * 86_400))
      let instants = test.scheduler.localHistory(of: "nightly").map(\.instant)
      #expect(
        instants.reversed() == [
          Instant("2026-10-25T00:30:00Z"), Instant("2026-10-26T01:30:00Z"), Instant("2026-10-27T01:30:00Z"),
        ])
    }
  }

  @Test func aDateJobRunsOnceAndIsFinished() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("once", .at(Instant("2026-01-01T00:01:00Z"))) { _ in }
      await test.advance(by: .seconds(3_600))
      #expect(test.scheduler.localHistory(of: "once").map(\.outcome) == [.succeeded])
      #expect(test.scheduler.job("once")?.isFinished == true)
    }
  }

  @Test func neverBeforeItsInstant() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("once", .at(Instant("2026-01-01T00:01:00Z"))) { _ in }
      test.clock.advance(by: .nanoseconds(59_999_999_999))
      await test.settle()
      #expect(test.scheduler.localHistory(of: "once").isEmpty)
      test.clock.advance(by: .nanoseconds(1))
      await test.settle()
      #expect(test.scheduler.localHistory(of: "once").count == 1)
    }
  }

  @Test func afterAPauseOfTheProcessTheNewestRunsAndTheOthersAreOneRow() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("tick", .every(.seconds(10))) { _ in }
      test.clock.advance(by: .seconds(600))
      await test.settle()
      let rows = test.scheduler.localHistory(of: "tick")
      #expect(rows.map(\.outcome) == [.succeeded, .missed(.coalesced)])
      #expect(rows.map(\.count) == [1, 59])
      #expect(rows.last?.firstInstant == Instant("2026-01-01T00:00:10Z"))
      #expect(rows.first?.instant == Instant("2026-01-01T00:10:00Z"))
    }
  }

  @Test func coalesceAllRunsTheBacklogOneAfterTheOther() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      var options = JobOptions()
      options.coalesce = .all(limit: 4)
      let most = Tally<Int>()
      let running = Tally<Int>()
      try await test.scheduler.add("tick", .every(.seconds(10)), options: options) { run in
        running.add(1)
        most.add(running.count)
        await Task.yield()
        running.add(-1)
      }
      test.clock.advance(by: .seconds(60))
      await test.settle()
      let rows = test.scheduler.localHistory(of: "tick")
      #expect(rows.map(\.outcome) == [.succeeded, .succeeded, .succeeded, .succeeded, .missed(.coalesced)])
      #expect(
        rows.prefix(4).map { $0.instant } == [60, 50, 40, 30].map { Instant("2026-01-01T00:00:00Z") + .seconds($0) })
      // Each ended before the next one began.
      #expect(running.all == [1, -1, 1, -1, 1, -1, 1, -1])
    }
  }

  @Test func aFiringThatFindsTheJobRunningIsSkipped() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      try await test.scheduler.add("slow", .every(.seconds(10))) { _ in await gate.pass() }
      await test.advance(by: .seconds(10), running: 1)
      await gate.arrival()
      await test.advance(by: .seconds(25), running: 1)
      #expect(test.scheduler.localHistory(of: "slow").map(\.outcome) == [.skipped(.overlap)])
      #expect(test.scheduler.localHistory(of: "slow").map(\.count) == [2])
      gate.open()
      await test.settle()
      await test.advance(by: .seconds(5))
      #expect(test.scheduler.job("slow")?.accounting.succeeded == 2)
      #expect(test.scheduler.job("slow")?.accounting.skipped == 2)
    }
  }

  @Test func allowRunsBesideUpToTheInstances() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      var options = JobOptions()
      options.overlap = .allow
      options.maxInstances = 2
      try await test.scheduler.add("slow", .every(.seconds(10)), options: options) { _ in await gate.pass() }
      await test.advance(by: .seconds(30), running: 2)
      await gate.arrival(of: 2)
      #expect(test.scheduler.job("slow")?.running == 2)
      #expect(test.scheduler.localHistory(of: "slow").map(\.outcome) == [.skipped(.overlap)])
      gate.open()
    }
  }

  @Test func aRunBeyondItsTimeoutIsCancelledAndTimedOut() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      try await test.scheduler.add("slow", .every(.seconds(60)), timeout: .seconds(5)) { _ in
        await gate.pass()
        try Task.checkCancellation()
      }
      await test.advance(by: .seconds(60), running: 1)
      await gate.arrival()
      await test.advance(by: .seconds(5), running: 1)
      await test.settle()
      let row = try #require(test.scheduler.localHistory(of: "slow").first)
      #expect(row.outcome == .timedOut)
      #expect(row.duration == .seconds(5))
    }
  }

  @Test func aBodyThatIgnoresItsTimeoutIsReportedAsStuckAndItsSlotCounts() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let door = Gate()
      let events = test.scheduler.events()
      try await test.scheduler.add("stuck", .every(.seconds(60)), timeout: .seconds(5)) { _ in
        // A task of its own does not hear of the cancellation.
        await Task { await door.pass() }.value
      }
      await test.advance(by: .seconds(60), running: 1)
      await door.arrival()
      await test.advance(by: .seconds(90), running: 1)
      #expect(test.scheduler.localHistory(of: "stuck").map(\.outcome) == [.skipped(.overlap)])
      #expect(test.scheduler.status.reasons.contains { $0.contains("ignores its cancellation") })
      door.open()
      await test.settle()
      #expect(test.scheduler.localHistory(of: "stuck").first?.outcome == .timedOut)
      for await event in events {
        if case .runStuck(let firing, _, _) = event {
          #expect(firing.job == "stuck")
          break
        }
      }
    }
  }

  @Test func aBodyThatThrowsHasFailedWithItsMessageAndStopsNoOther() async throws {
    struct Broken: Error, CustomStringConvertible { var description: String { "the disk is full" } }
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("bad", .every(.seconds(10))) { _ in throw Broken() }
      try await test.scheduler.add("good", .every(.seconds(10))) { _ in }
      await test.advance(by: .seconds(30))
      #expect(test.scheduler.job("bad")?.accounting.failed == 3)
      #expect(test.scheduler.localHistory(of: "bad").first?.message == "the disk is full")
      #expect(test.scheduler.job("good")?.accounting.succeeded == 3)
    }
  }

  @Test func jitterDelaysTheStartAndNeverTheInstant() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      var options = JobOptions()
      options.jitter = .seconds(30)
      try await test.scheduler.add("jittered", .every(.seconds(60)), options: options) { _ in }
      await test.advance(by: .seconds(3_600))
      let rows = test.scheduler.localHistory(of: "jittered")
      #expect(rows.allSatisfy { $0.instant.nanosecondsSince1970 % 60_000_000_000 == 0 })
      let delays = rows.compactMap { row in row.started.map { $0 - row.instant } }
      #expect(delays.allSatisfy { $0 >= .zero && $0 <= .seconds(30) })
      #expect(Set(delays).count > 20)
    }
  }

  @Test func jitterNeverReachesTheNextInstant() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      var options = JobOptions()
      options.jitter = .seconds(600)
      try await test.scheduler.add("jittered", .every(.seconds(60)), options: options) { _ in }
      await test.advance(by: .seconds(3_600))
      let job = try #require(test.scheduler.job("jittered"))
      #expect(job.accounting.succeeded >= 59)
      #expect(job.accounting.missed == 0)
    }
  }
}
