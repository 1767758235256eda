import CivilTime
import Scheduling
import SchedulingTesting
import Testing

/// A date that has passed when its job is added is decided like any other instant.
@Suite struct DateTests {
  private static let start = "2026-01-01T12:00:00Z"

  @Test(arguments: [(0, RunOutcome.succeeded), (-59, .succeeded), (-61, .missed(.grace)), (-86_400, .missed(.grace))])
  func aDateWithinTheGraceRunsAtOnceAndAnOlderOneIsRecorded(_ offset: Int, _ outcome: RunOutcome) async throws {
    try await TestScheduler.run(at: Self.start) { test in
      try await test.scheduler.add("welcome", .at(test.clock.now() + .seconds(offset))) { _ in }
      await test.settle()
      #expect(test.scheduler.localHistory(of: "welcome").map(\.outcome) == [outcome])
      #expect(test.scheduler.job("welcome")?.isFinished == true)
    }
  }

  @Test func aDateAddedBeforeTheStartRunsAtTheStart() async throws {
    let clock = try ManualClock(Self.start)
    let scheduler = Scheduler(clock: clock)
    try await scheduler.add("now", .at(clock.now())) { _ in }
    try await scheduler.add("old", .at(clock.now() - .seconds(3_600))) { _ in }
    await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      await scheduler.settle()
      group.cancelAll()
    }
    #expect(scheduler.localHistory(of: "now").map(\.outcome) == [.succeeded])
    #expect(scheduler.localHistory(of: "old").map(\.outcome) == [.missed(.grace)])
  }

  @Test func aFleetRunsADateOnceAlsoWhereItIsDeployedAgain() async throws {
    try await TestFleet.run(replicas: 3, at: Self.start) { fleet in
      let runs = Tally<String>()
      let date = fleet.clock.now()
      try await fleet.add("migrate", .at(date)) { run in runs.add(run.instance) }
      await fleet.advance(by: .seconds(5))
      #expect(runs.count == 1)
      for replica in fleet.replicas { try await replica.scheduler.remove("migrate") }
      try await fleet.add("migrate", .at(date)) { run in runs.add(run.instance) }
      await fleet.advance(by: .seconds(5))
      #expect(runs.count == 1)
    }
  }

  @Test func severalDatesAreDecidedOneByOne() async throws {
    try await TestScheduler.run(at: Self.start) { test in
      let now = test.clock.now()
      let dates = try AnyOfTrigger([.at(now - .seconds(7_200)), .at(now), .at(now + .seconds(60))] as [DateTrigger])
      try await test.scheduler.add("dates", dates) { _ in }
      await test.advance(by: .seconds(60))
      #expect(
        test.scheduler.localHistory(of: "dates").map(\.outcome) == [.succeeded, .succeeded, .missed(.coalesced)])
    }
  }

  @Test func aDelayedStartThatLiesAheadIsNotLostWithARestart() async throws {
    var options = JobOptions()
    options.jitter = .seconds(1_800)
    for second in stride(from: 0, to: 1_800, by: 200) {
      let jittered = options
      try await TestScheduler.run(at: Self.start) { test in
        test.clock.advance(by: .seconds(second))
        try await test.scheduler.add("spread", .cron("0 * * * *"), options: jittered) { _ in }
        let starts = Tally<Instant>()
        try await test.scheduler.add("spread", .cron("0 * * * *"), options: jittered, ifExists: .replace) { _ in
          starts.add(test.clock.now())
        }
        await test.advance(by: .seconds(3_599 - second))
        // Its start lies in the first half of the hour: before the restart, or after it and then it runs.
        let began = starts.all.first
        #expect(began.map { $0 > test.clock.now() - .seconds(3_599 - second) } ?? true)
        #expect(second > 0 || starts.count == 1)
      }
    }
  }

  @Test func aGraceOfZeroIsOneSecond() async throws {
    #expect(MisfireGrace.within(.zero).duration == .seconds(1))
    var options = JobOptions()
    options.misfireGrace = .within(.zero)
    let late = options
    try await TestScheduler.run(at: Self.start) { test in
      try await test.scheduler.add("tick", .every(.seconds(10)), options: late) { _ in }
      test.clock.advance(by: .milliseconds(10_003))
      await test.settle()
      #expect(test.scheduler.localHistory(of: "tick").map(\.outcome) == [.succeeded])
    }
  }
}
