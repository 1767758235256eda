#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("A server whose clock is wrong")
  struct ServerClockTests {
    /// Answers the scripts of a heartbeat with a clock that is off.
    private final class OddClock: Sendable {
      let offset = Lock(Duration.zero)

      func answer(_ words: [String]) -> FakeRedis.Answer {
        let time = SystemClock().now() + offset.withLock { $0 }
        let stamp = "\(time.nanosecondsSince1970 / 1000)"
        func bulk(_ text: String) -> String { "$\(text.utf8.count)\r\n\(text)\r\n" }
        guard words.count > 1, words[0] == "EVALSHA" else { return .text("-ERR not here\r\n") }
        switch words[1] {
        case RedisScript.merge.sha1: return .text("*3\r\n" + bulk(stamp) + bulk("epoch") + bulk("0"))
        case RedisScript.heartbeat.sha1:
          // Before it has merged a replica names no epoch.
          let keys = Int(words[2]) ?? 0
          if words.dropFirst(3 + keys).first?.isEmpty != false { return .text("*2\r\n" + bulk(stamp) + bulk("EPOCH")) }
          return .text("*9\r\n" + bulk(stamp) + bulk("OK") + String(repeating: "*0\r\n", count: 7))
        default: return .text("*1\r\n" + bulk(stamp))
        }
      }
    }

    @Test("the offset between the clocks is told with each heartbeat, and a jump when it happens")
    func offsetAndJump() async throws {
      let clock = OddClock()
      clock.offset.withLock { $0 = .seconds(1_000) }
      let fake = try FakeRedis { clock.answer($0) }
      let a = try Replica("a", fake.url)
      func beat() async throws { _ = try await a.claims.heartbeat(MemberReport(instance: "a", status: "running")) }
      var offset: Duration? {
        a.events.withLock { $0.compactMap { if case .clockOffset(let offset) = $0 { offset } else { nil } } }.last
      }
      var jumps: [Duration] {
        a.events.withLock { $0.compactMap { if case .serverClockJumped(let by) = $0 { by } else { nil } } }
      }
      // A reply may take its time on a busy machine, and the clock is known no better.
      func isAbout(_ seconds: Double, _ duration: Duration?) -> Bool {
        duration.map { abs($0 / .seconds(1) - seconds) < 60 } ?? false
      }
      try await beat()
      #expect(isAbout(1_000, offset))
      #expect(jumps.isEmpty)
      clock.offset.withLock { $0 = .seconds(10_000) }
      try await beat()
      #expect(jumps.count == 1)
      #expect(isAbout(9_000, jumps.first))
      #expect(isAbout(10_000, offset))
      // Back again, which is what an operator who mends the clock does.
      clock.offset.withLock { $0 = .zero }
      try await beat()
      #expect(jumps.count == 2)
      let now = try #require(a.claims.fleetTime(at: .now()))
      #expect(isAbout(0, .nanoseconds((now - SystemClock().now()).nanoseconds)))
    }
  }
#endif
