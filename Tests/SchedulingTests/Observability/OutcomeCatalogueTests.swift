import CivilTime
import MetricsTestKit
import SchedulingTesting
import Testing

@testable import Scheduling

/// Every outcome, with every reason, is reached here and has one name: in the history, the events and the metrics.
@Suite struct OutcomeCatalogueTests {
  struct Broken: Error {}

  /// Collects what schedulers tell.
  private final class Told: Sendable {
    private let outcomes = Lock(Set<RunOutcome>())
    private let metrics = TestMetrics()

    func listen(to scheduler: Scheduler) -> Task<Void, Never> {
      let events = scheduler.events()
      let counters = SchedulerMetrics(factory: metrics)
      return Task {
        for await event in events {
          counters.count(event)
          if case .ended(let record) = event { outcomes.withLock { _ = $0.insert(record.outcome) } }
        }
      }
    }

    var events: Set<RunOutcome> { outcomes.withLock { $0 } }

    func isCounted(_ outcome: RunOutcome, of job: JobID) -> Bool {
      let labels = [("job", job.rawValue), ("outcome", outcome.description)]
      return ((try? metrics.expectCounter("scheduler.firings", labels))?.totalValue ?? 0) > 0
    }
  }

  /// Expects an outcome of a job in all three places.
  private func expect(
    _ outcome: RunOutcome, of job: JobID = "job", at start: String = "2026-01-01T00:00:00Z",
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: @Sendable @escaping (TestScheduler) async throws -> Void
  ) async throws {
    let told = Told()
    let (scheduler, listener) = try await TestScheduler.run(at: start) { test in
      let listener = told.listen(to: test.scheduler)
      try await body(test)
      return (test.scheduler, listener)
    }
    await listener.value
    #expect(scheduler.localHistory(of: job).contains { $0.outcome == outcome }, sourceLocation: sourceLocation)
    #expect(told.events.contains(outcome), "event", sourceLocation: sourceLocation)
    #expect(told.isCounted(outcome, of: job), "metric", sourceLocation: sourceLocation)
    #expect(RunOutcome(outcome.description) == outcome, sourceLocation: sourceLocation)
  }

  @Test func succeeded() async throws {
    try await expect(.succeeded) { test in
      try await test.scheduler.add("job", .every(.seconds(10))) { _ in }
      await test.advance(by: .seconds(10))
    }
  }

  @Test func failed() async throws {
    try await expect(.failed) { test in
      try await test.scheduler.add("job", .every(.seconds(10))) { _ in throw Broken() }
      await test.advance(by: .seconds(10))
    }
  }

  @Test func timedOut() async throws {
    try await expect(.timedOut) { test in
      let gate = Gate()
      try await test.scheduler.add("job", .at(Instant("2026-01-01T00:00:10Z")), timeout: .seconds(5)) { _ in
        await gate.pass()
      }
      await test.advance(by: .seconds(10), running: 1)
      await gate.arrival()
      await test.advance(by: .seconds(5), running: 1)
      await test.settle()
    }
  }

  @Test func cancelledOnRequest() async throws {
    try await expect(.cancelled(.requested)) { test in
      let gate = Gate()
      try await test.scheduler.add("job", .every(.seconds(3_600))) { _ in await gate.pass() }
      let run = try await test.scheduler.runNow("job")
      await gate.arrival()
      #expect(try await test.scheduler.cancel(run))
      await test.settle()
    }
  }

  @Test func cancelledBecauseANewerRunTookItsPlace() async throws {
    try await expect(.cancelled(.replaced)) { test in
      let gate = Gate()
      var options = JobOptions()
      options.overlap = .cancelPrevious
      try await test.scheduler.add("job", .every(.seconds(10)), options: options) { _ in
        if !gate.isOpen { await gate.pass() }
      }
      await test.advance(by: .seconds(10), running: 1)
      await gate.arrival()
      await test.advance(by: .seconds(10), running: 1)
      await test.settle()
    }
  }

  @Test func cancelledAtTheShutdown() async throws {
    try await expect(.cancelled(.shutdown)) { test in
      let gate = Gate()
      try await test.scheduler.add("job", .every(.seconds(10))) { _ in await gate.pass() }
      await test.advance(by: .seconds(10), running: 1)
      await gate.arrival()
    }
  }

  @Test func skippedForAnOverlap() async throws {
    try await expect(.skipped(.overlap)) { test in
      let gate = Gate()
      try await test.scheduler.add("job", .every(.seconds(10))) { _ in await gate.pass() }
      await test.advance(by: .seconds(20), running: 1)
      gate.open()
      await test.settle()
    }
  }

  @Test func skippedWhilePaused() async throws {
    try await expect(.skipped(.paused)) { test in
      try await test.scheduler.add("job", .every(.seconds(10))) { _ in }
      try await test.scheduler.pause("job", note: "for the test")
      await test.advance(by: .seconds(10))
    }
  }

  @Test func skippedWhileTheCircuitIsOpen() async throws {
    try await expect(.skipped(.circuitOpen)) { test in
      var options = JobOptions()
      options.breaker = CircuitBreaker(failures: 1, coolDown: .seconds(60))
      try await test.scheduler.add("job", .every(.seconds(10)), options: options) { _ in throw Broken() }
      await test.advance(by: .seconds(20))
    }
  }

  @Test func skippedWhileDraining() async throws {
    try await expect(.skipped(.draining)) { test in
      let gate = Gate()
      try await test.scheduler.add("job", .every(.seconds(10))) { _ in await gate.pass() }
      await test.advance(by: .seconds(10), running: 1)
      await gate.arrival()
      test.scheduler.beginShutdown()
      await test.advance(by: .seconds(10), running: 1)
      gate.open()
    }
  }

  @Test func missedForItsGrace() async throws {
    try await expect(.missed(.grace)) { test in
      try await test.scheduler.add("job", .at(Instant("2026-01-01T00:00:10Z"))) { _ in }
      test.clock.advance(by: .seconds(600))
      await test.settle()
    }
  }

  @Test func missedForANewerOne() async throws {
    try await expect(.missed(.coalesced)) { test in
      try await test.scheduler.add("job", .every(.seconds(10))) { _ in }
      test.clock.advance(by: .seconds(600))
      await test.settle()
    }
  }

  @Test func missedWhileNoSchedulerRan() async throws {
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let scheduler = Scheduler(configuration: .init(instance: "late"), clock: clock)
    let told = Told()
    let listener = told.listen(to: scheduler)
    try await scheduler.add("job", .at(Instant("2026-01-01T00:00:10Z"))) { _ in }
    clock.advance(by: .seconds(600))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      await scheduler.settle()
      group.cancelAll()
      try await group.waitForAll()
    }
    await listener.value
    #expect(scheduler.localHistory(of: "job").map(\.outcome) == [.missed(.schedulerDown)])
    #expect(told.events == [.missed(.schedulerDown)] && told.isCounted(.missed(.schedulerDown), of: "job"))
  }

  /// A replica that is cut off loses its lease; another one finds the run dead; what came due meanwhile was out of reach.
  @Test func leaseLostCrashedAndClaimsUnreachable() async throws {
    let told = Told()
    let (schedulers, listeners) = try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z", lease: .seconds(10))
    {
      fleet in
      let listeners = fleet.replicas.map { told.listen(to: $0.scheduler) }
      let gate = Gate()
      var options = JobOptions()
      options.misfireGrace = .seconds(5)
      try await fleet.add("job", .every(.seconds(60)), options: options) { _ in await gate.pass() }
      await fleet.advance(by: .seconds(60), running: 1)
      await gate.arrival()
      let holder = try #require(fleet.replicas.first { $0.scheduler.job("job")?.running == 1 })
      holder.connection.setReachable(false)
      await fleet.advance(by: .seconds(30), running: 1)
      await fleet.settle()
      for replica in fleet.replicas { replica.connection.setReachable(false) }
      await fleet.advance(by: .seconds(45))
      for replica in fleet.replicas { replica.connection.setReachable(true) }
      await fleet.advance(by: .seconds(5))
      return (fleet.replicas.map(\.scheduler), listeners)
    }
    for listener in listeners { await listener.value }
    for outcome: RunOutcome in [.cancelled(.leaseLost), .crashed, .missed(.claimsUnreachable)] {
      #expect(schedulers.contains { $0.localHistory(of: "job").contains { $0.outcome == outcome } }, "\(outcome)")
      #expect(told.events.contains(outcome) && told.isCounted(outcome, of: "job"), "\(outcome)")
    }
  }
}
