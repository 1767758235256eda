#if Redis
  import FleetLog
  import FleetSupport
  import RedisServerTestSupport
  import SchedulingRedis
  import Testing

  /// A nemesis that does no harm proves nothing.
  @Suite("The nemesis does what its faults are named after", .serialized)
  struct NemesisTests {
    @Test(
      "Each kind of fault comes once before any comes again, in the order of the seed")
    func deck() {
      func draws(_ seed: UInt64) -> [FaultKind] {
        var (deck, random) = (FaultDeck(FaultKind.allCases), SeededRandom(seed: seed))
        return (0..<2 * FaultKind.allCases.count).compactMap { _ in deck.draw(using: &random) }
      }
      let (first, second) = (draws(1).prefix(FaultKind.allCases.count), draws(1).suffix(FaultKind.allCases.count))
      #expect(Set(first) == Set(FaultKind.allCases))
      #expect(Set(second) == Set(FaultKind.allCases))
      #expect(draws(1) == draws(1))
      #expect(draws(1) != draws(2))
    }

    @Test("Two faults at a time are never two restarts of Redis, nor two that end the same replica")
    func pairs() {
      for kind in FaultKind.allCases {
        var (deck, random) = (FaultDeck(FaultKind.allCases), SeededRandom(seed: 3))
        while let other = deck.draw(beside: kind, using: &random) {
          #expect(!(kind.replacesServer && other.replacesServer))
          #expect(!(kind.changesFleet && other.changesFleet))
          #expect(kind != .rollingChange || !other.endsReplica)
          // The deck has been through by then, unless it ends with kinds that do not fit.
          if other == kind { break }
        }
      }
    }

    @Test("Older data comes back, and what is written afterwards stays", arguments: [FaultKind.olderDump, .cutTail])
    func olderData(_ kind: FaultKind) async throws {
      try await withFleet(replicas: 1) { fleet in
        let redis = fleet.client
        try await redis.command("SET", "kept", "yes")
        // Something is written all the time.
        let writer = Task {
          var last = 0
          while !Task.isCancelled {
            guard (try? await redis.command("SET", "count", "\(last + 1)")) != nil else { break }
            last += 1
            try? await Task.sleep(for: .milliseconds(1))
          }
          return last
        }
        try await Nemesis(fleet, seed: 1).strike(kind, seed: 2, target: 0)
        writer.cancel()
        let written = await writer.value
        let found = try await fleet.client.command("GET", "count").integer ?? 0
        let losses = FleetHistory(fleet.log.lines()).losses
        #expect(losses.map(\.kind) == [kind])
        #expect(found < written || found == 0, "\(written) writes, and \(found) of them are still there")
        #expect(try await fleet.client.command("GET", "kept").string == "yes")
        try await fleet.client.command("SET", "later", "yes")
        try fleet.redis.restart()
        #expect(try await fleet.client.command("GET", "later").string == "yes")
      }
    }

    @Test("Two swaps of databases bring the first data back")
    func swap() async throws {
      try await withFleet(replicas: 1) { fleet in
        try await fleet.client.command("SET", "mark", "old")
        try await Nemesis(fleet, seed: 1).strike(.swapDatabases, seed: 2, target: 0)
        #expect(try await fleet.client.command("GET", "mark").string == "old")
        #expect(FleetHistory(fleet.log.lines()).losses.count == 2, "each swap loses what was written before it")
      }
    }

    @Test("A single key is taken away, or has another type for a while; no other key is touched")
    func keys() async throws {
      try await withFleet(replicas: 1) { fleet in
        let redis = fleet.client
        for kind in [FaultKind.deleteKey, .renameKey, .wrongType] {
          try await redis.command("SET", "{fleet}:lock:a:0", "token")
          try await redis.command("SET", "other", "yes")
          try await Nemesis(fleet, seed: 1).strike(kind, seed: 2, target: 0)
          let isBack = try await redis.command("GET", "{fleet}:lock:a:0").string == "token"
          #expect(isBack == (kind != .deleteKey))
          #expect(try await redis.command("DBSIZE").integer == (isBack ? 2 : 1))
          let fault = try #require(FleetHistory(fleet.log.lines()).faults.last)
          #expect(fault.kind == kind)
          #expect(fault.key == "lock:a:0")
        }
      }
    }
  }

  @Suite("The proxy between a client and its server delays one direction, and cuts in the middle", .serialized)
  struct RedisProxyTests {
    @Test("A delayed command arrives late, in its order; a delayed reply leaves the command alone")
    func delays() async throws {
      let redis = try RedisServer.start()
      defer { redis.stop() }
      let proxy = try RedisProxy(to: redis)
      defer { proxy.stop() }
      let slow = try RedisClient(configuration: RedisConfiguration(url: proxy.url))
      let direct = try RedisClient(configuration: RedisConfiguration(url: redis.url))
      defer {
        slow.close()
        direct.close()
      }
      try await slow.command("PING")
      let clock = ContinuousClock()
      proxy.delay(commands: .zero, replies: .milliseconds(400))
      var begin = clock.now
      try await slow.command("SET", "a", "1")
      #expect(clock.now - begin >= .milliseconds(390))
      proxy.delay(commands: .milliseconds(1_500), replies: .zero)
      begin = clock.now
      async let first = slow.command("APPEND", "a", "2")
      async let second = slow.command("APPEND", "a", "3")
      let early = try await direct.command("GET", "a").string
      #expect(early == "1" || clock.now - begin > .milliseconds(1_400))
      _ = try await (first, second)
      #expect(clock.now - begin >= .milliseconds(1_490))
      #expect(try await direct.command("STRLEN", "a").integer == 3)
    }

    @Test("What is cut in the middle ends the connection, and the client goes on with another one")
    func cuts() async throws {
      let redis = try RedisServer.start()
      defer { redis.stop() }
      let proxy = try RedisProxy(to: redis, seed: 5)
      defer { proxy.stop() }
      let client = try RedisClient(configuration: RedisConfiguration(url: proxy.url))
      defer { client.close() }
      try await client.command("PING")
      proxy.cutInMiddle(share: 1)
      await #expect(throws: RedisError.self) { try await client.command("SET", "a", "1") }
      proxy.cutInMiddle(share: 0)
      #expect(await eventually { (try? await client.command("PING")) != nil })
    }
  }
#endif
