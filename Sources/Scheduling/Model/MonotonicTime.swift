import CivilTime

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A reading of the machine's continuous clock: it never steps and goes on while the machine sleeps. Leases, timeouts
/// and retries are measured by it. Readings of different processes must not be compared.
public struct MonotonicTime: Hashable, Comparable, Sendable {
  /// Nanoseconds since an arbitrary point.
  public var nanoseconds: Int64

  /// A reading from nanoseconds.
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The machine's continuous clock now.
  public static func now() -> MonotonicTime {
    var time = timespec()
    #if canImport(Darwin)
      clock_gettime(CLOCK_MONOTONIC, &time)
    #else
      clock_gettime(CLOCK_BOOTTIME, &time)
    #endif
    return MonotonicTime(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
  }

  /// Later than every reading.
  public static let never = MonotonicTime(nanoseconds: .max)

  /// Earlier readings first.
  public static func < (a: MonotonicTime, b: MonotonicTime) -> Bool { a.nanoseconds < b.nanoseconds }

  /// The reading a duration later, saturating.
  public static func + (time: MonotonicTime, duration: Duration) -> MonotonicTime {
    time.advanced(byNanoseconds: duration.nanoseconds)
  }

  /// The time from one reading to another, saturating.
  public static func - (a: MonotonicTime, b: MonotonicTime) -> Duration {
    let (difference, overflow) = a.nanoseconds.subtractingReportingOverflow(b.nanoseconds)
    return .nanoseconds(overflow ? (a > b ? .max : .min) : difference)
  }

  func advanced(byNanoseconds nanoseconds: Int64) -> MonotonicTime {
    let (sum, overflow) = self.nanoseconds.addingReportingOverflow(nanoseconds)
    return MonotonicTime(nanoseconds: overflow ? (nanoseconds > 0 ? .max : .min) : sum)
  }
}
