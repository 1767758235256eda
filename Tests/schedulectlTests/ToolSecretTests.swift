#if Redis
  import CivilTime
  import Foundation
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("What schedulectl keeps to itself, and what it does not let through to a terminal", .timeLimit(.minutes(2)))
  struct ToolSecretTests {
    @Test(
      "A password in the arguments is refused, with what to do and without the password",
      arguments: [
        "redis://ada:hunter2@127.0.0.1:1", "redis://:hunter2@127.0.0.1:1", "unix://ada:hunter2@/run/redis.sock",
        "redis://ada:hun/ter2@127.0.0.1:1", "ada:hunter2://h@h",
      ])
    func arguments(_ url: String) throws {
      let tool = try Tool.run(["jobs", "--redis", url, "--namespace", "shop"])
      #expect(tool.status == 64)
      #expect(tool.error.contains("SCHEDULECTL_REDIS") && tool.error.contains("--redis-file"))
      #expect(!(tool.error + tool.output).contains("ter2"))
    }

    @Test("A URL with a password comes from a file or from the environment")
    func places() async throws {
      let server = try RedisServer.start(.tcp)
      let root = try RedisClient(url: server.url)
      try await root.command("ACL", "SETUSER", "ada", "on", ">hunter2", "~*", "&*", "+@all")
      let url = "redis://ada:hunter2@127.0.0.1:\(server.port ?? 0)"
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tool-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      func file(_ text: String) throws -> String {
        let path = folder.appendingPathComponent(UUID().uuidString).path
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        return path
      }
      let fromFile = try await Tool.running(["jobs", "--namespace", "shop", "--redis-file", file("\n  \(url) \n")])
      #expect(fromFile.status == 0, "\(fromFile.error)")
      let fromEnvironment = try await Tool.running(
        ["jobs", "--namespace", "shop"], environment: ["SCHEDULECTL_REDIS": url])
      #expect(fromEnvironment.status == 0, "\(fromEnvironment.error)")
      for (text, expected) in [
        ("", "the file has 0 lines"), ("\(url)\n\(url)\n", "the file has 2 lines"),
        (String(repeating: url, count: 200), "cannot be read"),
      ] {
        let tool = try await Tool.running(["jobs", "--namespace", "shop", "--redis-file", file(text)])
        #expect(tool.status == 64 && tool.error.contains(expected) && !tool.error.contains("hunter2"), "\(tool.error)")
      }
      let wrong = try await Tool.running(
        ["jobs", "--namespace", "shop"], environment: ["SCHEDULECTL_REDIS": url.replacing("hunter2", with: "hunter3")])
      #expect(wrong.status == 3 && !wrong.error.contains("hunter"), "\(wrong.error)")
      let both = try Tool.run(["jobs", "--namespace", "shop", "--redis", "redis://h", "--redis-file", "x"])
      #expect(both.status == 64)
    }

    @Test("Notes, owners and messages of others move no cursor, begin no line and turn no text")
    func terminal() async throws {
      let server = try RedisServer.start()
      let redis = try RedisClient(url: server.url)
      let note = "a\n::error::b\u{1B}[2J\u{9B}31m\u{202E}c\u{2028}d"
      let scheduler = Scheduler(
        claims: .redis(redis, namespace: "shop"), configuration: SchedulerConfiguration(instance: "api\u{1B}[1m"))
      try await scheduler.add("failing", .cron("0 3 29 2 *")) { _ in throw Failure(description: note) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await scheduler.run() }
        while !scheduler.status.claims.isConnected { try await Task.sleep(for: .milliseconds(20)) }
        try await scheduler.pause("failing", note: note)
        try await scheduler.runNow("failing")
        while scheduler.localHistory(of: "failing").isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        let control = FleetControl(redis, namespace: "shop")
        while try await control.history(limit: 1).isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        for command in ["fleet", "jobs", "runs", "dead-letters"] {
          for json in [[], ["--json"]] {
            let tool = try await Tool.running([command, "--redis", server.url, "--namespace", "shop"] + json)
            #expect(tool.status == 0, "\(tool.error)")
            #expect(
              tool.output.unicodeScalars.filter { !$0.isPrintable && $0 != "\n" }.isEmpty,
              "\(tool.output.debugDescription)")
            #expect(!tool.output.split(separator: "\n").contains { $0.hasPrefix("::") })
          }
        }
        group.cancelAll()
        try? await group.waitForAll()
      }
    }

    private struct Failure: Error, CustomStringConvertible {
      var description: String
    }

    @Test("Expressions and files with escape sequences are refused in printable words")
    func expressions() throws {
      for arguments in [
        ["next", "\u{1B}[2J * * * *"], ["next", "* * * * *", "--timezone", "\u{9B}31m\n::error::"],
        ["lint", "\u{202E}* * * *"], ["diff", "/nowhere/\u{1B}[2J.yaml"],
      ] {
        let tool = try Tool.run(arguments)
        #expect(tool.status != 0)
        let text = tool.output + tool.error
        #expect(text.unicodeScalars.filter { !$0.isPrintable && $0 != "\n" }.isEmpty, "\(text.debugDescription)")
        #expect(!text.split(separator: "\n").contains { $0.hasPrefix("::") })
      }
    }
  }
#endif
