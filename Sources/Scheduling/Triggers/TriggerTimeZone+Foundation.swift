#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension TriggerTimeZone {
  /// The zone of a Foundation `TimeZone`, by its identifier: rules are those of the system's tz database. A zone of a fixed
  /// offset, such as `TimeZone(secondsFromGMT:)`, has no name there and is refused with the job that uses it.
  public init(_ timeZone: TimeZone) { self.init(timeZone.identifier == "GMT" ? "UTC" : timeZone.identifier) }
}
