public import CivilTime
public import Cron

/// Due when a cron expression says so, on the clocks of a zone.
///
/// An `H` in the expression is hashed from the job's id: a hundred jobs at `H * * * *` spread over the hour, each at the
/// same minute on every replica.
public struct CronTrigger: Trigger, Hashable {
  /// The expression in its zone.
  public let schedule: CronSchedule
  let takesSeedFromJob: Bool

  /// A trigger from a schedule with settings of its own, for example another dialect or policy.
  public init(_ schedule: CronSchedule) {
    self.init(schedule, takesSeedFromJob: false)
  }

  init(_ schedule: CronSchedule, takesSeedFromJob: Bool) {
    self.schedule = schedule
    self.takesSeedFromJob = takesSeedFromJob
  }

  /// A trigger from an expression.
  /// - Parameters:
  ///   - expression: for example `*/5 * * * *`, `30 2 * * MON-FRI`, `@daily` or `H 3 * * *`.
  ///   - timeZone: defaults to UTC.
  ///   - dialect: defaults to the standard one.
  ///   - gap: what becomes of a local time that the clocks jump over; see `CronSchedule`.
  ///   - overlap: what becomes of a local time that the clocks show twice.
  /// - Throws: `CronError`, which points at the fault; `ZoneError`; ``SchedulerError`` for `@reboot`, which names no
  ///   instant.
  package init(
    _ expression: String, timeZone: TriggerTimeZone = .utc, dialect: CronDialect = .standard,
    gap: Zone.GapPolicy = .shift, overlap: Zone.OverlapPolicy = .first
  ) throws {
    // A placeholder seed lets an expression with H be checked before its job is known.
    let read = try CronExpression(expression, dialect: dialect, seed: "")
    guard read.kind != .startup else {
      throw SchedulerError(.invalidTrigger, "@reboot names no instant, so it cannot be a cron trigger")
    }
    schedule = CronSchedule(read, in: try timeZone.load(), gap: gap, overlap: overlap)
    takesSeedFromJob = read.usesHash
  }

  /// The first instant strictly later than `instant`; nil when there is none.
  public func next(after instant: Instant) -> Instant? { schedule.next(after: instant) }

  /// The last instant strictly earlier than `instant`; nil when there is none.
  public func previous(before instant: Instant) -> Instant? { schedule.previous(before: instant) }

  /// The first instant strictly later than `instant`, within a budget.
  public func next(after instant: Instant, within budget: inout SearchBudget) -> Instant? {
    guard budget.spend() else { return nil }
    let next = schedule.next(after: instant)
    return budget.spend(months: (next ?? .max).nanoseconds(since: instant)) ? next : nil
  }

  /// The last instant strictly earlier than `instant`, within a budget.
  public func previous(before instant: Instant, within budget: inout SearchBudget) -> Instant? {
    guard budget.spend() else { return nil }
    let previous = schedule.previous(before: instant)
    return budget.spend(months: instant.nanoseconds(since: previous ?? .min)) ? previous : nil
  }

  /// How many instants there are from `first` to `last`, both of which are instants of this trigger.
  public func count(from first: Instant, through last: Instant, within budget: inout SearchBudget) -> Int {
    schedule.count(from: first, through: last)
  }

  /// The trigger as it is for one job.
  public func prepared(for job: JobID) throws -> any Trigger {
    guard takesSeedFromJob else { return self }
    return CronTrigger(
      CronSchedule(
        schedule.expression.seeded(with: job.rawValue), in: schedule.zone, gap: schedule.gap,
        overlap: schedule.overlap, anchor: schedule.anchor))
  }

  /// The trigger as it is written in tables and the status.
  public var expression: String { schedule.expression.text }

  /// The zone in which the trigger is evaluated; nil where none matters.
  public var timeZoneName: String? {
    if case .interval = schedule.expression.kind { return nil }
    return schedule.zone.identifier
  }

  /// The trigger in one line of English.
  public var description: String { schedule.explanation }

  /// Names the trigger: equal for equal triggers, across processes and releases.
  public var fingerprint: String {
    let read = schedule.expression
    return Fingerprint.of(
      "cron", read.dialect.rawValue, read.dayMatch.rawValue, schedule.gap.rawValue, schedule.overlap.rawValue,
      schedule.zone.identifier, "\(schedule.anchor.nanosecondsSince1970)", seedPart, read.text)
  }

  /// The placeholder before the job is known is no seed.
  private var seedPart: String { ownSeed.map { "seed \($0)" } ?? "" }

  /// What `H` is hashed from, where that matters and is known.
  var ownSeed: String? { takesSeedFromJob || !schedule.expression.usesHash ? nil : schedule.expression.seed }
}

extension Trigger where Self == CronTrigger {
  /// Due when a cron expression says so; see ``CronTrigger``.
  ///
  /// ```swift
  /// try await scheduler.add("nightly", .cron("0 2 * * *", timeZone: "Europe/Berlin")) { _ in … }
  /// ```
  /// - Throws: `CronError`, which points at the fault; `ZoneError` for a zone that is not there.
  public static func cron(
    _ expression: String, timeZone: TriggerTimeZone = .utc, dialect: CronDialect = .standard,
    gap: Zone.GapPolicy = .shift, overlap: Zone.OverlapPolicy = .first
  ) throws -> CronTrigger {
    try CronTrigger(expression, timeZone: timeZone, dialect: dialect, gap: gap, overlap: overlap)
  }
}
