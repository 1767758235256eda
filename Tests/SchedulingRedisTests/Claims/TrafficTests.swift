#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  /// What a replica costs Redis, in calls: counts, not times.
  @Suite(.serialized) struct TrafficTests {
    /// Calls of scripts since the server's counts were set to zero.
    private func scripts(_ client: RedisClient) async throws -> Int {
      let info = try await client.command("INFO", "commandstats").string ?? ""
      return info.split(whereSeparator: \.isNewline).reduce(0) { sum, line in
        guard line.hasPrefix("cmdstat_evalsha:calls="), let text = line.split(separator: "=").dropFirst().first,
          let calls = Int(text.prefix { $0.isNumber })
        else { return sum }
        return sum + calls
      }
    }

    private func withScheduler(
      _ server: RedisServer, stored: Bool, _ body: @Sendable (Scheduler, Replica) async throws -> Void
    ) async throws {
      let client = try RedisClient(url: server.url)
      let scheduler =
        stored
        ? Scheduler(store: .redis(client, namespace: "test"), configuration: .init(instance: "one"))
        : Scheduler(claims: .redis(client, namespace: "test"), configuration: .init(instance: "one"))
      let observer = try Replica("observer", server.url)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await scheduler.run() }
        defer { group.cancelAll() }
        try await body(scheduler, observer)
      }
    }

    @Test(
      "an idle replica sends a heartbeat every 5 seconds, and looks at the store as often", arguments: [false, true])
    func idle(stored: Bool) async throws {
      let server = try RedisServer.start()
      try await withScheduler(server, stored: stored) { scheduler, observer in
        for number in 0..<50 {
          try await scheduler.add(JobID("job-\(number)"), .cron("0 0 29 2 *")) { _ in }
        }
        try await expectEventually { scheduler.status.fleet.count == 1 }
        let start = try await observer.serverNow()
        try await expectEventually { try await observer.serverNow().nanoseconds(since: start) > 2_000_000_000 }
        try await observer.client.command("CONFIG", "RESETSTAT")
        let counted = try await observer.serverNow()
        try await expectEventually { try await observer.serverNow().nanoseconds(since: counted) > 10_500_000_000 }
        let calls = try await scripts(observer.client)
        let seconds = try await Int(observer.serverNow().nanoseconds(since: counted) / 1_000_000_000)
        // Of 10 seconds three heartbeats at most, each with a look at the jobs; as many looks at the store.
        #expect(calls <= 4 * (seconds / 5 + 1), "\(calls) calls in \(seconds) seconds")
      }
    }

    @Test("a burst costs far less than a call for each firing", arguments: [false, true])
    func burst(stored: Bool) async throws {
      let server = try RedisServer.start()
      try await withScheduler(server, stored: stored) { scheduler, observer in
        let due = try await observer.serverNow().advanced(byNanoseconds: 8_000_000_000)
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 0..<300 {
            group.addTask { try await scheduler.add(JobID("job-\(number)"), .at(due)) { _ in } }
          }
          try await group.waitForAll()
        }
        try await expectEventually { try await observer.serverNow() > due - .milliseconds(500) }
        try await observer.client.command("CONFIG", "RESETSTAT")
        try await expectEventually {
          scheduler.localHistory(limit: 1_000).filter { $0.outcome == .succeeded }.count == 300
        }
        try await expectEventually { scheduler.status.running == 0 }
        let calls = try await scripts(observer.client)
        #expect(calls < 150, "\(calls) calls for 300 firings")
      }
    }
  }
#endif
