#if Redis
  import CivilTime
  import Foundation
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("What a replica knows of a job survives a loss of data")
  struct KnowledgeLossTests {
    let server: RedisServer
    let a: Replica
    let b: Replica
    let now: Instant

    init() async throws {
      server = try RedisServer.start()
      (a, b) = (try Replica("a", server.url), try Replica("b", server.url))
      now = try await a.serverNow()
    }

    private func beat(_ replica: Replica) async throws {
      _ = try await replica.claims.heartbeat(MemberReport(instance: replica.name, status: "running"))
    }

    private func look(_ replica: Replica) async throws {
      _ = try await replica.claims.head(StoreHeadQuestion(changes: "", wantsEntries: true, limit: 10))
    }

    private func put(_ id: JobID, _ replica: Replica, next: Instant? = nil) async throws -> Int64 {
      let reply = try await replica.claims.put(
        StoredJobChange(
          id: id, expected: .any, definition: #"{"handler":"h"}"#, fingerprint: "f", next: next ?? now + .seconds(60),
          token: replica.token(), breaker: CircuitBreaker(failures: 1, coolDown: .seconds(60))))
      guard case .made(let version, _, _) = reply else { throw Refused() }
      return version
    }

    private struct Refused: Error {}

    private func stored(_ id: JobID, _ replica: Replica) async throws -> Bool {
      try await replica.claims.load([StoredJobQuestion(id: id)])[0] != nil
    }

    private func timeToLive(_ key: String) async throws -> Int64 {
      try await a.client.command("PTTL", "{test}:" + key).integer ?? -2
    }

    private static let day: Int64 = 86_400_000

    // MARK: Breakers

    private func openBreaker(_ version: Int64? = nil) async throws {
      var request = a.request(.start(now - .milliseconds(50)))
      request.version = version
      try await a.finish(try await a.win(request), .failed)
    }

    private func next(_ replica: Replica, _ milliseconds: Int64, version: Int64? = nil) async throws -> ClaimVerdict {
      var request = replica.request(
        .start(now - .milliseconds(milliseconds)), expecting: now - .milliseconds(milliseconds + 10))
      request.version = version
      return try await replica.decide(request)
    }

    @Test("an open breaker stays open, in both modes", arguments: [false, true])
    func openBreakerStays(_ isStored: Bool) async throws {
      var version: Int64?
      if isStored {
        version = try await put("job", a)
        _ = try await b.claims.load([StoredJobQuestion(id: "job")])
      } else {
        for replica in [a, b] {
          _ = try await replica.claims.register([
            ClaimRegistration(
              job: "job", fingerprint: "f", next: now + .seconds(60),
              breaker: CircuitBreaker(failures: 1, coolDown: .seconds(60)))
          ])
        }
      }
      try await openBreaker(version)
      #expect(try await next(b, 40, version: version) == .skipped(.circuitOpen))
      // First by the one whose run has opened it, then by the one that was refused.
      for (index, replica) in [a, b].enumerated() {
        try await a.client.command("FLUSHALL")
        try await beat(replica)
        #expect(
          try await next(replica, 30 - 10 * Int64(index), version: version) == .skipped(.circuitOpen), "\(replica.name)"
        )
      }
      let ends = try await a.client.command("HGET", "{test}:job:job", "bo").integer ?? 0
      let later = try await a.serverNow().millisecondsSince1970
      #expect(ends - later <= 60_000)
    }

    @Test("a breaker counts the failures before the loss, opens after it, and closes with a success")
    func failuresCount() async throws {
      _ = try await a.claims.register([
        ClaimRegistration(
          job: "job", fingerprint: "f", next: now + .seconds(60),
          breaker: CircuitBreaker(failures: 2, coolDown: .seconds(60)))
      ])
      try await openBreaker()
      try await a.client.command("FLUSHALL")
      try await beat(a)
      guard case .won(let lease) = try await next(a, 40) else {
        Issue.record("opened by one failure of two")
        return
      }
      try await a.finish(lease, .failed)
      #expect(try await next(a, 30) == .skipped(.circuitOpen))
      let probe = try await a.win(a.request(.start(now), cause: .runNow))
      try await a.finish(probe)
      try await a.client.command("FLUSHALL")
      try await beat(a)
      guard case .won = try await next(a, 20) else {
        Issue.record("a breaker that was closed is open again")
        return
      }
    }

    @Test("the rule of a breaker that is not in the data comes with the next end of a run")
    func ruleComesBack() async throws {
      _ = try await a.claims.register([
        ClaimRegistration(
          job: "job", fingerprint: "f", next: nil, breaker: CircuitBreaker(failures: 1, coolDown: .seconds(60)))
      ])
      // It has expired, as that of a job that waits for others for longer than a month.
      try await a.client.command("DEL", "{test}:job:job")
      try await a.finish(try await a.win(a.request(.start(now - .milliseconds(50)), cause: .event)), .failed)
      #expect(
        try await a.decide(a.request(.start(now - .milliseconds(40)), cause: .event)) == .skipped(.circuitOpen))
      #expect(try await timeToLive("job:job") > 0)
    }

    // MARK: Removals

    @Test("a removed stored job does not come back though only replicas that had read it are left")
    func removalIsHeard() async throws {
      for index in 0..<40 {
        _ = try await put(JobID("job-\(index)"), a)
        #expect(try await stored(JobID("job-\(index)"), b))
      }
      for index in 0..<40 { _ = try await a.claims.remove(JobID("job-\(index)"), expected: nil, token: a.token()) }
      // b has none of them in hand any more; it only looks for what is due, as ever.
      try await look(b)
      try await a.client.command("FLUSHALL")
      try await look(b)
      #expect(try await b.claims.list(after: nil, limit: 100) == [])
      #expect(try await b.client.command("ZCARD", "{test}:due").integer == 0)
    }

    @Test("whoever told of a removed job learns of it, and does not bring it back the next time")
    func refusedTelling() async throws {
      _ = try await put("job", a)
      #expect(try await stored("job", b))
      _ = try await a.claims.remove("job", expected: nil, token: a.token())
      try await a.client.command("FLUSHALL")
      try await look(a)
      try await look(b)
      try await a.client.command("FLUSHALL")
      try await look(b)
      #expect(try await !stored("job", b))
      // And added again it is there.
      _ = try await put("job", b)
      try await look(a)
      try await a.client.command("FLUSHALL")
      try await look(b)
      #expect(try await stored("job", b))
      try await look(a)
      #expect(try await stored("job", a))
    }

    @Test("the removal that a loss of data brings is passed on to those that had taken the job up again")
    func removalAfterTelling() async throws {
      _ = try await put("job", a)
      #expect(try await stored("job", b))
      _ = try await a.claims.remove("job", expected: nil, token: a.token())
      try await a.client.command("FLUSHALL")
      try await look(b)
      #expect(try await stored("job", b))
      try await look(a)
      try await look(b)
      try await a.client.command("FLUSHALL")
      try await look(b)
      #expect(try await !stored("job", b))
    }

    @Test("more removals than a page has are all heard, and no more than the bound are kept")
    func manyRemovals() async throws {
      _ = try await put("job", a)
      let script = """
        for i = 1, 4500 do
          redis.call('ZADD', KEYS[2], math.ceil(i / 100), 'gone-' .. i .. '|9')
        end
        redis.call('HSET', KEYS[1], 'changes', '100')
        """
      try await a.client.command("EVAL", script, "2", "{test}:meta", "{test}:removed")
      try await look(b)
      #expect(b.claims.session.withKnowledge { $0.stored.removals.count } == 4_500)
      var knowledge = StoredKnowledge(limit: 3, removals: 5, bytes: 100)
      for version in 1...9 { knowledge.sawRemoval(Int64(version), of: "gone-\(version)") }
      #expect(knowledge.removals.count == 5)
      for version in 1...9 { knowledge.saw(.init(version: 1, definition: "0123456789"), of: "job-\(version)") }
      #expect(knowledge.jobs.count == 3)
      knowledge.saw(.init(version: 1, definition: String(repeating: "x", count: 95)), of: "large")
      #expect(knowledge.jobs.count == 1 && knowledge.jobs["large"] != nil)
    }

    // MARK: Times to live

    @Test("what had a time to live has one after the merge")
    func timesToLive() async throws {
      _ = try await a.claims.register([
        ClaimRegistration(job: "date", fingerprint: "f", next: now),
        ClaimRegistration(job: "rare", fingerprint: "f", next: now),
      ])
      try await a.finish(try await a.win(a.request(.start(now), job: "date", isLast: true)))
      var rare = a.request(.start(now), job: "rare")
      rare.next = now + .seconds(400 * 86_400)
      try await a.finish(try await a.win(rare))
      try await a.finish(try await a.win(a.request(.start(now), job: "by-hand", cause: .runNow)))
      for _ in 0..<2 {
        #expect(try await (1...7 * Self.day).contains(timeToLive("job:date")))
        #expect(try await (429 * Self.day...430 * Self.day).contains(timeToLive("job:rare")))
        for key in try await FleetScenario.keys(a.client) where key.hasPrefix("{test}:held:") || key.contains(":job:") {
          #expect(try await a.client.command("PTTL", key).integer ?? -1 > 0, "\(key)")
        }
        try await a.client.command("FLUSHALL")
        try await beat(a)
      }
      #expect(try await a.client.command("EXISTS", "{test}:job:date", "{test}:job:rare").integer == 2)
      #expect(
        try await a.client.command("HGET", "{test}:job:rare", "next").string
          == "\(rare.next?.millisecondsSince1970 ?? 0)")
    }

    // MARK: Pauses

    @Test("a pause that was set after the dump from which Redis comes back holds")
    func pauseAfterDump() async throws {
      try await beat(a)
      try await a.client.command("SAVE")
      try await a.claims.pause("job", note: "later than the dump")
      try server.restartFromDump()
      try await expectEventually {
        guard (try? await beat(a)) != nil else { return false }
        return try await a.client.command("HGET", "{test}:control", "j:job").string == "later than the dump"
      }
      #expect(try await a.decide(a.request(.start(now - .milliseconds(50)))) == .skipped(.paused))
    }

    // MARK: Many

    @Test("a merge of many jobs goes side by side, and holds back what it may forbid until it is done")
    func sideBySide() async throws {
      let proxy = try RedisProxy(to: RedisServer.start(.tcp))
      let far = try Replica("far", proxy.url)
      try await beat(far)
      far.claims.session.withKnowledge { knowledge in
        for index in 0..<6_400 { knowledge.saw(fingerprint: "f", since: 1, of: "job-\(index)") }
      }
      proxy.delay(commands: .milliseconds(20), replies: .milliseconds(20))
      let turns = proxy.turns
      try await far.client.command("FLUSHALL")
      try await beat(far)
      // 64 calls one after the other would take 64 turns; these are one, then the others in two windows.
      #expect(proxy.turns - turns < 32, "\(proxy.turns - turns)")
      proxy.delay(commands: .zero, replies: .zero)
      #expect(try await far.client.command("HGET", "{test}:job:job-6399", "since").string == "1")
      let times = try await far.client.command("HMGET", "{test}:meta", "born", "merging").array ?? []
      let (born, merging) = (times.first?.integer ?? 0, times.last?.integer ?? 0)
      #expect(merging > born && merging <= born + 60_000)
    }

    /// For the figure in Protocol.md: `MEASURE_MERGE=100000 swift test --filter mergeTime`.
    @Test("how long a merge of many jobs takes over a link of 10 ms", .enabled(if: measured > 0))
    func mergeTime() async throws {
      let proxy = try RedisProxy(to: RedisServer.start(.tcp))
      let far = try Replica("far", proxy.url)
      try await beat(far)
      far.claims.session.withKnowledge { knowledge in
        for index in 0..<Self.measured {
          knowledge.saw(fingerprint: "0123456789abcdef", since: 1, of: "job-\(index)", trigger: "f")
          knowledge.saw(cursor: now.millisecondsSince1970, of: "job-\(index)")
        }
      }
      proxy.delay(commands: .milliseconds(5), replies: .milliseconds(5))
      try await far.client.command("FLUSHALL")
      let (start, turns) = (ContinuousClock.now, proxy.turns)
      try await beat(far)
      print("merged \(Self.measured) jobs in \(ContinuousClock.now - start), \(proxy.turns - turns) round trips")
      #expect(try await far.client.command("DBSIZE").integer ?? 0 > Self.measured)
    }

    private static let measured = ProcessInfo.processInfo.environment["MEASURE_MERGE"].flatMap { Int($0) } ?? 0

    @Test("instants from before the loss wait as long as somebody reports what it knows")
    func mergingHoldsBack() async throws {
      let fresh = try Replica("fresh", server.url, afterDataLoss: .quarantine)
      for _ in 0..<2 { try await beat(fresh) }
      try await a.client.command(
        "HSET", "{test}:meta", "born", "\(now.millisecondsSince1970)", "merging",
        "\(now.millisecondsSince1970 + 3_600_000)")
      try await expectEventually { try await fresh.serverNow() > now + .milliseconds(400) }
      let held = try await fresh.decide(
        fresh.request(.start(now - .milliseconds(5)), lease: .milliseconds(50)))
      guard case .quarantined = held else {
        Issue.record("\(held)")
        return
      }
      try await a.client.command("HDEL", "{test}:meta", "merging")
      try await expectEventually {
        let verdict = try await fresh.decide(fresh.request(.start(now - .milliseconds(5)), lease: .milliseconds(50)))
        if case .won = verdict { return true } else { return false }
      }
    }
  }
#endif
