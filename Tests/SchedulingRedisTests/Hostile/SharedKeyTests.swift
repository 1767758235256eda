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
                  "job", .every(.milliseconds(200)), ifExists: .replaceIfChanged, handler: Started.self,
                  arguments: .init())
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

    /// What is written at the end, or first, would be written again with each repetition.
    @Test(
      "an end that cannot be kept whole is not made at all",
      arguments: ["runs", "open", "ended", "hist", "dead", "dead:letters"])
    func wholeEnd(_ key: String) async throws {
      let server = try RedisServer.start()
      let replica = try Replica("replica", server.url)
      let lease = try await replica.win(replica.request(.start(try await replica.serverNow())))
      let back = try await spoil(key, replica.client)
      for _ in 0..<2 {
        await #expect(throws: ClaimsUnavailable.self) { try await replica.finish(lease, .failed, isGivenUp: true) }
      }
      #expect(try await replica.client.command("GET", "{test}:lock:job:0").string == lease.token.description)
      #expect(try await replica.client.command("HGET", "{test}:job:job", "run").string == nil)
      try await back()
      #expect(try await replica.outcomes().isEmpty)
      try await replica.finish(lease, .failed, isGivenUp: true)
      #expect(try await replica.outcomes() == [.failed])
      #expect(try await replica.claims.deadLetters(limit: 10).map(\.id) == [lease.token])
      #expect(try await replica.client.command("ZCARD", "{test}:open") == .integer(0))
      #expect(try await replica.client.command("EXISTS", "{test}:lock:job:0") == .integer(0))
    }

    @Test(
      "a run that cannot be declared crashed as a whole stays open",
      arguments: ["runs", "crashed", "ended", "hist", "dead", "dead:letters"])
    func wholeSweep(_ key: String) async throws {
      let server = try RedisServer.start()
      let replica = try Replica("replica", server.url)
      let lease = try await replica.win(replica.request(.start(try await replica.serverNow())))
      // Its lease has ended, and its lock is gone.
      try await replica.client.command("ZADD", "{test}:open", "1", lease.token.description)
      try await replica.client.command("DEL", "{test}:lock:job:0")
      let back = try await spoil(key, replica.client)
      #expect(try await sweep(lease, replica) == nil)
      #expect(try await replica.client.command("ZSCORE", "{test}:open", lease.token.description).string == "1")
      #expect(try await replica.client.command("HEXISTS", "{test}:held:job", "0") == .integer(1))
      try await back()
      #expect(try await replica.outcomes().isEmpty)
      #expect(try await sweep(lease, replica)?.hasPrefix("job|") == true)
      #expect(try await sweep(lease, replica) == "", "once")
      #expect(try await replica.outcomes() == [.crashed])
    }

    /// Puts a text in the place of a key; returns what undoes that.
    private func spoil(_ key: String, _ client: RedisClient) async throws -> () async throws -> Void {
      let key = "{test}:" + key
      let isThere = try await client.command("EXISTS", key) == .integer(1)
      if isThere { try await client.command("RENAME", key, key + ".aside") }
      try await client.command("SET", key, "foo")
      return {
        try await client.command("DEL", key)
        if isThere { try await client.command("RENAME", key + ".aside", key) }
      }
    }

    /// What the script answers of one run; nil where it ends with an error.
    private func sweep(_ lease: Lease, _ replica: Replica) async throws -> String? {
      let (session, keys) = (replica.claims.session, Keys(namespace: "test"))
      let (epoch, dataSet) = session.withKnowledge { ($0.epoch, $0.dataSet) }
      let call = ScriptCall(
        keys: [
          keys.meta, keys.open, keys.runs, keys.crashed, keys.ended, keys.history, keys.control, keys.dead,
          keys.deadLetters, keys.held("job"), keys.lock("job", 0), keys.job("job"),
        ],
        arguments: [epoch, dataSet, replica.name, "100", keys.wake, "1000", lease.token.description])
      return try? await session.run(.sweep, call).last?.string
    }

    @Test("a key that only additions touch is named by their error, and nothing else stands still")
    func additions() async throws {
      let server = try RedisServer.start()
      let redis = try RedisClient(url: server.url)
      let starts = Collected<ScheduledFleet.Start>()
      try await ScheduledFleet.run(server.url, store: true, handlers: [Started(starts: starts)]) { scheduler in
        try await expectEventually { scheduler.status.claims.isConnected }
        try await scheduler.add("job", .every(.milliseconds(200)), handler: Started.self, arguments: .init())
        try await redis.command("DEL", "{test}:jobs")
        try await redis.command("SET", "{test}:jobs", "foo")
        let error = await #expect(throws: SchedulerError.self) {
          try await scheduler.add("other", .every(.milliseconds(200)), handler: Started.self, arguments: .init())
        }
        #expect(error?.code == .claimsUnavailable)
        #expect(error?.message.contains("{test}:jobs is a string and must be a zset") == true)
        let before = starts.all.count
        try await expectEventually { starts.all.count >= before + 3 }
      }
    }
  }
#endif
