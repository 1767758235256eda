import CivilTime
import Scheduling
import SchedulingTesting
import Testing

/// Jobs that are changed or removed while the claims are asked about them.
@Suite struct ChangedWhileAskedTests {
  private static let start = "2026-01-01T00:00:00Z"

  /// Claims whose decisions wait for a gate.
  private final class SlowClaims: ForwardingClaims {
    let inner: InProcessFleet.Connection
    let gate = Gate()
    let isSlow = Lock(false)

    init(_ inner: InProcessFleet.Connection) { self.inner = inner }

    func decide(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [ClaimVerdict] {
      let verdicts = try await inner.decide(requests)
      if isSlow.withLock({ $0 }) { await gate.pass() }
      return verdicts
    }
  }

  private func run(
    _ body: @Sendable (Scheduler, SlowClaims, InProcessFleet, ManualClock) async throws -> Void
  ) async throws {
    let clock = try ManualClock(Self.start)
    let fleet = InProcessFleet(clock: clock)
    let claims = SlowClaims(fleet.connection())
    let scheduler = Scheduler(claims: Claims(claims), configuration: .init(instance: "a"), clock: clock)
    let task = Task { try await scheduler.run() }
    while !scheduler.isRunning { await Task.yield() }
    try await body(scheduler, claims, fleet, clock)
    claims.gate.open()
    task.cancel()
    try await task.value
  }

  @Test func aJobThatIsRemovedWhileItsClaimIsOnItsWayDoesNotStart() async throws {
    try await run { scheduler, claims, fleet, clock in
      let starts = Tally<RunID>()
      try await scheduler.add("a", .every(.seconds(10))) { run in starts.add(run.id) }
      await scheduler.settle()
      claims.isSlow.withLock { $0 = true }
      clock.advance(by: .seconds(10))
      await claims.gate.arrival()
      try await scheduler.remove("a")
      claims.isSlow.withLock { $0 = false }
      claims.gate.open()
      await scheduler.settle()
      #expect(starts.count == 0)
      #expect(fleet.openRuns == 0)
      #expect(fleet.history.map(\.outcome) == [.cancelled(.requested)])
    }
  }

  @Test func whoAsksForARunOfAJobThatIsRemovedReceivesAnAnswer() async throws {
    try await run { scheduler, claims, fleet, clock in
      let starts = Tally<RunID>()
      try await scheduler.add("a", .every(.seconds(3_600))) { run in starts.add(run.id) }
      await scheduler.settle()
      claims.isSlow.withLock { $0 = true }
      let run = Task { try await scheduler.runNow("a") }
      await claims.gate.arrival()
      try await scheduler.remove("a")
      let error = await #expect(throws: SchedulerError.self) { try await run.value }
      #expect(error?.code == .notStarted)
      claims.isSlow.withLock { $0 = false }
      claims.gate.open()
      await scheduler.settle()
      #expect(starts.count == 0)
      #expect(fleet.openRuns == 0)
      #expect(fleet.history.map(\.outcome) == [.cancelled(.requested)])
    }
  }

  /// Whatever changes the trigger, an instant that was due before the change has an end.
  @Test(arguments: [true, false])
  func whatIsDueBeforeAChangeOfTheTriggerIsDecided(_ replaces: Bool) async throws {
    try await TestFleet.run(replicas: 2, at: Self.start) { fleet in
      let starts = Tally<Instant>()
      let body: JobBody = { run in starts.add(run.firing.instant) }
      try await fleet.add("a", .every(.seconds(10)), body)
      await fleet.advance(by: .seconds(9))
      // The instant comes due and the change is there before any replica has looked.
      fleet.clock.advance(by: .seconds(1))
      for replica in fleet.replicas {
        if replaces {
          try await replica.scheduler.add("a", .every(.seconds(7)), ifExists: .replace, body)
        } else {
          try await replica.scheduler.reschedule("a", .every(.seconds(7)))
        }
      }
      await fleet.settle()
      #expect(starts.all == [Instant("2026-01-01T00:00:10Z")])
      await fleet.advance(by: .seconds(20))
      #expect(starts.count == 4, "\(starts.all)")
    }
  }

  @Test func whatIsTooLateForATriggerThatWasChangedIsRecorded() async throws {
    try await TestFleet.run(replicas: 1, at: Self.start) { fleet in
      let starts = Tally<Instant>()
      let body: JobBody = { run in starts.add(run.firing.instant) }
      try await fleet.add("a", .cron("0 1 * * *"), body)
      await fleet.advance(by: .seconds(3_590))
      fleet.replicas[0].connection.setReachable(false)
      await fleet.advance(by: .seconds(11))
      try await fleet.replicas[0].scheduler.add("a", .cron("0 5 * * *"), ifExists: .replace, body)
      await fleet.advance(by: .seconds(120))
      fleet.replicas[0].connection.setReachable(true)
      await fleet.advance(by: .seconds(5 * 3_600))
      #expect(starts.all == [Instant("2026-01-01T05:00:00Z")])
      #expect(fleet.shared.history.first?.outcome == .missed(.claimsUnreachable))
    }
  }

  /// A job whose firings wait behind a run that does not end, in a fleet of so many replicas.
  private func waiting(
    replicas: Int, _ change: @escaping @Sendable (Scheduler, @escaping JobBody) async throws -> Void
  ) async throws -> (starts: [Instant], history: [RunRecord]) {
    try await TestFleet.run(replicas: replicas, at: Self.start) { fleet in
      let (starts, gate) = (Tally<Instant>(), Gate())
      let body: JobBody = { run in
        starts.add(run.firing.instant)
        await gate.pass()
      }
      try await fleet.add("a", .every(.seconds(10)), options: JobOptions(overlap: .queueAll(limit: 100)), body)
      await fleet.advance(by: .seconds(40), running: 1)
      await gate.arrival()
      for replica in fleet.replicas { try await change(replica.scheduler, body) }
      await fleet.advance(by: .seconds(30), running: 1)
      gate.open()
      await fleet.advance(by: .seconds(3_600))
      return (starts.all, fleet.shared.history.filter { $0.job == "a" })
    }
  }

  @Test(arguments: [1, 2, 3], [true, false])
  func whatWaitsForItsLockIsRecordedWhenTheTriggerChanges(_ replicas: Int, _ replaces: Bool) async throws {
    let (starts, history) = try await waiting(replicas: replicas) { scheduler, body in
      let options = JobOptions(overlap: .queueAll(limit: 100))
      if replaces {
        try await scheduler.add("a", .cron("30 * * * *"), options: options, ifExists: .replace, body)
      } else {
        try await scheduler.reschedule("a", .cron("30 * * * *"))
      }
    }
    #expect(starts == [Instant("2026-01-01T00:00:10Z"), Instant("2026-01-01T00:30:00Z")])
    let dropped = history.filter { $0.outcome == .missed(.rescheduled) }
    #expect(dropped.map(\.firstInstant) == [Instant("2026-01-01T00:00:20Z")])
    #expect(dropped.map(\.instant) == [Instant("2026-01-01T00:00:40Z")])
    #expect(dropped.map(\.count) == [3])
  }

  @Test(arguments: [1, 2, 3], [true, false])
  func whatWaitsIsRecordedWhenAnEventTakesThePlaceOfInstants(_ replicas: Int, _ replaces: Bool) async throws {
    let (starts, history) = try await waiting(replicas: replicas) { scheduler, body in
      if replaces {
        try await scheduler.add("a", .after("b"), ifExists: .replace, body)
      } else {
        try await scheduler.reschedule("a", .after("b"))
      }
    }
    #expect(starts.first == Instant("2026-01-01T00:00:10Z"))
    #expect(starts.count == 1, "\(starts)")
    let dropped = history.filter { $0.outcome == .missed(.rescheduled) }
    #expect(dropped.map(\.firstInstant) == [Instant("2026-01-01T00:00:20Z")])
    #expect(dropped.map(\.instant) == [Instant("2026-01-01T00:00:40Z")])
    #expect(dropped.map(\.count) == [3])
  }

  /// The answer to the question about the old trigger is on its way, and the job is given instants again before it is here.
  @Test func anEventBetweenTwoTriggersDropsNothingSilently() async throws {
    try await run { scheduler, claims, fleet, clock in
      let starts = Tally<Instant>()
      let body: JobBody = { run in starts.add(run.firing.instant) }
      try await scheduler.add("a", .every(.seconds(10)), body)
      await scheduler.settle()
      claims.isSlow.withLock { $0 = true }
      clock.advance(by: .seconds(10))
      await claims.gate.arrival()
      try await scheduler.reschedule("a", .after("b"))
      try await scheduler.reschedule("a", .every(.seconds(7)))
      claims.isSlow.withLock { $0 = false }
      claims.gate.open()
      await scheduler.settle()
      clock.advance(by: .seconds(4))
      await scheduler.settle()
      #expect(starts.all == [Instant("2026-01-01T00:00:10Z"), Instant("2026-01-01T00:00:14Z")], "\(starts.all)")
    }
  }

  @Test func aChangeOfTheOptionsDropsNothing() async throws {
    let (starts, history) = try await waiting(replicas: 2) { scheduler, body in
      let options = JobOptions(overlap: .queueAll(limit: 100), timeout: .seconds(3_600))
      try await scheduler.add("a", .every(.seconds(10)), options: options, ifExists: .replace, body)
    }
    #expect(starts.count > 100 && Set(starts).count == starts.count)
    #expect(!history.contains { $0.outcome == .missed(.rescheduled) })
  }

  @Test func aCrashedRunIsAFailureForWhatWaitsForIt() async throws {
    try await TestFleet.run(replicas: 2, at: Self.start) { fleet in
      let (cleanups, gate) = (Tally<Instant>(), Gate())
      try await fleet.add("import", .at(fleet.clock.now() + .seconds(5))) { _ in await gate.pass() }
      try await fleet.add("cleanup", .after("import", on: .failure)) { run in cleanups.add(run.firing.instant) }
      await fleet.advance(by: .seconds(5), running: 1)
      await gate.arrival()
      let owner = try #require(fleet.replicas.first { $0.scheduler.job("import")?.running == 1 })
      // Cut off for longer than its lease: whoever is left declares the run dead.
      owner.connection.setReachable(false)
      await fleet.advance(by: .seconds(60), running: 1)
      #expect(fleet.shared.history.filter { $0.job == "import" }.map(\.outcome) == [.crashed])
      #expect(cleanups.count == 1)
      gate.open()
      owner.connection.setReachable(true)
      await fleet.advance(by: .seconds(60))
      #expect(cleanups.count == 1, "the replica that was cut off does not report the end once more")
    }
  }
}
