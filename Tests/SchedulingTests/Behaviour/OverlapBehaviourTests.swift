import CivilTime
import Scheduling
import SchedulingTesting
import Testing

/// What becomes of a firing that is due while the job is still running.
@Suite struct OverlapBehaviourTests {
  private func options(_ overlap: Overlap) -> JobOptions {
    var options = JobOptions()
    options.overlap = overlap
    return options
  }

  @Test func queueOneKeepsTheNewestWaitingAndRecordsTheOthers() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      try await test.scheduler.add("slow", .every(.seconds(10)), options: options(.queueOne)) { _ in await gate.pass() }
      await test.advance(by: .seconds(45), running: 1)
      #expect(test.scheduler.job("slow")?.accounting.pending == 2, "one runs, one waits")
      gate.open()
      await test.settle()
      let rows = test.scheduler.localHistory(of: "slow")
      #expect(
        rows.filter { $0.outcome == .succeeded }.map(\.instant) == [
          Instant("2026-01-01T00:00:40Z"), Instant("2026-01-01T00:00:10Z"),
        ])
      #expect(rows.filter { $0.outcome == .missed(.coalesced) }.map(\.count).reduce(0, +) == 2)
      #expect(test.scheduler.job("slow")?.accounting.pending == 0)
      #expect(test.scheduler.job("slow")?.accounting.decided == 4)
    }
  }

  @Test func aRowOfSkippedInstantsDoesNotSpanARunBetweenThem() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let (first, second) = (Gate(), Gate())
      var options = options(.skip)
      options.lock = "stock"
      try await test.scheduler.add("first", .cron("5 0 0 * * *"), options: options) { _ in await first.pass() }
      try await test.scheduler.add("job", .every(.seconds(10)), options: options) { _ in await second.pass() }
      await test.advance(by: .seconds(25), running: 1)
      first.open()
      await test.settle()
      await test.advance(by: .seconds(30), running: 1)
      second.open()
      await test.settle()
      let rows = test.scheduler.localHistory(of: "job").reversed()
      #expect(rows.map { Int($0.firstInstant.nanosecondsSince1970 / 1_000_000_000 % 60) } == [10, 40, 30])
      #expect(rows.map(\.count) == [2, 2, 1])
      #expect(rows.map(\.outcome) == [.skipped(.overlap), .skipped(.overlap), .succeeded])
    }
  }

  @Test func queueAllRunsWhatWaitedInItsOrderHoweverLongItTook() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      let seen = Tally<Instant>()
      let policies = options(.queueAll(limit: 20))
      try await test.scheduler.add("slow", .every(.seconds(60)), options: policies) { run in
        seen.add(run.firing.instant)
        await gate.pass()
      }
      await test.advance(by: .seconds(600), running: 1)
      #expect(seen.count == 1)
      gate.open()
      await test.settle()
      #expect(seen.count == 10, "waiting is no lateness: the grace is a minute, the last one waited for none")
      #expect(seen.all == seen.all.sorted())
    }
  }

  @Test func queueAllIsTrimmedToItsLimit() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      let seen = Tally<Instant>()
      try await test.scheduler.add("slow", .every(.seconds(10)), options: options(.queueAll(limit: 3))) { run in
        seen.add(run.firing.instant)
        await gate.pass()
      }
      await test.advance(by: .seconds(100), running: 1)
      gate.open()
      await test.settle()
      #expect(seen.count == 4)
      #expect(seen.all.last == Instant("2026-01-01T00:01:40Z"))
      let accounting = test.scheduler.job("slow")?.accounting
      #expect(accounting?.missed == 6 && accounting?.succeeded == 4)
    }
  }

  @Test func cancelPreviousStopsTheRunAndStartsTheNewOneWhenItHasEnded() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      try await test.scheduler.add("slow", .every(.seconds(10)), options: options(.cancelPrevious)) { _ in
        if !gate.isOpen { await gate.pass() }
      }
      await test.advance(by: .seconds(10), running: 1)
      await gate.arrival()
      await test.advance(by: .seconds(10), running: 1)
      await test.settle()
      let rows = test.scheduler.localHistory(of: "slow")
      #expect(rows.map(\.outcome) == [.succeeded, .cancelled(.replaced)])
      #expect(rows.map(\.instant) == [Instant("2026-01-01T00:00:20Z"), Instant("2026-01-01T00:00:10Z")])
    }
  }

  @Test func aRunByHandMayWaitWhereTheScheduleSkips() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      try await test.scheduler.add("slow", .every(.seconds(3_600))) { _ in await gate.pass() }
      try await test.scheduler.runNow("slow")
      await gate.arrival()
      await #expect(throws: SchedulerError.self) { try await test.scheduler.runNow("slow") }
      async let waiting = test.scheduler.runNow("slow", overlap: .queueOne)
      gate.open()
      _ = try await waiting
      await test.settle()
      #expect(test.scheduler.localHistory(of: "slow").map(\.outcome) == [.succeeded, .succeeded, .skipped(.overlap)])
    }
  }

  @Test func whatWaitsIsRecordedWhenTheJobIsRemoved() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      try await test.scheduler.add("slow", .every(.seconds(10)), options: options(.queueAll(limit: 9))) { _ in
        await gate.pass()
      }
      await test.advance(by: .seconds(35), running: 1)
      try await test.scheduler.remove("slow")
      gate.open()
      await test.settle()
      let outcomes = test.scheduler.localHistory(of: "slow").map(\.outcome)
      #expect(outcomes.filter { $0 == .cancelled(.requested) }.count == 2)
      #expect(outcomes.filter { $0 == .succeeded }.count == 1)
    }
  }
}

/// Jobs that exclude each other by a lock that they name.
@Suite struct NamedLockTests {
  private func locked(_ key: String, _ overlap: Overlap = .skip) -> JobOptions {
    var options = JobOptions()
    options.lock = key
    options.overlap = overlap
    return options
  }

  @Test func jobsThatNameOneLockExcludeEachOther() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      try await test.scheduler.add("all", .every(.seconds(3_600)), options: locked("import")) { _ in await gate.pass() }
      try await test.scheduler.add("one", .every(.seconds(10)), options: locked("import")) { _ in }
      try await test.scheduler.add("other", .every(.seconds(10)), options: locked("export")) { _ in }
      try await test.scheduler.runNow("all")
      await gate.arrival()
      await test.advance(by: .seconds(10), running: 1)
      #expect(test.scheduler.localHistory(of: "one").map(\.outcome) == [.skipped(.overlap)])
      #expect(test.scheduler.localHistory(of: "other").map(\.outcome) == [.succeeded])
      gate.open()
      await test.settle()
      await test.advance(by: .seconds(10))
      #expect(test.scheduler.localHistory(of: "one").first?.outcome == .succeeded)
    }
  }

  @Test func whatWaitsForTheLockOfAnotherJobStartsWhenThatOneEnds() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      try await test.scheduler.add("all", .every(.seconds(3_600)), options: locked("import")) { _ in await gate.pass() }
      try await test.scheduler.add("one", .every(.seconds(10)), options: locked("import", .queueOne)) { _ in }
      try await test.scheduler.runNow("all")
      await gate.arrival()
      await test.advance(by: .seconds(10), running: 1)
      #expect(test.scheduler.localHistory(of: "one").isEmpty)
      gate.open()
      await test.settle()
      #expect(test.scheduler.localHistory(of: "one").map(\.outcome) == [.succeeded])
    }
  }

  @Test func aLockMayBeTheIdOfAnotherJobAndHasHoldersFromBefore() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      try await test.scheduler.add("first", .every(.seconds(3_600))) { _ in await gate.pass() }
      try await test.scheduler.runNow("first")
      await gate.arrival()
      try await test.scheduler.add("second", .every(.seconds(10)), options: locked("first")) { _ in }
      await test.advance(by: .seconds(10), running: 1)
      #expect(test.scheduler.localHistory(of: "second").map(\.outcome) == [.skipped(.overlap)])
      gate.open()
      await test.settle()
      await test.advance(by: .seconds(10))
      #expect(test.scheduler.localHistory(of: "second").first?.outcome == .succeeded)
      try await test.scheduler.remove("second")
      try await test.scheduler.runNow("first")
      await test.settle()
      #expect(test.scheduler.localHistory(of: "first").map(\.outcome) == [.succeeded, .succeeded])
    }
  }
}
