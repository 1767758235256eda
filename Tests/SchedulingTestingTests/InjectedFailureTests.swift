import Scheduling
import SchedulingTesting
import Testing

@Suite("Failures that a test orders, and events that it records")
struct InjectedFailureTests {
  @Test("The next attempts of one job fail, and the body runs after them")
  func attempts() async throws {
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      let options = JobOptions(retry: Retry(attempts: 3, backoff: .fixed(.seconds(10))))
      try await test.scheduler.add("nightly", .cron("0 3 * * *"), options: options) { _ in }
      try await test.scheduler.add("other", .cron("0 3 * * *")) { _ in }
      test.failNextRuns(of: "nightly", 2, with: InjectedFailure("no route to host"))
      await test.advance(by: .hours(4))
      #expect(test.outcomes(of: "nightly") == [.failed, .failed, .succeeded])
      #expect(test.rows(of: "nightly").first?.message == "no route to host")
      #expect(test.outcomes(of: "other") == [.succeeded])
    }
  }

  @Test("A handler fails as a closure does")
  func handler() async throws {
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z", handlers: [Import()]) { test in
      try await test.scheduler.add(
        "import-23", .cron("0 3 * * *"), handler: Import.self, arguments: .init(supplier: 23))
      test.failNextRuns(of: "import-23")
      await test.advance(by: .days(2))
      #expect(test.outcomes(of: "import-23") == [.failed, .succeeded])
    }
  }

  @Test("In a fleet the failure meets whichever replica runs, durable jobs included", arguments: [false, true])
  func fleet(durable: Bool) async throws {
    try await TestFleet.run(replicas: 3, at: "2027-01-01T00:00:00Z", handlers: [Import()], durable: durable) { fleet in
      if durable {
        try await fleet.replicas[0].scheduler.add(
          "import-23", .cron("0 3 * * *"), handler: Import.self, arguments: .init(supplier: 23))
      } else {
        try await fleet.add("import-23", .cron("0 3 * * *")) { _ in }
      }
      fleet.failNextRuns(of: "import-23")
      await fleet.advance(by: .days(2))
      #expect(fleet.outcomes(of: "import-23") == [.failed, .succeeded])
    }
  }

  @Test("Recorded events are those since the recording began")
  func events() async throws {
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      try await test.scheduler.add("nightly", .cron("0 3 * * *")) { _ in }
      await test.advance(by: .days(1))
      let recorded = test.recordEvents()
      #expect(recorded.events.isEmpty)
      test.failNextRuns(of: "nightly")
      await test.advance(by: .days(1))
      #expect(recorded.events.contains { if case .runStarted = $0 { true } else { false } })
      #expect(recorded.events.contains { if case .ended(let row) = $0 { row.outcome == .failed } else { false } })
      let known = recorded.events.count
      await test.advance(by: .days(1))
      #expect(recorded.events.count > known)
    }
  }
}

private struct Import: JobHandler {
  static let name = "suppliers.import-stock"
  struct Arguments: Codable, Sendable { var supplier: Int }
  func run(_ arguments: Arguments, _ run: RunContext) async throws {}
}
