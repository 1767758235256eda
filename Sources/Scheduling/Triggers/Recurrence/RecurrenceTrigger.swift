public import CivilTime
import Cron

/// Due when a recurrence rule of RFC 5545 (iCalendar) says so, on the clocks of a zone.
///
/// ```swift
/// let payday = try RecurrenceTrigger.recurring("FREQ=MONTHLY;BYDAY=-1FR", starting: start, timeZone: "Europe/Berlin")
/// ```
/// What a rule leaves out, such as the time of day, is that of its start. All parts of RFC 5545 are read: FREQ, INTERVAL,
/// COUNT, UNTIL, BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY with ordinals, BYHOUR, BYMINUTE, BYSECOND, BYSETPOS and
/// WKST. These decisions are this library's own:
/// - The start is an instant of the trigger only where the rule names it, as most libraries have it. Its fraction of a
///   second is dropped.
/// - `UNTIL` as a date includes the whole day; as a time without `Z` it is on the trigger's clocks.
/// - A local time that the clocks jump over counts as the moment of the jump, and one shown twice is due at the earlier
///   instant. Rules by hours, minutes or seconds whose hours (or minutes, or seconds) are not named by a BY part follow
///   the clocks as they are, as cron expressions with a star do.
/// - `COUNT` counts instants, from the start.
/// - Leap seconds (`BYSECOND=60`) are refused.
///
/// Instants are computed up to the year 2261; offsets from UTC beyond 2199 are those of that year's end.
public struct RecurrenceTrigger: SearchingTrigger, Hashable {
  /// The rule as it was written.
  package let rule: String
  /// Where the rule begins, in whole seconds.
  package let start: Instant
  /// The zone on whose clocks it is evaluated.
  package let zone: Zone

  let parsed: RecurrenceRule
  private let times: RecurrenceTimes
  /// No instant is later.
  private let until: Instant
  /// The first instant, once it was searched for: an impossible rule is not searched to the horizon again and again.
  private let beginning: NthInstant
  /// Where `COUNT` ends; nil without it.
  private let counted: NthInstant?

  /// A trigger from a rule.
  /// - Parameters:
  ///   - rule: for example `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE`, with or without `RRULE:` before it.
  ///   - start: where the rule begins (iCalendar's DTSTART): no instant is earlier, and periods are counted from it.
  ///   - timeZone: defaults to UTC.
  /// - Throws: ``RecurrenceError``, which points at the fault; `ZoneError`.
  package init(_ rule: String, starting start: Instant, timeZone: TriggerTimeZone = .utc) throws {
    try self.init(rule, starting: start, in: try timeZone.load())
  }

  init(_ rule: String, starting start: Instant, in zone: Zone) throws(RecurrenceError) {
    let parsed = try RecurrenceParser.parse(rule)
    self.rule = rule
    self.start = Instant(secondsSince1970: start.secondsSince1970)
    self.zone = zone
    self.parsed = parsed
    let local = zone.localTime(at: start)
    times = RecurrenceTimes(parsed, start: local)
    until = parsed.until.map { Self.instant($0, in: zone) } ?? .max
    let before = self.start.advanced(byNanoseconds: -1)
    beginning = NthInstant(1, after: before)
    counted = parsed.count.map { NthInstant($0, after: before) }
  }

  private static func instant(_ until: RecurrenceRule.Until, in zone: Zone) -> Instant {
    switch until {
    case .instant(let instant): return instant
    case .local(let local):
      switch zone.resolve(local) {
      case .unique(let instant), .gap(let instant, _), .ambiguous(_, let instant): return instant
      }
    }
  }

  /// The first and the last possible instant; nil where there is none, or when the budget ends before they are known.
  private func bounds(within budget: inout SearchBudget) -> ClosedRange<Instant>? {
    guard let first = beginning.instant(within: &budget, next: found), first <= until, first < .max else { return nil }
    guard let counted else { return first...until }
    guard let last = counted.instant(within: &budget, next: found) else { return nil }
    return first...max(first, min(last, until))
  }

  /// The first instant strictly later than `instant`, within a budget.
  public func next(after instant: Instant, within budget: inout SearchBudget) -> Instant? {
    guard instant < until, let bounds = bounds(within: &budget), instant < bounds.upperBound else { return nil }
    if instant < bounds.lowerBound { return bounds.lowerBound }
    guard let next = found(after: instant, within: &budget), next <= bounds.upperBound else { return nil }
    return next
  }

  /// The last instant strictly earlier than `instant`, within a budget.
  public func previous(before instant: Instant, within budget: inout SearchBudget) -> Instant? {
    guard instant > start, let bounds = bounds(within: &budget), instant > bounds.lowerBound else { return nil }
    let last = min(instant.advanced(byNanoseconds: -1), bounds.upperBound).secondsSince1970
    return withUnsafeMutablePointer(to: &budget) { budget in
      let found = search(budget).last(through: last).map(Instant.init(secondsSince1970:))
      return budget.pointee.isExhausted ? nil : found
    }
  }

  private func found(after instant: Instant, within budget: inout SearchBudget) -> Instant? {
    let second = instant.secondsSince1970 + 1
    return withUnsafeMutablePointer(to: &budget) { budget in
      let found = search(budget).first(from: second).map(Instant.init(secondsSince1970:))
      return budget.pointee.isExhausted ? nil : found
    }
  }

  private func search(_ budget: UnsafeMutablePointer<SearchBudget>) -> ZonedSearch<BudgetedRecurrence> {
    ZonedSearch(
      search: BudgetedRecurrence(times: times, budget: budget), rules: zone.rules, gap: .shift, overlap: .first)
  }

  /// The trigger as it is written in tables and the status.
  public var expression: String { rule }

  /// The zone in which the trigger is evaluated; nil where none matters.
  public var timeZoneName: String? { zone.identifier }

  /// The trigger in one line of English.
  public var description: String {
    "\(RecurrenceEnglish(rule: parsed, start: zone.localTime(at: start)).text), \(zone.identifier)"
  }

  /// Names the trigger: equal for equal triggers, across processes and releases.
  public var fingerprint: String {
    Fingerprint.of("rrule", "\(start.secondsSince1970)", zone.identifier, rule)
  }

  /// Whether rule, start and zone are the same.
  public static func == (a: RecurrenceTrigger, b: RecurrenceTrigger) -> Bool {
    a.rule == b.rule && a.start == b.start && a.zone == b.zone
  }

  /// Hashes rule, start and zone.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(rule)
    hasher.combine(start)
    hasher.combine(zone)
  }
}

extension Trigger where Self == RecurrenceTrigger {
  /// Due when a recurrence rule says so; see ``RecurrenceTrigger``.
  ///
  /// ```swift
  /// let trigger = try RecurrenceTrigger.recurring("FREQ=MONTHLY;BYDAY=-1FR", starting: start, timeZone: "Europe/Berlin")
  /// ```
  /// - Throws: ``RecurrenceError``, which points at the fault; `ZoneError` for a zone that is not there.
  public static func recurring(
    _ rule: String, starting start: Instant, timeZone: TriggerTimeZone = .utc
  ) throws -> RecurrenceTrigger {
    try RecurrenceTrigger(rule, starting: start, timeZone: timeZone)
  }
}
