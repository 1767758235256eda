import CivilTime
import Scheduling
import SchedulingTesting
import Testing

/// Jobs whose triggers wait for something are armed by their state: no order of calls forgets one of them.
@Suite struct EventArmingTests {
  private struct Broken: Error {}
  private static let start = "2026-01-01T00:00:00Z"

  @Test func aBodyThatAddsItsOwnJobAgainGoesOn() async throws {
    try await TestScheduler.run(at: Self.start) { test in
      let runs = Tally<Instant>()
      @Sendable func add() async throws {
        try await test.scheduler.add("poll", .afterEachRun(delay: .seconds(10)), ifExists: .replaceIfChanged) { run in
          runs.add(run.firing.instant)
          try await add()
        }
      }
      try await add()
      await test.advance(by: .seconds(300))
      #expect(runs.count == 30)
      #expect(test.scheduler.internalFault == nil)
    }
  }

  /// Ways in which the end of a run is not simply an end.
  enum Disturbance: String, CaseIterable, Sendable {
    case cancelledInBackoff, cancelledWhileRunning, replacedWhileRunning, rescheduledWhileRunning, clockSetBack
    case clockSetForward, pausedAndResumed, removedAndAddedAgain, cancelledWhileWaiting
  }

  @Test(arguments: Disturbance.allCases)
  func aFixedDelayGoesOnAfter(_ disturbance: Disturbance) async throws {
    try await TestScheduler.run(at: Self.start) { test in
      let runs = Tally<RunID>()
      let gate = Gate()
      var options = JobOptions()
      options.retry = Retry(attempts: 3, backoff: .fixed(.seconds(60)), jitter: 0)
      if disturbance == .cancelledWhileWaiting { options.overlap = .queueOne }
      let holds =
        [.cancelledWhileRunning, .replacedWhileRunning, .rescheduledWhileRunning, .cancelledWhileWaiting]
        .contains(disturbance) || disturbance == .removedAndAddedAgain
      let body: JobBody = { run in
        runs.add(run.id)
        guard runs.count == 1 else { return }
        if disturbance == .cancelledInBackoff { throw Broken() }
        if holds { await gate.pass() }
      }
      let trigger = try CompletionTrigger(job: nil, delay: .seconds(10))
      try await test.scheduler.add("poll", trigger, options: options, body)
      await test.advance(by: .seconds(10), running: 1)
      if holds { await gate.arrival() }
      let scheduler = test.scheduler
      switch disturbance {
      case .cancelledInBackoff: #expect(try await scheduler.cancel(try #require(runs.all.first)))
      case .cancelledWhileRunning: #expect(try await scheduler.cancel(try #require(runs.all.first)))
      case .replacedWhileRunning:
        try await scheduler.add("poll", trigger, options: options, ifExists: .replace, body)
      case .rescheduledWhileRunning: try await scheduler.reschedule("poll", .afterEachRun(delay: .seconds(11)))
      case .clockSetBack: test.clock.setWall(to: test.clock.now() - .seconds(86_400))
      case .clockSetForward: test.clock.setWall(to: test.clock.now() + .seconds(3_600))
      case .pausedAndResumed:
        try await scheduler.pause("poll")
        await test.advance(by: .seconds(100))
        try await scheduler.resume("poll")
      case .removedAndAddedAgain:
        try await scheduler.remove("poll")
        try await scheduler.add("poll", trigger, options: options, body)
      case .cancelledWhileWaiting:
        async let waiting = scheduler.runNow("poll", overlap: .queueOne)
        gate.open()
        _ = try await waiting
      }
      gate.open()
      await test.settle()
      #expect(scheduler.internalFault == nil)
      let before = runs.count
      await test.advance(by: .seconds(125))
      #expect(runs.count >= before + 10, "after \(disturbance)")
      #expect(scheduler.internalFault == nil)
    }
  }

  @Test func aDelayDoesNotStretchWhereTheClockIsSet() async throws {
    for step in [Duration.seconds(-7_200), .seconds(7_200)] {
      try await TestScheduler.run(at: Self.start) { test in
        let runs = Tally<Instant>()
        try await test.scheduler.add("once", .after("import", on: .completion, delay: .seconds(60))) { _ in
          runs.add(test.clock.now())
        }
        try await test.scheduler.add("import", .at(test.clock.now())) { _ in }
        await test.settle()
        test.clock.setWall(to: test.clock.now() + step)
        await test.advance(by: .seconds(59))
        #expect(runs.count == 0)
        await test.advance(by: .seconds(1))
        #expect(runs.count == 1)
      }
    }
  }

  @Test func everyEndCountsWhileTheDelayOfAnEarlierOneGoesOn() async throws {
    try await TestScheduler.run(at: Self.start) { test in
      let reports = Tally<Instant>()
      try await test.scheduler.add("imp", .every(.seconds(60))) { _ in }
      try await test.scheduler.add("report", .after("imp", delay: .seconds(300))) { run in
        reports.add(run.firing.instant)
      }
      await test.advance(by: .seconds(3_600))
      #expect(test.scheduler.localHistory(of: "imp").count == 60)
      #expect(reports.count == 55, "the last five are still delayed")
    }
  }

  @Test(arguments: [1, 2, 3])
  func theNumberOfReplicasDoesNotMatterToWhatFollowsARun(_ replicas: Int) async throws {
    try await TestFleet.run(replicas: replicas, at: Self.start) { fleet in
      let reports = Tally<Instant>()
      try await fleet.add("imp", .every(.seconds(60))) { _ in }
      try await fleet.add("report", .after("imp", delay: .seconds(90))) { run in reports.add(run.firing.instant) }
      await fleet.advance(by: .seconds(1_800 + 95))
      #expect(reports.count == 30)
    }
  }

  @Test func delayedFiringsBeyondTheBoundAreRecorded() async throws {
    try await TestScheduler.run(at: Self.start) { test in
      try await test.scheduler.add("imp", .every(.seconds(1))) { _ in }
      try await test.scheduler.add("report", .after("imp", delay: .seconds(86_400))) { _ in }
      await test.advance(by: .seconds(1_005))
      #expect(
        test.scheduler.localHistory(of: "report").map(\.outcome) == Array(repeating: .missed(.coalesced), count: 5))
    }
  }

  @Test func whatIsDelayedIsRecordedWhenItsJobIsRemoved() async throws {
    try await TestScheduler.run(at: Self.start) { test in
      try await test.scheduler.add("imp", .every(.seconds(60))) { _ in }
      try await test.scheduler.add("report", .after("imp", delay: .seconds(90))) { _ in }
      await test.advance(by: .seconds(60))
      try await test.scheduler.remove("report")
      #expect(test.scheduler.localHistory().filter { $0.job == "report" }.map(\.outcome) == [.cancelled(.requested)])
    }
  }

  @Test func aDelayAfterOwnRunsTakesNoEndingAndJitterNoEvent() async throws {
    #expect(throws: SchedulerError.self) { try CompletionTrigger(job: nil, on: .success, delay: .seconds(1)) }
    let scheduler = Scheduler(clock: try ManualClock(Self.start))
    var options = JobOptions()
    options.jitter = .seconds(5)
    await #expect(throws: SchedulerError.self) { try await scheduler.add("warm", .startup, options: options) { _ in } }
  }
}
