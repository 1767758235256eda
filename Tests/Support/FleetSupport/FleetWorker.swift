#if Redis
  import FleetLog
  import Logging
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import ServiceLifecycle
  import UnixSignals

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// One replica of a fleet under test, as a process of its own.
  package struct FleetWorker: Sendable {
    package static let namespace = "fleet"
    let options: WorkerOptions

    package init(_ options: WorkerOptions) { self.options = options }

    package func run() async throws {
      var logger = Logger(label: "worker")
      logger.logLevel = .warning
      let log = try FleetLog(path: options.log)
      Starvation.watch(log, lease: options.lease)
      var configuration = try RedisConfiguration(url: options.redis)
      configuration.commandTimeout = .milliseconds(options.commandTimeout)
      configuration.connectTimeout = .milliseconds(options.commandTimeout)
      let client = try RedisClient(configuration: configuration, logger: logger)
      let crash = CrashPoint(options)
      let claims: any ClaimService =
        switch options.backend {
        case .claims, .store, .storeAdding: RedisClaims(client, namespace: Self.namespace, historyLength: 1_000_000)
        case .naiveLock: NaiveClaims(client, namespace: Self.namespace, .lockPerName)
        case .naiveInstant: NaiveClaims(client, namespace: Self.namespace, .keyPerInstant)
        }
      var settings = SchedulerConfiguration(instance: "\(getpid())")
      settings.lease = .milliseconds(options.lease)
      settings.drainTimeout = .seconds(5)
      settings.eventBuffer = 100_000
      settings.maxConcurrentRuns = options.concurrency
      let body = WorkerBody(log: log, crash: crash, wallOffset: options.wallOffset)
      let plan = FleetPlan.named(options.plan)
      let scheduler: Scheduler
      if options.backend.isStore, let store = claims as? RedisClaims {
        scheduler = Scheduler(
          store: JobStore(CrashingStore(base: store, crash: crash, log: log)),
          handlers: [FleetJob(plan: plan, body: body)], configuration: settings, logger: logger)
      } else {
        scheduler = Scheduler(
          claims: Claims(CrashingClaims(base: claims, crash: crash, log: log)), configuration: settings, logger: logger)
      }
      try await WorkerJobs(options: options, body: body).add(to: scheduler)
      let journal = Journal(log: log, events: scheduler.events())
      async let journalled: Void = journal.run()
      let holders = LockHolders(
        client: client, log: log, locks: options.backend.isNaive ? [] : FleetPlan.locks(of: options.plan),
        lease: options.lease)
      try await ServiceGroup(
        services: [client, scheduler, holders], gracefulShutdownSignals: [.sigterm], logger: logger
      ).run()
      await journalled
    }
  }

  /// Writes down what was decided without a start, and the runs of others that were found dead.
  private struct Journal {
    let log: FleetLog
    let events: SchedulerEvents

    func run() async {
      for await event in events {
        switch event {
        case .ended(let record) where !record.outcome.didRun || record.outcome == .crashed:
          log.append(
            .outcome(
              .init(
                job: record.job.rawValue, from: record.firstInstant.millisecondsSince1970,
                to: record.instant.millisecondsSince1970, count: Int64(record.count), pid: getpid(),
                at: FleetClock.continuous, word: record.outcome.description, cause: record.cause.rawValue,
                run: record.runID?.description ?? FleetLine.Origin.none)))
        // A log with holes proves nothing.
        case .dropped: exit(4)
        case .stopped: return
        default: break
        }
      }
    }
  }
#endif
