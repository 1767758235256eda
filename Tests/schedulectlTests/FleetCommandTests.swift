#if Redis
  import Foundation
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("schedulectl on a fleet", .serialized, .timeLimit(.minutes(2)))
  struct FleetCommandTests {
    /// A fleet of one replica on a server of its own while `body` runs the tool against it.
    func withFleet(_ body: @Sendable (Scheduler, [String]) async throws -> Void) async throws {
      let server = try RedisServer.start()
      let redis = try RedisClient(url: server.url)
      let scheduler = Scheduler(
        claims: .redis(redis, namespace: "shop"), configuration: SchedulerConfiguration(instance: "api-1"))
      try await scheduler.add("nightly", .cron("0 3 29 2 *")) { _ in }
      var once = JobOptions()
      once.retry = Retry(attempts: 1)
      try await scheduler.add("import", .cron("0 5 29 2 *"), options: once) { run in
        if run.arguments?["supplier"] == nil { throw NoSupplier() }
      }
      try await scheduler.add("endless", .cron("0 4 29 2 *")) { _ in try await Task.sleep(for: .seconds(600)) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await scheduler.run() }
        let options = ["--redis", server.url, "--namespace", "shop", "--by", "ada"]
        let control = FleetControl(redis, namespace: "shop")
        while try await control.jobs().count < 3 { try await Task.sleep(for: .milliseconds(20)) }
        try await body(scheduler, options)
        group.cancelAll()
        try? await group.waitForAll()
      }
    }

    struct NoSupplier: Error {}

    @Test("An operator sees jobs, runs, locks and replicas, and steers them")
    func operate() async throws {
      try await withFleet { scheduler, options in
        let jobs = try await Tool.running(["jobs"] + options)
        #expect(jobs.status == 0, "\(jobs.error)")
        #expect(jobs.output.hasPrefix("JOB") && jobs.output.contains("nightly") && jobs.output.contains("T03:00:00Z"))
        #expect(try await Tool.running(["fleet"] + options).output.contains("api-1"))

        let run = try await Tool.running(["run", "nightly"] + options)
        #expect(run.status == 0 && run.output.hasPrefix("started: run "), "\(run.output)\(run.error)")
        while scheduler.localHistory(of: "nightly").isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        let history = try await Tool.running(["runs", "nightly", "--json"] + options)
        #expect(history.output.contains(#""outcome":"succeeded","cause":"runNow""#), "\(history.output)")

        #expect(try await Tool.running(["run", "import", "--arguments", #"{"supplier": 23}"#] + options).status == 0)
        while scheduler.localHistory(of: "import").isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        #expect(scheduler.localHistory(of: "import").first?.outcome == .succeeded)
        #expect(try await Tool.running(["run", "import", "--arguments", "supplier"] + options).status == 64)

        // What is secret comes from a file or from standard input.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("arguments-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try #"{"supplier": "hunter2"}"#.write(to: file, atomically: true, encoding: .utf8)
        let fromFile = try await Tool.running(["run", "import", "--arguments-file", file.path] + options)
        #expect(fromFile.status == 0, "\(fromFile.error)")
        let fromInput = try await Tool.running(
          ["run", "import", "--arguments-file", "-"] + options, input: #"{"supplier": "hunter2"}"#)
        #expect(fromInput.status == 0, "\(fromInput.error)")
        while scheduler.localHistory(of: "import").count < 3 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(scheduler.localHistory(of: "import").allSatisfy { $0.outcome == .succeeded })
        try "hunter2".write(to: file, atomically: true, encoding: .utf8)
        for wrong in [
          ["--arguments-file", file.path], ["--arguments-file", "/nowhere"], ["--arguments-file", "/dev/zero"],
          ["--arguments-file", file.path, "--arguments", "1"],
        ] {
          let tool = try await Tool.running(["run", "import"] + wrong + options)
          #expect(tool.status == 64 && !tool.error.contains("hunter2"), "\(tool.error)")
        }

        #expect(try await Tool.running(["run", "import"] + options).status == 0)
        while scheduler.localHistory(of: "import").count < 4 { try await Task.sleep(for: .milliseconds(10)) }
        let listed = try await Tool.running(["dead-letters", "import", "--json"] + options)
        let letter = try #require(listed.output.firstMatch(of: /"run":"([0-9a-f]{32})"/)?.1, "\(listed)")
        #expect(try await Tool.running(["dead-letters", "--discard", String(letter)] + options).status == 0)
        #expect(try await Tool.running(["dead-letters", "--requeue", String(letter)] + options).status == 1)

        #expect(try await Tool.running(["pause", "nightly", "--note", "audit"] + options).status == 0)
        #expect(try await Tool.running(["jobs", "--json"] + options).output.contains(#""paused":"paused: audit""#))
        #expect(try await Tool.running(["resume", "nightly"] + options).status == 0)

        #expect(try await Tool.running(["run", "endless"] + options).status == 0)
        #expect(try await Tool.running(["locks"] + options).output.contains("endless"))
        let open = try await Tool.running(["runs", "--open", "--json"] + options)
        let id = try #require(open.output.firstMatch(of: /"run":"([0-9a-f]{32})"/)?.1)
        #expect(try await Tool.running(["cancel", String(id)] + options).status == 0)
        while scheduler.localHistory(of: "endless").isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        #expect(scheduler.localHistory(of: "endless").first?.outcome == .cancelled(.requested))
      }
    }

    @Test("A misspelt job, an unknown run and a namespace without a fleet are told, not waited for")
    func mistakes() async throws {
      try await withFleet { _, options in
        let job = try await Tool.running(["run", "nigthly"] + options)
        #expect(job.status == 1 && job.error.contains("did you mean 'nightly'?"), "\(job.error)")
        #expect(try await Tool.running(["pause"] + options).status == 64)
        #expect(try await Tool.running(["cancel", "0000"] + options).status == 1)
        #expect(try await Tool.running(["dead-letters"] + options).status == 0)
        #expect(try await Tool.running(["dead-letters", "--requeue", "0000"] + options).status == 1)
        #expect(
          try await Tool.running(["dead-letters", "--discard", "\(RunID(origin: 1, sequence: 1))"] + options).status
            == 1)
        let other = options.map { $0 == "shop" ? "sohp" : $0 }
        #expect(try await Tool.running(["fleet"] + other).status == 1)
        #expect(try await Tool.running(["pause", "--all"] + other).status == 3)
        #expect(try await Tool.running(["jobs", "--redis", "redis://127.0.0.1:1", "--namespace", "shop"]).status == 3)
        #expect(
          try await Tool.running(
            ["backfill", "nightly", "--from", "2026-01-01", "--through", "2026-01-02T00:00:00Z"] + options
          )
          .status == 2)
      }
    }
  }
#endif
