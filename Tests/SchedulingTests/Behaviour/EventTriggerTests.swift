import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct EventTriggerTests {
  @Test func aStartupJobRunsOnceWhenTheSchedulerStarts() async throws {
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let scheduler = Scheduler(clock: clock)
    let runs = Tally<FiringCause>()
    try await scheduler.add("warm-up", .startup) { run in runs.add(run.firing.cause) }
    await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      await scheduler.settle()
      clock.advance(by: .seconds(86_400))
      await scheduler.settle()
      group.cancelAll()
    }
    #expect(runs.all == [.event])
    #expect(scheduler.job("warm-up")?.isFinished == false)
  }

  @Test func everyReplicaHasItsOwnStartup() async throws {
    try await TestFleet.run(replicas: 3, at: "2026-01-01T00:00:00Z") { fleet in
      let runs = Tally<String>()
      try await fleet.add("warm-up", .startup) { run in runs.add(run.instance) }
      #expect(Set(runs.all).count == 3 && runs.count == 3)
    }
  }

  @Test func aJobStartsWhenTheOneBeforeItSucceeded() async throws {
    struct Broken: Error {}
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let order = Tally<String>()
      try await test.scheduler.add("import", .every(.seconds(60))) { run in
        order.add("import")
        if run.firing.instant == Instant("2026-01-01T00:02:00Z") { throw Broken() }
      }
      try await test.scheduler.add("report", .after("import")) { _ in order.add("report") }
      try await test.scheduler.add("alarm", .after("import", on: .failure, delay: .seconds(5))) { _ in
        order.add("alarm")
      }
      await test.advance(by: .seconds(130))
      #expect(order.all == ["import", "report", "import", "alarm"])
    }
  }

  @Test func aFixedDelayCountsFromTheEndOfTheRun() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let starts = Tally<Instant>()
      let gate = Gate()
      try await test.scheduler.add("poll", .afterEachRun(delay: .seconds(30))) { run in
        starts.add(run.firing.instant)
        if starts.count == 1 { await gate.pass() }
      }
      await test.advance(by: .seconds(30), running: 1)
      await gate.arrival()
      await test.advance(by: .seconds(300), running: 1)
      gate.open()
      await test.settle()
      await test.advance(by: .seconds(60))
      #expect(starts.all == [30, 360, 390].map { Instant("2026-01-01T00:00:00Z") + .seconds($0) })
    }
  }

  @Test func aJobThatFailsKeepsItsDelay() async throws {
    struct Broken: Error {}
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("poll", .afterEachRun(delay: .seconds(10))) { _ in throw Broken() }
      await test.advance(by: .seconds(35))
      #expect(test.scheduler.localHistory(of: "poll").map(\.outcome) == [.failed, .failed, .failed])
    }
  }

  @Test func jobsThatWouldWaitForEachOtherAreRefused() async throws {
    let scheduler = Scheduler()
    try await scheduler.add("a", .after("c")) { _ in }
    try await scheduler.add("b", .after("a")) { _ in }
    let error = await #expect(throws: SchedulerError.self) { try await scheduler.add("c", .after("b")) { _ in } }
    #expect(error?.message.contains("c after b after a after c") == true)
    await #expect(throws: SchedulerError.self) { try await scheduler.add("d", .after("d")) { _ in } }
  }

  @Test func anEndInAFleetStartsTheNextJobOnce() async throws {
    try await TestFleet.run(replicas: 3, at: "2026-01-01T00:00:00Z") { fleet in
      let reports = Tally<Firing>()
      try await fleet.add("import", .every(.seconds(60))) { _ in }
      try await fleet.add("report", .after("import")) { run in reports.add(run.firing) }
      await fleet.advance(by: .seconds(180))
      #expect(reports.count == 3)
      #expect(fleet.shared.history.filter { $0.job == "report" && $0.outcome == .succeeded }.count == 3)
    }
  }

  @Test func theBreakerOfAJobThatWaitsForEventsHoldsInAFleet() async throws {
    struct Broken: Error {}
    try await TestFleet.run(replicas: 1, at: "2026-01-01T00:00:00Z") { fleet in
      try await fleet.add("import", .every(.seconds(60))) { _ in }
      var options = JobOptions()
      options.breaker = CircuitBreaker(failures: 2, coolDown: .seconds(3_600))
      let tries = Tally<Firing>()
      try await fleet.add("report", .after("import"), options: options) { run in
        tries.add(run.firing)
        throw Broken()
      }
      await fleet.advance(by: .seconds(300))
      #expect(tries.count == 2)
      let replica = fleet.replicas[0].scheduler
      #expect(replica.localHistory(of: "report").count { $0.outcome == .skipped(.circuitOpen) } == 3)
    }
  }
}
