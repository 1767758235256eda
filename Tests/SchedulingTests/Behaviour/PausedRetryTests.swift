import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct PausedRetryTests {
  private struct Broken: Error {}

  private func run(
    maxElapsed: Duration? = nil, _ body: @escaping @Sendable (TestScheduler, Tally<Int>) async throws -> Void
  ) async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let attempts = Tally<Int>()
      var options = JobOptions()
      options.retry = Retry(attempts: 3, backoff: .fixed(.seconds(30)), jitter: 0, maxElapsed: maxElapsed)
      try await test.scheduler.add("job", .at(test.clock.now()), options: options) { run in
        attempts.add(run.attempt)
        throw Broken()
      }
      await test.settle()
      #expect(attempts.count == 1)
      try await body(test, attempts)
    }
  }

  @Test(arguments: [true, false])
  func aPauseHoldsARetryUntilItIsLifted(_ everything: Bool) async throws {
    try await run { test, attempts in
      if everything { try await test.scheduler.pauseAll() } else { try await test.scheduler.pause("job") }
      await test.advance(by: .seconds(600), running: 1)
      #expect(attempts.count == 1)
      if everything { try await test.scheduler.resumeAll() } else { try await test.scheduler.resume("job") }
      await test.advance(by: .seconds(60))
      #expect(attempts.count == 3)
      #expect(test.scheduler.localHistory(of: "job").first?.outcome == .failed)
    }
  }

  @Test func maxElapsedCountsWhileAPauseHoldsARetry() async throws {
    try await run(maxElapsed: .seconds(300)) { test, attempts in
      try await test.scheduler.pause("job")
      await test.advance(by: .seconds(600), running: 1)
      try await test.scheduler.resume("job")
      await test.advance(by: .seconds(60))
      #expect(attempts.count == 1)
      #expect(test.scheduler.localHistory(of: "job").first?.message?.contains("maxElapsed") == true)
    }
  }

  @Test func removingAJobEndsItsRetriesWithARecord() async throws {
    try await run { test, attempts in
      try await test.scheduler.remove("job")
      await test.advance(by: .seconds(600))
      #expect(attempts.count == 1)
      #expect(test.scheduler.localHistory().first?.outcome == .cancelled(.requested))
    }
  }

  @Test func aJobAddedAgainContinuesWithTheRunThatGoesOn() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      let starts = Tally<Int>()
      let body: JobBody = { _ in
        starts.add(1)
        if starts.count == 1 { await gate.pass() }
      }
      try await test.scheduler.add("job", .every(.seconds(60)), body)
      await test.advance(by: .seconds(60), running: 1)
      await gate.arrival()
      try await test.scheduler.remove("job")
      try await test.scheduler.add("job", .every(.seconds(60)), body)
      await test.advance(by: .seconds(60), running: 1)
      #expect(starts.count == 1)
      #expect(test.scheduler.localHistory(of: "job").map(\.outcome) == [.skipped(.overlap)])
      gate.open()
      await test.settle()
      #expect(test.scheduler.localHistory(of: "job").map(\.outcome).contains(.succeeded))
    }
  }

  @Test func reschedulingDropsTheBacklogAndKeepsTheHandler() async throws {
    struct Report: JobHandler {
      static let name = "report"
      let gate: Gate
      struct Arguments: Codable, Sendable {}
      func run(_ arguments: Arguments, _ run: RunContext) async throws { await gate.pass() }
    }
    let gate = Gate()
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z", handlers: [Report(gate: gate)]) { test in
      var options = JobOptions()
      options.overlap = .queueAll(limit: 10)
      try await test.scheduler.add(
        "job", .every(.seconds(60)), options: options, handler: Report.self, arguments: .init())
      await test.advance(by: .seconds(300), running: 1)
      await gate.arrival()
      try await test.scheduler.reschedule("job", .every(.seconds(86_400)))
      gate.open()
      await test.advance(by: .seconds(60))
      let outcomes = test.scheduler.localHistory(of: "job").map(\.outcome)
      #expect(outcomes.filter { $0 == .missed(.rescheduled) }.count == 4)
      #expect(outcomes.filter { $0 == .succeeded }.count == 1)
      #expect(test.scheduler.job("job")?.handler == "report")
    }
  }
}
