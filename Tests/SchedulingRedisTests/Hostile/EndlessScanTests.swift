#if Redis
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Synchronization
  import Testing

  @Suite("A list of keys that never ends keeps nobody")
  struct EndlessScanTests {
    private static func bulk(_ text: String) -> String { "$\(text.utf8.count)\r\n\(text)\r\n" }

    @Test(
      "the same page again and again, and a cursor that is no cursor",
      arguments: ["7", String(repeating: "1", count: 5_000)])
    func same(_ cursor: String) async throws {
      let pages = Atomic(0)
      let fake = try FakeRedis { words in
        guard words.first == "SCAN" else { return .text("+OK\r\n") }
        pages.add(1, ordering: .relaxed)
        return .text("*2\r\n\(Self.bulk(cursor))*1\r\n\(Self.bulk("{test}:job:a"))")
      }
      let control = FleetControl(try RedisClient(url: fake.url), namespace: "test")
      let error = await #expect(throws: ClaimsUnavailable.self) { try await control.jobs() }
      #expect(error?.message.contains("does not end") == true && error?.needsOperator == true)
      #expect(pages.load(ordering: .relaxed) <= 2)
    }

    @Test("cursors that are always new end with the bound of pages")
    func new() async throws {
      let pages = Atomic(0)
      let fake = try FakeRedis { words in
        guard words.first == "SCAN" else { return .text("+OK\r\n") }
        let page = pages.add(1, ordering: .relaxed).newValue
        return .text(
          "*2\r\n\(Self.bulk("\(page)"))*100\r\n" + (0..<100).map { Self.bulk("{test}:lock:\(page)-\($0):0") }.joined())
      }
      let control = FleetControl(try RedisClient(url: fake.url), namespace: "test")
      let error = await #expect(throws: ClaimsUnavailable.self) { try await control.locks() }
      #expect(error?.message.contains("does not end") == true)
      #expect(pages.load(ordering: .relaxed) <= 100_001)
    }

    @Test("TLS beside the path of a unix domain socket is refused, not ignored")
    func tlsOverUnixSocket() throws {
      var configuration = RedisConfiguration(endpoint: .unix(path: "/run/redis.sock"))
      configuration.tls = RedisTLS()
      let error = #expect(throws: RedisError.self) { try RedisClient(configuration: configuration) }
      #expect(error?.code == .invalidURL && error?.message.contains("unix domain socket") == true)
    }
  }
#endif
