#if Redis
  import RedisServerTestSupport
  import SchedulingRedis
  import Testing

  @Suite("The client against a real server")
  struct RedisClientTests {
    private func client(
      _ url: String, commandTimeout: Duration = .seconds(10), _ change: (inout RedisConfiguration) -> Void = { _ in }
    ) throws -> RedisClient {
      var configuration = try RedisConfiguration(url: url)
      configuration.commandTimeout = commandTimeout
      change(&configuration)
      return try RedisClient(configuration: configuration)
    }

    @Test("connects with the first command and answers it", arguments: [RedisServer.Listening.unix, .tcp])
    func answers(_ listening: RedisServer.Listening) async throws {
      let server = try RedisServer.start(listening)
      let redis = try client(server.url)
      #expect(redis.server == nil)
      #expect(try await redis.command("SET", "greeting", "grüß dich") == .string("OK"))
      #expect(try await redis.command("GET", "greeting") == .string("grüß dich"))
      #expect(try await redis.command("GET", "nothing") == .null)
      #expect(try await redis.command("INCR", "n") == .integer(1))
      #expect(try await redis.command("MGET", "n", "nothing") == .array([.string("1"), .null]))
      let facts = try #require(redis.server)
      #expect(facts.role == "master")
      #expect(facts.version?.isEmpty == false)
      #expect(facts.runID?.count == 40)
      #expect(facts.evictionPolicy == "noeviction")
    }

    @Test("carries 10,000 concurrent commands and gives each its own reply")
    func concurrent() async throws {
      let server = try RedisServer.start()
      let redis = try client(server.url, commandTimeout: .seconds(60))
      let replies = await withTaskGroup(of: Bool.self) { group in
        for index in 0..<10_000 {
          group.addTask { (try? await redis.command("ECHO", "\(index)")) == .string("\(index)") }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(replies == 10_000)
      // One connection carried them all: the other is this question's own.
      let clients = try await redis.command("CLIENT", "LIST").string ?? ""
      #expect(clients.split(whereSeparator: \.isNewline).count == 1)
      #expect(clients.contains("name=swift-scheduling/commands"))
    }

    @Test("values that are not UTF-8 keep their bytes")
    func binary() async throws {
      let server = try RedisServer.start()
      let redis = try client(server.url)
      try await redis.command("SETRANGE", "k", "0", "a")
      try await redis.command("SETBIT", "k", "8", "1")
      #expect(try await redis.command("GET", "k") == .bytes([97, 0x80]))
    }

    @Test("a server error carries its code and leaves the connection whole")
    func serverError() async throws {
      let server = try RedisServer.start()
      let redis = try client(server.url)
      let error = await #expect(throws: RedisError.self) { try await redis.command("NOSUCHTHING") }
      #expect(error?.code == .server)
      #expect(error?.delivery == .answered)
      #expect(try await redis.command("PING") == .string("PONG"))
    }

    @Test("a frozen server: the outcome is unknown, and the next command after the freeze works")
    func frozen() async throws {
      let server = try RedisServer.start()
      let redis = try client(server.url, commandTimeout: .seconds(2))
      try await redis.command("PING")
      server.pause()
      async let second: RedisValue = redis.command("INCR", "n")
      let error = await #expect(throws: RedisError.self) { try await redis.command("INCR", "n") }
      #expect(error?.delivery == .unknown)
      #expect(error?.code == .timedOut || error?.code == .connectionLost)
      _ = try? await second
      server.resume()
      try await expectEventually { try await redis.command("PING") == .string("PONG") }
    }

    @Test("a killed server is an error, not a signal, and a restarted one is found again")
    func killedAndRestarted() async throws {
      let server = try RedisServer.start(.tcp)
      let redis = try client(server.url)
      try await redis.command("PING")
      let first = redis.server?.runID
      server.kill()
      for _ in 0..<3 { await #expect(throws: RedisError.self) { try await redis.command("PING") } }
      try server.restart()
      try await expectEventually { try await redis.command("PING") == .string("PONG") }
      #expect(redis.server?.runID != first)
    }

    @Test("no server: the error names host and port, and nothing was sent")
    func noServer() async throws {
      let redis = try client("redis://127.0.0.1:1")
      let error = await #expect(throws: RedisError.self) { try await redis.command("PING") }
      #expect(error?.code == .noServer)
      #expect(error?.delivery == .notSent)
      #expect(error?.message.contains("127.0.0.1:1") == true)
    }

    @Test("a wrong, missing or superfluous password is told apart and never shown")
    func passwords() async throws {
      let server = try RedisServer.start(.tcp, options: ["--requirepass", "right-word"])
      let address = "127.0.0.1:\(server.port ?? 0)"
      for url in ["redis://:wrong-word@\(address)", "redis://\(address)", "redis://bob:wrong-word@\(address)"] {
        let redis = try client(url)
        let error = await #expect(throws: RedisError.self) { try await redis.command("PING") }
        #expect(error?.code == .wrongPassword)
        #expect(error.map { "\($0)".contains("wrong-word") } == false)
        #expect(!"\(redis.configuration)".contains("wrong-word"))
        var dumped = ""
        dump(redis.configuration, to: &dumped)
        #expect(!dumped.contains("wrong-word"))
      }
      let redis = try client("redis://:right-word@\(address)/3")
      #expect(try await redis.command("PING") == .string("PONG"))
      #expect(try await redis.command("CLIENT", "INFO").string?.contains("db=3") == true)

      let open = try RedisServer.start(.tcp)
      let superfluous = try client("redis://:word@127.0.0.1:\(open.port ?? 0)")
      let error = await #expect(throws: RedisError.self) { try await superfluous.command("PING") }
      #expect(error?.message.contains("no password set") == true)
    }

    @Test("an ACL user works within its permissions, also without INFO")
    func accessControl() async throws {
      let server = try RedisServer.start(.tcp)
      let root = try client(server.url)
      try await root.command("ACL", "SETUSER", "worker", "on", ">se%cret", "~jobs:*", "+get", "+set")
      let worker = try client("redis://worker:se%25cret@127.0.0.1:\(server.port ?? 0)")
      #expect(try await worker.command("SET", "jobs:1", "x") == .string("OK"))
      let error = await #expect(throws: RedisError.self) { try await worker.command("DEL", "jobs:1") }
      #expect(error?.code == .noPermission)
      #expect(worker.server?.version == nil)
    }

    @Test("a reply over the bound is refused, and the connection recovers")
    func bounded() async throws {
      let server = try RedisServer.start()
      let redis = try client(server.url) { $0.maximumReplyBytes = 1 << 20 }
      try await redis.command("SETRANGE", "big", "3000000", "x")
      let error = await #expect(throws: RedisError.self) { try await redis.command("GET", "big") }
      #expect(error?.code == .replyTooLarge)
      try await redis.command("SETRANGE", "fits", "900000", "x")
      #expect(try await redis.command("GET", "fits").string?.utf8.count == 900_001)
    }

    @Test("a cancelled waiter is told at once, and its reply does not reach the next one")
    func cancelled() async throws {
      let server = try RedisServer.start()
      let redis = try client(server.url)
      try await redis.command("PING")
      server.pause()
      let waiting = Task { try await redis.command("ECHO", "for the cancelled") }
      // Sent or still in the mailbox, the promise is the same.
      waiting.cancel()
      let error = await #expect(throws: RedisError.self) { try await waiting.value }
      #expect(error?.code == .cancelled)
      server.resume()
      #expect(try await redis.command("ECHO", "for the next") == .string("for the next"))
    }

    @Test("too many waiting commands are refused, not hoarded")
    func overload() async throws {
      let server = try RedisServer.start()
      let redis = try client(server.url) { $0.maximumPendingCommands = 10 }
      try await redis.command("PING")
      server.pause()
      let codes = await withTaskGroup(of: RedisError.Code?.self) { group in
        for _ in 0..<40 {
          group.addTask {
            do {
              try await redis.command("PING")
              return nil
            } catch { return (error as? RedisError)?.code }
          }
        }
        var codes: [RedisError.Code?] = []
        for await code in group {
          codes.append(code)
          if codes.count == 20 { server.resume() }
        }
        return codes
      }
      #expect(codes.filter { $0 == .overloaded }.count >= 20)
      #expect(codes.contains(nil))
    }

    @Test("after close, what was sent is answered and what comes is refused")
    func closed() async throws {
      let server = try RedisServer.start()
      let redis = try client(server.url)
      try await redis.command("PING")
      redis.close()
      let error = await #expect(throws: RedisError.self) { try await redis.command("PING") }
      #expect(error?.code == .closed)
      #expect(error?.delivery == .notSent)
    }

    @Test("as a service it stays until it is told to end, then closes")
    func service() async throws {
      let server = try RedisServer.start()
      let redis = try client(server.url)
      try await redis.command("PING")
      let service = Task { try await redis.run() }
      try await redis.command("PING")
      service.cancel()
      await #expect(throws: CancellationError.self) { try await service.value }
      let error = await #expect(throws: RedisError.self) { try await redis.command("PING") }
      #expect(error?.code == .closed)
    }

    @Test("an eviction policy that can lose locks is in the facts")
    func eviction() async throws {
      let server = try RedisServer.start(options: ["--maxmemory", "50mb", "--maxmemory-policy", "volatile-lru"])
      let redis = try client(server.url)
      try await redis.command("PING")
      #expect(redis.server?.evictionPolicy == "volatile-lru")
    }

    @Test("after READONLY the resolver is asked again, and the new master used")
    func failover() async throws {
      let master = try RedisServer.start(.tcp)
      let replica = try RedisServer.start(
        .tcp, options: ["--replicaof", "127.0.0.1", "\(master.port ?? 0)", "--replica-serve-stale-data", "yes"])
      let resolver = Moving([
        .tcp(host: "127.0.0.1", port: replica.port ?? 0), .tcp(host: "127.0.0.1", port: master.port ?? 0),
      ])
      let redis = try client(master.url) { $0.resolver = resolver }
      let error = await #expect(throws: RedisError.self) { try await redis.command("SET", "k", "v") }
      #expect(error?.code == .readOnly)
      #expect(try await redis.command("SET", "k", "v") == .string("OK"))
    }
  }
#endif
