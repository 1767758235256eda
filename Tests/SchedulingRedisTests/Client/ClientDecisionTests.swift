#if Redis
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("What the client decides without a socket")
  struct ClientDecisionTests {
    @Test("URLs are read")
    func urls() throws {
      let full = try RedisConfiguration(url: "redis://ada:p%40ss%3Aword@cache.internal:6380/4")
      #expect(full.endpoint == .tcp(host: "cache.internal", port: 6380))
      #expect(full.credentials == RedisCredentials(username: "ada", password: "p@ss:word"))
      #expect(full.database == 4)
      #expect(try RedisConfiguration(url: "redis://localhost").endpoint == .tcp(host: "localhost", port: 6379))
      #expect(try RedisConfiguration(url: "REDIS://[::1]:7000/").endpoint == .tcp(host: "::1", port: 7000))
      #expect(try RedisConfiguration(url: "redis://:pw@h").credentials == RedisCredentials(password: "pw"))
      let unix = try RedisConfiguration(url: "unix:///run/redis.sock?db=2")
      #expect(unix.endpoint == .unix(path: "/run/redis.sock"))
      #expect(unix.database == 2)
    }

    @Test(
      "URLs that are not valid are refused without repeating them",
      arguments: [
        "", "localhost:6379", "http://h", "redis://", "redis://h:0", "redis://h:70000", "redis://h:x",
        "redis://secret@h", "user:secret://h", "secret://h", "redis://u:p/secret@h", "redis://:secret/x@h",
        "redis://u:%zzsecret@h", "redis://h/x", "redis://h/-1", "redis://[::1", "redis://[::1]x", "unix://",
        "unix:///a?database=1",
      ])
    func badURLs(_ url: String) {
      let error = #expect(throws: RedisError.self) { try RedisConfiguration(url: url) }
      #expect(error?.code == .invalidURL)
      #expect(error?.message.contains("secret") == false)
    }

    @Test("rediss:// asks for TLS, and where the build has none says what would bring it")
    func tls() throws {
      guard !TLSHandshake.isAvailable else {
        #expect(try RedisConfiguration(url: "rediss://u:p@h:7000/2").tls == RedisTLS())
        #expect(try RedisConfiguration(url: "redis://h").tls == nil)
        return
      }
      let error = #expect(throws: RedisError.self) { try RedisConfiguration(url: "rediss://h") }
      #expect(error?.code == .tlsUnavailable)
      #expect(error?.message.contains("trait TLS") == true)
      #expect(error?.message.contains("hiredis 1.0") == true)
    }

    @Test("TLS that is asked for in code is not left out silently where the build has none")
    func tlsInCode() async throws {
      guard !TLSHandshake.isAvailable else { return }
      let server = try RedisServer.start(.tcp)
      var configuration = try RedisConfiguration(url: server.url)
      configuration.tls = RedisTLS()
      let redis = try RedisClient(configuration: configuration)
      let error = await #expect(throws: RedisError.self) { try await redis.command("PING") }
      #expect(error?.code == .tlsUnavailable)
    }

    @Test(
      "error replies keep their code, also from inside a script of Redis 6",
      arguments: [
        ("READONLY You can't write against a read only replica.", "READONLY", RedisError.Code.readOnly),
        (
          "ERR Error running script (call to f_9b): @user_script:1: @user_script: 1: -OOM command not allowed", "OOM",
          .outOfMemory
        ),
        (
          "OOM command not allowed when used memory > 'maxmemory'. script: f_9b, on @user_script:1.", "OOM",
          .outOfMemory
        ),
        ("ERR unknown command 'X'", "ERR", .server), ("LOADING Redis is loading", "LOADING", .loading),
        ("MASTERDOWN Link with MASTER is down", "MASTERDOWN", .masterDown), ("odd", "ERR", .server),
        ("NOREPLICAS Not enough good replicas", "NOREPLICAS", .noReplicas), ("BUSY Redis is busy", "BUSY", .busyScript),
        ("CLUSTERDOWN Hash slot not served", "CLUSTERDOWN", .clusterDown), ("NOAUTH x", "NOAUTH", .wrongPassword),
        ("MISCONF x", "MISCONF", .writesDisabled), ("MOVED 1 h:1", "MOVED", .clusterRedirect), ("", "ERR", .server),
      ])
    func errorReplies(_ line: String, _ code: String, _ expected: RedisError.Code) {
      let reply = ServerErrorReply(line)
      #expect(reply.code == code)
      #expect(reply.error(server: nil).code == expected)
    }

    @Test("backoff doubles its ceiling from 30 ms to 1 s and draws below it")
    func backoff() {
      var backoff = Backoff()
      var ceilings: [Duration] = []
      for _ in 0..<8 {
        ceilings.append(backoff.ceiling)
        let wait = backoff.next(random: 0.5)
        #expect(wait == ceilings[ceilings.count - 1] * 0.5)
      }
      #expect(ceilings.prefix(3) == [.milliseconds(30), .milliseconds(60), .milliseconds(120)])
      #expect(ceilings.last == .seconds(1))
      backoff.reset()
      #expect(backoff.ceiling == .milliseconds(30))
    }

    @Test(
      "a connection is made when there is work, waits after a failure, and is remade after READONLY once all is answered"
    )
    func states() {
      let start = MonotonicTime(nanoseconds: 0)
      var machine = ConnectionStateMachine()
      #expect((machine.shouldConnect(now: start, hasWork: false)) == false)
      #expect((machine.shouldConnect(now: start, hasWork: true)) == true)
      #expect((machine.shouldConnect(now: start, hasWork: true)) == false)
      machine.failed(now: start, random: 0.5)
      #expect(machine.state == .waiting(until: start + .milliseconds(15)))
      #expect(machine.alarm(hasWork: false) == nil)
      #expect(machine.alarm(hasWork: true) == start + .milliseconds(15))
      #expect((machine.shouldConnect(now: start + .milliseconds(14), hasWork: true)) == false)
      #expect((machine.shouldConnect(now: start + .milliseconds(15), hasWork: true)) == true)
      machine.connected()
      #expect(machine.canSend)
      machine.answered()
      machine.writesRefused()
      #expect(!machine.canSend)
      #expect((machine.shouldLeave(inFlight: 1, now: start, random: 0)) == false)
      #expect((machine.shouldLeave(inFlight: 0, now: start, random: 0)) == true)
      #expect((machine.shouldConnect(now: start, hasWork: true)) == true)
      machine.close()
      #expect((machine.shouldConnect(now: start, hasWork: true)) == false)
    }

    @Test("words are written as they would be as text, in whatever parts they come")
    func bulkStrings() {
      let run = RunID(origin: 0x0123_4567_89ab_cdef, sequence: 10)
      var words = BulkStrings()
      for number: Int64 in [0, 9, 10, -1, -10, .max, .min] { words.append(number) }
      words.append(Int64?.none)
      words.append(run)
      words.append("{é}:", "job:", "näme")
      words.append("{n}:", "lock:", "key", ":", 15)
      #expect(
        words.words == [
          "0", "9", "10", "-1", "-10", "\(Int64.max)", "\(Int64.min)", "", run.description, "{é}:job:näme",
          "{n}:lock:key:15",
        ])
      #expect(CommandEncoding.encode([], words) == CommandEncoding.encode(words.words))
    }

    @Test("commands are formatted as the protocol says")
    func encoding() {
      let bytes = CommandEncoding.encode(["SET", "é", String(repeating: "x", count: 12)])
      #expect(String(decoding: bytes, as: UTF8.self) == "*3\r\n$3\r\nSET\r\n$2\r\né\r\n$12\r\nxxxxxxxxxxxx\r\n")
    }

    @Test("names survive percent-encoding")
    func percent() {
      for name in ["plain", "a|b", "{ns}", "100%", "%7C", "ünï|{}%"] {
        let encoded = PercentEncoding.encode(name)
        #expect(!encoded.contains(where: { "{}|".contains($0) }))
        #expect(PercentEncoding.decode(encoded) == name)
      }
      #expect(PercentEncoding.encode("a|b") == "a%7Cb")
      #expect(PercentEncoding.decode("%7") == nil)
      #expect(PercentEncoding.decode("%zz") == nil)
    }
  }

  extension BulkStrings {
    /// What a server reads.
    var words: [String] {
      var rest = bytes[...]
      var words: [String] = []
      while let line = rest.firstIndex(of: 13),
        let length = Int(String(decoding: rest[rest.startIndex..<line].dropFirst(), as: UTF8.self))
      {
        let begin = line + 2
        words.append(String(decoding: rest[begin..<(begin + length)], as: UTF8.self))
        rest = rest[(begin + length + 2)...]
      }
      return words
    }
  }
#endif
