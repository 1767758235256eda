#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  /// What an operator reads at the start of a host whose Redis is set up wrongly: one message, which stays in the status.
  @Suite("A Redis that is set up wrongly")
  struct MisconfigurationTests {
    /// Runs a scheduler on a server until its status says `words`, then counts the events that say so.
    private func expect(
      _ words: String, _ url: String, health: SchedulerStatus.Health, namespace: String = "test",
      sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
      let client = try RedisClient(url: url)
      let scheduler = Scheduler(
        claims: .redis(client, namespace: namespace, comparesNamespaces: true),
        configuration: .init(instance: "late"))
      try await scheduler.add("a", .cron("0 0 29 2 *")) { _ in }
      let events = scheduler.events()
      let told = Task {
        var texts: [String] = []
        for await event in events {
          switch event {
          case .claimsUnavailable(let error): texts.append(error.message)
          case .warning(let text): texts.append(text)
          default: break
          }
        }
        return texts
      }
      let run = Task { try await scheduler.run() }
      try await expectEventually(sourceLocation: sourceLocation) {
        scheduler.status.reasons.contains { $0.contains(words) }
      }
      #expect(scheduler.status.health == health, sourceLocation: sourceLocation)
      run.cancel()
      try await run.value
      let texts = await told.value
      #expect(texts.filter { $0.contains(words) }.count == 1, "\(texts)", sourceLocation: sourceLocation)
    }

    @Test("an eviction policy that can lose locks")
    func eviction() async throws {
      let server = try RedisServer.start(options: ["--maxmemory-policy", "volatile-lru"])
      try await expect("maxmemory-policy volatile-lru", server.url, health: .degraded)
    }

    @Test("a server that is too old")
    func tooOld() async throws {
      // No such server is to be had any more; it is told by what INFO says.
      let fake = try FakeRedis(answersGreeting: false) { words in
        words.first == "INFO" ? .text("$20\r\nredis_version:5.0.14\r\n") : .text("+OK\r\n")
      }
      try await expect("Redis 5.0.14", fake.url, health: .degraded)
    }

    @Test("a read-only replica")
    func replica() async throws {
      let master = try RedisServer.start(.tcp)
      let replica = try RedisServer.start(.tcp, options: ["--replicaof", "127.0.0.1", "\(master.port ?? 0)"])
      try await expect("read-only replica", replica.url, health: .degraded)
    }

    @Test("a wrong password, which is not repeated")
    func password() async throws {
      let server = try RedisServer.start(.tcp, options: ["--requirepass", "right"])
      try await expect(
        "refused the user name or password", "redis://:wr0ng@127.0.0.1:\(server.port ?? 0)", health: .degraded)
    }

    @Test("a user without the permissions")
    func permissions() async throws {
      let server = try RedisServer.start(.tcp)
      let root = try RedisClient(url: server.url)
      try await root.command("ACL", "SETUSER", "weak", "on", ">word", "~*", "+@read", "+info", "+client")
      try await expect("ACL SETUSER", "redis://weak:word@127.0.0.1:\(server.port ?? 0)", health: .degraded)
    }

    @Test("data of a newer version, which is left alone")
    func schema() async throws {
      let server = try RedisServer.start()
      let root = try RedisClient(url: server.url)
      try await root.command("HSET", "{test}:meta", "schema", "2", "epoch", "future", "born", "1")
      try await expect("schema 2", server.url, health: .degraded)
      #expect(try await root.command("KEYS", "{test}:*") == .array([.string("{test}:meta")]))
      let error = await #expect(throws: ClaimsUnavailable.self) {
        try await FleetControl(root, namespace: "test").pauseAll()
      }
      #expect(error?.message.contains("schema 2") == true)
    }

    @Test("a server without memory")
    func memory() async throws {
      let server = try RedisServer.start(options: ["--maxmemory", "1"])
      try await expect("at its maxmemory", server.url, health: .degraded)
    }

    @Test("the same jobs under another namespace of the same Redis: a note that does not degrade")
    func namespaces() async throws {
      let server = try RedisServer.start()
      let client = try RedisClient(url: server.url)
      let first = Scheduler(
        claims: .redis(client, namespace: "shop", comparesNamespaces: true), configuration: .init(instance: "early"))
      try await first.add("a", .cron("0 0 29 2 *")) { _ in }
      let run = Task { try await first.run() }
      try await expectEventually { try await client.command("HEXISTS", NamespaceCard.key, "shop") == .integer(1) }
      try await expect("namespace 'shop'", server.url, health: .ok, namespace: "shpo")
      run.cancel()
      try await run.value
    }

    @Test("what is mended is in the status no longer")
    func mended() async throws {
      let server = try RedisServer.start(options: ["--maxmemory-policy", "volatile-lru"])
      let replica = try Replica("a", server.url)
      _ = try await replica.claims.heartbeat(MemberReport(instance: "a", status: "running"))
      try await replica.client.command("CONFIG", "SET", "maxmemory-policy", "noeviction")
      replica.claims.configuration.withLock { $0 = ConfigurationWatch() }
      await replica.claims.checkConfiguration()
      let events = replica.events.withLock { $0 }
      let warned = events.compactMap { if case .warning(let text) = $0 { text } else { nil } }
      #expect(warned.count == 1)
      #expect(events.contains(.mended(warned.first ?? "")))
    }

    // MARK: Decisions

    @Test("looks are rare: when jobs have changed, every ten minutes, and every minute while something is wrong")
    func rhythm() {
      var watch = ConfigurationWatch()
      let start = MonotonicTime(nanoseconds: 1_000_000_000)
      func looks(_ seconds: Int, _ fingerprint: String = "x", isMended: Bool = true) -> Bool {
        watch.isDue(start + .seconds(seconds), fingerprint: fingerprint, isMended: isMended)
      }
      let looked = [
        looks(0), looks(5), looks(10, "y"), looks(599, "y"), looks(611, "y"), looks(660, "y", isMended: false),
        looks(672, "y", isMended: false),
      ]
      #expect(looked == [true, false, true, false, true, false, true])
    }

    @Test("cards of other namespaces are compared; odd, old and different ones say nothing")
    func cards() {
      let now = Instant(secondsSince1970: 1_000_000)
      let own = NamespaceCard(fingerprint: "f", jobs: 3, seen: now, instance: "h|1")
      let old = NamespaceCard(fingerprint: "f", jobs: 3, seen: now - .seconds(3600), instance: "h")
      let other = NamespaceCard(fingerprint: "g", jobs: 3, seen: now, instance: "h")
      #expect(NamespaceCard(own.text) == own)
      let others = [("a", own.text), ("b", own.text), ("c", old.text), ("d", other.text), ("e", "junk"), ("g", "")]
      let notes = NamespaceCard.note("a", own, others: others)
      #expect(notes.count == 1)
      #expect(notes.first?.contains("'b'") == true)
      #expect(NamespaceCard.fingerprint(of: ["b", "a"]) == NamespaceCard.fingerprint(of: ["a", "b"]))
      #expect(NamespaceCard.fingerprint(of: []) == "")
    }
  }
#endif
