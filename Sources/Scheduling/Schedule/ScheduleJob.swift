public import CivilTime
public import Cron

/// A job of a schedule file, or the file's defaults: what is nil was not written.
public struct ScheduleJob: Sendable, Hashable {
  /// When it is due: `cron`, `every`, `at`, `calendar`, `rrule`, `after` or `startup`.
  public var trigger: ScheduleTrigger?
  /// `dialect`: how the cron expression is read; defaults to `standard`.
  public var dialect: CronDialect?
  /// `timezone`: where the cron expression is evaluated; defaults to the file's.
  public var timeZone: String?
  /// `gap`: `shift` or `skip`, for a local time that the clocks jump over.
  public var gap: Zone.GapPolicy?
  /// `overlap-time`: `first`, `last` or `both`, for a local time that the clocks show twice.
  public var overlapTime: Zone.OverlapPolicy?
  /// `anchor`: what an interval is counted from; defaults to 1970.
  public var anchor: Instant?
  /// `exclude`: when it is not due, on the clocks of the time zone.
  public var exclude: [Exclusion]?
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
  /// `overlap`: `skip`, `allow`, `queue-one`, `{ queue-all: 10 }` or `cancel-previous`.
  public var overlap: Overlap?
  /// `max-instances`: 1 to 16.
  public var maxInstances: Int?
  /// `timeout`: a duration, or `none` where the defaults have one and this job has not.
  public var timeout: ScheduleTimeout?
  /// `retry`: each of its keys is merged on its own.
  public var retry: ScheduleRetry?
  /// `breaker`: `{ failures: 5, cool-down: 10m }`, each merged on its own.
  public var breaker: ScheduleBreaker?
  /// `lock`; see ``JobOptions/lock``.
  public var lock: String?
  /// `lease`; see ``JobOptions/lease``.
  public var lease: Duration?
  /// `minimum-hold`; see ``JobOptions/minimumHold``.
  public var minimumHold: Duration?
  /// `recovery`: `rerun`, `record`, or `{ rerun: 10m }` for up to ten minutes after the crash.
  public var recovery: Recovery?
  /// `claims-unreachable`: `hold` or `skip`.
  public var claimsUnreachable: WhenClaimsUnreachable?
  /// `priority`: `low`, `medium`, `high` or a number.
  public var priority: JobPriority?
  /// `executor`; see ``JobOptions/executor``.
  public var executor: String?
  /// `queue`; see ``JobOptions/queue``.
  public var queue: String?
  /// `pause-on-failure`; see ``JobOptions/pausesOnFailure``.
  public var pauseOnFailure: Bool?
  /// `alerts`: each of its keys is merged on its own.
  public var alerts: ScheduleAlerts?
  /// `arguments`: any value; mappings are merged deeply over those of the defaults.
  public var arguments: JobArguments?
  /// `pipeline`: the names of the stages, in order; they must be those of the pipeline in the code.
  public var pipeline: [String]?
  /// `handler`: the name of the body in the code, where it is not the job's id.
  public var handler: String?
  /// `owner`: `responsible` and `accountable`, each merged on its own.
  public var owner: Owner?
  /// `description`: what the job does, in one line.
  public var description: String?
  /// `tags`: words to find it by; they replace those of the defaults.
  public var tags: [String]?
  /// `idempotency`: why it does no harm when a firing runs again.
  public var idempotency: String?
  /// `heartbeat`: the key or URL of the outside monitor that its runs are reported to.
  public var heartbeat: String?
  /// `keep-evidence`: whether log lines and progress of its runs are kept.
  public var keepEvidence: Bool?
  /// `paused`: whether it is added paused.
  public var paused: Bool?

  /// A job with nothing written.
  public init() {}

  /// A job with a trigger and nothing else written.
  public init(trigger: ScheduleTrigger?) { self.trigger = trigger }

  /// This job where it says something, the defaults where it does not.
  ///
  /// Mappings (`owner`, `retry`, `breaker`, `alerts` and, to any depth, `arguments`) are merged key by key. Everything
  /// else, lists too, takes the place of the default.
  public func merged(over defaults: ScheduleJob) -> ScheduleJob { over(defaults) }

  /// The policies; what is not written keeps ``JobOptions``' own default.
  public var options: JobOptions {
    var options = JobOptions()
    if let jitter { options.jitter = jitter }
    if let misfireGrace { options.misfireGrace = misfireGrace }
    if let coalesce { options.coalesce = coalesce }
    if let overlap { options.overlap = overlap }
    if let keepEvidence { options.keepsEvidence = keepEvidence }
    if let paused { options.startsPaused = paused }
    if let minimumHold { options.minimumHold = minimumHold }
    if let tags { options.tags = tags }
    if let priority { options.priority = priority }
    if let executor { options.executor = executor }
    if let queue { options.queue = queue }
    if let claimsUnreachable { options.whenClaimsUnreachable = claimsUnreachable }
    if let pauseOnFailure { options.pausesOnFailure = pauseOnFailure }
    if let alerts { options.alerts = alerts.policy }
    if case .after(let limit) = timeout { options.timeout = limit }
    options.maxInstances = maxInstances
    options.retry = retry?.policy
    options.breaker = breaker?.policy
    options.lock = lock
    options.lease = lease
    options.recovery = recovery
    options.arguments = arguments
    options.owner = owner
    options.description = description
    options.idempotency = idempotency
    options.heartbeat = heartbeat
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
