#if Redis
  import RedisServerTestSupport
  import SchedulingRedis
  import Testing

  @Suite("The client against servers that misbehave")
  struct OddServerTests {
    private func client(_ url: String, _ change: (inout RedisConfiguration) -> Void = { _ in }) throws -> RedisClient {
      var configuration = try RedisConfiguration(url: url)
      change(&configuration)
      return try RedisClient(configuration: configuration)
    }

    @Test(
      "bytes that are not the protocol end in an error, never in a trap",
      arguments: [
        "HTTP/1.1 400 Bad Request\r\n\r\n", "\u{0}\u{1}\u{2}\r\n", ":twelve\r\n", "$-7\r\n",
        "$99999999999999999999\r\n",
        "*-5\r\n", "*99999999999\r\n", "*2147483647\r\n", "*1000000000\r\n", ":99999999999999999999999\r\n", "$abc\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n", "%1\r\n+a\r\n+b\r\n", "\r\n",
      ])
    func garbage(_ text: String) async throws {
      let fake = try FakeRedis { words in words.first == "FINE" ? .text("+OK\r\n") : .text(text) }
      let redis = try client(fake.url) { $0.commandTimeout = .seconds(2) }
      let error = await #expect(throws: RedisError.self) {
        // A version that can read more than RESP2 may take some of these for a value; that is no trap either.
        if case .null = try await redis.command("PING") { throw RedisError(.protocolError, .unknown, "null") }
        if text.first == "%" || text.first == ":" { throw RedisError(.protocolError, .unknown, "read as a value") }
      }
      let expected: [RedisError.Code] = [.protocolError, .replyTooLarge, .timedOut]
      #expect(error.map { expected.contains($0.code) } == true)
      #expect(error?.delivery == .unknown)
      #expect(try await redis.command("FINE") == .string("OK"))
    }

    @Test("garbage in the greeting means that nothing was sent")
    func garbageGreeting() async throws {
      let fake = try FakeRedis(answersGreeting: false) { _ in .text("SSH-2.0-OpenSSH_9.2\r\n") }
      let redis = try client(fake.url)
      let error = await #expect(throws: RedisError.self) { try await redis.command("PING") }
      #expect(error?.code == .protocolError)
      #expect(error?.delivery == .notSent)
    }

    @Test("a server that accepts and says nothing is a time-out that names it")
    func silent() async throws {
      let fake = try FakeRedis(answersGreeting: false) { _ in .silence }
      let redis = try client(fake.url) { $0.connectTimeout = .milliseconds(50) }
      let error = await #expect(throws: RedisError.self) { try await redis.command("PING") }
      #expect(error?.code == .timedOut)
      #expect(error?.delivery == .notSent)
      #expect(error?.message.contains("\(fake.port)") == true)
    }

    @Test("a connection that breaks before the answer leaves the outcome unknown, and the next command works")
    func hangUp() async throws {
      let fake = try FakeRedis { words in words.first == "FINE" ? .text("+OK\r\n") : .hangUp }
      let redis = try client(fake.url)
      let error = await #expect(throws: RedisError.self) { try await redis.command("INCR", "n") }
      #expect(error?.code == .connectionLost)
      #expect(error?.delivery == .unknown)
      #expect(try await redis.command("FINE") == .string("OK"))
    }

    @Test("a reply that nobody asked for closes the connection and reaches nobody")
    func unsolicited() async throws {
      let fake = try FakeRedis { words in
        words.first == "TWICE" ? .text("+first\r\n+second\r\n") : .text("$\(words[1].utf8.count)\r\n\(words[1])\r\n")
      }
      let redis = try client(fake.url)
      #expect(try await redis.command("TWICE") == .string("first"))
      let next = try? await redis.command("ECHO", "mine")
      #expect(next == .string("mine") || next == nil)
      try await expectEventually { try await redis.command("ECHO", "mine") == .string("mine") }
    }

    @Test("a time-out closes the connection, so that a late reply is nobody's")
    func late() async throws {
      let fake = try FakeRedis { words in
        words.first == "SLOW" ? .silence : .text("$\(words[1].utf8.count)\r\n\(words[1])\r\n")
      }
      let redis = try client(fake.url) { $0.commandTimeout = .seconds(2) }
      let error = await #expect(throws: RedisError.self) { try await redis.command("SLOW") }
      #expect(error?.code == .timedOut)
      #expect(error?.delivery == .unknown)
      #expect(try await redis.command("ECHO", "after") == .string("after"))
      #expect(fake.accepted == 2)
    }

    @Test("an old server is refused by its version")
    func oldServer() async throws {
      let fake = try FakeRedis(answersGreeting: false) { words in
        words.first == "INFO" ? .text("$20\r\nredis_version:5.0.14\r\n") : .text("+OK\r\n")
      }
      let redis = try client(fake.url)
      let error = await #expect(throws: RedisError.self) { try await redis.command("PING") }
      #expect(error?.code == .unsupportedServer)
      #expect(error?.message.contains("5.0.14") == true)
    }

    @Test("a reply that repeats the password is not shown")
    func echoedPassword() async throws {
      let fake = try FakeRedis(answersGreeting: false) { words in
        .text("-ERR unknown command '\(words.joined(separator: " "))'\r\n")
      }
      let redis = try client("redis://bob:hush-hush@127.0.0.1:\(fake.port)")
      let error = await #expect(throws: RedisError.self) { try await redis.command("PING") }
      #expect(error.map { "\($0)".contains("hush-hush") } == false)
    }

    @Test("replies cut into single bytes come out whole")
    func trickle() async throws {
      let server = try RedisServer.start(.tcp)
      let redis = try client(server.url)
      let long = String(repeating: "abcdefghij", count: 50_000)
      #expect(try await redis.command("ECHO", long) == .string(long))
    }
  }
#endif
