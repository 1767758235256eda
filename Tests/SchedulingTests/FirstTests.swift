import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct FirstTests {
  @Test func anIntervalJobRunsAtEachInstantOfItsGrid() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("tick", .every(.seconds(30))) { _ in }
      await test.advance(by: .seconds(300))
      let rows = test.scheduler.history(of: "tick")
      #expect(rows.count == 10)
      #expect(rows.allSatisfy { $0.outcome == .succeeded })
      #expect(test.scheduler.job("tick")?.accounting.succeeded == 10)
    }
  }
}
