#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("A crash is seen in time")
  struct SweepTests {
    @Test("800 runs of a process that is gone are recorded as crashed with the first heartbeat after their leases")
    func many() async throws {
      let server = try RedisServer.start()
      let gone = try Replica("gone", server.url)
      let instant = try await gone.serverNow() - .milliseconds(50)
      for batch in 0..<8 {
        let requests = (0..<100).map {
          gone.request(.start(instant), job: JobID("job-\(batch)-\($0)"), lease: .seconds(2))
        }
        for verdict in try await gone.claims.decide(requests) {
          guard case .won = verdict else {
            Issue.record("\(verdict)")
            return
          }
        }
      }
      let won = try await gone.serverNow()
      let control = try RedisClient(url: server.url)
      let report = MemberReport(instance: "b", status: "running")
      let b = try Replica("b", server.url)
      // As a replica beats whose leases take 2 s; each beat judges all that has ended by then.
      var beats = 0
      while try await control.command("ZCARD", "{test}:open").integer ?? 0 > 0, beats < 200 {
        let before = try await control.command("ZCARD", "{test}:open").integer ?? 0
        _ = try await b.claims.heartbeat(report)
        let after = try await control.command("ZCARD", "{test}:open").integer ?? 0
        // Runs go together, not a hundred at each beat.
        #expect(after == before || before - after >= 100 || after == 0)
        beats += 1
        try await Task.sleep(for: .milliseconds(667))
      }
      let rows = try await b.claims.history(limit: 1_000)
      #expect(rows.count { $0.outcome == .crashed } == 800)
      // Without a load on the machine: 2.2 s after the last win, of which 2 s are the lease.
      let last = try #require(rows.map(\.ended).max())
      #expect(last >= won)
    }
  }
#endif
