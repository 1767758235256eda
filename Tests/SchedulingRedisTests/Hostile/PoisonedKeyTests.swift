#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("What cannot be read hurts itself alone")
  struct PoisonedKeyTests {
    private let server: RedisServer
    private let redis: RedisClient
    private let starts = Collected<ScheduledFleet.Start>()

    init() throws {
      server = try RedisServer.start()
      redis = try RedisClient(url: server.url)
    }

    private func isNamed(_ scheduler: Scheduler, _ text: String) -> Bool {
      let status = scheduler.status
      return status.health == .degraded && status.reasons.contains { $0.contains(text) }
    }

    private func add(_ jobs: [JobID], to scheduler: Scheduler, breaker: CircuitBreaker? = nil) async throws {
      var options = JobOptions()
      options.breaker = breaker
      for job in jobs {
        try await scheduler.add(job, .every(.milliseconds(200)), options: options) { [starts] run in
          starts.append(.init(job: run.job, instant: run.firing.instant))
        }
      }
    }

    private func count(_ job: JobID) -> Int { starts.all.count { $0.job == job } }

    @Test(
      "a key of the wrong type stops its job, which is named; the others go on, and it goes on when the key is gone",
      arguments: ["job:x", "held:x", "lock:x:0"])
    func wrongType(_ key: String) async throws {
      // Neither a hash nor a lock.
      if key.hasPrefix("lock") {
        try await redis.command("HSET", "{test}:" + key, "a", "b")
      } else {
        try await redis.command("SET", "{test}:" + key, "foo")
      }
      try await ScheduledFleet.run(server.url) { scheduler in
        try await add(["x", "good"], to: scheduler)
        try await expectEventually { count("good") >= 5 && isNamed(scheduler, "job x does not run") }
        #expect(count("x") == 0)
        #expect(scheduler.status.claims.isConnected)
        try await redis.command("DEL", "{test}:" + key)
        try await expectEventually { count("x") >= 3 && scheduler.status.health == .ok }
      }
      #expect(Set(starts.all).count == starts.all.count)
    }

    @Test("a history of the wrong type stops every decision before it is made, so that none goes unrecorded")
    func history() async throws {
      let a = try Replica("a", server.url)
      let first = try await a.serverNow() - .milliseconds(50)
      let second = first + .milliseconds(10)
      let lease = try await a.win(a.request(.start(first)))
      try await redis.command("SET", "{test}:hist", "foo")
      // Its row would be skipped(overlap); then the end of a run.
      await #expect(throws: ClaimsUnavailable.self) { try await a.decide(a.request(.start(second), expecting: first)) }
      await #expect(throws: ClaimsUnavailable.self) { try await a.finish(lease) }
      try await redis.command("DEL", "{test}:hist")
      #expect(try await a.decide(a.request(.start(second), expecting: first)) == .skipped(.overlap))
      try await a.finish(lease)
      #expect(Set(try await a.outcomes()) == [.skipped(.overlap), .succeeded])
    }

    @Test("numbers that trap nobody: forged messages, rows, cursors and breakers, met by two replicas and a restart")
    func numbers() async throws {
      let token = "0000000000000007000000000000000"
      for round in 0..<2 {
        try await ScheduledFleet.run(server.url, "a\(round)") { a in
          try await ScheduledFleet.run(server.url, "b\(round)") { b in
            try await add(["good", "worn", "fenced"], to: a, breaker: .init(failures: 2, coolDown: .seconds(1)))
            try await add(["good"], to: b)
            try await expectEventually { a.status.claims.isConnected && b.status.claims.isConnected }
            for message in [
              "job -9223372036854775808 - x", "job 9223372036854775807 9223372036854775807 x", "job", "cancel",
              "cancel zz",
              "fleet fleet", "", "job 1 -9223372036854775808 good",
            ] { try await redis.command("PUBLISH", "{test}:wake", message) }
            let big = "9223372036854775807"
            try await redis.command(
              "HSET", "{test}:runs", token + "1", "good|0|scheduled|good|0|\(big)|0|1|a|1|", token + "2",
              "good|0|scheduled|good|0|1|-9223372036854775808|1|a|1|", token + "3", "foo", token + "4",
              "good|\(big)|scheduled|good|99|1|0|\(big)|a|1|")
            try await redis.command(
              "ZADD", "{test}:open", "1", token + "1", "2", token + "2", "3", token + "3", "-inf", token + "4")
            try await redis.command(
              "HSET", "{test}:requests", "q1", "good|run-now|0|\(big)|||\(big)|\(big)||", "q2", "junk", "q3",
              "good|backfill|-\(big)|\(big)||a|0|\(big)||")
            try await redis.command("ZADD", "{test}:members", "inf", "m|1", "-inf", "m2", "1e300", "m3")
            try await redis.command("HSET", "{test}:members:facts", "m|1", String(repeating: "x", count: 100_000))
            try await redis.command("HSET", "{test}:job:worn", "br", "junk", "bf", "junk", "bo", "inf", "cr", "junk")
            try await redis.command("HSET", "{test}:held:fenced", "fence", "inf")
            try await redis.command("HSET", "{test}:control", "junk", "note", "j:%zz", "")
            let before = count("good")
            try await expectEventually { count("good") >= before + 5 && count("worn") >= 3 }
            try await expectEventually {
              isNamed(a, "cannot be read by this version") && isNamed(a, "job fenced does not run")
            }
            try await redis.command("HSET", "{test}:job:worn", "cursor", "inf")
            try await expectEventually { isNamed(a, "job worn does not run") }
            try await redis.command("HDEL", "{test}:job:worn", "cursor")
            try await redis.command("HDEL", "{test}:held:fenced", "fence")
          }
        }
      }
      #expect(Set(starts.all).count == starts.all.count)
    }

    @Test("requests that this version cannot read end: by their own patience, or after a day")
    func requests() async throws {
      let replica = try Replica("a", server.url)
      let report = MemberReport(instance: "a", status: "running")
      _ = try await replica.claims.heartbeat(report)
      let now = try await replica.serverNow().millisecondsSince1970
      try await redis.command(
        "HSET", "{test}:requests", "newer", "job|later-cause|1|1||ada|\(now - 10)|1||", "junk", "junk")
      try await redis.command("HSET", "{test}:unreadable", "request junk", "\(now - 86_400_001)")
      _ = try await replica.claims.heartbeat(report)
      #expect(try await redis.command("HLEN", "{test}:requests").integer == 0)
      #expect(try await redis.command("HLEN", "{test}:unreadable").integer == 0)
      let id = try #require(FleetRequest.ID("newer"))
      #expect(try await replica.claims.answer(to: id) == .ended(.missed(.noHandler)))
    }

    @Test(
      "overdue definitions that this version cannot read, by the thousands: good jobs start, and no command is asked in a loop",
      arguments: [2_100, 10_000])
    func unreadableDefinitions(_ poisoned: Int) async throws {
      let good = 20
      try await ScheduledFleet.run(server.url, store: true, handlers: [Started(starts: starts)]) { first in
        try await expectEventually { first.status.claims.isConnected }
        let trigger = try IntervalTrigger.every(.milliseconds(500))
        for number in 0..<good {
          try await first.add(JobID("good\(number)"), trigger, handler: Started.self, arguments: .init())
        }
      }
      let script = """
        for i = ARGV[1], ARGV[1] + 99 do
          local name = string.format('bad%05d', i)
          redis.call('HSET', '{test}:job:' .. name, 'ver', '1', 'def', '{"handler":"started","trigger":{"kind":"quantum"}}',
            'fp', 'q', 'since', '1')
          redis.call('ZADD', '{test}:due', i, name)
          redis.call('ZADD', '{test}:jobs', 0, name)
        end
        redis.call('SET', '{test}:job:text', 'foo')
        redis.call('ZADD', '{test}:due', 1, 'text', '-inf', 'odd%zz')
        """
      for first in stride(from: 1, through: poisoned, by: 100) {
        try await redis.command("EVAL", script, "0", "\(first)")
      }
      let before = starts.all.count
      try await ScheduledFleet.run(server.url, store: true, handlers: [Started(starts: starts)]) { scheduler in
        // Each of them is read once before: without optimization, on a busy machine, that takes a while.
        let isServed = await eventually(within: .seconds(300)) {
          Set(starts.all[before...].map(\.job)).count == good
        }
        #expect(isServed)
        try await expectEventually {
          isNamed(scheduler, "more stored jobs cannot be read")
        }
        // All have left the head.
        try await expectEventually {
          let now = try await redis.command("TIME").array?.first?.integer ?? 0
          return try await redis.command("ZCOUNT", "{test}:due", "-inf", "\((now - 5) * 1000)").integer == 0
        }
        func commands() async throws -> Int64 {
          let info = try await redis.command("INFO", "stats").string ?? ""
          let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("total_commands_processed:") }
          return line.flatMap { Int64($0.drop { $0 != ":" }.dropFirst()) } ?? 0
        }
        let (from, clock) = (try await commands(), ContinuousClock.now)
        let runs = starts.all.count
        try await expectEventually { starts.all.count >= runs + 2 * good }
        // What is called inside scripts counts: some 15 commands a firing, and what looking costs.
        let seconds = max(1, (ContinuousClock.now - clock) / .seconds(1))
        let rate = Double(try await commands() - from) / seconds
        #expect(rate < 4_000)
      }
      #expect(Set(starts.all).count == starts.all.count)
    }
  }
#endif
