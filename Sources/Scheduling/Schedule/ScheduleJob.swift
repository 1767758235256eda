public import CivilTime
public import Cron

/// A job of a schedule file, or the file's defaults: what is nil was not written.
public struct ScheduleJob: Sendable, Hashable {
  /// When it is due: `cron`, `every`, `at`, `rrule`, `after` or `startup`.
  public var trigger: ScheduleTrigger?
  /// `dialect`: how the cron expression is read; `standard` unless given.
  public var dialect: CronDialect?
  /// `timezone`: where the cron expression is evaluated; the file's unless given.
  public var timeZone: String?
  /// `gap`: `shift` or `skip`, for a local time that the clocks jump over.
  public var gap: Zone.GapPolicy?
  /// `overlap-time`: `first`, `last` or `both`, for a local time that the clocks show twice.
  public var overlapTime: Zone.OverlapPolicy?
  /// `start`: no instant is earlier; where a `rrule` begins.
  public var start: Instant?
  /// `end`: no instant is later.
  public var end: Instant?
  /// `limit`: how many instants there are, counted from `start`.
  public var limit: Int?
  /// `jitter`; see ``JobOptions/jitter``.
  public var jitter: Duration?
  /// `misfire-grace`: a duration, or `none` for no limit.
  public var misfireGrace: MisfireGrace?
  /// `coalesce`: `latest`, `none`, or `{ all: 5 }` for the newest five.
  public var coalesce: Coalesce?
  /// `overlap`: `skip` or `allow`.
  public var overlap: Overlap?
  /// `max-instances`: 1 to 16.
  public var maxInstances: Int?
  /// `timeout`: a duration, or `none` where the defaults have one and this job has not.
  public var timeout: ScheduleTimeout?
  /// `lease`; see ``JobOptions/lease``.
  public var lease: Duration?
  /// `minimum-hold`; see ``JobOptions/minimumHold``.
  public var minimumHold: Duration?
  /// `owner`: `responsible` and `accountable`, each merged on its own.
  public var owner: Owner?
  /// `description`: what the job does, in one line.
  public var description: String?
  /// `tags`: words to find it by; they replace those of the defaults.
  public var tags: [String]?
  /// `idempotency`: why it does no harm when a firing runs again.
  public var idempotency: String?
  /// `paused`: whether it is added paused.
  public var paused: Bool?

  /// A job with nothing written.
  public init(trigger: ScheduleTrigger? = nil) { self.trigger = trigger }

  /// This job where it says something, the defaults where it does not.
  public func merged(over defaults: ScheduleJob) -> ScheduleJob {
    var merged = defaults
    func take<Value>(_ path: WritableKeyPath<ScheduleJob, Value?>) {
      if let value = self[keyPath: path] { merged[keyPath: path] = value }
    }
    take(\.trigger)
    take(\.dialect)
    take(\.timeZone)
    take(\.gap)
    take(\.overlapTime)
    take(\.start)
    take(\.end)
    take(\.limit)
    take(\.jitter)
    take(\.misfireGrace)
    take(\.coalesce)
    take(\.overlap)
    take(\.maxInstances)
    take(\.timeout)
    take(\.lease)
    take(\.minimumHold)
    take(\.description)
    take(\.tags)
    take(\.idempotency)
    take(\.paused)
    if let owner {
      merged.owner = Owner(
        responsible: owner.responsible ?? defaults.owner?.responsible,
        accountable: owner.accountable ?? defaults.owner?.accountable)
    }
    return merged
  }

  /// The policies; what is not written keeps ``JobOptions``' own default.
  public var options: JobOptions {
    var options = JobOptions()
    if let jitter { options.jitter = jitter }
    if let misfireGrace { options.misfireGrace = misfireGrace }
    if let coalesce { options.coalesce = coalesce }
    if let overlap { options.overlap = overlap }
    if let paused { options.startsPaused = paused }
    if let minimumHold { options.minimumHold = minimumHold }
    if let tags { options.tags = tags }
    if case .after(let limit) = timeout { options.timeout = limit }
    options.maxInstances = maxInstances
    options.lease = lease
    options.owner = owner
    options.description = description
    options.idempotency = idempotency
    return options
  }
}

/// The `timeout` of a schedule file.
public enum ScheduleTimeout: Sendable, Hashable {
  /// `none`: no limit, whatever the defaults say.
  case unlimited
  /// A duration.
  case after(Duration)
}
