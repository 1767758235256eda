import CivilTime
import Logging
import Scheduling
import SchedulingTesting
import ServiceLifecycle
import Testing

@Suite struct LifecycleTests {
  @Test func aGracefulShutdownLetsRunsEndAndStartsNothingNew() async throws {
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let scheduler = Scheduler(clock: clock)
    let gate = Gate()
    try await scheduler.add("slow", .every(.seconds(10))) { _ in await gate.pass() }
    try await scheduler.add("other", .every(.seconds(15))) { _ in }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      clock.advance(by: .seconds(10))
      await scheduler.settle(running: 1)
      await gate.arrival()
      scheduler.beginShutdown()
      #expect(scheduler.status.health == .unhealthy)
      clock.advance(by: .seconds(10))
      gate.open()
      try await group.waitForAll()
    }
    #expect(scheduler.localHistory(of: "slow").map(\.outcome) == [.skipped(.draining), .succeeded])
    // What came due meanwhile is told, not forgotten.
    #expect(scheduler.localHistory(of: "other").map(\.outcome) == [.skipped(.draining)])
    #expect(scheduler.status.reasons == ["stopped"])
  }

  @Test func afterTheDrainTimeoutRunsAreCancelled() async throws {
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let scheduler = Scheduler(clock: clock)
    let gate = Gate()
    try await scheduler.add("slow", .every(.seconds(10))) { _ in await gate.pass() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      clock.advance(by: .seconds(10))
      await scheduler.settle(running: 1)
      await gate.arrival()
      scheduler.beginShutdown()
      clock.advance(by: .seconds(30))
      try await group.waitForAll()
    }
    #expect(scheduler.localHistory(of: "slow").last?.outcome == .cancelled(.shutdown))
  }

  @Test func aCancellationOfRunCancelsTheRunsAtOnce() async throws {
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let scheduler = Scheduler(clock: clock)
    let gate = Gate()
    try await scheduler.add("slow", .every(.seconds(10))) { _ in await gate.pass() }
    let task = Task { try await scheduler.run() }
    while !scheduler.isRunning { await Task.yield() }
    clock.advance(by: .seconds(10))
    await scheduler.settle(running: 1)
    await gate.arrival()
    task.cancel()
    try await task.value
    #expect(scheduler.localHistory(of: "slow").first?.outcome == .cancelled(.shutdown))
  }

  /// A cancelled task tells its children before it calls the handlers around them.
  @Test func aBodyThatEndsBeforeTheSchedulerHearsOfTheCancellationHasNotFailed() async throws {
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let scheduler = Scheduler(clock: clock)
    let (quick, slow) = (Gate(), Gate())
    try await scheduler.add("quick", .every(.seconds(10))) { _ in
      await quick.pass()
      try Task.checkCancellation()
    }
    try await scheduler.add("slow", .every(.seconds(15))) { _ in
      await withTaskCancellationHandler {
        await slow.pass()
      } onCancel: {
        // Holds up whoever cancels until the end of the other body is in the books.
        let patience = ContinuousClock.now + .seconds(5)
        while scheduler.localHistory(of: "quick").isEmpty, ContinuousClock.now < patience {}
      }
    }
    let task = Task { try await scheduler.run() }
    while !scheduler.isRunning { await Task.yield() }
    clock.advance(by: .seconds(10))
    await scheduler.settle(running: 1)
    await quick.arrival()
    clock.advance(by: .seconds(5))
    await scheduler.settle(running: 2)
    await slow.arrival()
    task.cancel()
    try await task.value
    #expect(scheduler.localHistory(of: "quick").map(\.outcome) == [.cancelled(.shutdown)])
  }

  @Test func afterTheEndJobsAreRefused() async throws {
    let scheduler = Scheduler(clock: try ManualClock("2026-01-01T00:00:00Z"))
    let task = Task { try await scheduler.run() }
    task.cancel()
    try await task.value
    let error = await #expect(throws: SchedulerError.self) {
      try await scheduler.add("late", .every(.seconds(1))) { _ in }
    }
    #expect(error?.code == .shuttingDown)
  }

  @Test func nothingIsStartedByHandBeforeTheStart() async throws {
    let clock = try ManualClock("2026-01-02T00:00:00Z")
    let claims: [Claims] = [.local, InProcessFleet(clock: clock).claims()]
    for claims in claims {
      let scheduler = Scheduler(claims: claims, clock: clock)
      try await scheduler.add("a", .every(.seconds(3_600))) { _ in }
      let asked = await #expect(throws: SchedulerError.self) { try await scheduler.runNow("a") }
      let dry = await #expect(throws: SchedulerError.self) { try await scheduler.runNow("a", dryRun: true) }
      let unknown = await #expect(throws: SchedulerError.self) { try await scheduler.runNow("b") }
      #expect([asked?.code, dry?.code, unknown?.code] == [.notRunning, .notRunning, .unknownJob])
      #expect(asked?.message.contains("call run()") == true)
    }
    let scheduler = Scheduler(clock: clock)
    try await scheduler.add("a", .every(.seconds(3_600))) { _ in }
    let filled = await #expect(throws: SchedulerError.self) {
      try await scheduler.backfill("a", from: clock.now() - .seconds(7_200), through: clock.now())
    }
    #expect(filled?.code == .notRunning)
    #expect(try await scheduler.cancel(RunID(origin: 1, sequence: 1)) == false)
  }

  @Test func itRunsAsAServiceInAGroupAndStopsWithIt() async throws {
    let scheduler = Scheduler()
    let ran = Gate()
    try await scheduler.add("soon", .every(.milliseconds(5))) { _ in await ran.pass() }
    let group = ServiceGroup(services: [scheduler], logger: Logger(label: "test"))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      await ran.arrival()
      ran.open()
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
    #expect(scheduler.status.isRunning == false)
    #expect((scheduler.job("soon")?.accounting.succeeded ?? 0) > 0)
  }

  @Test func jobsMayBeAddedBeforeAndWhileItRuns() async throws {
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let scheduler = Scheduler(clock: clock)
    try await scheduler.add("early", .every(.seconds(10))) { _ in }
    // What comes due between its addition and the start is late, not lost.
    clock.advance(by: .seconds(10))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      await scheduler.settle()
      #expect(scheduler.job("early")?.accounting.succeeded == 1)
      group.cancelAll()
      try await group.waitForAll()
    }
  }
}
