public import CivilTime

/// A cron expression in a time zone: the instants at which something is due.
///
/// ```swift
/// let schedule = try CronSchedule("30 2 * * MON-FRI", in: Zone(named: "Europe/Berlin"))
/// let next = schedule.next(after: now)
/// ```
/// <doc:DaylightSaving> says what happens when clocks are moved.
public struct CronSchedule: Hashable, Sendable {
  /// The expression.
  public let expression: CronExpression
  /// The zone whose clocks it is read on.
  public let zone: Zone
  /// What happens to a local time that the clocks jump over. Schedules with a star in second, minute or hour follow
  /// the clocks as they are and ask neither policy.
  public let gap: Zone.GapPolicy
  /// What happens to a local time that the clocks show twice.
  public let overlap: Zone.OverlapPolicy
  /// What `@every` counts from; the epoch, so that every replica computes the same instants.
  public let anchor: Instant

  /// A schedule of an expression in a zone.
  public init(
    _ expression: CronExpression, in zone: Zone = .utc, gap: Zone.GapPolicy = .shift,
    overlap: Zone.OverlapPolicy = .first, anchor: Instant = .epoch
  ) {
    self.expression = expression
    self.zone = zone
    self.gap = gap
    self.overlap = overlap
    self.anchor = anchor
  }

  /// A schedule of an expression in the standard dialect, read from its text.
  ///
  /// - Throws: ``CronError``.
  public init(
    _ text: String, in zone: Zone = .utc, gap: Zone.GapPolicy = .shift, overlap: Zone.OverlapPolicy = .first
  ) throws(CronError) {
    self.init(try CronExpression(text), in: zone, gap: gap, overlap: overlap)
  }

  /// The first instant strictly after another; nil when there is none up to the year 2199, and for `@reboot`.
  public func next(after instant: Instant) -> Instant? {
    guard expression.storage.interval == 0 else { return grid.next(after: instant) }
    let second = rules.first(from: instant.secondsSince1970 &+ 1, of: expression.search, on: zone.rules)
    guard let second else { return nil }
    return Instant(nanosecondsSince1970: second &* 1_000_000_000)
  }

  /// The last instant strictly before another; nil when there is none from 1970 on, and for `@reboot`.
  public func previous(before instant: Instant) -> Instant? {
    guard expression.storage.interval == 0 else { return grid.previous(before: instant) }
    let through = instant.advanced(byNanoseconds: -1).secondsSince1970
    guard let second = rules.last(through: through, of: expression.search, on: zone.rules) else { return nil }
    return Instant(nanosecondsSince1970: second &* 1_000_000_000)
  }

  private var rules: ClockRules { ClockRules(gap: gap, overlap: overlap) }
  private var grid: Grid { Grid(anchor: anchor, distance: expression.storage.interval) }

  /// The first `count` instants strictly after another; fewer when the schedule ends.
  public func next(_ count: Int, after instant: Instant) -> [Instant] {
    Array(instants(after: instant).prefix(max(0, count)))
  }

  /// The instants strictly after another, computed as they are asked for.
  public func instants(after instant: Instant) -> Instants { Instants(schedule: self, last: instant) }

  /// Whether the schedule is due at exactly this instant.
  public func matches(_ instant: Instant) -> Bool {
    next(after: instant.advanced(byNanoseconds: -1)) == instant
  }

  /// Whether the schedule has no instant in any year: `0 0 31 2 *`. Of `@reboot` it is false: it runs at start-up.
  public var neverFires: Bool {
    expression.kind == .startup ? false : next(after: .min) == nil
  }

  /// This schedule by the tz database as it is now; itself, unless the zone's file was updated.
  ///
  /// The file is looked at on disk at most once a day.
  public func refreshed() -> CronSchedule {
    let current = zone.refreshed()
    return current == zone
      ? self : CronSchedule(expression, in: current, gap: gap, overlap: overlap, anchor: anchor)
  }

  /// The instants of a schedule in order; ends when the schedule does.
  public struct Instants: Sequence, IteratorProtocol, Sendable {
    let schedule: CronSchedule
    var last: Instant

    /// The next instant.
    public mutating func next() -> Instant? {
      guard let next = schedule.next(after: last) else { return nil }
      last = next
      return next
    }
  }
}
