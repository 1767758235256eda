#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  /// The accounting invariant where jobs are data: over random policies, failures and pauses
  /// every instant of every job has exactly one outcome in the fleet's history.
  @Suite("The books of a fleet with stored jobs")
  struct StoreAccountingTests {
    struct Broken: Error {}

    /// Succeeds, fails or dawdles: what it does is a function of its firing, the same for whoever asks.
    private struct Erratic: JobHandler {
      static let name = "erratic"
      struct Arguments: Codable, Sendable { var seed: Int }

      func run(_ arguments: Arguments, _ run: RunContext) async throws {
        let draw =
          abs(Int(run.firing.instant.millisecondsSince1970 / 100) &* 31 &+ arguments.seed &* 7 &+ run.attempt) % 10
        if draw < 3 { throw Broken() }
        if draw < 5 { try await Task.sleep(for: .milliseconds(350)) }
      }
    }

    private func options(_ number: Int) -> JobOptions {
      let overlaps: [Overlap] = [.skip, .allow, .queueOne, .queueAll(limit: 3), .cancelPrevious]
      var options = JobOptions()
      options.recovery = .record
      options.overlap = overlaps[number % overlaps.count]
      options.misfireGrace = .seconds(2 + number % 3)
      if number % 2 == 0 { options.retry = Retry(attempts: 2, backoff: .fixed(.milliseconds(50))) }
      if number % 3 == 0 { options.breaker = CircuitBreaker(failures: 2, coolDown: .milliseconds(900)) }
      if number % 4 == 0 { options.timeout = .milliseconds(200) }
      if number % 5 == 0 { options.lock = "shared" }
      if number % 7 == 0 { options.coalesce = .all(limit: 5) }
      return options
    }

    @Test("balance whatever the policies, the failures and the pauses", arguments: [1, 2])
    func balance(seed: Int) async throws {
      let server = try RedisServer.start()
      let clients = try (0..<3).map { _ in try RedisClient(url: server.url) }
      defer { for client in clients { client.close() } }
      let schedulers = clients.enumerated().map { index, client in
        var configuration = SchedulerConfiguration(instance: "replica-\(index)")
        configuration.lease = .seconds(10)
        configuration.drainTimeout = .seconds(2)
        return Scheduler(
          store: .redis(client, namespace: "test"), handlers: [Erratic()], configuration: configuration)
      }
      let jobs = (0..<20).map { JobID("job-\($0)") }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for scheduler in schedulers { group.addTask { try await scheduler.run() } }
        for (number, job) in jobs.enumerated() {
          try await schedulers[number % 3].add(
            job, Erratic.self, .init(seed: seed &* 100 &+ number), .every(.milliseconds(100 * (1 + number % 4))),
            options: options(number))
        }
        // How long each lasts is part of what is drawn; the books balance whatever it is.
        for round in 0..<6 {
          let job = jobs[(seed * 5 + round * 3) % jobs.count]
          try await schedulers[round % 3].pause(job, note: "round \(round)")
          try await Task.sleep(for: .milliseconds(500))
          try await schedulers[(round + 1) % 3].resume(job)
          if round == 3 { try await schedulers[0].pauseAll(note: "everything") }
          try await Task.sleep(for: .milliseconds(300))
          if round == 3 { try await schedulers[2].resumeAll() }
        }
        group.cancelAll()
        try await group.waitForAll()
      }
      let reader = RedisClaims(clients[0], namespace: "test")
      let rows = try await reader.history(limit: 10_000).filter { $0.cause == .scheduled && !$0.willRetry }
      for (number, job) in jobs.enumerated() {
        let step = Int64(100 * (1 + number % 4))
        let own = rows.filter { $0.job == job }.sorted { $0.firstInstant < $1.firstInstant }
        #expect(own.count > 3)
        for (earlier, later) in zip(own, own.dropFirst()) {
          #expect(
            later.firstInstant.millisecondsSince1970 - earlier.instant.millisecondsSince1970 == step,
            "\(job): \(earlier.outcome) at \(earlier.instant), then \(later.outcome) at \(later.firstInstant)")
        }
        for row in own {
          let span = row.instant.millisecondsSince1970 - row.firstInstant.millisecondsSince1970
          #expect(Int64(row.count) == span / step + 1)
        }
      }
      let outcomes = Set(rows.map(\.outcome))
      #expect(outcomes.isSuperset(of: [.succeeded, .failed, .skipped(.paused), .skipped(.circuitOpen)]))
    }
  }
#endif
