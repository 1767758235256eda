import CivilTime
import Scheduling
import SchedulingTesting
import Testing

/// Bodies that take time, by the clock of a test.
@Suite struct SleepingBodyTests {
  @Test func aBodyTakesItsTimeWithoutBeingWaitedFor() async throws {
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      try await test.scheduler.add("import", .every(.minutes(1))) { _ in
        try await test.clock.sleep(for: .seconds(90))
      }
      await test.advance(by: .minutes(4))
      let outcomes = test.rows(of: "import").map { "\($0.instant) \($0.outcome)" }
      #expect(
        outcomes == [
          "2027-01-01T00:02:00Z skipped(overlap)", "2027-01-01T00:01:00Z succeeded",
          "2027-01-01T00:04:00Z skipped(overlap)",
        ])
      #expect(
        test.scheduler.localHistory(of: "import").first { $0.outcome == .succeeded }?.ended.description
          == "2027-01-01T00:02:30Z")
    }
  }

  @Test func sleepersWakeUpInTheOrderOfTime() async throws {
    let woken = Lock([String]())
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      for (job, length) in [("long", 50), ("short", 10), ("middle", 30)] {
        try await test.scheduler.add(JobID(job), .at(Instant(rfc3339: "2027-01-01T01:00:00Z"))) { _ in
          try await test.clock.sleep(for: .seconds(length))
          woken.withLock { $0.append("\(job) \(test.clock.now())") }
        }
      }
      await test.advance(by: .hours(2))
    }
    #expect(
      woken.withLock { $0 } == [
        "short 2027-01-01T01:00:10Z", "middle 2027-01-01T01:00:30Z", "long 2027-01-01T01:00:50Z",
      ])
  }

  @Test func aBodyThatSleepsIsCancelledByItsTimeLimit() async throws {
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      let options = JobOptions(timeout: .seconds(20))
      try await test.scheduler.add("stuck", .every(.hours(1)), options: options) { _ in
        try await test.clock.sleep(for: .days(1))
      }
      await test.advance(by: .minutes(61))
      #expect(test.outcomes(of: "stuck") == [.timedOut])
    }
  }

  @Test func aReplicaIsNotSettledByTheSleepOfAnother() async throws {
    try await TestFleet.run(replicas: 3, at: "2027-01-01T00:00:00Z") { fleet in
      try await fleet.add("import", .every(.minutes(5))) { _ in try await fleet.clock.sleep(for: .seconds(90)) }
      await fleet.advance(by: .minutes(29))
      #expect(fleet.outcomes(of: "import") == Array(repeating: .succeeded, count: 5))
    }
  }

  @Test func aCancelledOrPastSleepReturnsAtOnce() async throws {
    let clock = try ManualClock("2027-01-01T00:00:00Z")
    try await clock.sleep(for: .zero)
    try await clock.sleep(until: Instant(rfc3339: "2026-01-01T00:00:00Z"))
    let task = Task { try await clock.sleep(for: .days(1)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  /// Without the time that goes on at the end, this test would never return.
  @Test func aTestEndsThoughABodyWaitsForItsClockAndIgnoresItsCancellation() async throws {
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      try await test.scheduler.add("spins", .every(.minutes(1))) { _ in
        let end = test.clock.now() + .seconds(90)
        while test.clock.now() < end { await Task.yield() }
      }
      await test.advance(by: .minutes(1), running: 1)
    }
  }
}
