import CivilTime
import Scheduling
import SchedulingTesting
import Testing

/// A host without a service group ends a scheduler by itself.
@Suite struct ShutdownTests {
  @Test func itReturnsWhenEveryRunHasEnded() async throws {
    let scheduler = Scheduler()
    let gate = Gate()
    let ended = Lock(false)
    let running = Task { try await scheduler.run() }
    while !scheduler.isRunning { await Task.yield() }
    try await scheduler.add("work", .every(.hours(1))) { _ in
      await gate.pass()
      ended.withLock { $0 = true }
    }
    try await scheduler.runNow("work")
    let shutdown = Task {
      await scheduler.shutdown()
      return ended.withLock { $0 }
    }
    while scheduler.isRunning { await Task.yield() }
    gate.open()
    #expect(await shutdown.value)
    try await running.value
    await scheduler.shutdown()
  }

  @Test func beforeRunItReturnsAtOnceAndNothingStarts() async throws {
    let scheduler = Scheduler()
    await scheduler.shutdown()
    try await scheduler.run()
  }

  @Test func aCancelledCallerDoesNotWaitForTheDrainTime() async throws {
    var configuration = SchedulerConfiguration()
    configuration.drainTimeout = .days(1)
    let scheduler = Scheduler(configuration: configuration)
    let running = Task { try await scheduler.run() }
    while !scheduler.isRunning { await Task.yield() }
    try await scheduler.add("work", .every(.hours(1))) { _ in try await Task.sleep(for: .days(1)) }
    let run = try await scheduler.runNow("work")
    let shutdown = Task { await scheduler.shutdown() }
    while scheduler.isRunning { await Task.yield() }
    shutdown.cancel()
    await shutdown.value
    try await running.value
    #expect(scheduler.localHistory(of: "work").first { $0.runID == run }?.outcome == .cancelled(.shutdown))
  }
}
