import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct StatisticsTests {
  struct Broken: Error, CustomStringConvertible { var description: String { "no route to host" } }

  @Test func theyCountRunsFailuresAndDurations() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("import", .every(.seconds(100))) { run in
        let number = (run.firing.instant - Instant("2026-01-01T00:00:00Z")).components.seconds / 100
        // Time passes in the body as nothing else is due: 1 s, 2 s, …
        test.clock.advance(by: .seconds(number))
        if number == 4 { throw Broken() }
      }
      for _ in 0..<10 { await test.advance(by: .seconds(100)) }
      let statistics = try #require(test.scheduler.statistics(of: "import"))
      #expect(statistics.runs == statistics.succeeded + 1 && statistics.failures == 1)
      #expect(statistics.lastError == "no route to host")
      #expect(statistics.successRate == Double(statistics.succeeded) / Double(statistics.runs))
      #expect(statistics.medianDuration ?? .zero > .zero)
      #expect(statistics.p95Duration ?? .zero >= statistics.medianDuration ?? .zero)
      #expect(statistics.lastSuccess == test.scheduler.job("import")?.lastSuccess)
      #expect(test.scheduler.statistics(of: "export") == nil)
    }
  }

  @Test func historyIsAskedByOutcomeCauseAndTime() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let start = test.clock.now()
      try await test.scheduler.add("import", .every(.seconds(60))) { run in
        if run.firing.instant == start + .seconds(120) { throw Broken() }
      }
      try await test.scheduler.add("other", .every(.seconds(60))) { _ in }
      await test.advance(by: .seconds(300))
      try await test.scheduler.runNow("import")
      await test.settle()
      let scheduler = test.scheduler
      #expect(scheduler.localHistory(HistoryQuery(kinds: [.failed])).map(\.job) == ["import"])
      #expect(scheduler.localHistory(HistoryQuery(job: "import", causes: [.runNow])).count == 1)
      #expect(scheduler.localHistory(HistoryQuery(job: "import", to: start + .seconds(180))).count == 2)
      #expect(scheduler.localHistory(HistoryQuery(from: start + .seconds(300))).count == 3)
      #expect(scheduler.localHistory(HistoryQuery(job: "import", limit: 2)).map(\.cause) == [.runNow, .scheduled])
    }
  }

  @Test func oldRowsGoHoweverFewThereAre() async throws {
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.historyAge = .seconds(600)
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z", configuration: configuration) { test in
      try await test.scheduler.add("often", .every(.seconds(60))) { _ in }
      try await test.scheduler.add("once", .at(test.clock.now() + .seconds(30))) { _ in }
      await test.advance(by: .seconds(3_600))
      #expect(test.scheduler.localHistory(of: "often").count == 11)
      #expect(test.scheduler.localHistory(of: "once").isEmpty)
      #expect(!test.scheduler.localHistory(limit: .max).contains { $0.job == "once" })
    }
  }
}
