#if Redis
  import Foundation
  import Logging
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("schedulectl runs --log, and reschedule", .serialized, .timeLimit(.minutes(2)))
  struct RunLogTests {
    private struct Report: JobHandler {
      static let name = "report"
      struct Arguments: Codable, Sendable {}
      func run(_ arguments: Arguments, _ run: RunContext) async throws {
        Logger.current.warning("page \u{1B}[31m12", metadata: ["api_key": "hunter2", "size": "30"])
        run.progress(0.4, "page 12 of 30")
      }
    }

    private func withFleet(_ body: @Sendable (Scheduler, [String]) async throws -> Void) async throws {
      let server = try RedisServer.start()
      let redis = try RedisClient(url: server.url)
      let scheduler = Scheduler(
        store: .redis(redis, namespace: "shop"), handlers: [Report()],
        configuration: SchedulerConfiguration(instance: "api-1"),
        logger: Logger(label: "quiet") { _ in QuietLog() })
      let running = Task { try await scheduler.run() }
      defer { running.cancel() }
      try await scheduler.add("report", .cron("0 3 29 2 *"), handler: Report.self, arguments: .init())
      try await body(scheduler, ["--redis", server.url, "--namespace", "shop", "--by", "ada"])
      running.cancel()
      try? await running.value
      withExtendedLifetime(server) {}
    }

    @Test("The log and the progress of a run are shown from outside, printable and redacted")
    func log() async throws {
      try await withFleet { scheduler, options in
        #expect(try await Tool.running(["run", "report"] + options).status == 0)
        while scheduler.localHistory(of: "report").isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        let run = try #require(scheduler.localHistory(of: "report").first?.runID)
        var text = try await Tool.running(["runs", "report", "--log"] + options)
        while !text.output.contains("page 12 of 30") {
          try await Task.sleep(for: .milliseconds(50))
          text = try await Tool.running(["runs", "report", "--log"] + options)
        }
        #expect(text.output.contains("40 %  page 12 of 30") && text.output.contains("\(run)"), "\(text)")
        #expect(text.output.contains("warning  page ") && text.output.contains("api_key=[redacted] size=30"))
        #expect(!text.output.contains("\u{1B}") && !text.output.contains("hunter2"))
        let json = try await Tool.running(["runs", "--run", "\(run)", "--log", "--json"] + options)
        #expect(json.output.contains(#""progress":{"percent":40,"note":"page 12 of 30""#), "\(json)")
        #expect(json.output.contains(#""level":"warning","attempt":1,"text":"page"#), "\(json)")
        #expect(try await Tool.running(["runs", "--run", "zz"] + options).status == 64)
        #expect(try await Tool.running(["runs", "--open", "--log"] + options).status == 64)
      }
    }

    @Test("A stored job is rescheduled for every replica; a job that is not stored is refused")
    func reschedule() async throws {
      try await withFleet { scheduler, options in
        let shown = try await Tool.running(
          ["reschedule", "report", "30 6 * * mon", "--tz", "Europe/Berlin", "--preview", "--json"] + options)
        #expect(shown.status == 0 && shown.output.contains("T06:30:00+0"), "\(shown)")
        #expect(scheduler.job("report")?.trigger.expression == "0 3 29 2 *")
        let done = try await Tool.running(
          ["reschedule", "report", "30 6 * * mon", "--tz", "Europe/Berlin"] + options)
        #expect(done.status == 0, "\(done)")
        while scheduler.job("report")?.trigger.expression != "30 6 * * mon" {
          try await Task.sleep(for: .milliseconds(50))
        }
        let audit = try await Tool.running(["audit", "--json"] + options)
        #expect(audit.output.contains("reschedule"), "\(audit)")
        let unknown = try await Tool.running(["reschedule", "nobody", "15m"] + options)
        #expect(unknown.status == 1 && unknown.error.contains("durable store"), "\(unknown)")
        #expect(try await Tool.running(["reschedule", "report", "61 * * * *"] + options).status == 2)
      }
    }
  }

  /// Lets everything through from info on, and writes it nowhere.
  struct QuietLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey name: String) -> Logger.Metadata.Value? {
      get { metadata[name] }
      set { metadata[name] = newValue }
    }

    func log(event: LogEvent) {}
  }
#endif
