#if Redis
  import Foundation
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("schedulectl with selectors", .serialized, .timeLimit(.minutes(2)))
  struct SelectorTests {
    private func withFile(_ body: (String) async throws -> Void) async throws {
      let path = FileManager.default.temporaryDirectory.appendingPathComponent("shop-\(UUID().uuidString).yaml").path
      try """
      jobs:
        nightly: { cron: "0 3 29 2 *", tags: [billing], owner: { responsible: finance } }
        import: { cron: "0 5 29 2 *", tags: [billing, supplier], owner: { responsible: data } }
      """.write(toFile: path, atomically: true, encoding: .utf8)
      defer { try? FileManager.default.removeItem(atPath: path) }
      try await body(path)
    }

    @Test("A selector counts first and does nothing without a yes; with one it acts on what it names and nothing else")
    func pause() async throws {
      try await FleetCommandTests().withFleet { _, options in
        try await withFile { file in
          let all = options + ["--file", file]
          let count = try await Tool.running(["pause", "tag=billing", "--count"] + all)
          #expect(count.status == 0 && count.output == "2 jobs\n  import\n  nightly\n", "\(count)")
          // 'endless' is in code alone, and not in the file.
          #expect(count.error.hasPrefix("1 job is not looked at"), "\(count.error)")
          let refused = try await Tool.running(["pause", "tag=billing"] + all)
          #expect(refused.status == 4 && refused.error.contains("add --yes"), "\(refused)")
          #expect(try await !Tool.running(["jobs", "--json"] + options).output.contains("paused: "))

          let done = try await Tool.running(["pause", "tag=billing", "owner=data", "--yes", "--note", "audit"] + all)
          #expect(done.status == 0 && done.output == "import is paused\n", "\(done)")
          let paused = try await Tool.running(["pause", "state=paused", "--count"] + options)
          #expect(paused.output == "1 job\n  import\n", "\(paused)")
          #expect(try await Tool.running(["resume", "state=paused", "--yes"] + options).output == "import resumed\n")

          #expect(try await Tool.running(["pause", "tag=nobody", "--yes"] + all).status == 1)
          #expect(try await Tool.running(["pause", "state=asleep"] + options).status == 64)
          #expect(try await Tool.running(["pause", "nightly", "tag=billing"] + options).status == 64)
        }
      }
    }

    @Test("Runs, cancellations and dead letters of all that a selector names")
    func runAndCancel() async throws {
      try await FleetCommandTests().withFleet { scheduler, options in
        let run = try await Tool.running(["run", "job=endless", "job=import", "--yes"] + options)
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("endless: started: run ") && run.output.contains("import: started: run "))

        let cancelled = try await Tool.running(["cancel", "state=running", "--yes"] + options)
        #expect(cancelled.status == 0 && cancelled.output.hasSuffix(" is being cancelled\n"), "\(cancelled)")
        while scheduler.localHistory(of: "endless").isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        #expect(scheduler.localHistory(of: "endless").first?.outcome == .cancelled(.requested))

        // Without its supplier the import was given up.
        while try await Tool.running(["dead-letters"] + options).output.contains("no dead letters") {}
        let failing = try await Tool.running(["requeue", "state=failing", "--count"] + options)
        #expect(failing.output.hasPrefix("1 dead letter\n"), "\(failing)")
        let other = try await Tool.running(["requeue", "state=failing", "--message", "other", "--yes"] + options)
        #expect(other.status == 1, "\(other)")
        let requeued = try await Tool.running(["requeue", "state=failing", "--yes"] + options)
        #expect(requeued.status == 0 && requeued.output.contains("of import: requeued, request "), "\(requeued)")
        while scheduler.localHistory(of: "import").count < 2 { try await Task.sleep(for: .milliseconds(10)) }
        while try await Tool.running(["dead-letters"] + options).output.contains("no dead letters") {}
        let discarded = try await Tool.running(["discard", "job=import", "--yes"] + options)
        #expect(discarded.status == 0 && discarded.output.contains("of import: discarded"), "\(discarded)")
        #expect(try await Tool.running(["dead-letters"] + options).output == "no dead letters\n")
      }
    }

    private struct SendMail: JobHandler {
      struct Arguments: Codable { var template: String }
      static let name = "send-mail"
      func run(_ arguments: Arguments, _ run: RunContext) async throws {}
    }

    @Test("Of stored jobs the tags, owners and handlers are in Redis")
    func stored() async throws {
      let server = try RedisServer.start()
      let redis = try RedisClient(url: server.url)
      let scheduler = Scheduler(
        store: .redis(redis, namespace: "shop"), handlers: [SendMail()],
        configuration: SchedulerConfiguration(instance: "api-1"))
      var options = JobOptions()
      options.tags = ["mail"]
      options.owner = JobOptions.Owner(responsible: "web")
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await scheduler.run() }
        let fleet = FleetControl(redis, namespace: "shop")
        while (try? await fleet.fleet()?.members.isEmpty) ?? true { try await Task.sleep(for: .milliseconds(20)) }
        try await scheduler.add(
          "reminders", .cron("0 3 29 2 *"), options: options, handler: SendMail.self, arguments: .init(template: "due"))
        let tool = ["--redis", server.url, "--namespace", "shop"]
        for selector in [["tag=mail"], ["owner=web"], ["handler=send-mail"], ["tag=mail", "owner=web"]] {
          let found = try await Tool.running(["pause"] + selector + ["--count"] + tool)
          #expect(found.output == "1 job\n  reminders\n", "\(found)")
        }
        #expect(try await Tool.running(["pause", "tag=mail", "owner=ops", "--count"] + tool).status == 1)
        group.cancelAll()
        try? await group.waitForAll()
      }
    }
  }
#endif
