public import CivilTime
public import Cron

/// Times at which a trigger is not due, on the clocks of a zone; see
/// ``Trigger/excluding(_:timeZone:)-(Exclusion...,_)``.
public struct Exclusion: Hashable, Sendable, CustomStringConvertible {
  enum Kind: Hashable, Sendable {
    case dates(Set<CivilDate>)
    case weekdays(Set<Weekday>)
    case annualDays(Set<AnnualDay>)
    case daily(from: TimeOfDay, to: TimeOfDay)
    case cron(CronExpression)
  }

  let kind: Kind

  /// Whole dates, such as this year's closing days.
  public static func dates(_ dates: some Sequence<CivilDate>) -> Exclusion { Exclusion(kind: .dates(Set(dates))) }

  /// Days of the week.
  public static func weekdays(_ weekdays: Weekday...) -> Exclusion { Exclusion(kind: .weekdays(Set(weekdays))) }

  /// Days that come every year, such as holidays with a fixed date.
  public static func annualDays(_ days: AnnualDay...) -> Exclusion { Exclusion(kind: .annualDays(Set(days))) }

  /// A part of every day, from a time up to another, which is not itself excluded. Where the second is not the later
  /// one, the part goes over midnight: from 22:00 to 06:00.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` where the two are the same.
  public static func daily(from start: TimeOfDay, to end: TimeOfDay) throws(SchedulerError) -> Exclusion {
    guard start != end else {
      throw SchedulerError(
        .invalidTrigger, "from \(start) to \(end) is no part of a day: to exclude whole days, name their weekdays")
    }
    return Exclusion(kind: .daily(from: start, to: end))
  }

  /// Every local time that a cron expression names: whole minutes, or single seconds where the expression has a field
  /// for them. `* 0-7 * * *` excludes the night.
  /// - Throws: `CronError`; ``SchedulerError`` with the code `invalidTrigger` for `@every` and `@reboot`.
  public static func cron(_ expression: String, dialect: CronDialect = .standard) throws -> Exclusion {
    let read = try CronExpression(expression, dialect: dialect)
    guard read.kind == .fields else {
      throw SchedulerError(.invalidTrigger, "\(expression) names no times of day, so it cannot exclude any")
    }
    return Exclusion(kind: .cron(read))
  }

  /// "Saturday and Sunday", "22:00 to 06:00".
  public var description: String {
    switch kind {
    case .dates(let dates): English.list(dates.sorted().map(\.description))
    case .weekdays(let weekdays): English.list(weekdays.sorted { $0.isoNumber < $1.isoNumber }.map(\.description))
    case .annualDays(let days): English.list(days.sorted().map(\.description))
    case .daily(let from, let to): "\(from) to \(to)"
    case .cron(let expression): "the times of '\(expression.text)'"
    }
  }

  var fingerprint: String {
    switch kind {
    case .dates(let dates): Fingerprint.of("dates", dates.sorted().map(\.description))
    case .weekdays(let weekdays): Fingerprint.of("weekdays", weekdays.map(\.rawValue).sorted().map(String.init))
    case .annualDays(let days): Fingerprint.of("annual", days.sorted().map { "\($0.month)-\($0.day)" })
    case .daily(let from, let to): Fingerprint.of("daily", "\(from.secondOfDay)", "\(to.secondOfDay)")
    case .cron(let expression): Fingerprint.of("cron", expression.dialect.rawValue, expression.text)
    }
  }
}
