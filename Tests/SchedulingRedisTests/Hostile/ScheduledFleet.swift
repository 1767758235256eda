#if Redis
  import CivilTime
  import Scheduling
  import SchedulingRedis

  /// Schedulers of a test on one server: they run while a body goes on.
  enum ScheduledFleet {
    struct Start: Sendable, Hashable {
      var job: JobID
      var instant: Instant
    }

    @discardableResult
    static func run<Result: Sendable>(
      _ url: String, _ name: String = "a", store: Bool = false, handlers: [any JobHandler] = [],
      commandTimeout: Duration = .seconds(2), _ body: @Sendable (Scheduler) async throws -> Result
    ) async throws -> Result {
      var redis = try RedisConfiguration(url: url)
      redis.commandTimeout = commandTimeout
      let client = try RedisClient(configuration: redis)
      defer { client.close() }
      var configuration = SchedulerConfiguration(instance: name)
      configuration.lease = .seconds(3)
      configuration.drainTimeout = .milliseconds(50)
      let scheduler =
        store
        ? Scheduler(store: .redis(client, namespace: "test"), handlers: handlers, configuration: configuration)
        : Scheduler(claims: .redis(client, namespace: "test"), configuration: configuration)
      return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await scheduler.run() }
        while !scheduler.status.isRunning { await Task.yield() }
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body(scheduler)) } catch { outcome = .failure(error) }
        group.cancelAll()
        try await group.waitForAll()
        return try outcome.get()
      }
    }
  }

  /// A handler that writes down what it started.
  struct Started: JobHandler {
    static let name = "started"
    struct Arguments: Codable, Sendable { var text: String? }
    let starts: Collected<ScheduledFleet.Start>

    func run(_ arguments: Arguments, _ run: RunContext) async throws {
      starts.append(.init(job: run.job, instant: run.firing.instant))
    }
  }
#endif
