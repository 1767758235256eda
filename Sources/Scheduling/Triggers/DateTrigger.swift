public import CivilTime

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Due once, at one instant.
public struct DateTrigger: Trigger, Hashable {
  /// The instant.
  public var instant: Instant

  /// Due once, at an instant.
  public init(_ instant: Instant) { self.instant = instant }

  public func next(after instant: Instant) -> Instant? { instant < self.instant ? self.instant : nil }

  public func previous(before instant: Instant) -> Instant? { instant > self.instant ? self.instant : nil }

  public func count(from first: Instant, through last: Instant) -> Int {
    first <= instant && instant <= last ? 1 : 0
  }

  public var description: String { "Once, at \(instant)" }

  public var expression: String { "\(instant)" }

  public var fingerprint: String { "at:\(instant.nanosecondsSince1970)" }
}

extension Trigger where Self == DateTrigger {
  /// Due once, at a date, taken to the nearest microsecond (a `Date` holds no finer time today).
  public static func at(_ date: Date) -> DateTrigger { DateTrigger(Instant(date)) }

  /// Due once, at an instant.
  public static func at(_ instant: Instant) -> DateTrigger { DateTrigger(instant) }
}
