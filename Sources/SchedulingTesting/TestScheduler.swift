public import Scheduling

/// A scheduler on a ``ManualClock``, for the tests of a host: a year of firings in milliseconds, in their order, without
/// sleeping.
///
/// ```swift
/// try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
///   try await test.scheduler.add("nightly", .cron("0 3 * * *")) { _ in … }
///   await test.advance(by: .seconds(7 * 86_400))
///   #expect(test.outcomes(of: "nightly").count == 7)
/// }
/// ```
public struct TestScheduler: Sendable {
  /// The scheduler; it is running.
  public let scheduler: Scheduler
  /// Its clock.
  public let clock: ManualClock
  private let failures: InjectedFailures

  /// Makes a scheduler, runs it, calls `body`, and shuts it down.
  /// - Parameters:
  ///   - start: where the clock stands at the beginning, an RFC 3339 timestamp.
  ///   - claims: as for `Scheduler`.
  ///   - handlers: the code of jobs that name it, as for `Scheduler`.
  ///   - alerts: as for `Scheduler`.
  ///   - configuration: as for `Scheduler`.
  ///   - body: the test.
  /// - Throws: what `body` throws, `TimestampError` for a text that is no RFC 3339 timestamp, and what `run()` throws.
  @discardableResult
  public static func run<Result: Sendable>(
    at start: String, claims: Claims = .local, handlers: [any JobHandler] = [], alerts: [AlertSink] = [],
    configuration: SchedulerConfiguration = .init(instance: "test"),
    _ body: @Sendable (TestScheduler) async throws -> Result
  ) async throws -> Result {
    let clock = try ManualClock(start)
    let scheduler = Scheduler(
      claims: claims, handlers: handlers, alerts: alerts, configuration: configuration, clock: clock)
    let failures = InjectedFailures()
    scheduler.rehearse { try failures.check($0) }
    let test = TestScheduler(scheduler: scheduler, clock: clock, failures: failures)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      let outcome: Swift.Result<Result, any Error>
      do { outcome = .success(try await body(test)) } catch { outcome = .failure(error) }
      return try await end(&group, on: clock, outcome)
    }
  }

  /// Lets the next attempts of a job fail: they throw `error` in place of running the body.
  /// - Parameters:
  ///   - job: a job that is added with the scheduler of this test, or runs a handler of it.
  ///   - count: how many attempts.
  ///   - error: what they throw.
  public func failNextRuns(of job: JobID, _ count: Int = 1, with error: any Error = InjectedFailure()) {
    failures.add(error, count, to: job)
  }

  /// Lets time pass, from one moment at which something is due to the next, and waits for the runs at each.
  /// - Parameters:
  ///   - duration: how long.
  ///   - running: how many runs may go on without being waited for, beside those that sleep on ``clock``.
  public func advance(by duration: Duration, running: Int = 0) async {
    let end = clock.now() + duration
    await settle(running: running)
    while let next = [scheduler.nextWake, clock.nextAwakening].compactMap({ $0 }).min(), next <= end {
      // At least a nanosecond forward: what is overdue is decided by the settling.
      clock.advance(to: max(next, clock.now() + .nanoseconds(1)))
      await settle(running: running)
    }
    clock.advance(to: end)
    await settle(running: running)
  }

  /// Waits until everything that is due by the clock has been decided and run. Bodies that sleep on ``clock`` are not
  /// waited for.
  public func settle(running: Int = 0) async {
    await scheduler.settle(running: running) { [clock, instance = scheduler.instance] in
      clock.asleep(on: instance)
    }
  }
}
