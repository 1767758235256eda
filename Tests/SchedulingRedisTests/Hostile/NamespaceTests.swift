#if Redis
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("A namespace is a name that keys, channels, access lists and messages can have")
  struct NamespaceTests {
    private static let refused = [
      "", " ", "a b", "o{th}er", "a|b", "a%b", "a*", "a?", "a[b]", "a\\b", "a\nb", "caf\u{e9}", "a\u{202E}b",
      String(repeating: "n", count: 101),
    ]

    @Test("what cannot be one is refused by everything that takes one, before a server is asked", arguments: refused)
    func refusal(_ name: String) async throws {
      // Nothing answers there, and nobody is asked.
      let redis = try RedisClient(url: "redis://127.0.0.1:1")
      for scheduler in [
        Scheduler(claims: .redis(redis, namespace: name)), Scheduler(store: .redis(redis, namespace: name)),
      ] {
        let error = await #expect(throws: SchedulerError.self) {
          try await scheduler.add("job", .every(.seconds(60))) { _ in }
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains("a namespace has 1 to 100 printable ASCII characters") == true)
        await #expect(throws: SchedulerError.self) { try await scheduler.run() }
      }
      let refusal = #expect(throws: RedisError.self) { try RedisLocks(redis, namespace: name) }
      #expect(refusal?.code == .invalidNamespace)
      let unavailable = await #expect(throws: ClaimsUnavailable.self) {
        try await FleetControl(redis, namespace: name).jobs()
      }
      #expect(unavailable?.message.contains("a namespace has") == true)
      let checkpoints = RedisCheckpoints(redis, namespace: name)
      await #expect(throws: CheckpointError.self) { try await checkpoints.progress(of: "job") }
    }

    @Test(
      "usual names are taken",
      arguments: ["orders", "shop/eu", "shop.eu:prod-2", "A_b~1", String(repeating: "n", count: 100)])
    func taken(_ name: String) async throws {
      let redis = try RedisClient(url: "redis://127.0.0.1:1")
      try await Scheduler(claims: .redis(redis, namespace: name)).add("job", .every(.seconds(60))) { _ in }
    }

    @Test("two normal forms of one text are one job, one lock and one key")
    func normalForms() async throws {
      let server = try RedisServer.start()
      let redis = try RedisClient(url: server.url)
      let locks = try RedisLocks(redis, namespace: "test")
      _ = try await locks.withLock("caf\u{e9}") { [locks] _ in
        await #expect(throws: RedisLockError.self) { try await locks.withLock("cafe\u{301}") { _ in } }
      }
      let control = FleetControl(redis, namespace: "test")
      try await ScheduledFleet.run(server.url) { scheduler in
        try await expectEventually { scheduler.status.claims.isConnected }
        try await scheduler.add("cafe\u{301}", .every(.milliseconds(200))) { _ in }
        try await expectEventually { try await control.jobs().contains { $0.id == "caf\u{e9}" } }
        #expect(try await control.jobs().count == 1)
      }
      let keys = try await redis.command("KEYS", "{test}:job:*").array ?? []
      #expect(keys.compactMap { $0.string.map { Array($0.utf8) } } == [Array("{test}:job:caf\u{e9}".utf8)])
    }

    @Test("no switch and no request is left for a name that no job can have")
    func names() async throws {
      let server = try RedisServer.start()
      let redis = try RedisClient(url: server.url)
      let control = FleetControl(redis, namespace: "test")
      try await ScheduledFleet.run(server.url) { scheduler in
        try await expectEventually { scheduler.status.claims.isConnected }
        for name in ["", " ", "a\u{9B}b", "a\u{202E}b", "a\nb"] as [JobID] {
          await #expect(throws: ClaimsUnavailable.self) { try await control.pause(name, note: "x") }
          await #expect(throws: ClaimsUnavailable.self) { try await control.runNow(name) }
        }
      }
      #expect(try await redis.command("HLEN", "{test}:control").integer == 0)
    }
  }
#endif
