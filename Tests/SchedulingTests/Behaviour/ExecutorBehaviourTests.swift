import CivilTime
import Scheduling
import SchedulingTesting
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Which run goes first, and on what.
@Suite struct ExecutorBehaviourTests {
  @Test func theHighestPriorityGoesFirstAmongThoseThatWait() async throws {
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.maxConcurrentRuns = 1
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z", configuration: configuration) { test in
      let gate = Gate()
      let order = Tally<JobID>()
      try await test.scheduler.add("blocker", .at(Instant("2026-01-01T00:00:01Z"))) { _ in await gate.pass() }
      for (id, priority) in [("low", .low), ("a", .medium), ("b", .medium), ("high", .high)] as [(JobID, JobPriority)] {
        var options = JobOptions()
        options.priority = priority
        try await test.scheduler.add(id, .at(Instant("2026-01-01T00:00:02Z")), options: options) { run in
          order.add(run.job)
        }
      }
      test.clock.advance(by: .seconds(1))
      await gate.arrival()
      test.clock.advance(by: .seconds(1))
      while test.scheduler.status.queued < 4 { await Task.yield() }
      gate.open()
      await test.settle()
      #expect(order.all.first == "high" && order.all.last == "low" && order.count == 4)
    }
  }

  @Test func anExecutorHasItsOwnLimitAndHoldsUpNoOther() async throws {
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.executors["reports"] = .async(limit: 2)
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z", configuration: configuration) { test in
      let gate = Gate()
      var options = JobOptions()
      options.executor = "reports"
      for number in 0..<5 {
        try await test.scheduler.add(JobID("report-\(number)"), .every(.seconds(10)), options: options) { _ in
          await gate.pass()
        }
      }
      try await test.scheduler.add("other", .every(.seconds(10))) { _ in }
      test.clock.advance(by: .seconds(10))
      await gate.arrival(of: 2)
      while test.scheduler.localHistory(of: "other").isEmpty { await Task.yield() }
      #expect(test.scheduler.status.running == 2 && test.scheduler.status.queued == 3)
      gate.open()
      await test.settle()
      #expect(test.scheduler.localHistory(limit: 10).allSatisfy { $0.outcome == .succeeded })
    }
  }

  @Test func bodiesThatBlockHaveThreadsOfTheirOwn() async throws {
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.executors["blocking"] = .blocking(threads: 3)
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z", configuration: configuration) { test in
      var options = JobOptions()
      options.executor = "blocking"
      options.overlap = .allow
      // More bodies than Swift has threads here, each blocked until all are there.
      let barrier = Barrier(3)
      for number in 0..<3 {
        try await test.scheduler.add(JobID("b-\(number)"), .every(.seconds(10)), options: options) { _ in barrier.wait()
        }
      }
      test.clock.advance(by: .seconds(10))
      await test.settle()
      #expect(test.scheduler.localHistory(limit: 10).filter { $0.outcome == .succeeded }.count == 3)
    }
  }

  @Test func anExecutorThatIsNotThereIsRefusedByName() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      var options = JobOptions()
      options.executor = "reports"
      let error = await #expect(throws: SchedulerError.self) {
        try await test.scheduler.add("a", .every(.seconds(10)), options: options) { _ in }
      }
      #expect(error?.message.contains("'reports'") == true && error?.message.contains("default") == true)
    }
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.executors["x"] = .blocking(threads: 0)
    let scheduler = Scheduler(configuration: configuration)
    await #expect(throws: SchedulerError.self) { try await scheduler.add("a", .every(.seconds(10))) { _ in } }
  }

  /// Holds its threads, without suspending, until so many have come.
  private final class Barrier: Sendable {
    private let count: Int
    private let arrived = Atomic(0)
    init(_ count: Int) { self.count = count }
    func wait() {
      arrived.add(1, ordering: .relaxed)
      while arrived.load(ordering: .relaxed) < count { sched_yield() }
    }
  }
}
