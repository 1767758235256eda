#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("When Redis loses data, replies or itself")
  struct DataLossTests {
    let server: RedisServer

    init() throws { server = try RedisServer.start(.tcp) }

    private func past(_ replica: Replica, _ milliseconds: Int64) async throws -> Instant {
      try await replica.serverNow() - .milliseconds(milliseconds)
    }

    private func isQuarantined(_ verdict: ClaimVerdict) -> Bool {
      if case .quarantined(let left) = verdict { left > .zero && left <= .seconds(10) } else { false }
    }

    @Test("after FLUSHALL cursors, leases, fences and pauses come back from the replicas alive")
    func merge() async throws {
      let a = try Replica("a", server.url)
      let b = try Replica("b", server.url)
      let instant = try await past(a, 50)
      let first = try await a.claims.register([ClaimRegistration(job: "job", fingerprint: "v1", next: .max)])[0]
      let lease = try await a.win(a.request(.start(instant)))
      _ = try await b.decide(b.request(.start(instant)))
      try await a.claims.pause("other", note: "kept")
      try await a.client.command("FLUSHALL")

      // b has only seen that the instant is decided; that is enough.
      #expect(try await b.decide(b.request(.start(instant))) == .lost(cursor: instant))
      guard case .renewed = try await a.claims.renew([lease])[0] else {
        Issue.record("the lease was not reasserted")
        return
      }
      #expect(
        try await b.decide(b.request(.start(instant + .milliseconds(10)), expecting: instant)) == .skipped(.overlap))
      #expect(try await b.decide(b.request(.start(instant), job: "other")) == .skipped(.paused))
      try await a.finish(lease)
      #expect(try await a.outcomes().first == .succeeded)
      let registered = try await a.claims.register([ClaimRegistration(job: "job", fingerprint: "v1", next: .max)])[0]
      #expect(registered == RegisteredJob(job: "job", cursor: instant + .milliseconds(10), since: first.since))
      for replica in [a, b] {
        #expect(replica.events.withLock { $0.contains { if case .dataLost = $0 { true } else { false } } })
      }
    }

    @Test("after a loss instants due before it are held back, so that a fresh replica cannot start them again")
    func quarantine() async throws {
      let a = try Replica("a", server.url, afterDataLoss: .quarantine)
      let instant = try await past(a, 50)
      // A new fleet's own beginning holds back what lies before it, too.
      #expect(isQuarantined(try await a.decide(a.request(.start(instant)))))
      try await a.client.command("HSET", "{test}:meta", "born", "1")
      _ = try await a.win(a.request(.start(instant)))
      try await a.client.command("FLUSHALL")

      let fresh = try Replica("fresh", server.url, afterDataLoss: .quarantine)
      #expect(isQuarantined(try await fresh.decide(fresh.request(.start(instant)))))
      let range = PassedOver(from: instant, to: instant, count: 1, reason: .coalesced)
      try await expectEventually {
        let later = try await fresh.serverNow()
        let verdict = try await fresh.decide(fresh.request(.start(later), passedOver: [range]))
        return isQuarantined(verdict)
      }
      _ = try await a.claims.heartbeat(MemberReport(instance: "a", status: "ok"))
      #expect(try await fresh.decide(fresh.request(.start(instant))) == .lost(cursor: instant))
      // What is due after the loss cannot have been decided before it. It goes on as soon as whoever may hold the job's lock
      // has had time to report it.
      let later = try await fresh.serverNow()
      let born = (try await fresh.client.command("HGET", "{test}:meta", "born").string).flatMap { Int64($0) } ?? .max
      try #require(later.millisecondsSince1970 > born)
      let next = fresh.request(.start(later), job: "new")
      let verdict = try await fresh.decide(next)
      guard case .quarantined(let left) = verdict else {
        Issue.record("\(verdict)")
        return
      }
      #expect(left <= .seconds(2))
      try await expectEventually { if case .won = try await fresh.decide(next) { true } else { false } }
    }

    @Test("the quarantine ends")
    func quarantineEnds() async throws {
      let a = try Replica("a", server.url, afterDataLoss: .quarantine)
      // It lasts as long as the replicas may take to notice; these report often.
      for _ in 0..<2 { _ = try await a.claims.heartbeat(MemberReport(instance: "a", status: "ok")) }
      let instant = try await past(a, 50)
      let request = a.request(.start(instant), lease: .milliseconds(50))
      try await expectEventually {
        if case .won = try await a.decide(request) { true } else { false }
      }
    }

    @Test("a lost reply is asked for again and was not a second win", arguments: 1...3)
    func lostReply(_ losses: Int) async throws {
      let proxy = try RedisProxy(to: server)
      let a = try Replica("a", proxy.url)
      let b = try Replica("b", server.url)
      // Not by a heartbeat, after which other replies come too: one to lose could be theirs.
      _ = try await a.claims.register([ClaimRegistration(job: "other", fingerprint: "f", next: nil)])
      let instant = try await past(a, 50)
      let request = a.request(.start(instant))
      proxy.loseNextReplies(losses)
      var failures = 0
      var lease: Lease?
      while lease == nil, failures < 10 {
        do {
          lease = try await a.win(request)
        } catch is ClaimsUnavailable {
          failures += 1
        }
      }
      #expect(failures >= 1)
      #expect(lease != nil)
      #expect(try await b.decide(b.request(.start(instant))) == .lost(cursor: instant))
      let events = a.events.withLock { $0 }
      #expect(events.count { if case .disconnected = $0 { true } else { false } } == 1)
      #expect(events.count { if case .connected = $0 { true } else { false } } == 2)
    }

    @Test("a restart with an empty data set is noticed, and nothing decided before starts again")
    func restartedEmpty() async throws {
      let a = try Replica("a", server.url)
      let b = try Replica("b", server.url)
      let instant = try await past(a, 50)
      let lease = try await a.win(a.request(.start(instant)))
      _ = try await b.decide(b.request(.start(instant)))
      try server.restart()
      try await expectEventually { try await b.decide(b.request(.start(instant))) == .lost(cursor: instant) }
      try await expectEventually {
        if case .renewed = try await a.claims.renew([lease])[0] { true } else { false }
      }
    }

    @Test("a server that took over without the last writes holds back what they may have been")
    func failover() async throws {
      let proxy = try RedisProxy(to: server)
      let a = try Replica("a", proxy.url)
      let fresh = try Replica("fresh", proxy.url, afterDataLoss: .quarantine)
      let instant = try await past(a, 50)
      let earlier = instant - .milliseconds(450)
      try await a.finish(a.win(a.request(.start(earlier))))
      // The other server has the data set as it was now, epoch and all: what comes after is lost.
      let replica = try RedisServer.start(.tcp)
      let control = try RedisClient(url: replica.url)
      for key in ["{test}:meta", "{test}:job:job", "{test}:held:job"] {
        let fields = (try await a.client.command("HGETALL", key).array ?? []).compactMap(\.string)
        try await control.command(["HSET", key] + fields)
      }
      _ = try await fresh.decide(fresh.request(.start(earlier), job: "unrelated"))
      try await a.finish(a.win(a.request(.start(instant), expecting: earlier)))
      proxy.redirect(to: replica)

      // Held back until the one who has seen it has told; never won.
      try await expectEventually {
        let verdict = try await fresh.decide(fresh.request(.start(instant), expecting: earlier))
        if case .won = verdict { Issue.record("started again") }
        return verdict == .lost(cursor: instant)
      }
      try await expectEventually {
        try await a.decide(a.request(.start(instant), expecting: earlier)) == .lost(cursor: instant)
      }
      #expect(try await fresh.decide(fresh.request(.start(instant), expecting: earlier)) == .lost(cursor: instant))
    }

    @Test("a run that ended just before a server took over without that write is not found crashed there")
    func failoverAfterFinish() async throws {
      let proxy = try RedisProxy(to: server)
      let a = try Replica("a", proxy.url)
      let lease = try await a.win(a.request(.start(try await past(a, 50)), reruns: true))
      let replica = try RedisServer.start(.tcp)
      let control = try RedisClient(url: replica.url)
      for key in ["{test}:meta", "{test}:job:job", "{test}:held:job", "{test}:runs"] {
        let fields = (try await a.client.command("HGETALL", key).array ?? []).compactMap(\.string)
        try await control.command(["HSET", key] + fields)
      }
      try await control.command("ZADD", "{test}:open", "1", lease.token.description)
      try await control.command("SET", "{test}:lock:job:0", lease.token.description, "PX", "30000")
      try await a.finish(lease)
      proxy.redirect(to: replica)
      try await expectEventually {
        let beat = try await a.claims.heartbeat(MemberReport(instance: "a", status: "ok"))
        let open = try await control.command("ZCARD", "{test}:open")
        return beat.crashed.isEmpty && open == .integer(0)
      }
      #expect(try await a.outcomes() == [.succeeded])
      #expect(try await control.command("EXISTS", "{test}:lock:job:0") == .integer(0))
    }

    @Test("a run that ended after the dump from which Redis comes back is not found crashed, whoever looks first")
    func olderDump() async throws {
      let (a, b) = (try Replica("a", server.url), try Replica("b", server.url))
      let lease = try await a.win(a.request(.start(try await past(a, 50)), reruns: true))
      let report = MemberReport(instance: "b", status: "ok")
      _ = try await b.claims.heartbeat(report)
      // In the dump the lease of the run has ended, as it will have when the server is back.
      try await a.client.command("ZADD", "{test}:open", "1", lease.token.description)
      try await a.client.command("DEL", "{test}:lock:job:0")
      try await a.client.command("SAVE")
      try await a.finish(lease)
      try server.restartFromDump()
      try await expectEventually { try await b.client.command("PING").string == "PONG" }
      try await expectEventually {
        let beat = try await b.claims.heartbeat(report)
        #expect(beat.crashed.isEmpty)
        return try await b.client.command("ZCARD", "{test}:open") == .integer(0)
      }
      try await expectEventually { try await b.client.command("HGET", "{test}:meta", "aged").string != nil }
      #expect(try await a.outcomes() == [.succeeded])
      #expect(try await b.client.command("ZCARD", "{test}:crashed") == .integer(0))
    }

    @Test("the true holder keeps its lease where older data names the holder before it")
    func olderHolder() async throws {
      let a = try Replica("a", server.url)
      let first = try await a.win(a.request(.start(try await past(a, 50))))
      try await a.client.command("SAVE")
      try await a.finish(first)
      let second = try await a.win(a.request(.start(try await past(a, 10)), expecting: first.firing.instant))
      #expect(second.fencingToken > first.fencingToken)
      try server.restartFromDump()
      try await expectEventually {
        guard (try? await a.claims.heartbeat(MemberReport(instance: "a", status: "ok"))) != nil else { return false }
        return try await a.client.command("GET", "{test}:lock:job:0").string == second.token.description
      }
      #expect(
        try await a.client.command("HGET", "{test}:held:job", "0").string?.hasPrefix(second.token.description) == true)
      try await a.finish(second)
    }

    @Test(
      "a server that refuses is unavailable, never lost, and says who has to act",
      arguments: [
        ("LOADING Redis is loading the dataset in memory", false), ("READONLY You can't write", false),
        ("MASTERDOWN Link with MASTER is down", false), ("OOM command not allowed", false),
        ("NOREPLICAS Not enough good replicas", false), ("CLUSTERDOWN The cluster is down", false),
        ("BUSY Redis is busy running a script", false), ("MISCONF Errors writing to the AOF", false),
        ("NOAUTH Authentication required", true), ("NOPERM no permissions", true), ("MOVED 1 10.0.0.1:6379", true),
      ])
    func refuses(_ line: String, _ needsOperator: Bool) async throws {
      let fake = try FakeRedis { _ in .text("-\(line)\r\n") }
      let a = try Replica("a", fake.url)
      let error = await #expect(throws: ClaimsUnavailable.self) { try await a.decide(a.request(.start(.epoch))) }
      #expect(error?.needsOperator == needsOperator)
      await #expect(throws: ClaimsUnavailable.self) {
        try await a.claims.heartbeat(MemberReport(instance: "a", status: "ok"))
      }
      let events = a.events.withLock { $0 }
      #expect(events.count { if case .disconnected = $0 { true } else { false } } == 1)
    }

    @Test("answers of another version are refused, not guessed at")
    func otherVersion() async throws {
      for answer in ["*1\r\n$2\r\nhi\r\n", ":1\r\n", "*2\r\n$16\r\n1700000000000000\r\n$3\r\nNEW\r\n", "*0\r\n"] {
        let fake = try FakeRedis { _ in .text(answer) }
        let a = try Replica("a", fake.url)
        let error = await #expect(throws: ClaimsUnavailable.self) { try await a.decide(a.request(.start(.epoch))) }
        #expect(error?.needsOperator == true)
      }
    }

    @Test("out of memory is unavailable, and nothing is half done")
    func outOfMemory() async throws {
      let a = try Replica("a", server.url)
      _ = try await a.claims.heartbeat(MemberReport(instance: "a", status: "ok"))
      let instant = try await past(a, 50)
      try await a.client.command("CONFIG", "SET", "maxmemory", "1")
      let request = a.request(.start(instant))
      await #expect(throws: ClaimsUnavailable.self) { try await a.decide(request) }
      try await a.client.command("CONFIG", "SET", "maxmemory", "0")
      _ = try await a.win(request)
    }

    @Test("a server with an eviction policy that can lose locks is warned of")
    func evictionWarning() async throws {
      let server = try RedisServer.start(options: ["--maxmemory-policy", "allkeys-lru"])
      let a = try Replica("a", server.url)
      _ = try await a.claims.heartbeat(MemberReport(instance: "a", status: "ok"))
      #expect(
        a.events.withLock {
          $0.contains { if case .warning(let text) = $0 { text.contains("allkeys-lru") } else { false } }
        })
    }
  }
#endif
