#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("A cursor that no script can have answered")
  struct DistantCursorTests {
    @Test("is not believed, so that the job is asked about again", arguments: ["LOST", "GAP"])
    func distant(_ word: String) async throws {
      let server = try RedisServer.start()
      defer { server.stop() }
      let replica = try Replica("a", server.url)
      let now: Int64 = 1_795_000_000_000
      let coding = try ClaimCoding(replica.request(.start(Instant(millisecondsSince1970: now))))
      func verdict(_ cursor: Int64) -> ClaimVerdict {
        var knowledge = FleetKnowledge()
        return coding.verdict(
          .array([.string(word), .string("\(cursor)")]), sent: .now(), latestCursor: now + 90_000, owner: "a",
          knowledge: &knowledge)
      }
      let near = Instant(millisecondsSince1970: now + 60_000)
      #expect(verdict(now + 60_000) == (word == "LOST" ? .lost(cursor: near) : .gap(cursor: near)))
      #expect(verdict(now * 5) == (word == "LOST" ? .lost(cursor: .min) : .gap(cursor: .min)))
    }

    @Test("where the server itself has it, the job is named, and starts by itself once the cursor is put right")
    func mended() async throws {
      let server = try RedisServer.start()
      defer { server.stop() }
      let redis = try RedisClient(url: server.url)
      defer { redis.close() }
      let starts = Collected<ScheduledFleet.Start>()
      try await ScheduledFleet.run(server.url) { scheduler in
        try await scheduler.add("x", .every(.milliseconds(200))) { run in
          starts.append(.init(job: run.job, instant: run.firing.instant))
        }
        try await expectEventually { starts.all.count >= 2 }
        let cursor = try #require(try await redis.command("HGET", "{test}:job:x", "cursor").integer)
        try await redis.command("HSET", "{test}:job:x", "cursor", "5\(cursor % 1_000_000_000_000)")
        try await expectEventually {
          scheduler.status.reasons.contains { $0.contains("job x has a cursor in the future") }
        }
        let count = starts.all.count
        try await redis.command("HSET", "{test}:job:x", "cursor", "\(cursor)")
        try await expectEventually { starts.all.count >= count + 3 && scheduler.status.health == .ok }
      }
      #expect(Set(starts.all).count == starts.all.count)
    }
  }
#endif
