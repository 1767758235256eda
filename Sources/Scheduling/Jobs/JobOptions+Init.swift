extension JobOptions {
  /// Options, each with its default where it is left out. The properties say what each does.
  ///
  /// ```swift
  /// try await scheduler.add(
  ///   "daily-stats", .cron("30 2 * * *"), options: JobOptions(misfireGrace: .hours(6), timeout: .minutes(20))
  /// ) { run in … }
  /// ```
  public init(
    misfireGrace: MisfireGrace = .seconds(60), coalesce: Coalesce = .latest, overlap: Overlap = .skip,
    maxInstances: Int? = nil, timeout: Duration? = nil, jitter: Duration = .zero, lease: Duration? = nil,
    minimumHold: Duration = .zero, retry: Retry? = nil, breaker: CircuitBreaker? = nil,
    priority: JobPriority = .medium, executor: String = JobOptions.defaultExecutor, lock: String? = nil,
    recovery: Recovery? = nil, whenClaimsUnreachable: WhenClaimsUnreachable = .hold, pausesOnFailure: Bool = false,
    alerts: AlertRules = AlertRules(), arguments: JobArguments? = nil, queue: String = JobOptions.defaultQueue,
    owner: JobOptions.Owner? = nil, description: String? = nil, tags: [String] = [], idempotency: String? = nil,
    heartbeat: String? = nil, keepsEvidence: Bool = true, startsPaused: Bool = false
  ) {
    self.init()
    self.misfireGrace = misfireGrace
    self.coalesce = coalesce
    self.overlap = overlap
    self.maxInstances = maxInstances
    self.timeout = timeout
    self.jitter = jitter
    self.lease = lease
    self.minimumHold = minimumHold
    self.retry = retry
    self.breaker = breaker
    self.priority = priority
    self.executor = executor
    self.lock = lock
    self.recovery = recovery
    self.whenClaimsUnreachable = whenClaimsUnreachable
    self.pausesOnFailure = pausesOnFailure
    self.alerts = alerts
    self.arguments = arguments
    self.queue = queue
    self.owner = owner
    self.description = description
    self.tags = tags
    self.idempotency = idempotency
    self.heartbeat = heartbeat
    self.keepsEvidence = keepsEvidence
    self.startsPaused = startsPaused
  }
}
