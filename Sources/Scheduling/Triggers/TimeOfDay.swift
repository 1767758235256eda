import CivilTime
import Cron

/// A time of day on a clock, in whole seconds.
public struct TimeOfDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The second since midnight, 0 to 86,399.
  public let secondOfDay: Int

  /// Midnight, the beginning of the day.
  public static let midnight = TimeOfDay(secondOfDay: 0)

  private init(secondOfDay: Int) { self.secondOfDay = secondOfDay }

  /// A time of day.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` for an hour beyond 23, a minute or second beyond 59.
  public init(hour: Int, minute: Int = 0, second: Int = 0) throws(SchedulerError) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else {
      throw SchedulerError(
        .invalidTrigger, "there is no time of day \(hour):\(minute):\(second): write 00:00:00 to 23:59:59")
    }
    secondOfDay = hour * 3_600 + minute * 60 + second
  }

  /// A time of day written as `02:30` or `02:30:15`.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` for any other text.
  public init(_ text: String) throws(SchedulerError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.utf8.count == 2 && part.utf8.allSatisfy { (48...57).contains($0) } ? Int(part) : nil
    }
    guard (2...3).contains(parts.count), numbers.count == parts.count else {
      throw SchedulerError(.invalidTrigger, "'\(text.cut(toBytes: 40))' is not a time of day: write 02:30 or 02:30:15")
    }
    try self.init(hour: numbers[0], minute: numbers[1], second: numbers.count == 3 ? numbers[2] : 0)
  }

  /// Whether the first is the earlier one.
  public static func < (a: TimeOfDay, b: TimeOfDay) -> Bool { a.secondOfDay < b.secondOfDay }

  /// "02:30", or "02:30:15" where the seconds are not zero.
  public var description: String { English.clock(secondOfDay) }
}
