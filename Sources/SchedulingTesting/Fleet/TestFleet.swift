public import Scheduling

/// Several replicas on one ``ManualClock`` that share an ``InProcessFleet``: what a fleet of a host's schedulers does, in
/// milliseconds and without a server.
///
/// ```swift
/// try await TestFleet.run(replicas: 3, at: "2027-01-01T00:00:00Z") { fleet in
///   let options = JobOptions(recovery: .rerun)
///   try await fleet.add("import", .cron("0 3 * * *"), options: options) { _ in
///     try await fleet.clock.sleep(for: .minutes(10))
///   }
///   await fleet.advance(by: .minutes(185))
///   fleet.kill(fleet.replica(running: "import")!)
///   await fleet.advance(by: .minutes(30))
///   #expect(fleet.outcomes(of: "import") == [.crashed, .succeeded])
/// }
/// ```
public struct TestFleet: Sendable {
  /// A replica.
  public struct Replica: Sendable {
    /// Its scheduler; it is running.
    public let scheduler: Scheduler
    /// Its connection to what the fleet shares.
    package let connection: InProcessFleet.Connection
    let clock: ReplicaClock
    let life: ReplicaLife
  }

  /// The replicas, named `replica-0` and so on.
  public let replicas: [Replica]
  /// Their clock.
  public let clock: ManualClock
  /// What they share.
  public let shared: InProcessFleet
  private let failures: InjectedFailures

  /// Makes and runs replicas, calls `body`, and shuts them down.
  /// - Parameters:
  ///   - count: how many replicas.
  ///   - start: where the clock stands at the beginning, an RFC 3339 timestamp.
  ///   - lease: how long a run's lock lives without a renewal.
  ///   - handlers: the code of jobs that name it, on every replica.
  ///   - isDurable: whether the fleet keeps jobs as data, as `store: .redis(…)` does; a job is then added on one replica.
  ///   - body: the test.
  /// - Throws: what `body` throws, `TimestampError` for a text that is no RFC 3339 timestamp, and what `run()` throws.
  @discardableResult
  public static func run<Result: Sendable>(
    replicas count: Int, at start: String, lease: Duration = .seconds(30), handlers: [any JobHandler] = [],
    durable isDurable: Bool = false, _ body: @Sendable (TestFleet) async throws -> Result
  ) async throws -> Result {
    let clock = try ManualClock(start)
    let shared = InProcessFleet(clock: clock)
    let replicas = (0..<count).map { number in
      let connection = shared.connection()
      var configuration = SchedulerConfiguration(instance: "replica-\(number)")
      configuration.lease = lease
      let own = ReplicaClock(clock)
      let store = isDurable ? JobStore(connection, checkpoints: shared.checkpoints) : .memory
      let claims = isDurable ? .local : Claims(connection, checkpoints: shared.checkpoints)
      return Replica(
        scheduler: Scheduler(
          store: store, claims: claims, handlers: handlers, configuration: configuration, clock: own),
        connection: connection, clock: own, life: ReplicaLife())
    }
    let failures = InjectedFailures()
    for replica in replicas { replica.scheduler.rehearse { try failures.check($0) } }
    let fleet = TestFleet(replicas: replicas, clock: clock, shared: shared, failures: failures)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      for replica in replicas {
        group.addTask { try await replica.life.live { try await replica.scheduler.run() } }
        while !replica.scheduler.isRunning { await Task.yield() }
      }
      let outcome: Swift.Result<Result, any Error>
      do { outcome = .success(try await body(fleet)) } catch { outcome = .failure(error) }
      for replica in replicas { replica.clock.setFrozen(false) }
      return try await end(&group, on: clock, outcome)
    }
  }

  /// Adds the same job to every replica that lives, as a deployment does. The parameters are those of `Scheduler.add`.
  /// - Throws: what `Scheduler.add` throws.
  public func add(
    _ id: JobID, _ trigger: some Trigger, timeout: Duration? = nil, options: JobOptions = JobOptions(),
    ifExists: Scheduler.IfExists = .refuse, retryIf: (@Sendable (any Error) -> Bool)? = nil,
    _ body: @escaping @Sendable (RunContext) async throws -> Void
  ) async throws {
    for replica in replicas where !replica.life.isDead {
      try await replica.scheduler.add(
        id, trigger, timeout: timeout, options: options, ifExists: ifExists, retryIf: retryIf, body)
    }
    await settle()
  }

  /// Lets the next attempts of a job fail, on whichever replica they are: they throw `error` in place of running the body.
  /// - Parameters:
  ///   - job: a job that is added with a replica's scheduler, or runs a handler.
  ///   - count: how many attempts.
  ///   - error: what they throw.
  public func failNextRuns(of job: JobID, _ count: Int = 1, with error: any Error = InjectedFailure()) {
    failures.add(error, count, to: job)
  }

  /// Lets time pass for all, from one moment at which something is due to the next.
  /// - Parameters:
  ///   - duration: how long.
  ///   - running: how many runs of each replica may go on without being waited for, beside those that sleep on ``clock``.
  public func advance(by duration: Duration, running: Int = 0) async {
    let end = clock.now() + duration
    await settle(running: running)
    while let next = nextMove(until: end) {
      clock.advance(to: max(next, clock.now() + .milliseconds(1)))
      await settle(running: running)
    }
    clock.advance(to: end)
    await settle(running: running)
  }

  /// The next moment at which something is due, at the latest `end`; nil where nothing is until then. Heartbeats that would
  /// change nothing are left out: a day of a fleet has thousands of them.
  private func nextMove(until end: Instant) -> Instant? {
    let awakening = clock.nextAwakening.map { [$0] } ?? []
    let active = activeReplicas
    let next = (active.compactMap(\.scheduler.nextWake) + awakening).min()
    guard let next, next <= end else { return nil }
    let other = (active.compactMap { $0.scheduler.nextWake(besideRoutineHeartbeats: true) } + awakening).min()
    let target = min(other ?? end, end)
    if target > next, active.count == replicas.count, shared.standForHeartbeats(until: target) {
      return other.map { $0 <= end } == true ? target : nil
    }
    return next
  }

  /// Waits until every replica has decided and run what is due by the clock.
  public func settle(running: Int = 0) async {
    for replica in activeReplicas {
      await replica.scheduler.settle(running: running) { [clock, instance = replica.scheduler.instance] in
        clock.asleep(on: instance)
      }
    }
  }

  /// Those that neither are dead nor stand still.
  private var activeReplicas: [Replica] { replicas.filter { !$0.life.isDead && !$0.clock.isFrozen } }
}
