#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("A key that all share and that has another type is named")
  struct SharedKeyTests {
    private static let keys = Keys(namespace: "test").shared.map(\.key)

    @Test("the refusal names each such key, its type, the type it must have, and what to do", arguments: keys)
    func named(_ key: String) async throws {
      let server = try RedisServer.start()
      let redis = try RedisClient(url: server.url)
      let session = FleetSession(client: redis, namespace: "test")
      let refusal = RedisError(.server, .answered, "the server said: WRONGTYPE", serverCode: "WRONGTYPE")
      #expect(await session.naming(refusal) == refusal, "no key is wrong")
      try await redis.command("SET", key, "foo")
      let named = await session.naming(refusal)
      #expect(named.message.contains("\(key) is a string and must be a "))
      #expect(named.message.contains("RENAME \(key) \(key).foreign"))
    }

    /// Those that every heartbeat or decision of a fleet touches, in either mode.
    private static let touched: [(String, Bool)] =
      [
        "meta", "open", "runs", "crashed", "ended", "control", "members", "members:facts", "requests", "unreadable",
        "hist",
      ].map { ($0, false) }
      + ["meta", "hist", "due"].map { ($0, true) }

    @Test("a fleet stands still, says in status which key it is, and goes on when it is gone", arguments: touched)
    func fleet(_ key: String, store: Bool) async throws {
      let server = try RedisServer.start()
      let redis = try RedisClient(url: server.url)
      let starts = Collected<ScheduledFleet.Start>()
      try await redis.command("SET", "{test}:" + key, "foo")
      try await ScheduledFleet.run(server.url, store: store, handlers: [Started(starts: starts)]) { scheduler in
        let adding = Task {
          while !Task.isCancelled {
            do {
              if store {
                try await scheduler.add(
                  "job", Started.self, .init(), .every(.milliseconds(200)), ifExists: .replaceIfChanged)
              } else {
                try await scheduler.add("job", .every(.milliseconds(200)), ifExists: .replaceIfChanged) { run in
                  starts.append(.init(job: run.job, instant: run.firing.instant))
                }
              }
              return
            } catch { try await Task.sleep(for: .milliseconds(100)) }
          }
        }
        defer { adding.cancel() }
        try await expectEventually {
          scheduler.status.reasons.contains { $0.contains("{test}:\(key) is a string and must be a ") }
        }
        try await redis.command("DEL", "{test}:" + key)
        try await expectEventually { starts.all.count >= 3 && scheduler.status.health == .ok }
      }
      #expect(Set(starts.all).count == starts.all.count)
    }

    /// What is written for all questions at the end would fail when their cursors have been moved: the instants were gone.
    @Test("a decision that cannot be kept whole is not made at all", arguments: ["runs", "open", "hist"])
    func whole(_ key: String) async throws {
      let server = try RedisServer.start()
      let redis = try RedisClient(url: server.url)
      let claims = RedisClaims(redis, namespace: "test")
      claims.start(instance: "replica") { _ in }
      _ = try await claims.register([ClaimRegistration(job: "job", fingerprint: "trigger", next: nil)])
      try await redis.command("SET", "{test}:" + key, "foo")
      let instant = Instant(millisecondsSince1970: SystemClock().now().millisecondsSince1970)
      let request = ClaimRequest(
        job: "job", token: RunID(origin: 1, sequence: 1), intent: .start(instant), expectedCursor: .min, lockKey: "job",
        leaseDuration: .seconds(2), fingerprint: "trigger")
      await #expect(throws: ClaimsUnavailable.self) { _ = try await claims.decide([request]) }
      #expect(try await redis.command("HGET", "{test}:job:job", "cursor").string == nil)
      #expect(try await redis.command("EXISTS", "{test}:lock:job:0").integer == 0)
    }

    @Test("a key that only additions touch is named by their error, and nothing else stands still")
    func additions() async throws {
      let server = try RedisServer.start()
      let redis = try RedisClient(url: server.url)
      let starts = Collected<ScheduledFleet.Start>()
      try await ScheduledFleet.run(server.url, store: true, handlers: [Started(starts: starts)]) { scheduler in
        try await expectEventually { scheduler.status.claims.isConnected }
        try await scheduler.add("job", Started.self, .init(), .every(.milliseconds(200)))
        try await redis.command("DEL", "{test}:jobs")
        try await redis.command("SET", "{test}:jobs", "foo")
        let error = await #expect(throws: SchedulerError.self) {
          try await scheduler.add("other", Started.self, .init(), .every(.milliseconds(200)))
        }
        #expect(error?.code == .claimsUnavailable)
        #expect(error?.message.contains("{test}:jobs is a string and must be a zset") == true)
        let before = starts.all.count
        try await expectEventually { starts.all.count >= before + 3 }
      }
    }
  }
#endif
