#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("Listening to channels")
  struct SubscriptionTests {
    /// What a listener was told.
    private final class Told: Sendable {
      private let news = Lock<[RedisSubscription.News]>([])
      func append(_ item: RedisSubscription.News) { news.withLock { $0.append(item) } }
      var all: [RedisSubscription.News] { news.withLock { $0 } }
      var listening: Int { all.filter { $0 == .listening }.count }
      var texts: [String] {
        all.compactMap { if case .message(_, let text) = $0 { text } else { nil } }
      }
      var errors: [RedisError] { all.compactMap { if case .lost(let error) = $0 { error } else { nil } } }
    }

    @Test("messages of several channels arrive in order, and nothing of others")
    func messages() async throws {
      let server = try RedisServer.start()
      let redis = try RedisClient(url: server.url)
      let told = Told()
      let subscription = try RedisSubscription(redis, channels: ["one", "two"]) { told.append($0) }
      try await expectEventually { told.listening == 1 }
      for (channel, text) in [("one", "a"), ("other", "x"), ("two", "b"), ("one", "c")] {
        try await redis.command("PUBLISH", channel, text)
      }
      try await expectEventually { told.texts.count == 3 }
      #expect(
        told.all == [
          .listening, .message(channel: "one", "a"), .message(channel: "two", "b"), .message(channel: "one", "c"),
        ])
      subscription.close()
      try await expectEventually { try await redis.command("PUBLISH", "one", "d") == .integer(0) }
    }

    @Test("a subscription that nobody holds any more ends")
    func released() async throws {
      let server = try RedisServer.start()
      let redis = try RedisClient(url: server.url)
      let told = Told()
      var subscription: RedisSubscription? = try RedisSubscription(redis, channels: ["c"]) { told.append($0) }
      try await expectEventually { told.listening == 1 }
      withExtendedLifetime(subscription) {}
      subscription = nil
      try await expectEventually { try await redis.command("PUBLISH", "c", "x") == .integer(0) }
    }

    @Test("a subscription ends with its client")
    func clientClosed() async throws {
      let server = try RedisServer.start()
      let (redis, other) = (try RedisClient(url: server.url), try RedisClient(url: server.url))
      let told = Told()
      let subscription = try RedisSubscription(redis, channels: ["c"]) { told.append($0) }
      try await expectEventually { told.listening == 1 }
      redis.close()
      try await expectEventually { try await other.command("PUBLISH", "c", "x") == .integer(0) }
      withExtendedLifetime(subscription) {}
    }

    @Test("after a restart of the server it listens again, and says so, so that its hearer reads anew")
    func restarted() async throws {
      let server = try RedisServer.start(.tcp)
      let redis = try RedisClient(url: server.url)
      let told = Told()
      let subscription = try RedisSubscription(redis, channels: ["c"]) { told.append($0) }
      try await expectEventually { told.listening == 1 }
      server.kill()
      try await expectEventually { !told.errors.isEmpty }
      try server.restart()
      try await expectEventually { told.listening == 2 }
      try await redis.command("PUBLISH", "c", "after")
      try await expectEventually { told.texts == ["after"] }
      withExtendedLifetime(subscription) {}
    }

    @Test("a user without the permission is told apart, with what to do, and does not storm the server")
    func noPermission() async throws {
      let server = try RedisServer.start(.tcp)
      let root = try RedisClient(url: server.url)
      try await root.command("ACL", "SETUSER", "deaf", "on", ">word", "~*", "resetchannels", "+@all")
      let deaf = try RedisClient(url: "redis://deaf:word@127.0.0.1:\(server.port ?? 0)")
      let told = Told()
      let subscription = try RedisSubscription(deaf, channels: ["c"]) { told.append($0) }
      try await expectEventually { !told.errors.isEmpty }
      #expect(told.errors.map(\.code) == [.noPermission])
      #expect(told.listening == 0)
      withExtendedLifetime(subscription) {}
    }

    @Test("a server that says what nobody asked for costs the connection, not the process")
    func oddServer() async throws {
      let fake = try FakeRedis { _ in .text("*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n:7\r\n") }
      let redis = try RedisClient(url: fake.url)
      let told = Told()
      let subscription = try RedisSubscription(redis, channels: ["c"]) { told.append($0) }
      try await expectEventually { told.errors.count >= 2 }
      #expect(told.errors.allSatisfy { $0.code == .protocolError })
      withExtendedLifetime(subscription) {}
    }

    // MARK: Decisions

    private let start = MonotonicTime(nanoseconds: 1_000_000_000_000)

    @Test("a quiet connection is pinged, and left when nothing comes back")
    func quiet() {
      var machine = SubscriptionStateMachine()
      #expect(machine.next(now: start) == .connect)
      machine.connected(now: start, channels: 2)
      #expect(machine.next(now: start) == .wait(until: start + .seconds(5)))
      #expect(machine.next(now: start + .seconds(5)) == .giveUp)
      let isComplete = [machine.confirmed(), machine.confirmed()]
      #expect(isComplete == [false, true])
      #expect(machine.isListening)
      #expect(machine.next(now: start + .seconds(1)) == .wait(until: start + .seconds(15)))
      #expect(machine.next(now: start + .seconds(15)) == .ping)
      machine.pinged()
      #expect(machine.next(now: start + .seconds(16)) == .wait(until: start + .seconds(20)))
      #expect(machine.next(now: start + .seconds(20)) == .giveUp)
      machine.heard(now: start + .seconds(17))
      #expect(machine.next(now: start + .seconds(20)) == .wait(until: start + .seconds(32)))
    }

    @Test("attempts spread out, and what only an operator can mend is tried rarely")
    func failing() {
      var machine = SubscriptionStateMachine()
      machine.failed(now: start, random: 1, isHopeless: false)
      #expect(machine.next(now: start) == .wait(until: start + .milliseconds(30)))
      machine.failed(now: start, random: 1, isHopeless: true)
      #expect(machine.next(now: start) == .wait(until: start + .seconds(30)))
      for _ in 0..<10 { machine.failed(now: start, random: 1, isHopeless: false) }
      #expect(machine.next(now: start) == .wait(until: start + .seconds(2)))
      #expect(machine.next(now: start + .seconds(2)) == .connect)
    }
  }
#endif
