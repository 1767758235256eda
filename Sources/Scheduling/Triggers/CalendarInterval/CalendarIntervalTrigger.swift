public import CivilTime
import Cron

/// Due every so many days, weeks, months or years at a time of day, on the clocks of a zone.
///
/// ```swift
/// guard let first = CivilDate(year: 2027, month: 1, day: 31) else { return }
/// let rent = try CalendarIntervalTrigger.calendar(
///   every: .months(1), from: first, at: TimeOfDay("09:00"), timeZone: "Europe/Berlin", dayOverflow: .clamp)
/// ```
/// Unlike cron's `*/2`, which begins anew each month, and unlike an elapsed ``IntervalTrigger``, it keeps both its distance
/// and its time of day. The nth instant is always counted from the anchor: from 31 January by months comes 31 March, not
/// the 28th.
///
/// Where the clocks jump over the time, it is due at the moment of the jump; where they show it twice, at the earlier
/// instant. A date that a zone left out altogether, as Apia did with 30 December 2011, does not happen.
public struct CalendarIntervalTrigger: Trigger, Hashable {
  /// The distance.
  package let interval: CalendarInterval
  /// The first date.
  package let anchor: CivilDate
  /// The time of day.
  package let time: TimeOfDay
  /// The zone on whose clocks it is evaluated.
  package let zone: Zone
  /// What becomes of months that lack the anchor's day.
  package let dayOverflow: DayOverflow

  /// The largest count of units.
  private static let largestCount = 100_000

  /// A trigger that is due on the anchor's date and every interval after it.
  /// - Parameters:
  ///   - interval: `.days(2)`, `.weeks(1)`, `.months(3)`; the count is 1 to 100,000.
  ///   - anchor: the first date. It is required so that replicas and restarts count alike.
  ///   - time: the time of day; defaults to midnight.
  ///   - timeZone: defaults to UTC.
  ///   - dayOverflow: what becomes of months that lack the anchor's day; defaults to skipping them.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` for a count out of range; `ZoneError`.
  package init(
    every interval: CalendarInterval, from anchor: CivilDate, at time: TimeOfDay = .midnight,
    timeZone: TriggerTimeZone = .utc, dayOverflow: DayOverflow = .skip
  ) throws {
    try self.init(every: interval, from: anchor, at: time, in: try timeZone.load(), dayOverflow: dayOverflow)
  }

  init(
    every interval: CalendarInterval, from anchor: CivilDate, at time: TimeOfDay, in zone: Zone,
    dayOverflow: DayOverflow
  ) throws(SchedulerError) {
    guard (1...Self.largestCount).contains(interval.count) else {
      throw SchedulerError(
        .invalidTrigger,
        "a calendar interval counts 1 to \(Self.largestCount) \(interval.unit.rawValue), not \(interval.count)")
    }
    self.interval = interval
    self.anchor = anchor
    self.time = time
    self.zone = zone
    self.dayOverflow = dayOverflow
  }

  /// The first instant strictly later than `instant`; nil when there is none.
  public func next(after instant: Instant) -> Instant? {
    search.first(from: instant.secondsSince1970 + 1).map(Instant.init(secondsSince1970:))
  }

  /// The last instant strictly earlier than `instant`; nil when there is none.
  public func previous(before instant: Instant) -> Instant? {
    search.last(through: instant.advanced(byNanoseconds: -1).secondsSince1970).map(Instant.init(secondsSince1970:))
  }

  /// The first instant strictly later than `instant`, within a budget.
  public func next(after instant: Instant, within budget: inout SearchBudget) -> Instant? {
    guard budget.spend() else { return nil }
    let next = next(after: instant)
    return budget.spend(months: (next ?? .max).nanoseconds(since: instant)) ? next : nil
  }

  /// The last instant strictly earlier than `instant`, within a budget.
  public func previous(before instant: Instant, within budget: inout SearchBudget) -> Instant? {
    guard budget.spend() else { return nil }
    let previous = previous(before: instant)
    return budget.spend(months: instant.nanoseconds(since: previous ?? .min)) ? previous : nil
  }

  private var search: ZonedSearch<CalendarIntervalTimes> {
    ZonedSearch(
      search: CalendarIntervalTimes(interval, from: anchor, at: time, dayOverflow: dayOverflow), rules: zone.rules,
      gap: .shift, overlap: .first)
  }

  /// The trigger as it is written in tables and the status.
  public var expression: String { "every \(interval) at \(time) from \(anchor)" }

  /// The zone in which the trigger is evaluated; nil where none matters.
  public var timeZoneName: String? { zone.identifier }

  /// The trigger in one line of English.
  public var description: String {
    var day = ""
    switch interval.unit {
    case .days: break
    case .weeks: day = " on \(anchor.weekday)"
    case .months: day = " on the \(English.ordinal(anchor.day))"
    case .years: day = " on the \(English.ordinal(anchor.day)) of \(English.months[anchor.month - 1])"
    }
    let overflows = interval.unit == .months ? anchor.day > 28 : anchor.month == 2 && anchor.day == 29
    if overflows, interval.unit == .months || interval.unit == .years {
      day += dayOverflow == .clamp ? " or the last day of a shorter month" : " where there is one"
    }
    return "Every \(interval)\(day) at \(time), from \(anchor), \(zone.identifier)"
  }

  /// Names the trigger: equal for equal triggers, across processes and releases.
  public var fingerprint: String {
    Fingerprint.of(
      "calendar", "\(interval.count)", interval.unit.rawValue, "\(anchor)", "\(time.secondOfDay)",
      dayOverflow.rawValue, zone.identifier)
  }
}

extension Trigger where Self == CalendarIntervalTrigger {
  /// Due every so many days, weeks, months or years at a time of day; see ``CalendarIntervalTrigger``.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` for a count out of range; `ZoneError`.
  public static func calendar(
    every interval: CalendarInterval, from anchor: CivilDate, at time: TimeOfDay = .midnight,
    timeZone: TriggerTimeZone = .utc, dayOverflow: DayOverflow = .skip
  ) throws -> CalendarIntervalTrigger {
    try CalendarIntervalTrigger(
      every: interval, from: anchor, at: time, timeZone: timeZone, dayOverflow: dayOverflow)
  }
}
