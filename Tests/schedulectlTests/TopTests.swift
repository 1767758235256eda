#if Redis
  import CivilTime
  import Foundation
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @testable import schedulectl

  @Suite("schedulectl top", .timeLimit(.minutes(2)))
  struct TopTests {
    private static let now = Instant(secondsSince1970: 1_900_000_000)

    private func screen() -> TopScreen {
      func job(_ id: JobID, in seconds: Int64, _ outcome: RunOutcome = .succeeded, note: String? = nil) -> FleetJob {
        let row = RunRecord(
          job: id, instant: Self.now, cause: .scheduled, outcome: outcome, started: Self.now, ended: Self.now,
          attempt: 1, instance: "api-1")
        return FleetJob(
          id: id, cursor: nil, since: nil, next: Self.now + .seconds(seconds), lastRun: row, pauseNote: note)
      }
      let run = FleetRun(
        id: RunID(origin: 1, sequence: 1), firing: Firing(job: "export", instant: Self.now, cause: .scheduled),
        instance: "api-1", attempt: 1, crashes: 0, lockKey: "export", slot: 0, fencingToken: 1, leaseEnds: Self.now)
      let view = FleetView(
        now: Self.now, epoch: "e", born: Self.now,
        members: [FleetMember(instance: "api-1", lastSeen: Self.now, status: "running")], pauses: PauseSwitches(),
        runs: [run], requests: [])
      var screen = TopScreen()
      screen.take(
        FleetOfJobs(
          jobs: [
            job("nightly", in: 7_200), job("export", in: 60), job("import", in: 90, .failed),
            job("mails", in: 30, note: ""),
          ], view: view, facts: [:]))
      return screen
    }

    private func press(_ screen: inout TopScreen, _ keys: String) -> [TopScreen.Action] {
      keys.compactMap { screen.press(.character($0)) }
    }

    @Test("Jobs that need somebody come first, then those that run, then the next ones; every line fits")
    func lines() {
      let screen = screen()
      let lines = screen.lines(width: 60, height: 8)
      #expect(lines.count == 8 && lines.allSatisfy { $0.text.count <= 60 })
      #expect(lines[0].text.hasPrefix("1 replicas   4 jobs   1 running   1 need somebody"))
      #expect(lines[2...5].map { $0.text.prefix { $0 != " " } } == ["import", "export", "mails", "nightly"])
      #expect(lines[2].text.contains("failing") && lines[2].text.contains("in 90 s"))
      #expect(lines[3].text.contains("running") && lines[4].text.contains("paused") && lines[5].text.contains("in 2 h"))
      #expect(lines.map(\.isSelected) == [false, false, true, false, false, false, false, false])
      for (width, height) in [(1, 1), (3, 2), (0, 0), (500, 100)] {
        #expect(screen.lines(width: width, height: height).count == max(1, height))
      }
    }

    @Test("A change is asked about first, and is about the job that was selected")
    func deeds() {
      var screen = screen()
      #expect(press(&screen, "pn").isEmpty)
      #expect(screen.lines(width: 80, height: 8).last?.text == "nothing was done")
      #expect(press(&screen, "py") == [.act(.pause("import"))])
      #expect(press(&screen, "jry") == [.act(.run("export"))])
      #expect(press(&screen, "cy") == [.act(.cancel("export", [RunID(origin: 1, sequence: 1)]))])
      #expect(press(&screen, "jpy") == [.act(.resume("mails"))])
      #expect(press(&screen, "c").isEmpty)
      #expect(screen.lines(width: 80, height: 8).last?.text == "mails is not running")
      #expect(press(&screen, "q") == [.quit])
    }

    @Test("A search narrows the list down while it is typed; keys are letters meanwhile")
    func search() {
      var screen = screen()
      #expect(press(&screen, "/night").isEmpty)
      #expect(screen.lines(width: 80, height: 5)[2].text.hasPrefix("nightly"))
      #expect(screen.press(.enter) == nil && press(&screen, "ry") == [.act(.run("nightly"))])
      #expect(screen.press(.escape) == nil)
      #expect(screen.lines(width: 80, height: 8)[2].text.hasPrefix("import"))
      #expect(press(&screen, "/q").isEmpty)
      #expect(screen.lines(width: 80, height: 5)[2].text == "no job matches")
    }

    @Test("Keys are read from what a terminal sends, however much of it comes at once")
    func keys() {
      var bytes = Array("j\u{1B}[A\u{1B}[1;5Bé\u{7F}\r\u{3}\u{1B}".utf8)[...]
      var keys: [TopScreen.Key?] = []
      while !bytes.isEmpty { keys.append(RawTerminal.key(from: &bytes)) }
      #expect(keys == [.character("j"), .up, .down, .character("é"), .backspace, .enter, .character("q"), .escape])
      var broken: ArraySlice<UInt8> = [0xFF, 0x1B, 0x5B]
      while !broken.isEmpty { _ = RawTerminal.key(from: &broken) }
    }

    @Test("Without a terminal it says so")
    func noTerminal() throws {
      let tool = try Tool.run(["top", "--namespace", "shop"])
      #expect(tool.status == 64 && tool.error.contains("needs a terminal"), "\(tool)")
    }

    /// Calls of commands since the server's counts were set to zero, beside those that count and connect.
    private func calls(_ client: RedisClient) async throws -> [String: Int] {
      let info = try await client.command("INFO", "commandstats").string ?? ""
      var calls: [String: Int] = [:]
      for line in info.split(whereSeparator: \.isNewline) where line.hasPrefix("cmdstat_") {
        let name = line.dropFirst(8).prefix { $0 != ":" }
        calls[String(name)] = line.split(separator: "=").dropFirst().first.flatMap { Int($0.prefix { $0.isNumber }) }
      }
      return calls
    }

    @Test("A refresh costs the server a few commands, however many keys it holds, and finds new jobs")
    func traffic() async throws {
      let server = try RedisServer.start()
      let client = try RedisClient(url: server.url)
      let scheduler = Scheduler(
        claims: .redis(client, namespace: "shop"), configuration: SchedulerConfiguration(instance: "api-1"))
      for number in 0..<50 { try await scheduler.add(JobID("job-\(number)"), .cron("0 3 29 2 *")) { _ in } }
      let running = Task { try await scheduler.run() }
      let control = FleetControl(client, namespace: "shop")
      while try await control.jobs().count < 50 { try await Task.sleep(for: .milliseconds(20)) }
      running.cancel()
      try? await running.value
      // What others keep on the same server: a walk through it has two hundred pages.
      _ = try await client.command(
        "EVAL", "for i = 1, 200000 do redis.call('SET', 'other:' .. i, 'x') end", "0")
      var list = FleetJobList(control)
      #expect(try await list.refresh(pages: 1_000).jobs.count == 50 && list.isComplete)
      _ = try await client.command("CONFIG", "RESETSTAT")
      for _ in 0..<10 { #expect(try await list.refresh().jobs.count == 50) }
      let counted = try await calls(client)
      #expect(counted["evalsha", default: 0] <= 20 && counted["scan", default: 0] <= 10, "\(counted)")
      #expect(counted["keys"] == nil)
      // A job that comes is found by the pages, one a refresh; one that goes is gone with the next.
      _ = try await control.claims.register([ClaimRegistration(job: "new", fingerprint: "f", next: .max)])
      var rounds = 0
      while try await !list.refresh().jobs.contains(where: { $0.id == "new" }), rounds < 1_000 { rounds += 1 }
      #expect(rounds < 1_000)
      _ = try await client.command("DEL", "{shop}:job:job-7")
      #expect(try await list.refresh().jobs.count == 50)
    }
  }
#endif
