#if Redis
  import FleetLog
  import FleetSupport
  import RedisServerTestSupport
  import SchedulingRedis
  import Testing

  /// Rows of the failure matrix where the jobs are kept by Redis: one worker has added them, all of them serve them, and a
  /// worker that starts anew knows of them only from Redis.
  @Suite("A fleet whose jobs are kept by Redis starts each instant once and forgets none", .serialized)
  struct StoreFaultTests {
    @Test(
      "A replica that is killed, asked to end or frozen; a Redis that restarts with its data or without, or is emptied",
      arguments: [FaultKind.kill, .terminate, .stopLong, .redisRestart, .redisEmpty, .flushAll])
    func fault(_ kind: FaultKind) async throws {
      try await withFleet({ $0.backend = .store }) { fleet in
        let history = try await fleet.judged { fleet in
          var nemesis = Nemesis(fleet, kinds: [kind], seed: 7)
          try await nemesis.torment(for: .milliseconds(300))
        }
        #expect(history.faults.map(\.kind).contains(kind))
        expectClean(history)
      }
    }
  }
#endif
