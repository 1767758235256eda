import CivilTime
public import Scheduling

/// A clock that stands still until the test moves it.
///
/// ```swift
/// let clock = try ManualClock("2026-03-29T00:59:00Z")
/// let scheduler = Scheduler(clock: clock)
/// clock.advance(by: .seconds(60))
/// ```
/// ``TestScheduler`` goes on from firing to firing and waits for the runs in between. A body that takes time sleeps on the
/// clock, and wakes when the test has moved it far enough:
///
/// ```swift
/// try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
///   try await test.scheduler.add("import", .every(.minutes(1))) { _ in
///     try await test.clock.sleep(for: .seconds(90))
///   }
///   await test.advance(by: .minutes(3))
/// }
/// ```
public final class ManualClock: SchedulerClock {
  private struct State {
    var wall: Instant
    var monotonic = MonotonicTime(nanoseconds: 1_000_000_000)
    var wakers: [@Sendable () -> Void] = []
    var sleepers = Sleepers()
  }

  private let state: Lock<State>

  /// A clock that stands at an instant.
  public init(_ start: Instant) { state = Lock(State(wall: start)) }

  /// A clock that stands at an RFC 3339 timestamp.
  /// - Throws: `TimestampError` for a text that is none.
  public convenience init(_ timestamp: String) throws { self.init(try Instant(rfc3339: timestamp)) }

  /// Where the wall clock stands.
  public func now() -> Instant { state.withLock { $0.wall } }

  /// Where the continuous clock stands.
  public func monotonic() -> MonotonicTime { state.withLock { $0.monotonic } }

  /// Nil: the clock says itself when it has moved on.
  public func delay(until deadline: MonotonicTime) -> Duration? { nil }

  /// Called whenever the clock is moved.
  public func onStep(_ wake: @escaping @Sendable () -> Void) { state.withLock { $0.wakers.append(wake) } }

  /// Lets time pass. A scheduler finds everything due at once that comes due in between, as after a pause of the process.
  public func advance(by duration: Duration) {
    change { state in
      state.wall = state.wall + duration
      state.monotonic = state.monotonic + duration
    }
  }

  /// Lets time pass up to an instant; does nothing for one gone by.
  public func advance(to instant: Instant) {
    let duration = instant - now()
    if duration > .zero { advance(by: duration) }
  }

  /// Sets the wall clock without letting time pass, as an operator or a time server does.
  public func setWall(to instant: Instant) { change { $0.wall = instant } }

  private func change(_ body: (inout State) -> Void) {
    let (wakers, woken) = state.withLock { state in
      body(&state)
      return (state.wakers, state.sleepers.wake(at: state.monotonic))
    }
    for sleeper in woken { sleeper.resume() }
    for wake in wakers { wake() }
  }

  /// Returns once the test has moved the clock on by `duration`; at once where that is zero or less. A step of the wall
  /// clock by ``setWall(to:)`` is no time that passes. ``TestScheduler/advance(by:running:)`` stops at the moment at which
  /// a body wakes up, and does not wait for bodies that sleep.
  /// - Throws: `CancellationError` if the task is cancelled.
  public func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    // Counted only where a replica's run sleeps: its settling waits for all others.
    let instance = RunContext.current?.instance
    let number = state.withLock { $0.sleepers.reserve() }
    try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { (continuation: UnsafeContinuation<Void, any Error>) in
        let (wakers, end) = state.withLock { state in
          let deadline = state.monotonic + duration
          let end = state.sleepers.lieDown(
            .init(deadline: deadline, instance: instance, continuation: continuation), number, now: state.monotonic)
          return (state.wakers, end)
        }
        switch end {
        case .none: for wake in wakers { wake() }
        case .some(let result): continuation.resume(with: result)
        }
      }
    } onCancel: {
      state.withLock { $0.sleepers.cancel(number) }?.resume(throwing: CancellationError())
    }
  }

  /// Returns once the wall clock stands at `instant`, unless it is set in between; at once for an instant that has passed.
  /// - Throws: `CancellationError` if the task is cancelled.
  public func sleep(until instant: Instant) async throws { try await sleep(for: instant - now()) }

  /// How many runs of a replica sleep on the clock.
  func asleep(on instance: String) -> Int { state.withLock { $0.sleepers.count(on: instance) } }

  /// When the next of those that sleep wakes up; nil where nobody sleeps.
  var nextAwakening: Instant? {
    state.withLock { state in state.sleepers.next.map { state.wall + ($0 - state.monotonic) } }
  }
}
