import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct ControlTests {
  @Test func aPausedJobRecordsWhatItSkipped() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("tick", .every(.seconds(10))) { _ in }
      try await test.scheduler.pause("tick", note: "ticket 4711")
      await test.advance(by: .seconds(60))
      #expect(test.scheduler.job("tick")?.pauseNote == "ticket 4711")
      let rows = test.scheduler.localHistory(of: "tick")
      #expect(rows.map(\.outcome) == [.skipped(.paused)])
      #expect(rows.map(\.count) == [6])
      try await test.scheduler.resume("tick")
      await test.advance(by: .seconds(10))
      #expect(test.scheduler.localHistory(of: "tick").first?.outcome == .succeeded)
    }
  }

  @Test func oneSwitchPausesEverything() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("a", .every(.seconds(10))) { _ in }
      try await test.scheduler.add("b", .every(.seconds(10))) { _ in }
      try await test.scheduler.pauseAll(note: "migration")
      await test.advance(by: .seconds(20))
      #expect(test.scheduler.status.pauseNote == "migration")
      #expect(test.scheduler.jobs.map(\.accounting.skipped) == [2, 2])
      try await test.scheduler.resumeAll()
      await test.advance(by: .seconds(10))
      #expect(test.scheduler.jobs.map(\.accounting.succeeded) == [1, 1])
    }
  }

  @Test func aRescheduledJobInheritsNoBacklog() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("job", .every(.seconds(3_600))) { _ in }
      await test.advance(by: .seconds(1_800))
      let job = try await test.scheduler.reschedule("job", .every(.seconds(600)))
      #expect(job.nextRun == Instant("2026-01-01T00:40:00Z"))
      await test.advance(by: .seconds(600))
      #expect(test.scheduler.localHistory(of: "job").map(\.instant) == [Instant("2026-01-01T00:40:00Z")])
    }
  }

  @Test func aRemovedJobRunsNoMoreAndKeepsItsHistory() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("job", .every(.seconds(10))) { _ in }
      await test.advance(by: .seconds(20))
      try await test.scheduler.remove("job")
      await test.advance(by: .seconds(60))
      #expect(test.scheduler.jobs.isEmpty)
      #expect(test.scheduler.localHistory(of: "job").count == 2)
      // Its name is free again, and the new job has its own books.
      try await test.scheduler.add("job", .every(.seconds(10))) { _ in }
      #expect(test.scheduler.job("job")?.accounting.decided == 0)
    }
  }

  @Test func aRunThatOutlivesItsJobIsRecorded() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      try await test.scheduler.add("job", .every(.seconds(10))) { _ in await gate.pass() }
      await test.advance(by: .seconds(10), running: 1)
      await gate.arrival()
      try await test.scheduler.remove("job")
      gate.open()
      await test.settle()
      #expect(test.scheduler.localHistory(of: "job").map(\.outcome) == [.succeeded])
    }
  }

  @Test func runNowRunsBesideTheScheduleAndLeavesItAlone() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("job", .every(.seconds(3_600))) { _ in }
      let run = try await test.scheduler.runNow("job")
      await test.settle()
      let row = try #require(test.scheduler.localHistory(of: "job").first)
      #expect(row.runID == run && row.cause == .runNow && row.outcome == .succeeded)
      #expect(test.scheduler.job("job")?.nextRun == Instant("2026-01-01T01:00:00Z"))
      #expect(test.scheduler.job("job")?.accounting.decided == 0)
    }
  }

  @Test func aRunManuallyTriggeredObeysTheLock() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      try await test.scheduler.add("job", .every(.seconds(3_600))) { _ in await gate.pass() }
      try await test.scheduler.runNow("job")
      await gate.arrival()
      await #expect(throws: SchedulerError.self) { try await test.scheduler.runNow("job") }
      #expect(test.scheduler.localHistory(of: "job").map(\.outcome) == [.skipped(.overlap)])
      // Another policy may be asked for.
      try await test.scheduler.runNow("job", overlap: .allow)
      await gate.arrival(of: 2)
      gate.open()
    }
  }

  @Test func runNowIsAllowedWhileTheJobIsPausedAndNotWhileEverythingIs() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("job", .every(.seconds(3_600))) { _ in }
      try await test.scheduler.pause("job")
      try await test.scheduler.runNow("job")
      await test.settle()
      try await test.scheduler.pauseAll()
      await #expect(throws: SchedulerError.self) { try await test.scheduler.runNow("job") }
      #expect(test.scheduler.localHistory(of: "job").map(\.outcome) == [.skipped(.paused), .succeeded])
    }
  }

  @Test func aPausedJobDoesNotFollowAnotherInAFleetEither() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      let reports = Tally<Int>()
      try await fleet.add("import", .every(.seconds(60))) { _ in }
      try await fleet.add("report", .after("import")) { _ in reports.add(1) }
      try await fleet.replicas[0].scheduler.pause("report")
      await fleet.advance(by: .seconds(185))
      #expect(reports.count == 0)
      try await fleet.replicas[0].scheduler.resume("report")
      // The other replica hears of it with its next heartbeat, at least every 5 seconds.
      await fleet.advance(by: .seconds(60))
      #expect(reports.count == 1)
    }
  }

  @Test func aRunCanBeCancelled() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      try await test.scheduler.add("job", .every(.seconds(3_600))) { _ in
        await gate.pass()
        try Task.checkCancellation()
      }
      let run = try await test.scheduler.runNow("job")
      await gate.arrival()
      #expect(try await test.scheduler.cancel(run))
      await test.settle()
      #expect(test.scheduler.localHistory(of: "job").first?.outcome == .cancelled(.requested))
      #expect(try await test.scheduler.cancel(run) == false)
    }
  }

  @Test func anUnchangedJobKeepsItsPlaceWhenItIsAddedAgain() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let first = Tally<Int>()
      let second = Tally<Int>()
      try await test.scheduler.add("job", .every(.seconds(10))) { _ in first.add(1) }
      await test.advance(by: .seconds(25))
      try await test.scheduler.add("job", .every(.seconds(10)), ifExists: .replaceIfChanged) { _ in second.add(1) }
      await test.advance(by: .seconds(5))
      #expect(first.count == 2 && second.count == 1)
      #expect(test.scheduler.job("job")?.accounting.succeeded == 3)
    }
  }

  @Test func theBodyKnowsItsRun() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let seen = Tally<RunContext>()
      try await test.scheduler.add("job", .every(.seconds(10))) { run in
        #expect(RunContext.current?.id == run.id)
        try run.checkLease()
        seen.add(run)
      }
      await test.advance(by: .seconds(10))
      let run = try #require(seen.all.first)
      #expect(run.job == "job" && run.attempt == 1 && run.fencingToken == nil && run.instance == "test")
      #expect(run.firing == Firing(job: "job", instant: Instant("2026-01-01T00:00:10Z")))
    }
  }
}
