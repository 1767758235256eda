public import CivilTime

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension Instant {
  /// The instant of a date, to the nearest microsecond: a `Date` is a floating-point number that holds no finer time
  /// today. Saturates outside the years 1677 to 2262; a date that is not a number becomes ``Instant/max``.
  public init(_ date: Date) {
    let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
    guard microseconds == microseconds else {
      self = .max
      return
    }
    guard abs(microseconds) < 9_223_372_036_854_776 else {
      self = microseconds > 0 ? .max : .min
      return
    }
    self.init(nanosecondsSince1970: Int64(microseconds) * 1_000)
  }

  /// The instant as a date, for the APIs that take one. Does not survive a round trip; an ``Instant`` does.
  public var date: Date { Date(timeIntervalSince1970: Double(nanosecondsSince1970) / 1e9) }
}
