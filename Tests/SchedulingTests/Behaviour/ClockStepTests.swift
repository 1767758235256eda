import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct ClockStepTests {
  @Test func aStepForwardCoalescesWhatItPassedOverAndIsTold() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let events = test.scheduler.events
      try await test.scheduler.add("tick", .every(.seconds(60))) { _ in }
      await test.settle()
      test.clock.setWall(to: Instant("2026-01-01T01:00:00Z"))
      await test.settle()
      #expect(test.scheduler.history(of: "tick").map(\.outcome) == [.succeeded, .missed(.coalesced)])
      for await event in events {
        if case .clockStepped(let by) = event {
          #expect(by == .seconds(3_600))
          break
        }
      }
    }
  }

  @Test func aStepBackRunsNothingTwice() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("tick", .every(.seconds(60))) { _ in }
      await test.advance(by: .seconds(600))
      test.clock.setWall(to: Instant("2026-01-01T00:05:00Z"))
      await test.advance(by: .seconds(600))
      let instants = test.scheduler.history(of: "tick").map(\.instant)
      #expect(Set(instants).count == instants.count)
      #expect(instants.count == 15)
    }
  }

  @Test func aClockThatWasHoursAheadIsCorrectedAndJobsGoOnAtOnce() async throws {
    try await TestScheduler.run(at: "2030-01-01T00:00:00Z") { test in
      try await test.scheduler.add("tick", .every(.seconds(60))) { _ in }
      await test.advance(by: .seconds(60))
      test.clock.setWall(to: Instant("2026-01-01T00:00:00Z"))
      await test.settle()
      await test.advance(by: .seconds(120))
      #expect(test.scheduler.history(of: "tick").first?.instant == Instant("2026-01-01T00:02:00Z"))
      #expect(test.scheduler.history(of: "tick").count == 3)
    }
  }
}
