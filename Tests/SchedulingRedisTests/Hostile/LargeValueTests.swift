#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("Bytes bound every batch")
  struct LargeValueTests {
    private let server: RedisServer
    private let redis: RedisClient
    private let starts = Collected<ScheduledFleet.Start>()

    init() throws {
      server = try RedisServer.start()
      // Writing what a test needs takes a busy machine a while.
      var configuration = try RedisConfiguration(url: server.url)
      configuration.commandTimeout = .seconds(60)
      redis = try RedisClient(configuration: configuration)
    }

    private static func text(_ bytes: Int) -> JobArguments {
      .object(["text": .string(String(repeating: "x", count: bytes))])
    }

    @Test("what is too large is refused before anything is stored, by all that store")
    func refused() async throws {
      let never = try CronTrigger.cron("0 0 29 2 *")
      try await ScheduledFleet.run(server.url, store: true, handlers: [Started(starts: starts)]) { scheduler in
        try await expectEventually { scheduler.status.claims.isConnected }
        func expectTooLarge(_ body: () async throws -> Void) async {
          let error = await #expect(throws: SchedulerError.self) { try await body() }
          #expect(error?.code == .tooLarge)
        }
        let large = Started.Arguments(text: String(repeating: "x", count: 300_000))
        await expectTooLarge { try await scheduler.add("a", never, handler: Started.self, arguments: large) }
        #expect(try await redis.command("EXISTS", "{test}:job:a").integer == 0)
        try await scheduler.add("a", never, handler: Started.self, arguments: .init())
        await expectTooLarge { try await scheduler.runNow("a", arguments: Self.text(300_000)) }
        await expectTooLarge { try await scheduler.pause("a", note: String(repeating: "n", count: 5_000)) }
        await expectTooLarge {
          try await scheduler.submit(.runNow("a", arguments: Self.text(300_000), requestedBy: "ada"))
        }
      }
      let control = FleetControl(redis, namespace: "test")
      await #expect(throws: ClaimsUnavailable.self) { try await control.runNow("a", arguments: Self.text(300_000)) }
      await #expect(throws: ClaimsUnavailable.self) {
        try await control.pause("a", note: String(repeating: "n", count: 5_000))
      }
      #expect(try await redis.command("HLEN", "{test}:requests").integer == 0)
    }

    @Test("80 jobs with 300 kB each, and one of 20 MB, stop no fresh replica", arguments: [300_000])
    func definitions(_ bytes: Int) async throws {
      let handlers = [Started(starts: starts)]
      try await ScheduledFleet.run(server.url, store: true, handlers: handlers) { scheduler in
        try await expectEventually { scheduler.status.claims.isConnected }
        try await scheduler.add("small", .every(.milliseconds(500)), handler: Started.self, arguments: .init())
      }
      let script = """
        local def = redis.call('HGET', '{test}:job:small', 'def')
        for i = 1, 81 do
          local name, size = 'large' .. i, i == 81 and 20000000 or \(bytes)
          local options = '"options":{"arguments":{"text":"' .. string.rep('x', size) .. '"}},'
          redis.call('HSET', '{test}:job:' .. name, 'ver', '1', 'fp', redis.call('HGET', '{test}:job:small', 'fp'),
            'since', redis.call('HGET', '{test}:job:small', 'since'), 'def', '{' .. options .. string.sub(def, 2))
          redis.call('ZADD', '{test}:due', redis.call('ZSCORE', '{test}:due', 'small'), name)
          redis.call('ZADD', '{test}:jobs', 0, name)
        end
        redis.call('HINCRBY', '{test}:meta', 'changes', 1)
        """
      try await redis.command("EVAL", script, "0")
      let before = starts.all.count
      try await ScheduledFleet.run(server.url, "fresh", store: true, handlers: handlers) { scheduler in
        try await expectEventually { Set(starts.all[before...].map(\.job)).count == 81 }
        try await expectEventually { scheduler.status.reasons.contains { $0.contains("large81") } }
        #expect(scheduler.status.claims.isConnected)
      }
    }

    @Test("80 jobs of 200 kB that were added stop no fresh replica, which reads each about once")
    func added() async throws {
      let handlers = [Started(starts: starts)]
      let text = String(repeating: "x", count: 200_000)
      try await ScheduledFleet.run(server.url, store: true, handlers: handlers) { scheduler in
        try await expectEventually { scheduler.status.claims.isConnected }
        for number in 0..<80 {
          try await scheduler.add(
            JobID("large-\(number)"), .every(.milliseconds(500)), handler: Started.self, arguments: .init(text: text))
        }
      }
      let before = starts.all.count
      let sent = try await sentBytes()
      try await ScheduledFleet.run(server.url, "fresh", store: true, handlers: handlers) { scheduler in
        try await expectEventually { Set(starts.all[before...].map(\.job)).count == 80 }
        #expect(scheduler.status.claims.isConnected)
        #expect(scheduler.jobs.count == 80)
      }
      let read = try await sentBytes() - sent
      #expect(read < 3 * 80 * 200_000, "the definitions were sent again and again: \(read) bytes")
    }

    private func sentBytes() async throws -> Int {
      let info = try await redis.command("INFO", "stats").string ?? ""
      let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("total_net_output_bytes:") }
      return line.flatMap { Int($0.split(separator: ":")[1]) } ?? 0
    }

    @Test("90 requests of 70 kB come with several heartbeats, and each is served")
    func requests() async throws {
      let replica = try Replica("a", server.url)
      let report = MemberReport(instance: "a", status: "running")
      _ = try await replica.claims.heartbeat(report)
      var ids: Set<FleetRequest.ID> = []
      for _ in 0..<90 {
        let request = FleetRequest.runNow("job", arguments: Self.text(70_000), requestedBy: "ada")
        try await replica.claims.submit(request)
        ids.insert(request.id)
      }
      var heard: Set<FleetRequest.ID> = []
      for _ in 0..<4 {
        let reply = try await replica.claims.heartbeat(report)
        #expect(reply.requests.count < 90)
        heard.formUnion(reply.requests.map(\.id))
      }
      #expect(heard == ids)
      let view = try #require(try await FleetControl(redis, namespace: "test").fleet())
      #expect(view.requests.count > 30)
    }

    @Test("18 MB of dead letters are listed in pages, and each can be put back")
    func deadLetters() async throws {
      let replica = try Replica("a", server.url)
      _ = try await replica.claims.heartbeat(MemberReport(instance: "a", status: "running"))
      let now = try await replica.serverNow()
      let letters = (0..<75).map { _ in
        DeadLetter(
          id: replica.token(), job: "job", instant: now, cause: .scheduled, attempts: 1, outcome: .failed, message: "m",
          at: now, arguments: Self.text(240_000))
      }
      for letter in letters { try await replica.claims.keepDeadLetter(letter) }
      let control = FleetControl(redis, namespace: "test")
      #expect(Set(try await control.deadLetters(limit: 100).map(\.id)) == Set(letters.map(\.id)))
      #expect(try await control.requeue(letters[3].id) != nil)
    }

    @Test("18 MB of dead letters are put back, all of them, and each runs with its own arguments")
    func requeuedLetters() async throws {
      let replica = try Replica("a", server.url)
      _ = try await replica.claims.heartbeat(MemberReport(instance: "a", status: "running"))
      let now = try await replica.serverNow()
      let letters = (0..<75).map { number in
        DeadLetter(
          id: replica.token(), job: "job", instant: now - .seconds(Int64(number + 1)), cause: .scheduled, attempts: 1,
          outcome: .failed, message: "m", at: now,
          arguments: .object(["text": .string("\(number) " + String(repeating: "x", count: 240_000))]))
      }
      for letter in letters { try await replica.claims.keepDeadLetter(letter) }
      let numbers = Collected<String>()
      try await ScheduledFleet.run(server.url, "b") { scheduler in
        var options = JobOptions()
        options.overlap = .allow
        try await scheduler.add("job", CronTrigger.cron("0 0 29 2 *"), options: options) { run in
          numbers.append((run.arguments?["text"]?.text ?? "").split(separator: " ").first.map(String.init) ?? "")
        }
        try await expectEventually { scheduler.status.claims.isConnected }
        var listed: Set<RunID> = []
        try await expectEventually {
          // What found no slot stays; what was put back is gone from the list.
          listed.formUnion(try await scheduler.deadLetters(of: "job", limit: 1_000).map(\.id))
          _ = try await scheduler.requeueAll(of: "job")
          return Set(numbers.all).count == 75
        }
        #expect(listed == Set(letters.map(\.id)))
      }
      #expect(try await redis.command("ZCARD", "{test}:dead").integer == 0)
    }

    @Test("an error text of one letter and two million accents is cut by bytes, at a scalar")
    func accents() {
      let text = "e" + String(repeating: "\u{301}", count: 2_000_000)
      #expect(text.count == 1)
      #expect(text.cut(toBytes: 2_000).utf8.count == 1_999)
      #expect("añb".cut(toBytes: 2) == "a")
      #expect("añb".cut(toBytes: 3) == "añ")
      #expect("añb".cut(toBytes: 9) == "añb")
      #expect("añb".cut(toBytes: 0) == "")
    }

    @Test("a list of more elements than the client takes is refused")
    func elements() async throws {
      var configuration = try RedisConfiguration(url: server.url)
      configuration.maximumReplyElements = 1_000
      let small = try RedisClient(configuration: configuration)
      try await redis.command(["RPUSH", "list"] + (0..<1_000).map { "\($0)" })
      #expect(try await small.command("LRANGE", "list", "0", "-1").array?.count == 1_000)
      try await redis.command("RPUSH", "list", "one more")
      let error = await #expect(throws: RedisError.self) { try await small.command("LRANGE", "list", "0", "-1") }
      #expect(error?.code == .replyTooLarge)
      #expect(try await small.command("PING") == .string("PONG"))
    }
  }
#endif
