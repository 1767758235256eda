#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("The operating model, in a fleet")
  struct RecoveryAcceptanceTests {
    @Test("a crashed replica's run is recorded and recovered")
    func crashedReplica() async throws {
      let server = try RedisServer.start()
      // A replica that took the firing and was never heard of again: what a kill -9 in the body looks like to the others.
      let dead = try Replica("dead", server.url)
      let instant = Instant(millisecondsSince1970: try await dead.serverNow().millisecondsSince1970 - 5_000)
      let lost = try await dead.win(
        dead.request(.start(instant), job: "sync", lease: .seconds(1), reruns: true))

      let client = try RedisClient(url: server.url)
      var configuration = SchedulerConfiguration(instance: "alive")
      configuration.lease = .seconds(6)
      let scheduler = Scheduler(
        claims: .redis(client, namespace: "test", afterDataLoss: .resumeImmediately), configuration: configuration)
      var options = JobOptions()
      options.recovery = .rerun
      let ran = Lock<[RunContext]>([])
      try await scheduler.add("sync", .cron("0 0 29 2 *"), options: options) { run in ran.withLock { $0.append(run) } }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await scheduler.run() }
        let control = FleetControl(client, namespace: "test")
        try await expectEventually { try await control.history(of: "sync").contains { $0.outcome == .succeeded } }
        let rows = try await control.history(of: "sync")
        let crashed = try #require(rows.first { $0.outcome == .crashed })
        #expect(crashed.runID == lost.token && crashed.instance == "dead" && crashed.instant == instant)
        let recovered = try #require(rows.first { $0.outcome == .succeeded })
        #expect(recovered.instance == "alive" && recovered.instant == instant && recovered.attempt == 2)
        let run = try #require(ran.withLock { $0.first })
        #expect(run.firing == lost.firing, "the same firing, so the same key for idempotency")
        #expect(try #require(run.fencingToken) > lost.fencingToken)
        #expect(ran.withLock(\.count) == 1)
        group.cancelAll()
        try? await group.waitForAll()
      }
    }
  }
#endif
