import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct EventStreamTests {
  @Test func aListenerHearsEachRunBeginAndEnd() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let events = test.scheduler.events()
      try await test.scheduler.add("tick", .every(.seconds(10))) { _ in }
      await test.advance(by: .seconds(10))
      var heard: [String] = []
      for await event in events {
        switch event {
        case .jobAdded: heard.append("added")
        case .runStarted(_, _, _, let lateness): heard.append("started \(lateness)")
        case .ended(let record): heard.append("ended \(record.outcome)")
        default: break
        }
        if heard.count == 3 { break }
      }
      #expect(heard == ["added", "started 0.0 seconds", "ended succeeded"])
    }
  }

  @Test func aSlowListenerIsToldHowMuchItLost() async throws {
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.eventBuffer = 10
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z", configuration: configuration) { test in
      let events = test.scheduler.events()
      try await test.scheduler.add("tick", .every(.seconds(1))) { _ in }
      await test.advance(by: .seconds(100))
      var kept = 0
      for await event in events {
        if case .dropped(let count) = event {
          #expect(kept == 10 && count == 191)
          break
        }
        kept += 1
      }
    }
  }

  @Test func theStreamEndsWithTheScheduler() async throws {
    let scheduler = Scheduler(clock: try ManualClock("2026-01-01T00:00:00Z"))
    let events = scheduler.events()
    let task = Task { try await scheduler.run() }
    while !scheduler.isRunning { await Task.yield() }
    task.cancel()
    var last = ""
    for await event in events { last = "\(event)" }
    #expect(last == "stopped")
    try await task.value
  }

  @Test func aListenerThatIsCancelledEnds() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let events = test.scheduler.events()
      let listener = Task { for await _ in events {} }
      listener.cancel()
      await listener.value
    }
  }
}
