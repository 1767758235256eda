#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("A Redis user with the least permissions")
  struct PermissionTests {
    @Test("what the documentation grants is enough for all that a fleet does: the server refused nothing")
    func least() async throws {
      let server = try RedisServer.start(.tcp)
      let root = try RedisClient(url: server.url)
      try await root.command(
        "ACL", "SETUSER", "scheduler", "on", ">word", "~{test}:*", "~swift-scheduling:namespaces", "resetchannels",
        "&{test}:*", "+@read", "+@write", "+@connection", "+@scripting", "+@pubsub", "+time", "-@dangerous", "+info")
      let url = "redis://scheduler:word@127.0.0.1:\(server.port ?? 0)"
      let (a, b) = (try Replica("a", url), try Replica("b", url))
      let report = MemberReport(instance: "a", status: "running", jobs: ["job"])
      _ = try await a.claims.register([ClaimRegistration(job: "job", fingerprint: "f", next: .max)])
      _ = try await a.claims.heartbeat(report)
      try await expectEventually { a.events.withLock { $0.contains(.fleetChanged) } }
      let now = try await root.command("TIME").array?.first?.integer ?? 0
      let first = Instant(secondsSince1970: now - 2)
      let lease = try await a.win(a.request(.start(first)))
      _ = try await a.claims.renew([lease])
      #expect(try await b.claims.cancel(lease.token))
      try await expectEventually { a.events.withLock { $0.contains(.cancelRequested(lease.token)) } }
      try await a.claims.finish([
        FinishReport(
          lease: lease,
          record: RunRecord(
            runID: lease.token, job: "job", instant: first, outcome: .cancelled(.requested), started: first,
            ended: first, instance: "a"))
      ])
      let lost = b.request(.start(first + .seconds(1)), expecting: first)
      _ = try await b.decide(lost)
      #expect(try await b.claims.abandon([lost]) == [true])
      _ = try await b.win(b.request(.start(first), job: "brief", lease: .milliseconds(1)))
      try await expectEventually { try await !a.claims.heartbeat(report).crashed.isEmpty }
      try await b.claims.pause("job", note: "x")

      let control = FleetControl(b.client, namespace: "test")
      let request = try await control.runNow("gone")
      #expect(try await control.withdraw(request))
      #expect(try await control.jobs().map(\.id) == ["job"])
      _ = try await control.locks()
      #expect(try await control.history(limit: 10).count == 4)
      #expect(try await control.look() != nil)
      let locks = try RedisLocks(b.client, namespace: "test")
      #expect(try await locks.withLock("a") { $0.fencingToken } > 0)

      #expect(try await root.command("ACL", "LOG") == .array([]))
      for replica in [a, b] {
        #expect(!replica.events.withLock { $0.contains { if case .warning = $0 { true } else { false } } })
      }
    }
  }
#endif
