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
  }
#endif
