#if Redis
  import CivilTime
  import FleetLog
  import Scheduling
  import SchedulingRedis

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// The code of a plan's jobs where they are stored: its arguments say which of them it is.
  struct FleetJob: JobHandler {
    static let name = "fleet.job"
    let plan: [FleetPlan.Job]
    let body: WorkerBody

    func run(_ arguments: FleetArguments, _ run: RunContext) async throws {
      guard let job = plan.first(where: { $0.name == arguments.job }) else { throw NoSuchJob(name: arguments.job) }
      try await body.run(job, arguments, run)
    }

    struct NoSuchJob: Error { var name: String }
  }

  extension WorkerOptions.Backend {
    /// Whether the jobs are kept by Redis.
    var isStore: Bool { self == .store || self == .storeAdding }
    /// Whether firings are shared by one of the common ways that must fail.
    var isNaive: Bool { self == .naiveLock || self == .naiveInstant }
  }

  /// A durable store of a worker that dies before it asks.
  struct CrashingStore: JobStoreService {
    let base: RedisClaims
    let crash: CrashPoint
    let log: FleetLog

    var kind: String { base.kind }

    func decide(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [ClaimVerdict] {
      try await CrashingClaims(base: base, crash: crash, log: log).decide(requests)
    }

    func start(instance: String, observer: @escaping @Sendable (ClaimsEvent) -> Void) {
      base.start(instance: instance, observer: observer)
    }
    func register(_ jobs: [ClaimRegistration]) async throws(ClaimsUnavailable) -> [RegisteredJob] {
      try await base.register(jobs)
    }
    func renew(_ leases: [Lease]) async throws(ClaimsUnavailable) -> [RenewalVerdict] { try await base.renew(leases) }
    func finish(_ reports: [FinishReport]) async throws(ClaimsUnavailable) { try await base.finish(reports) }
    func abandon(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [Bool] {
      try await base.abandon(requests)
    }
    func heartbeat(_ report: MemberReport) async throws(ClaimsUnavailable) -> HeartbeatReply {
      try await base.heartbeat(report)
    }
    func pause(_ job: JobID?, note: String?) async throws(ClaimsUnavailable) { try await base.pause(job, note: note) }
    func fleetTime(at time: MonotonicTime) -> Instant? { base.fleetTime(at: time) }

    func put(_ change: StoredJobChange) async throws(ClaimsUnavailable) -> StoredJobReply { try await base.put(change) }
    func remove(_ job: JobID, expected: Int64?, token: RunID) async throws(ClaimsUnavailable) -> StoredJobReply {
      try await base.remove(job, expected: expected, token: token)
    }
    func head(_ question: StoreHeadQuestion) async throws(ClaimsUnavailable) -> StoreHead {
      try await base.head(question)
    }
    func load(_ jobs: [StoredJobQuestion]) async throws(ClaimsUnavailable) -> [StoredJob?] { try await base.load(jobs) }
    func place(_ places: [StoredJobPlace]) async throws(ClaimsUnavailable) { try await base.place(places) }
    func list(after job: JobID?, limit: Int) async throws(ClaimsUnavailable) -> [JobID] {
      try await base.list(after: job, limit: limit)
    }
  }
#endif
