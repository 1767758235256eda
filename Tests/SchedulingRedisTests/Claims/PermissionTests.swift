#if Redis
  import CivilTime
  import Foundation
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
      let url = try await Self.user("replica", root, server)
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

      let operatorClient = try RedisClient(url: try await Self.user("operator", root, server))
      let control = FleetControl(operatorClient, namespace: "test")
      let request = try await control.runNow("gone")
      #expect(try await control.withdraw(request))
      #expect(try await control.jobs().map(\.id) == ["job"])
      _ = try await control.locks()
      #expect(try await control.history(limit: 10).count == 4)
      #expect(try await control.fleet() != nil)
      let locks = try RedisLocks(b.client, namespace: "test")
      #expect(try await locks.withLock("a") { $0.fencingToken } > 0)

      try await control.pause("job", note: "x")
      try await control.resume("job")
      let letter = DeadLetter(
        id: a.token(), job: "job", instant: first, cause: .scheduled, attempts: 1, outcome: .failed, message: nil,
        at: first,
        arguments: nil)
      try await a.claims.keepDeadLetter(letter)
      #expect(try await control.requeue(letter.id) != nil)
      #expect(try await control.discardDeadLetter(letter.id) || true)

      let viewerClient = try RedisClient(url: try await Self.user("viewer", root, server))
      let viewer = FleetControl(viewerClient, namespace: "test")
      #expect(try await viewer.fleet() != nil)
      #expect(try await viewer.history(limit: 3).count == 3)
      _ = try await viewer.jobs()
      _ = try await viewer.locks()
      _ = try await viewer.deadLetters()
      _ = try await viewer.answer(to: request)

      // A store, with jobs that come, are changed and go.
      try await ScheduledFleet.run(url, "s", store: true, handlers: [Started(starts: Collected())]) { scheduler in
        try await expectEventually { scheduler.status.claims.isConnected }
        try await scheduler.add("stored", .every(.milliseconds(100)), handler: Started.self, arguments: .init())
        try await scheduler.reschedule("stored", .every(.milliseconds(200)))
        try await expectEventually { scheduler.job("stored")?.lastRun != nil }
        _ = try await scheduler.storedJobs()
        try await scheduler.remove("stored")
        #expect(scheduler.status.health == .ok, "\(scheduler.status.reasons)")
      }
      #expect(try await root.command("ACL", "LOG") == .array([]))
      for replica in [a, b] {
        #expect(!replica.events.withLock { $0.contains { if case .warning = $0 { true } else { false } } })
      }
    }

    @Test("no role may do what hurts others", arguments: ["replica", "operator", "viewer"])
    func refused(_ role: String) async throws {
      let server = try RedisServer.start(.tcp)
      let root = try RedisClient(url: server.url)
      let client = try RedisClient(url: try await Self.user(role, root, server))
      var commands = [
        ["FUNCTION", "FLUSH"], ["SCRIPT", "KILL"], ["SCRIPT", "FLUSH"], ["FLUSHALL"], ["KEYS", "*"],
        ["CONFIG", "GET", "*"], ["GET", "{other}:meta"], ["HGETALL", "swift-scheduling:namespaces"],
        ["EVAL", "return redis.call('GET', '{other}:meta')", "0"], ["MONITOR"], ["CLIENT", "KILL", "TYPE", "normal"],
        ["SUBSCRIBE", "{other}:wake"], ["PUBLISH", "{other}:wake", "x"], ["ACL", "LIST"],
      ]
      if role != "operator", role != "viewer" { commands.append(["SCAN", "0"]) }
      if role == "viewer" { commands += [["SET", "{test}:meta", "x"], ["HSET", "{test}:meta", "a", "b"]] }
      for command in commands {
        let error = await #expect(throws: RedisError.self, "\(command)") { try await client.command(command) }
        // Of what a script or a command with parts may not do, some versions of Redis tell in words of their own.
        let isRefused =
          error.map {
            $0.code == .noPermission || $0.message.contains("can't") || $0.message.contains("No permissions")
          } ?? false
        #expect(isRefused, "\(command) \(error as Any)")
      }
    }

    /// Makes the user of a role as the documentation says, in the namespace `test`.
    private static func user(_ role: String, _ root: RedisClient, _ server: RedisServer) async throws -> String {
      let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../Sources/SchedulingRedis/Documentation.docc/Security.md")
      let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
      let line = try #require(lines.first { $0.hasPrefix("ACL SETUSER \(role) ") })
      let words = line.split(separator: " ").map { String($0.replacing("{orders}", with: "{test}")) }
      try await root.command(words)
      return "redis://\(role):password@127.0.0.1:\(server.port ?? 0)"
    }
  }
#endif
