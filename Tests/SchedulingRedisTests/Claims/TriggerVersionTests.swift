#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("Two versions of a trigger, one of them on a replica that is late")
  struct TriggerVersionTests {
    let server: RedisServer
    let old: Replica
    let new: Replica
    let base: Instant

    init() async throws {
      server = try RedisServer.start()
      old = try Replica("old", server.url)
      new = try Replica("new", server.url)
      base = try await old.serverNow() - .seconds(20)
      _ = try await old.claims.register([ClaimRegistration(job: "job", fingerprint: "old", next: .max)])
      _ = try await new.claims.register([ClaimRegistration(job: "job", fingerprint: "new", next: .max)])
    }

    private func at(_ seconds: Int64) -> Instant { base + .seconds(seconds) }

    private func question(
      _ replica: Replica, _ fingerprint: String, _ seconds: Int64, expecting: Int64? = nil,
      passedOver: [PassedOver] = []
    ) -> ClaimRequest {
      var request = replica.request(
        .start(at(seconds)), expecting: expecting.map(at) ?? .min, passedOver: passedOver, slots: 16)
      request.fingerprint = fingerprint
      return request
    }

    @Test("an instant of the old trigger starts though the new one has been decided beyond it")
    func late() async throws {
      _ = try await new.win(question(new, "new", 5))
      _ = try await old.win(question(old, "old", 3))
      // And the other way round, each with its own cursor.
      _ = try await new.win(question(new, "new", 9, expecting: 5))
      _ = try await old.win(question(old, "old", 4, expecting: 3))
      #expect(try await old.decide(question(old, "old", 4, expecting: 3)) == .lost(cursor: at(4)))
      #expect(try await new.decide(question(new, "new", 7, expecting: 5)) == .lost(cursor: at(9)))
      #expect(try await old.claims.cursors(of: ["job"]) == [at(4)])
      #expect(try await new.claims.cursors(of: ["job"]) == [at(9)])
    }

    @Test("an instant that both of them name starts once")
    func common() async throws {
      _ = try await old.win(question(old, "old", 5))
      #expect(try await new.decide(question(new, "new", 5)) == .lost(cursor: at(5)))
      _ = try await new.win(question(new, "new", 10, expecting: 5))
      #expect(try await old.decide(question(old, "old", 10, expecting: 5)) == .lost(cursor: at(10)))
    }

    @Test("so many instants later that nobody can tell, it is recorded rather than started")
    func tooMany() async throws {
      for number in 1...40 {
        _ = try await new.win(
          question(new, "new", Int64(number) - 45, expecting: number == 1 ? nil : Int64(number) - 46))
        try await new.client.command("DEL", "{test}:lock:job:0")
      }
      #expect(try await old.decide(question(old, "old", -42)) == .lost(cursor: at(-42)))
      #expect(
        try await old.claims.history(limit: 10).contains { $0.outcome == .missed(.coalesced) && $0.instant == at(-42) })
    }

    @Test("a replica that starts again with the old trigger goes on where that was; one that changes to it begins anew")
    func again() async throws {
      _ = try await old.win(question(old, "old", 3))
      let restarted = try await old.claims.register([ClaimRegistration(job: "job", fingerprint: "old", next: .max)])[0]
      #expect(restarted.cursor == at(3))
      let other = try await new.claims.register([ClaimRegistration(job: "job", fingerprint: "new", next: .max)])[0]
      #expect(other.cursor == nil)
      let before = try await new.serverNow()
      let changed = try await new.claims.register([
        ClaimRegistration(job: "job", fingerprint: "old", next: .max, beginsNow: true)
      ])[0]
      #expect(changed.since >= before)
    }

    @Test("at most eight triggers keep their cursors; what is forgotten has to be registered again")
    func bounded() async throws {
      for number in 0..<20 {
        _ = try await new.claims.register([ClaimRegistration(job: "job", fingerprint: "f\(number)", next: .max)])
      }
      let fields = try await new.client.command("HKEYS", "{test}:job:job").array?.compactMap(\.string) ?? []
      #expect(fields.filter { $0.hasPrefix("c:") }.count == 8)
      #expect(try await old.decide(question(old, "old", 3)) == .stale)
    }

    @Test("after a loss of data both cursors come back, and what both may have decided does not start again")
    func loss() async throws {
      _ = try await old.win(question(old, "old", 3))
      _ = try await new.win(question(new, "new", 5))
      try await old.client.command("FLUSHALL")
      for replica in [old, new] {
        _ = try await replica.claims.heartbeat(MemberReport(instance: replica.name, status: "running"))
      }
      #expect(try await old.claims.cursors(of: ["job"]) == [at(3)])
      #expect(try await new.claims.cursors(of: ["job"]) == [at(5)])
      #expect(try await old.decide(question(old, "old", 5, expecting: 3)) == .lost(cursor: at(5)))
    }

    @Test("whole replicas with triggers before and after a change start each instant of both once")
    func schedulers() async throws {
      let starts = Collected<Int64>()
      let (fast, slow) = (Int64(200), Int64(300))
      func scheduler(_ name: String, _ period: Int64) async throws -> Scheduler {
        let client = try RedisClient(url: server.url)
        var configuration = SchedulerConfiguration(instance: name)
        configuration.lease = .seconds(3)
        let scheduler = Scheduler(claims: .redis(client, namespace: "rolling"), configuration: configuration)
        var options = JobOptions()
        options.overlap = .allow
        try await scheduler.add("job", .every(.milliseconds(period)), options: options) { run in
          starts.append(run.firing.instant.millisecondsSince1970)
        }
        return scheduler
      }
      let before = try await scheduler("before", fast)
      let after = try await scheduler("after", slow)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await before.run() }
        group.addTask { try await after.run() }
        try await expectEventually { starts.all.contains { $0 % slow == 0 } && starts.all.contains { $0 % slow != 0 } }
        let from = try #require(starts.all.max()) + 300
        try await expectEventually { starts.all.contains { $0 > from + 2_100 } }
        let through = from + 1_800
        let expected = (from...through).filter { $0 % fast == 0 || $0 % slow == 0 }
        try await expectEventually { Set(expected).isSubset(of: starts.all) }
        #expect(starts.all.filter { (from...through).contains($0) }.sorted() == expected)
        group.cancelAll()
        try await group.waitForAll()
      }
    }
  }
#endif
