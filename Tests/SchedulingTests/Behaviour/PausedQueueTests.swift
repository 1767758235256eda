import CivilTime
import Scheduling
import SchedulingTesting
import Testing

/// A pause reaches runs that wait for their executor.
@Suite struct PausedQueueTests {
  private struct Broken: Error {}

  /// Has one run of "busy" occupy the executor, and one of "waiting" wait for it.
  private func queue(
    byHand: Bool = false, _ body: @Sendable (TestScheduler, Gate, Tally<RunID>) async throws -> Void
  ) async throws {
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.executors["single"] = .async(limit: 1)
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z", configuration: configuration) { test in
      let (gate, starts) = (Gate(), Tally<RunID>())
      var options = JobOptions()
      options.executor = "single"
      try await test.scheduler.add("busy", .at(test.clock.now() + .seconds(10)), options: options) { _ in
        await gate.pass()
      }
      let date = test.clock.now() + .seconds(byHand ? 1_000 : 11)
      try await test.scheduler.add("waiting", .at(date), options: options) { run in starts.add(run.id) }
      await test.advance(by: .seconds(10), running: 1)
      await gate.arrival()
      if byHand {
        try await test.scheduler.runNow("waiting")
      } else {
        test.clock.advance(by: .seconds(1))
        while test.scheduler.job("waiting")?.running == 0 { await Task.yield() }
      }
      #expect(starts.count == 0)
      try await body(test, gate, starts)
      gate.open()
      await test.settle()
    }
  }

  @Test(arguments: [true, false])
  func aRunThatWaitsIsRecordedAsSkipped(_ everything: Bool) async throws {
    try await queue { test, gate, starts in
      if everything { try await test.scheduler.pauseAll() } else { try await test.scheduler.pause("waiting") }
      gate.open()
      await test.settle()
      #expect(starts.count == 0)
      #expect(test.scheduler.localHistory(of: "waiting").map(\.outcome) == [.skipped(.paused)])
      #expect(test.scheduler.job("waiting")?.accounting.skipped == 1)
      #expect(test.scheduler.job("waiting")?.accounting.pending == 0)
    }
  }

  @Test func aPauseThatIsLiftedInTimeSkipsNothing() async throws {
    try await queue { test, gate, starts in
      try await test.scheduler.pause("waiting")
      try await test.scheduler.resume("waiting")
      gate.open()
      await test.settle()
      #expect(starts.count == 1)
      #expect(test.scheduler.localHistory(of: "waiting").map(\.outcome) == [.succeeded])
    }
  }

  @Test func aRunByHandGoesPastThePauseOfItsJobAndNotPastTheOneOfEverything() async throws {
    for everything in [false, true] {
      try await queue(byHand: true) { test, gate, starts in
        if everything { try await test.scheduler.pauseAll() } else { try await test.scheduler.pause("waiting") }
        gate.open()
        await test.settle()
        #expect(starts.count == (everything ? 0 : 1))
        #expect(
          test.scheduler.localHistory(of: "waiting").map(\.outcome) == [everything ? .skipped(.paused) : .succeeded])
      }
    }
  }

  @Test func aRetryThatWaitsForItsExecutorIsHeldUntilThePauseIsLifted() async throws {
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.executors["single"] = .async(limit: 1)
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z", configuration: configuration) { test in
      let (gate, attempts) = (Gate(), Tally<Int>())
      var options = JobOptions()
      options.executor = "single"
      try await test.scheduler.add("busy", .at(test.clock.now() + .seconds(15)), options: options) { _ in
        await gate.pass()
      }
      options.retry = Retry(attempts: 2, backoff: .fixed(.seconds(10)), jitter: 0)
      try await test.scheduler.add("failing", .at(test.clock.now() + .seconds(10)), options: options) { run in
        attempts.add(run.attempt)
        if run.attempt == 1 { throw Broken() }
      }
      await test.advance(by: .seconds(15), running: 1)
      await gate.arrival()
      test.clock.advance(by: .seconds(5))
      try await test.scheduler.pause("failing")
      gate.open()
      await test.settle(running: 1)
      await test.advance(by: .seconds(60), running: 1)
      #expect(attempts.all == [1])
      try await test.scheduler.resume("failing")
      await test.settle()
      #expect(attempts.all == [1, 2])
      #expect(test.scheduler.localHistory(of: "failing").map(\.outcome) == [.succeeded, .failed])
      #expect(test.scheduler.internalFault == nil)
    }
  }

  @Test func aWonRunThatWaitsInAFleetGivesItsLockBack() async throws {
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let fleet = InProcessFleet(clock: clock)
    var configuration = SchedulerConfiguration(instance: "a")
    configuration.executors["single"] = .async(limit: 1)
    let scheduler = Scheduler(claims: fleet.claims(), configuration: configuration, clock: clock)
    let task = Task { try await scheduler.run() }
    while !scheduler.isRunning { await Task.yield() }
    let (gate, starts) = (Gate(), Tally<RunID>())
    var options = JobOptions()
    options.executor = "single"
    try await scheduler.add("busy", .at(clock.now() + .seconds(10)), options: options) { _ in await gate.pass() }
    try await scheduler.add("waiting", .at(clock.now() + .seconds(11)), options: options) { run in starts.add(run.id) }
    await scheduler.settle()
    clock.advance(by: .seconds(10))
    await gate.arrival()
    clock.advance(by: .seconds(1))
    while fleet.openRuns < 2 { await Task.yield() }
    try await scheduler.pause("waiting")
    gate.open()
    await scheduler.settle()
    #expect(starts.count == 0)
    #expect(fleet.openRuns == 0)
    #expect(fleet.history.filter { $0.job == "waiting" }.map(\.outcome) == [.skipped(.paused)])
    task.cancel()
    try await task.value
  }
}
