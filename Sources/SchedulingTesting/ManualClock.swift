import CivilTime
public import Scheduling

/// A clock that stands still until the test moves it.
///
/// ```swift
/// let clock = try ManualClock("2026-03-29T00:59:00Z")
/// let scheduler = Scheduler(clock: clock)
/// clock.advance(by: .seconds(60))
/// ```
/// ``TestScheduler`` goes on from firing to firing and waits for the runs in between.
public final class ManualClock: SchedulerClock {
  private struct State {
    var wall: Instant
    var monotonic = MonotonicTime(nanoseconds: 1_000_000_000)
    var wakers: [@Sendable () -> Void] = []
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
    let wakers = state.withLock { state in
      body(&state)
      return state.wakers
    }
    for wake in wakers { wake() }
  }
}
