package import CivilTime
package import Cron

/// A job of a schedule file, or the file's defaults: what is nil was not written.
package struct ScheduleJob: Sendable, Hashable {
  /// When it is due: `cron`, `every`, `at`, `calendar`, `rrule`, `after` or `startup`.
  package var trigger: ScheduleTrigger?
  /// `dialect`: how the cron expression is read; defaults to `standard`.
  package var dialect: CronDialect?
  /// `timezone`: where the cron expression is evaluated; defaults to the file's.
  package var timeZone: String?
  /// `gap`: `shift` or `skip`, for a local time that the clocks jump over.
  package var gap: Zone.GapPolicy?
  /// `overlap-time`: `first`, `last` or `both`, for a local time that the clocks show twice.
  package var overlapTime: Zone.OverlapPolicy?
  /// `anchor`: what an interval is counted from; defaults to 1970.
  package var anchor: Instant?
  /// `exclude`: when it is not due, on the clocks of the time zone.
  package var exclude: [Exclusion]?
  /// `start`: no instant is earlier; where a `rrule` begins.
  package var start: Instant?
  /// `end`: no instant is later.
  package var end: Instant?
  /// `limit`: how many instants there are, counted from `start`.
  package var limit: Int?
  /// `jitter`; see ``JobOptions/jitter``.
  package var jitter: Duration?
  /// `misfire-grace`: a duration, or `none` for no limit.
  package var misfireGrace: MisfireGrace?
  /// `coalesce`: `latest`, `discard`, or `{ all: 5 }` for the newest five.
  package var coalesce: Coalesce?
  /// `overlap`: `skip`, `allow`, `queue-one`, `{ queue-all: 10 }` or `cancel-previous`.
  package var overlap: Overlap?
  /// `max-instances`: 1 to 16.
  package var maxInstances: Int?
  /// `timeout`: a duration, or `none` where the defaults have one and this job has not.
  package var timeout: ScheduleTimeout?
  /// `retry`: each of its keys is merged on its own.
  package var retry: ScheduleRetry?
  /// `breaker`: `{ failures: 5, cool-down: 10m }`, each merged on its own.
  package var breaker: ScheduleBreaker?
  /// `lock`; see ``JobOptions/lock``.
  package var lock: String?
  /// `lease`; see ``JobOptions/lease``.
  package var lease: Duration?
  /// `minimum-hold`; see ``JobOptions/minimumHold``.
  package var minimumHold: Duration?
  /// `recovery`: `rerun`, `record`, or `{ rerun: 10m }` for up to ten minutes after the crash.
  package var recovery: Recovery?
  /// `claims-unreachable`: `hold` or `skip`.
  package var claimsUnreachable: WhenClaimsUnreachable?
  /// `priority`: `low`, `medium`, `high` or a number.
  package var priority: JobPriority?
  /// `executor`; see ``JobOptions/executor``.
  package var executor: String?
  /// `queue`; see ``JobOptions/queue``.
  package var queue: String?
  /// `pause-on-failure`; see ``JobOptions/pausesOnFailure``.
  package var pauseOnFailure: Bool?
  /// `alerts`: each of its keys is merged on its own.
  package var alerts: ScheduleAlerts?
  /// `arguments`: any value; mappings are merged deeply over those of the defaults.
  package var arguments: JobArguments?
  /// `pipeline`: the names of the stages, in order; they must be those of the pipeline in the code.
  package var pipeline: [String]?
  /// `handler`: the name of the body in the code, where it is not the job's id.
  package var handler: String?
  /// `owner`: `responsible` and `accountable`, each merged on its own.
  package var owner: JobOptions.Owner?
  /// `description`: what the job does, in one line.
  package var description: String?
  /// `tags`: words to find it by; they replace those of the defaults.
  package var tags: [String]?
  /// `idempotency`: why it does no harm when a firing runs again.
  package var idempotency: String?
  /// `heartbeat`: the key or URL of the outside monitor that its runs are reported to.
  package var heartbeat: String?
  /// `keep-evidence`: whether log lines and progress of its runs are kept.
  package var keepEvidence: Bool?
  /// `paused`: whether it is added paused.
  package var paused: Bool?

  /// A job with nothing written.
  package init() {}

  /// A job with a trigger and nothing else written.
  package init(trigger: ScheduleTrigger?) { self.trigger = trigger }

  /// This job where it says something, the defaults where it does not.
  ///
  /// Mappings (`owner`, `retry`, `breaker`, `alerts` and, to any depth, `arguments`) are merged key by key. Everything
  /// else, lists too, takes the place of the default.
  package func merged(over defaults: ScheduleJob) -> ScheduleJob { over(defaults) }

  /// The policies; what is not written keeps ``JobOptions``' own default.
  package var options: JobOptions {
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
package enum ScheduleTimeout: Sendable, Hashable {
  /// `none`: no limit, whatever the defaults say.
  case unlimited
  /// A duration.
  case after(Duration)
}
