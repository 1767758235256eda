#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  extension HeldLock {
    fileprivate var isHeld: Bool { (try? check()) != nil }
  }

  @Suite("Named locks when Redis loses its data")
  struct LockDataLossTests {
    enum Disturbance: CaseIterable { case flushAll, emptyRestart, olderDump }

    /// Who is inside, and the fences in the order of entry. Who has lost the lock and is cancelled counts no longer: a
    /// machine under load may let it stop late.
    final class Inside: Sendable {
      private struct State {
        var holders: [String: [HeldLock]] = [:]
        var fences: [String: Int64] = [:]
        var entries = 0
        var overlaps = 0
        var unfenced = 0
      }

      private let state = Lock(State())

      func enter(_ held: HeldLock) {
        state.withLock { state in
          guard held.isHeld else { return }
          if state.holders[held.key, default: []].contains(where: \.isHeld) { state.overlaps += 1 }
          if state.fences[held.key, default: 0] >= held.fencingToken { state.unfenced += 1 }
          state.holders[held.key, default: []].append(held)
          state.fences[held.key] = held.fencingToken
          state.entries += 1
        }
      }

      func leave(_ held: HeldLock) {
        state.withLock { $0.holders[held.key]?.removeAll { $0.fencingToken == held.fencingToken } }
      }

      var entries: Int { state.withLock { $0.entries } }
      var overlaps: Int { state.withLock { $0.overlaps } }
      var unfenced: Int { state.withLock { $0.unfenced } }
      var isHeld: Bool { state.withLock { $0.holders.values.contains { $0.contains(where: \.isHeld) } } }
    }

    @Test(
      "bodies that heed their cancellation never overlap, near the server and 20 ms away",
      arguments: Disturbance.allCases)
    func noOverlap(_ disturbance: Disturbance) async throws {
      let server = try RedisServer.start(.tcp)
      let far = try RedisProxy(to: server)
      far.delay(commands: .milliseconds(10), replies: .milliseconds(10))
      let control = try RedisClient(url: server.url)
      let inside = Inside()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for process in 0..<4 {
          let locks = try RedisLocks(RedisClient(url: process < 2 ? server.url : far.url), namespace: "test")
          for key in ["stock", "reindex", "invoices"] {
            group.addTask {
              while !Task.isCancelled {
                // Whatever a disturbance does to one holder, the next one comes.
                try? await locks.withLock(key, ttl: .seconds(3), patience: .seconds(120)) { held in
                  inside.enter(held)
                  defer { inside.leave(held) }
                  try await Task.sleep(for: .milliseconds(400))
                }
              }
            }
          }
        }
        for round in 0..<3 {
          let before = inside.entries
          try await expectEventually { inside.entries >= before + 8 && inside.isHeld }
          switch disturbance {
          case .flushAll: try await control.command("FLUSHALL")
          case .emptyRestart: try server.restart()
          case .olderDump:
            if round == 0 { try await control.command("SAVE") }
            let saved = inside.entries
            try await expectEventually { inside.entries >= saved + 3 && inside.isHeld }
            try server.restartFromDump()
          }
        }
        let before = inside.entries
        try await expectEventually { inside.entries >= before + 8 }
        group.cancelAll()
      }
      #expect(inside.overlaps == 0)
      #expect(inside.unfenced == 0, "fences rise across every loss")
    }

    @Test("who asks after a loss waits until holders have had time to report, and is told so")
    func settles() async throws {
      let server = try RedisServer.start(.tcp)
      let client = try RedisClient(url: server.url)
      let locks = try RedisLocks(RedisClient(url: server.url), namespace: "test")
      try await locks.withLock("reindex") { _ in }
      try await client.command("FLUSHALL")
      let error = await #expect(throws: RedisLockError.self) {
        try await locks.withLock("reindex") { _ in Issue.record("ran before holders could report") }
      }
      #expect(error?.code == .unavailable)
      #expect(error?.message.contains("lost data") == true)
      try await locks.withLock("reindex", ttl: .milliseconds(100), patience: .seconds(60)) { _ in }
    }

    @Test("a holder that could not report in time is cancelled, and the error says why")
    func loser() async throws {
      let server = try RedisServer.start(.tcp)
      let proxy = try RedisProxy(to: server)
      var configuration = try RedisConfiguration(url: proxy.url)
      configuration.commandTimeout = .milliseconds(300)
      let cutOff = try RedisLocks(RedisClient(configuration: configuration), namespace: "test")
      let other = try RedisLocks(RedisClient(url: server.url), namespace: "test")
      let control = try RedisClient(url: server.url)
      try await other.withLock("other") { _ in }
      let error = await #expect(throws: RedisLockError.self) {
        try await cutOff.withLock("reindex", ttl: .seconds(120)) { held in
          proxy.setSilent(true)
          try await control.command("FLUSHALL")
          try await other.withLock("reindex", ttl: .seconds(1), patience: .seconds(60)) { next in
            #expect(next.fencingToken > held.fencingToken)
            proxy.setSilent(false)
            while !Task.isCancelled, held.leaseDeadline != nil { try await Task.sleep(for: .milliseconds(5)) }
          }
          #expect(throws: RedisLockError.self) { try held.check() }
          try await Task.sleep(for: .seconds(600))
        }
      }
      #expect(error?.code == .lost)
      #expect(error?.message.contains("Redis lost data") == true)
    }

    @Test("a job's next run waits for the holder of its lock, 20 ms away, to report it")
    func jobs() async throws {
      let server = try RedisServer.start(.tcp)
      let far = try RedisProxy(to: server)
      far.delay(commands: .milliseconds(10), replies: .milliseconds(10))
      let control = try RedisClient(url: server.url)
      let inside = Lock((now: 0, overlaps: 0, starts: 0))
      @Sendable func add(_ scheduler: Scheduler) async throws {
        try await scheduler.add("stock", .every(.milliseconds(200))) { _ in
          inside.withLock { inside in
            inside.starts += 1
            inside.now += 1
            if inside.now > 1 { inside.overlaps += 1 }
          }
          defer { inside.withLock { $0.now -= 1 } }
          try await Task.sleep(for: .milliseconds(900))
        }
      }
      try await ScheduledFleet.run(server.url, "near") { near in
        try await ScheduledFleet.run(far.url, "far") { far in
          try await add(near)
          try await add(far)
          for _ in 0..<4 {
            let before = inside.withLock { $0.starts }
            try await expectEventually { inside.withLock { $0.starts >= before + 2 && $0.now > 0 } }
            try await control.command("FLUSHALL")
          }
          let before = inside.withLock { $0.starts }
          try await expectEventually { inside.withLock { $0.starts >= before + 2 } }
        }
      }
      #expect(inside.withLock { $0.overlaps } == 0)
    }
  }
#endif
