/// A point on the world's time line: whole nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// An instant is an integer so that it survives every round trip, which a `Double` or a `Date` does not; it names a
/// firing across replicas. It reaches from the year 1677 to the year 2262. Arithmetic saturates at these ends and never
/// traps.
public struct Instant: Hashable, Comparable, Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  public var nanosecondsSince1970: Int64

  /// An instant from nanoseconds since 1970.
  @inlinable
  public init(nanosecondsSince1970: Int64) { self.nanosecondsSince1970 = nanosecondsSince1970 }

  /// An instant from milliseconds since 1970; saturates outside the years 1677 to 2262.
  public init(millisecondsSince1970: Int64) {
    self.nanosecondsSince1970 = saturatingProduct(millisecondsSince1970, 1_000_000)
  }

  /// An instant from seconds since 1970; saturates outside the years 1677 to 2262.
  public init(secondsSince1970: Int64) {
    self.nanosecondsSince1970 = saturatingProduct(secondsSince1970, 1_000_000_000)
  }

  /// Whole seconds since 1970, rounded down.
  @inlinable
  public var secondsSince1970: Int64 { floorDivide(nanosecondsSince1970, 1_000_000_000) }

  /// Whole milliseconds since 1970, rounded down.
  public var millisecondsSince1970: Int64 { floorDivide(nanosecondsSince1970, 1_000_000) }

  /// The earliest instant that can be represented.
  public static let min = Instant(nanosecondsSince1970: .min)
  /// The latest instant that can be represented.
  public static let max = Instant(nanosecondsSince1970: .max)
  /// 1970-01-01T00:00:00Z.
  public static let epoch = Instant(nanosecondsSince1970: 0)

  /// Whether the first instant is the earlier one.
  @inlinable
  public static func < (a: Instant, b: Instant) -> Bool { a.nanosecondsSince1970 < b.nanosecondsSince1970 }

  /// The instant `nanoseconds` later (earlier when negative), saturating.
  public func advanced(byNanoseconds nanoseconds: Int64) -> Instant {
    let (sum, overflow) = nanosecondsSince1970.addingReportingOverflow(nanoseconds)
    return Instant(nanosecondsSince1970: overflow ? (nanoseconds > 0 ? .max : .min) : sum)
  }

  /// Nanoseconds from `other` to this instant, saturating; positive when this one is later.
  public func nanoseconds(since other: Instant) -> Int64 {
    let (difference, overflow) = nanosecondsSince1970.subtractingReportingOverflow(other.nanosecondsSince1970)
    return overflow ? (nanosecondsSince1970 > other.nanosecondsSince1970 ? .max : .min) : difference
  }

  /// The instant a duration later, saturating.
  public static func + (instant: Instant, duration: Duration) -> Instant {
    instant.advanced(byNanoseconds: duration.nanoseconds)
  }

  /// The instant a duration earlier, saturating.
  public static func - (instant: Instant, duration: Duration) -> Instant {
    let nanoseconds = duration.nanoseconds
    return instant.advanced(byNanoseconds: nanoseconds == .min ? .max : -nanoseconds)
  }

  /// The time from one instant to another, saturating.
  public static func - (a: Instant, b: Instant) -> Duration { .nanoseconds(a.nanoseconds(since: b)) }
}

extension Duration {
  /// The whole duration in nanoseconds, rounded toward zero and saturating at about 292 years.
  public var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return seconds > 0 ? .max : .min }
    let (sum, overflowSum) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    return overflowSum ? (seconds > 0 ? .max : .min) : sum
  }
}

func saturatingProduct(_ a: Int64, _ b: Int64) -> Int64 {
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  return overflow ? ((a > 0) == (b > 0) ? .max : .min) : product
}

/// Division rounded down, for a positive divisor.
@inlinable
package func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
  let quotient = a / b
  return a % b < 0 ? quotient - 1 : quotient
}
