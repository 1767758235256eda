import Cron

/// A day that comes every year, such as 25 December.
public struct AnnualDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, 1 to 31.
  public let day: Int

  private static let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

  /// A day of every year; 29 February comes in leap years only.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` where no year has the day.
  public init(month: Int, day: Int) throws(SchedulerError) {
    guard (1...12).contains(month), (1...Self.lengths[month - 1]).contains(day) else {
      throw SchedulerError(.invalidTrigger, "no year has a day \(day) in a month \(month): write month 1-12, day 1-31")
    }
    (self.month, self.day) = (month, day)
  }

  /// Whether the first comes earlier in the year.
  public static func < (a: AnnualDay, b: AnnualDay) -> Bool { (a.month, a.day) < (b.month, b.day) }

  /// "25 December".
  public var description: String { "\(day) \(English.months[month - 1])" }
}
