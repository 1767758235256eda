#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("When Redis returns with data that is older than what the replicas know")
  struct OlderDataTests {
    let server: RedisServer

    init() throws { server = try RedisServer.start(.tcp) }

    private func beat(_ replica: Replica) async throws -> HeartbeatReply {
      try await replica.claims.heartbeat(MemberReport(instance: replica.name, status: "running"))
    }

    /// Waits until the replica has reported what it knows to the server that has come back.
    private func restore(_ replicas: Replica...) async throws {
      try server.restartFromDump()
      for replica in replicas { try await expectEventually { (try? await beat(replica)) != nil } }
    }

    private func redis(_ replica: Replica, _ words: String...) async throws -> RedisValue {
      try await replica.client.command(words)
    }

    @Test("an instant that was decided in one database is not started in the other, however often they are swapped")
    func swapDatabases() async throws {
      let (a, b) = (try Replica("a", server.url), try Replica("b", server.url, afterDataLoss: .quarantine))
      for replica in [a, b] { _ = try await beat(replica) }
      var last = Instant.min
      for round in 0..<5 {
        let instant = try await a.serverNow()
        try await a.finish(a.win(a.request(.start(instant), expecting: last)))
        _ = try await redis(a, "SWAPDB", "0", "1")
        var verdict = ClaimVerdict.askAgain
        for _ in 0..<20 where verdict == .askAgain {
          verdict = try await b.decide(b.request(.start(instant), expecting: last))
        }
        // Held back, or known to be decided where a replica has reported it already.
        switch verdict {
        case .quarantined, .lost(cursor: instant): break
        default:
          Issue.record("round \(round): nothing holds back what the other database had decided: \(verdict)")
          return
        }
        _ = try await beat(a)
        #expect(try await b.decide(b.request(.start(instant), expecting: last)) == .lost(cursor: instant))
        last = instant
      }
    }

    @Test("a replica that has not noticed the other database goes on in the one that has come back")
    func unnoticed() async throws {
      let (a, b) = (try Replica("a", server.url), try Replica("b", server.url))
      for replica in [a, b] { _ = try await beat(replica) }
      _ = try await redis(a, "SWAPDB", "0", "1")
      _ = try await beat(a)
      _ = try await redis(a, "SWAPDB", "0", "1")
      _ = try await beat(a)
      let born = try await redis(a, "HGET", "{test}:meta", "born").integer
      _ = try await beat(b)
      #expect(try await redis(a, "HGET", "{test}:meta", "born").integer == born)
      // Whoever comes later knows as much as whoever came first: the next swap is noticed by each of them.
      _ = try await redis(a, "SWAPDB", "0", "1")
      _ = try await beat(b)
      #expect(try await redis(b, "HGET", "{test}:meta", "aged").integer ?? 0 > born ?? .max)
    }

    @Test("a run that was taken over after the dump is its taker's, and goes on", arguments: [false, true])
    func takeOver(hasEnded: Bool) async throws {
      let (dead, a) = (try Replica("dead", server.url), try Replica("a", server.url))
      let request = dead.request(
        .start(try await dead.serverNow()), lease: .milliseconds(50), reruns: true)
      let lost = try await dead.win(request)
      var crashed: CrashedRun?
      _ = try await redis(a, "SAVE")
      try await expectEventually {
        crashed = try await beat(a).crashed.first
        return crashed != nil
      }
      let taken = try await a.win(a.request(.takeOver(try #require(crashed)), attempt: 2, reruns: true))
      if hasEnded { try await a.finish(taken) }
      try await restore(a)
      try await expectEventually {
        try await redis(a, "ZSCORE", "{test}:open", lost.token.description).string == nil
      }
      #expect(try await redis(a, "HEXISTS", "{test}:runs", lost.token.description) == .integer(0))
      #expect(try await redis(a, "ZCARD", "{test}:open") == .integer(hasEnded ? 0 : 1))
      if !hasEnded { try await a.finish(taken) }
      #expect(try await a.outcomes() == [.succeeded])
      // Neither is found dead when that may be said again.
      _ = try await redis(a, "HDEL", "{test}:meta", "aged")
      #expect(try await beat(a).crashed.isEmpty)
    }

    @Test("a run is not found dead in older data before the lease has passed that its holder may still have")
    func longLease() async throws {
      let (a, b) = (try Replica("a", server.url), try Replica("b", server.url))
      _ = try await a.win(a.request(.start(try await a.serverNow()), lease: .seconds(40)))
      _ = try await redis(a, "SAVE")
      _ = try await b.win(b.request(.start(try await b.serverNow()), job: "other", lease: .seconds(20)))
      try await restore(b)
      func wait() async throws -> Int64 {
        let times = try await redis(b, "HMGET", "{test}:meta", "born", "aged").array?.compactMap(\.integer) ?? []
        return times.count == 2 ? times[1] - times[0] : 0
      }
      // The longest lease that any replica reports counts.
      try await expectEventually {
        _ = try await beat(a)
        return try await wait() == 40_000
      }
    }

    // MARK: Deaths

    private func pauses(_ replica: Replica) async throws -> String? { try await beat(replica).pauses.jobs["job"] }

    @Test("one process that disappears with nine runs of a job is one death, and the job goes on")
    func nineRuns() async throws {
      let a = try Replica("a", server.url)
      for death in 1...6 {
        // It comes again under the same name, as containers do.
        let dead = try Replica("dead", server.url)
        for _ in 0..<9 {
          let lease = try await dead.win(
            dead.request(.start(try await dead.serverNow()), cause: .runNow, slots: 16))
          // As if it had said nothing since, for as long as its lease.
          _ = try await redis(a, "ZADD", "{test}:open", "1", lease.token.description)
          _ = try await redis(a, "DEL", "{test}:lock:job:\(lease.slot)")
        }
        dead.client.close()
        #expect(try await beat(a).crashed.count == 9)
        let known = try await redis(a, "HGET", "{test}:job:job", "cr").string ?? ""
        #expect(try await (pauses(a) != nil) == (death == 6), "after \(death) deaths: \(known)")
      }
      #expect(try await pauses(a)?.contains("6 times in a row") == true)
    }

    @Test("what older data calls open counts as nobody's death, and is run again as the same attempt")
    func inventedDeaths() async throws {
      let a = try Replica("a", server.url)
      for number in 0..<7 {
        let dead = try Replica("dead-\(number)", server.url)
        _ = try await dead.win(
          dead.request(
            .start(try await dead.serverNow()), cause: .runNow, slots: 16, lease: .milliseconds(50), reruns: true))
      }
      _ = try await redis(a, "SAVE")
      try await restore(a)
      try await expectEventually { try await redis(a, "HGET", "{test}:meta", "aged").string != nil }
      try await expectEventually { try await redis(a, "KEYS", "{test}:lock:*").array?.isEmpty == true }
      _ = try await redis(a, "HDEL", "{test}:meta", "aged")
      let crashed = try await beat(a).crashed
      #expect(crashed.count == 7)
      #expect(crashed.allSatisfy { $0.crashes == 0 && $0.attempt == 0 && $0.mayRunAgain })
      #expect(try await pauses(a) == nil)
    }
  }
#endif
