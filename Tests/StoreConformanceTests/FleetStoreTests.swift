#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("Replicas that share stored jobs")
  struct FleetStoreTests {
    let notes = Notes()
    let store: StoreUnderTest
    private let soon: IntervalTrigger
    private let never: CronTrigger

    init() throws {
      store = try StoreUnderTest(.redis)
      soon = try .every(.milliseconds(100))
      never = try .cron("0 0 29 2 *")
    }

    private var handlers: [any JobHandler] { [Note(notes: notes)] }

    private func redis<Result: Sendable>(_ body: (RedisClient) async throws -> Result) async throws -> Result {
      let client = try RedisClient(url: store.server?.url ?? "")
      defer { client.close() }
      return try await body(client)
    }

    @Test("follow each other's additions, changes, pauses and removals at once")
    func follow() async throws {
      try await store.run("a", handlers: handlers) { a in
        try await store.run("b", handlers: handlers) { b in
          #expect(await eventually { b.status.claims.isConnected })
          try await a.add("note", never, handler: Note.self, arguments: .init(text: "from a"))
          #expect(await eventually { b.job("note")?.arguments?["text"] == "from a" })
          try await b.reschedule("note", soon)
          #expect(await eventually { a.job("note")?.trigger.fingerprint == soon.fingerprint })
          #expect(await eventually { notes.of("note").count >= 3 })
          try await b.pause("note", note: "later")
          #expect(await eventually { a.job("note")?.pauseNote == "later" })
          try await a.resume("note")
          #expect(await eventually { b.job("note")?.isPaused == false })
          try await b.add(
            "note", soon, ifExists: .replaceIfChanged, handler: Note.self, arguments: .init(text: "from b"))
          #expect(await eventually { notes.of("note").last?.text == "from b" })
          try await a.remove("note")
          #expect(await eventually { b.job("note") == nil })
          #expect(notes.twice.isEmpty, "\(notes.twice)")
        }
      }
    }

    @Test("refuse a change of what somebody else has changed")
    func conflict() async throws {
      try await store.run("a", handlers: handlers) { a in
        try await store.run("b", handlers: handlers) { b in
          let first = try await a.add("note", never, handler: Note.self, arguments: .init(text: "first"))
          let version = try #require(first.version)
          try await b.add("note", never, expectedVersion: version, handler: Note.self, arguments: .init(text: "second"))
          for attempt in 0..<3 {
            do {
              switch attempt {
              case 0:
                try await a.add(
                  "note", never, expectedVersion: version, handler: Note.self, arguments: .init(text: "third"))
              case 1: try await a.reschedule("note", soon, expectedVersion: version)
              default: try await a.remove("note", expectedVersion: version)
              }
              Issue.record("a change of an old version was made")
            } catch let error as SchedulerError {
              #expect(error.code == .versionConflict)
            }
          }
          // Read from the store, whether or not the news of the change has come.
          #expect(try await a.storedJob("note")?.arguments?["text"] == "second")
          #expect(try await a.storedJobs().map { $0.arguments?["text"] } == ["second"])
        }
      }
    }

    @Test("go on after all were down, with a record of the instants between")
    func restart() async throws {
      let before = try await store.run("a", handlers: handlers) { scheduler in
        try await scheduler.add("note", soon, handler: Note.self, arguments: .init())
        #expect(await eventually { notes.of("note").count >= 2 })
        return scheduler
      }
      let last = before.localHistory(of: "note").map(\.instant).max() ?? .epoch
      // Until instants have passed while nobody was there.
      #expect(await eventually { SystemClock().now() > last + .milliseconds(500) })
      try await store.run("b", handlers: handlers) { scheduler in
        #expect(await eventually { notes.of("note").contains { $0.instance == "b" } })
        let first = notes.of("note").first { $0.instance == "b" }?.instant ?? .epoch
        let between = scheduler.localHistory(of: "note").filter { !$0.outcome.didRun && $0.instant < first }
        #expect(Int64(between.map(\.count).reduce(0, +)) == first.nanoseconds(since: last) / 100_000_000 - 1)
        #expect(between.allSatisfy { $0.outcome.kind.rawValue == "missed" })
      }
      #expect(notes.twice.isEmpty, "\(notes.twice)")
    }

    @Test("keep what a newer version has written into a definition when an older one changes the rest")
    func unknownFields() async throws {
      try await store.run("a", handlers: handlers) { scheduler in
        try await scheduler.add("note", never, handler: Note.self, arguments: .init(text: "kept"))
        try await redis { client in
          let key = "{test}:job:note"
          let text = try #require(try await client.command("HGET", key, "def").string)
          var newer = text.dropLast() + #","colour":{"of":"money"}}"#
          newer.replace(#""options":{"#, with: #""options":{"smell":[1,2.5,null],"#)
          _ = try await client.command("HSET", key, "def", String(newer))
          try await scheduler.reschedule("note", soon)
          let after = try #require(try await client.command("HGET", key, "def").string)
          #expect(after.contains(#""colour":{"of":"money"}"#))
          #expect(after.contains(#""smell":[1,2.5,null]"#))
          try await scheduler.add(
            "note", soon, ifExists: .replaceIfChanged, handler: Note.self, arguments: .init(text: "new"))
          let replaced = try #require(try await client.command("HGET", key, "def").string)
          #expect(replaced.contains(#""colour":{"of":"money"}"#))
          #expect(replaced.contains(#""smell":[1,2.5,null]"#))
          #expect(replaced.contains(#""text":"new""#))
        }
        #expect(await eventually { notes.of("note").contains { $0.text == "new" } })
      }
    }

    @Test("leave a job of a newer kind alone, say so, and run the others")
    func unknownTrigger() async throws {
      // Versions are times in milliseconds, and the largest wins.
      let newer = "9999999999999"
      try await store.run("a", handlers: handlers) { scheduler in
        try await scheduler.add("future", soon, handler: Note.self, arguments: .init())
        try await redis { client in
          _ = try await client.command(
            "HSET", "{test}:job:future", "def",
            #"{"handler":"test.note","trigger":{"kind":"acme.tide","version":1,"port":"Dover"}}"#, "ver",
            newer)
          _ = try await client.command("HINCRBY", "{test}:meta", "changes", "1")
        }
      }
      let before = notes.of("future").count
      try await store.run("b", handlers: handlers) { scheduler in
        try await scheduler.add("note", soon, handler: Note.self, arguments: .init())
        #expect(await eventually { notes.of("note").count >= 3 })
        #expect(await eventually { scheduler.job("future")?.holdReason?.contains("acme.tide") == true })
        #expect(scheduler.status.reasons.contains { $0.contains("future") })
        #expect(try await scheduler.storedJobs().map(\.id) == ["future", "note"])
        // A start of code that knows only the older kind does not take it back.
        let info = try await scheduler.add(
          "future", soon, ifExists: .replaceIfChanged, handler: Note.self, arguments: .init())
        #expect(info.holdReason != nil)
      }
      #expect(notes.of("future").count == before)
      #expect(try await redis { try await $0.command("HGET", "{test}:job:future", "ver").string } == newer)
    }

    @Test("tell Redis of their jobs when it has lost its data")
    func dataLoss() async throws {
      try await store.run("a", handlers: handlers) { a in
        try await store.run("b", handlers: handlers) { b in
          for index in 0..<20 { try await a.add(JobID("far-\(index)"), never, handler: Note.self, arguments: .init()) }
          try await a.add("note", soon, handler: Note.self, arguments: .init())
          try await a.add("gone", never, handler: Note.self, arguments: .init())
          try await a.remove("gone")
          #expect(await eventually { b.jobs.count == 21 && notes.of("note").count >= 3 })
          try await redis { _ = try await $0.command("FLUSHALL") }
          let count = notes.of("note").count
          #expect(await eventually { notes.of("note").count >= count + 3 })
          #expect(try await a.storedJobs(limit: 100).count == 21)
          #expect(try await redis { try await $0.command("ZCARD", "{test}:due").integer } == 21)
          #expect(notes.twice.isEmpty, "\(notes.twice)")
        }
      }
    }

    @Test("leave jobs to those that have the handler")
    func missingHandler() async throws {
      try await store.run("able", handlers: handlers) { able in
        try await store.run("unable") { unable in
          try await able.add("note", soon, handler: Note.self, arguments: .init())
          #expect(await eventually { unable.job("note")?.holdReason != nil && notes.of("note").count >= 5 })
          #expect(unable.localHistory(of: "note").isEmpty)
          #expect(notes.of("note").allSatisfy { $0.instance == "able" })
        }
      }
    }

    @Test("record instants that nobody has the handler for, once their grace has ended")
    func nobodyHasTheHandler() async throws {
      let before = try await store.run("able", handlers: handlers) { able in
        var options = JobOptions()
        options.misfireGrace = .milliseconds(300)
        try await able.add("note", soon, options: options, handler: Note.self, arguments: .init())
        #expect(await eventually { notes.of("note").count >= 1 })
        return able
      }
      let last = before.localHistory(of: "note").map(\.instant).max() ?? .epoch
      try await store.run("unable") { unable in
        #expect(
          await eventually { unable.localHistory(of: "note").contains { $0.outcome == .missed(.noHandler) } })
        #expect(unable.localHistory(of: "note").last?.firstInstant == last + .milliseconds(100))
      }
    }

    @Test("serve the queues that they are told to")
    func queues() async throws {
      try await store.run("reports", handlers: handlers, { $0.queues = ["reports"] }) { reports in
        try await store.run("all", handlers: handlers, { $0.queues = ["default"] }) { other in
          var options = JobOptions()
          options.queue = "reports"
          try await other.add("report", soon, options: options, handler: Note.self, arguments: .init())
          try await other.add("note", soon, handler: Note.self, arguments: .init())
          #expect(await eventually { notes.of("report").count >= 3 && notes.of("note").count >= 3 })
          #expect(notes.of("report").allSatisfy { $0.instance == "reports" })
          #expect(notes.of("note").allSatisfy { $0.instance == "all" })
        }
      }
    }

    @Test("keep few jobs before them, run all, and act on any")
    func window() async throws {
      let count = 200
      try await store.run("a", handlers: handlers, { $0.storeWindow = 16 }) { a in
        try await store.run("b", handlers: handlers, { $0.storeWindow = 16 }) { b in
          let second = try CronTrigger.cron("* * * * * *")
          await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<count {
              group.addTask { try await a.add(JobID("note-\(index)"), second, handler: Note.self, arguments: .init()) }
            }
          }
          for index in 0..<count {
            try await b.add(JobID("far-\(index)"), never, handler: Note.self, arguments: .init(text: "far"))
          }
          #expect(await eventually { (0..<count).allSatisfy { notes.of(JobID("note-\($0)")).count >= 3 } })
          #expect(notes.twice.isEmpty, "\(notes.twice)")
          // What is overdue is kept beside the window, and on a busy machine that can be all that is due each second.
          func farJobs(_ replica: Scheduler) -> Int { replica.jobs.count { $0.id.rawValue.hasPrefix("far") } }
          #expect(await eventually { farJobs(a) <= 16 && farJobs(b) <= 16 })
          let run = try await a.runNow("far-150")
          #expect(await eventually { a.localHistory().contains { $0.runID == run && $0.outcome == .succeeded } })
          try await a.pause("far-151", note: "not now")
          #expect(try await eventually { try await b.storedJob("far-151")?.pauseNote == "not now" })
          try await a.remove("far-152")
          #expect(try await b.storedJob("far-152") == nil)
          try await a.reschedule("far-153", soon)
          #expect(await eventually { notes.of("far-153").count >= 2 })
        }
      }
    }

    @Test("keep few of many jobs that are due at the same instant before them, and run them all")
    func sameInstant() async throws {
      let count = 200
      try await store.run("a", handlers: handlers, { $0.storeWindow = 16 }) { a in
        for index in 0..<count { try await a.add(JobID("far-\(index)"), never, handler: Note.self, arguments: .init()) }
        #expect(await eventually { a.jobs.count <= 16 })
        try await store.run("b", handlers: handlers, { $0.storeWindow = 16 }) { b in
          let together = try IntervalTrigger(.seconds(3))
          for index in 0..<count {
            try await b.add(JobID("note-\(index)"), together, handler: Note.self, arguments: .init())
          }
          #expect(await eventually { (0..<count).allSatisfy { notes.of(JobID("note-\($0)")).count >= 2 } })
          #expect(notes.twice.isEmpty, "\(notes.twice)")
        }
      }
    }

    @Test("run a job on the executor that it names, and leave it to those that have one of that name")
    func executors() async throws {
      let here = Concurrency()
      let measured: [any JobHandler] = [Note(notes: notes), Measured(concurrency: here)]
      try await store.run("able", handlers: measured, { $0.executors["reports"] = .async(limit: 1) }) { able in
        var options = JobOptions()
        options.executor = "reports"
        for id: JobID in ["first", "second", "third"] {
          try await able.add(id, soon, options: options, handler: Measured.self, arguments: .init())
        }
        try await store.run("unable", handlers: measured) { unable in
          #expect(await eventually { unable.job("first")?.holdReason == "this replica has no executor 'reports'" })
          #expect(
            await eventually {
              ["first", "second", "third"].allSatisfy { id in
                able.localHistory(of: JobID(id)).count { $0.outcome == .succeeded } >= 2
              }
            })
          #expect(unable.localHistory().allSatisfy { !$0.outcome.didRun })
        }
      }
      #expect(here.most == 1, "an executor with a limit of 1 had \(here.most) runs at once")
    }

    @Test("tell of a stored job that has not succeeded for too long")
    func overdue() async throws {
      struct Broken: JobHandler {
        static let name = "test.broken"
        struct Arguments: Codable, Sendable {}
        struct Failure: Error {}
        func run(_ arguments: Arguments, _ run: RunContext) async throws { throw Failure() }
      }
      try await store.run("a", handlers: [Broken()]) { scheduler in
        var options = JobOptions()
        options.alerts.overdueAfter = .milliseconds(300)
        try await scheduler.add("broken", soon, options: options, handler: Broken.self, arguments: .init())
        #expect(await eventually { scheduler.status.reasons.contains { $0.hasPrefix("job broken is overdue") } })
      }
    }

    @Test("take turns in a large fleet: every instant starts once, and the load is spread")
    func turns() async throws {
      try await largeFleet { schedulers in
        for index in 0..<20 {
          try await schedulers[0].add(
            JobID("note-\(index)"), CronTrigger.cron("* * * * * *"), handler: Note.self, arguments: .init())
        }
        #expect(await eventually { (0..<20).allSatisfy { notes.of(JobID("note-\($0)")).count >= 4 } })
      }
      #expect(notes.twice.isEmpty, "\(notes.twice)")
      #expect(Set(notes.all.map(\.instance)).count > 6, "the load is spread")
    }

    @Test("lose no instant of a job that only two of a large fleet have in their code", arguments: StoreKind.allCases)
    func turnsOfCode(_ kind: StoreKind) async throws {
      let notes = notes
      try await largeFleet(keepsJobs: kind == .redis) { schedulers in
        for scheduler in schedulers.prefix(2) {
          try await scheduler.add("code", CronTrigger.cron("* * * * * *"), ifExists: .replaceIfChanged) { run in
            notes.append(.init(job: run.job, instant: run.firing.instant, text: nil, instance: run.instance))
          }
        }
        #expect(await eventually { notes.of("code").count >= 5 })
        // On a machine that is too busy a run may still last when the next is due, which is told too.
        let instants = notes.of("code").map(\.instant)
        var instant = try #require(instants.min())
        while let last = instants.max(), instant <= last {
          let told = await eventually {
            schedulers.contains { scheduler in
              scheduler.localHistory(of: "code").contains {
                ($0.firstInstant...$0.instant).contains(instant)
                  && ($0.outcome.didRun || $0.outcome == .skipped(.overlap))
              }
            }
          }
          #expect(told, "nobody knows of \(instant)")
          instant = instant + .seconds(1)
        }
      }
    }

    /// Twelve replicas, so many that they take turns.
    private func largeFleet(keepsJobs: Bool = true, _ body: ([Scheduler]) async throws -> Void) async throws {
      let clients = try (0..<12).map { _ in try RedisClient(url: store.server?.url ?? "") }
      defer { for client in clients { client.close() } }
      let schedulers = clients.enumerated().map { index, client in
        var configuration = SchedulerConfiguration(instance: "replica-\(index)")
        configuration.lease = .seconds(3)
        if keepsJobs {
          return Scheduler(
            store: .redis(client, namespace: "test"), handlers: handlers, configuration: configuration)
        }
        return Scheduler(claims: .redis(client, namespace: "test"), configuration: configuration)
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for scheduler in schedulers { group.addTask { try await scheduler.run() } }
        #expect(await eventually { schedulers.allSatisfy { $0.status.fleet.count == schedulers.count } })
        try await body(schedulers)
        group.cancelAll()
        try await group.waitForAll()
      }
    }
  }
#endif
