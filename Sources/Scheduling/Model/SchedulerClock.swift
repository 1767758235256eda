public import CivilTime

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where a scheduler reads the time. ``SystemClock`` is the one to use; a test brings a clock that stands still until it
/// is moved by hand, and a demonstration one that runs faster.
public protocol SchedulerClock: Sendable {
  /// Wall time: what triggers are judged by.
  func now() -> Instant

  /// The continuous clock: what timeouts and leases are measured by.
  func monotonic() -> MonotonicTime

  /// How long really to wait until the continuous clock reads `deadline`; nil for a clock that says itself, through
  /// ``onStep(_:)``, when it has moved on.
  func delay(until deadline: MonotonicTime) -> Duration?

  /// `wake` is called whenever a clock that is moved by hand was moved. Clocks that go by themselves ignore it.
  func onStep(_ wake: @escaping @Sendable () -> Void)
}

extension SchedulerClock {
  /// Ignored: the clock goes by itself.
  public func onStep(_ wake: @escaping @Sendable () -> Void) {}
}

/// The machine's clocks.
public struct SystemClock: SchedulerClock {
  /// The machine's clocks.
  public init() {}

  /// Wall time.
  public func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(nanosecondsSince1970: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
  }

  /// The continuous clock.
  public func monotonic() -> MonotonicTime { .now() }

  /// The real time until `deadline`; zero or less once it has passed.
  public func delay(until deadline: MonotonicTime) -> Duration? { deadline - .now() }
}

/// A clock that runs faster than the machine's, from a given instant on: a day's schedule in minutes, for a
/// demonstration. Timeouts and lateness are scaled with it.
public struct ScaledClock: SchedulerClock {
  /// How many times faster; 1 to 100,000.
  public let speed: Int64
  private let start: Instant
  private let origin: MonotonicTime

  /// A clock that reads `start` now and runs `speed` times as fast as the machine's (taken to 1 to 100,000).
  public init(speed: Int, from start: Instant) {
    self.speed = Int64(min(max(speed, 1), 100_000))
    self.start = start
    self.origin = .now()
  }

  /// Wall time.
  public func now() -> Instant { start.advanced(byNanoseconds: elapsed) }

  /// The continuous clock.
  public func monotonic() -> MonotonicTime { origin.advanced(byNanoseconds: elapsed) }

  /// The real time until `deadline`; zero or less once it has passed.
  public func delay(until deadline: MonotonicTime) -> Duration? {
    .nanoseconds((deadline - monotonic()).nanoseconds / speed)
  }

  private var elapsed: Int64 {
    let (product, overflow) = (MonotonicTime.now() - origin).nanoseconds.multipliedReportingOverflow(by: speed)
    return overflow ? .max : product
  }
}
