#if Redis
  import CivilTime
  import HTTPTypes
  import RedisServerTestSupport
  import Scheduling
  import SchedulingHTTP
  import SchedulingRedis
  import Testing

  @Suite("The management API of a fleet on Redis")
  struct RedisManagementTests {
    /// Two replicas that run while the body does; the second has none of the jobs.
    private func withFleet(
      _ body:
        @escaping @Sendable ([ManagementAPI], [Scheduler], [Task<Void, any Error>], RedisClient) async throws -> Void
    ) async throws {
      let server = try RedisServer.start()
      let client = try RedisClient(url: server.url)
      let schedulers = ["one", "two"].map { name in
        Scheduler(claims: .redis(client, namespace: "shop"), configuration: .init(instance: name))
      }
      try await schedulers[0].add("often", .every(.seconds(1))) { _ in }
      try await schedulers[0].add("seldom", .cron("0 0 29 2 *")) { _ in }
      let runs = schedulers.map { scheduler in Task { try await scheduler.run() } }
      let apis = schedulers.map { ManagementAPI($0) }
      let result: Result<Void, any Error>
      do {
        try #require(
          await eventually {
            let counts = try? await [apis[0].get("fleet").count("replicas"), apis[1].get("fleet").count("replicas")]
            return counts == [2, 2]
          })
        try await body(apis, schedulers, runs, client)
        result = .success(())
      } catch {
        result = .failure(error)
      }
      for run in runs { run.cancel() }
      for run in runs { try? await run.value }
      try result.get()
      withExtendedLifetime(server) {}
    }

    @Test("A replica that has no job answers for the fleet; a run that it was asked for is run by the other")
    func truth() async throws {
      try await withFleet { apis, _, _, _ in
        let asked = try await apis[1].post("jobs/seldom/run", #"{"arguments": {"password": "hunter2"}}"#)
        #expect(asked.status == .accepted && asked.string("view.of") == "fleet")
        let href = asked.string("href") ?? ""
        for api in apis {
          let isOver = try await eventually { try await api.get(href).string("state") == "ended" }
          let request = try await api.get(href)
          #expect(isOver && request.string("taken_by") == "one" && request.string("outcome") == "succeeded")
          let run = try await api.get("runs/\(request.string("run_id") ?? "")")
          #expect(run.string("run.cause") == "run-now" && run.string("view.of") == "fleet")
          let trail = try await api.get("audit?action=run")
          #expect(trail.string("entries.0.by") == "ada" && trail.string("entries.0.request") == asked.string("id"))
          #expect(trail.string("entries.0.after.arguments.password") == "[redacted]")
        }
        let rows = try await eventually { (try await apis[1].get("jobs/often/runs").count("runs") ?? 0) >= 2 }
        #expect(rows)
        let jobs = try await apis[1].get("jobs?job=often")
        #expect(
          jobs.string("jobs.0.source") == "elsewhere" && jobs.string("jobs.0.strip.outcomes")?.contains("S") == true)
        try await apis[1].get("locks")
      }
    }

    @Test("A pause set at one replica is seen at the other, with its caller, and ends by itself")
    func pause() async throws {
      try await withFleet { apis, schedulers, _, client in
        let until = SystemClock().now() + .seconds(20)
        try await apis[1].post("jobs/often/pause", #"{"note": "oven", "until": "\#(until.rfc3339)"}"#)
        // What another replica did is seen within a second.
        #expect(try await eventually { try await apis[0].get("jobs?job=often").string("jobs.0.pause.by") == "ada" })
        let control = FleetControl(client, namespace: "shop", by: "bob")
        #expect(try await control.fleet()?.pauses.jobs["often"] == "oven")
        #expect(try await eventually { try await control.fleet()?.pauses.jobs.isEmpty == true })
        #expect(try await eventually { try await apis[0].get("jobs?job=often").bool("jobs.0.paused") == false })
        #expect(await eventually { schedulers[0].job("often")?.isPaused == false })
        try await control.pause("seldom", note: "by hand")
        #expect(try await eventually { try await apis[0].get("audit").string("entries.0.by") == "bob" })
        #expect(try await control.audit().map(\.by) == ["bob", "ada"])
      }
    }

    @Test("With the rights of a replica alone, which may not SCAN, answers are the fleet's and say what they lack")
    func withoutScan() async throws {
      let server = try RedisServer.start(.tcp)
      let root = try RedisClient(url: server.url)
      try await root.command([
        "ACL", "SETUSER", "replica", "on", ">password", "~{shop}:*", "resetchannels", "&{shop}:*", "+@all", "-scan",
      ])
      let url = "redis://replica:password@127.0.0.1:\(server.port ?? 0)"
      let schedulers = try ["one", "two"].map { name in
        Scheduler(claims: .redis(try RedisClient(url: url), namespace: "shop"), configuration: .init(instance: name))
      }
      try await schedulers[0].add("often", .every(.seconds(1))) { _ in }
      let runs = schedulers.map { scheduler in Task { try await scheduler.run() } }
      let api = ManagementAPI(schedulers[1])
      let isKnown = try await eventually { try await api.get("jobs").string("jobs.0.id") == "often" }
      let jobs = try await api.get("jobs")
      #expect(isKnown && jobs.string("view.of") == "fleet" && jobs.string("view.reason")?.contains("alone") == true)
      let locks = try await api.get("locks")
      #expect(locks.status == .ok && locks.string("view.reason")?.contains("locks") == true)
      for run in runs { run.cancel() }
      for run in runs { try? await run.value }
      withExtendedLifetime(server) {}
    }

    @Test("A replica that is stopped is gone from what the other shows")
    func leaves() async throws {
      try await withFleet { apis, _, runs, _ in
        runs[0].cancel()
        try? await runs[0].value
        let isGone = try await eventually { try await apis[1].get("fleet").count("replicas") == 1 }
        let fleet = try await apis[1].get("fleet")
        #expect(isGone && fleet.string("replicas.0.instance") == "two")
      }
    }
  }
#endif
