#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("Named locks")
  struct RedisLocksTests {
    let server: RedisServer
    let redis: RedisClient
    let locks: RedisLocks

    init() throws {
      server = try RedisServer.start(.tcp)
      redis = try RedisClient(url: server.url)
      locks = try RedisLocks(redis, namespace: "test")
    }

    @Test("a body runs under its lock, its value and its error come out, and the lock is free again")
    func value() async throws {
      struct Boom: Error {}
      let fence = try await locks.withLock("reindex") { held in
        try held.check()
        #expect(held.key == "reindex")
        #expect(try await redis.command("EXISTS", "{test}:lock:reindex:0") == .integer(1))
        return held.fencingToken
      }
      await #expect(throws: Boom.self) { try await locks.withLock("reindex") { _ in throw Boom() } }
      let next = try await locks.withLock("reindex") { $0.fencingToken }
      #expect(next > fence)
      #expect(try await redis.command("EXISTS", "{test}:lock:reindex:0") == .integer(0))
    }

    @Test("while it is held nobody else gets it, and patience waits for it")
    func excludes() async throws {
      let other = try RedisLocks(RedisClient(url: server.url), namespace: "test")
      try await locks.withLock("reindex") { _ in
        let error = await #expect(throws: RedisLockError.self) { try await other.withLock("reindex") { _ in } }
        #expect(error?.code == .taken)
      }
      let inside = Counter()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<10 {
          group.addTask {
            try await (index % 2 == 0 ? locks : other).withLock("reindex", patience: .seconds(60)) { _ in
              #expect(inside.add(1) == 1)
              await Task.yield()
              _ = inside.add(-1)
            }
          }
        }
        try await group.waitForAll()
      }
    }

    @Test("a job with the same lock is kept out, and keeps out")
    func sharedWithJobs() async throws {
      let replica = try Replica("a", server.url)
      let instant = try await replica.serverNow() - .milliseconds(100)
      try await locks.withLock("stock") { _ in
        let verdict = try await replica.decide(replica.request(.start(instant), lock: "stock"))
        #expect(verdict == .skipped(.overlap))
      }
      let lease = try await replica.win(
        replica.request(.start(instant + .milliseconds(1)), expecting: instant, lock: "stock"))
      let error = await #expect(throws: RedisLockError.self) { try await locks.withLock("stock") { _ in } }
      #expect(error?.code == .taken)
      try await replica.finish(lease)
      try await locks.withLock("stock") { _ in }
    }

    @Test("a lock is renewed for as long as the body runs")
    func renewed() async throws {
      try await locks.withLock("reindex", ttl: .seconds(3)) { held in
        let first = try #require(held.leaseDeadline)
        try await expectEventually { held.leaseDeadline.map { $0 > first } ?? false }
      }
    }

    @Test("a lock that another took cancels the body, and losing it frees nothing of the other's")
    func stolen() async throws {
      let error = await #expect(throws: RedisLockError.self) {
        try await locks.withLock("reindex", ttl: .seconds(3)) { _ in
          try await redis.command("SET", "{test}:lock:reindex:0", "somebody else", "PX", "600000")
          try await Task.sleep(for: .seconds(600))
        }
      }
      #expect(error?.code == .lost)
      #expect(try await redis.command("GET", "{test}:lock:reindex:0") == .string("somebody else"))
    }

    @Test("a Redis out of reach cancels the body before the lock can be another's")
    func unreachable() async throws {
      let error = await #expect(throws: RedisLockError.self) {
        try await locks.withLock("reindex", ttl: .seconds(3)) { held in
          server.pause()
          defer { server.resume() }
          let deadline = try #require(held.leaseDeadline)
          while !Task.isCancelled { try? await Task.sleep(for: .milliseconds(1)) }
          #expect(MonotonicTime.now() >= deadline)
          #expect(held.leaseDeadline == nil)
          #expect(throws: RedisLockError.self) { try held.check() }
        }
      }
      #expect(error?.code == .lost)
    }

    @Test("after FLUSHALL a held lock is reasserted, and nobody gets in meanwhile")
    func dataLoss() async throws {
      let other = try RedisLocks(RedisClient(url: server.url), namespace: "test")
      try await locks.withLock("reindex", ttl: .seconds(3)) { held in
        let first = try #require(held.leaseDeadline)
        try await redis.command("FLUSHALL")
        try await expectEventually { held.leaseDeadline.map { $0 > first } ?? false }
        try await expectEventually {
          do {
            _ = try await other.withLock("reindex") { _ in Issue.record("held by two") }
            return true
          } catch let error as RedisLockError {
            return error.code == .taken
          }
        }
      }
    }

    @Test("the minimum hold outlives the body")
    func minimumHold() async throws {
      try await locks.withLock("reindex", minimumHold: .seconds(60)) { _ in }
      let error = await #expect(throws: RedisLockError.self) { try await locks.withLock("reindex") { _ in } }
      #expect(error?.code == .taken)
    }

    @Test("without a Redis the body does not run, and the error says why")
    func noServer() async throws {
      let locks = try RedisLocks(RedisClient(url: "redis://127.0.0.1:1"), namespace: "test")
      let error = await #expect(throws: RedisLockError.self) {
        try await locks.withLock("reindex") { _ in Issue.record("ran without a lock") }
      }
      #expect(error?.code == .unavailable)
      #expect(error?.message.contains("127.0.0.1:1") == true)
    }

    @Test("a lost reply does not lose the lock: the same token is asked again")
    func lostReply() async throws {
      let proxy = try RedisProxy(to: server)
      let locks = try RedisLocks(RedisClient(url: proxy.url), namespace: "test")
      try await locks.withLock("reindex") { _ in }
      proxy.loseNextReplies(2)
      try await locks.withLock("reindex", patience: .seconds(30)) { _ in }
    }

    @Test("the caller's cancellation reaches the body, and the lock is given back")
    func cancelled() async throws {
      let started = Counter()
      let task = Task {
        try await locks.withLock("reindex") { _ in
          _ = started.add(1)
          try await Task.sleep(for: .seconds(600))
        }
      }
      try await expectEventually { started.add(0) == 1 }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(try await redis.command("EXISTS", "{test}:lock:reindex:0") == .integer(0))
    }
  }

  final class Counter: Sendable {
    private let count = Lock(0)

    func add(_ number: Int) -> Int {
      count.withLock { count in
        count += number
        return count
      }
    }
  }
#endif
