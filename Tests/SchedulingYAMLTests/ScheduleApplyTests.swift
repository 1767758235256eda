import Scheduling
import SchedulingTesting
import SchedulingYAML
import Testing

@Suite("Bringing the jobs of a schedule file up to date")
struct ScheduleApplyTests {
  func bodies(_ ids: JobID...) -> JobBodies {
    var bodies = JobBodies()
    for id in ids { bodies[id] = { _ in } }
    return bodies
  }

  func schedule(_ yaml: String) throws -> ScheduleFile { try ScheduleFile(yaml: "jobs:\n" + yaml, file: "s.yaml") }

  @Test("What is new is added, what is other is changed, what is gone is removed, and what code added stays")
  func reconcile() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:30Z") { test in
      let scheduler = test.scheduler
      try await scheduler.add("own", .every(.seconds(60))) { _ in }
      let first = try schedule("  a: { every: 1h }\n  b: { every: 1h, timeout: 5m }\n  c: { every: 1h }")
      let added = try await scheduler.apply(first, bodies: bodies("a", "b", "c"))
      #expect(added.added.keys.sorted() == ["a", "b", "c"])
      await test.advance(by: .seconds(60))

      let second = try schedule("  a: { every: 1h }\n  b: { every: 1h, timeout: 9m }\n  d: { every: 2h }")
      let changes = try await scheduler.apply(second, bodies: bodies("a", "b", "d"))
      #expect(scheduler.jobs.map(\.id) == ["a", "b", "d", "own"])
      #expect(scheduler.job("b")?.options.timeout == .seconds(540))
      #expect(
        changes.description == """
          + d  2h
          ~ b
              timeout: 5m -> 9m
          - c
          1 added, 1 changed, 1 removed, 1 unchanged
          """)
      #expect(try await scheduler.apply(second, bodies: bodies("a", "b", "d")).isEmpty)
    }
  }

  @Test("An unchanged job keeps its next instant and takes the new body")
  func unchanged() async throws {
    let ran = EventCount()
    try await TestScheduler.run(at: "2026-01-01T00:59:00Z") { test in
      let file = try schedule("  a: { every: 1h }")
      try await test.scheduler.apply(file, bodies: ["a": { _ in Issue.record("the old body ran") }])
      let next = test.scheduler.job("a")?.nextRun
      try await test.scheduler.apply(file, bodies: ["a": { _ in await ran.add() }])
      #expect(test.scheduler.job("a")?.nextRun == next)
      await test.advance(by: .seconds(120))
    }
    #expect(await ran.count == 1)
  }

  @Test("A schedule that cannot be applied leaves every job as it was")
  func allOrNothing() async throws {
    let scheduler = Scheduler()
    try await scheduler.add("own", .every(.seconds(60))) { _ in }
    try await scheduler.apply(schedule("  a: { every: 1h }\n  b: { every: 1h }"), bodies: bodies("a", "b"))
    for (wrong, ids, message) in [
      ("  a: { every: 2h }\n  b: { cron: '0 0 30 2 *' }", ["a", "b"], "s.yaml:3: jobs.b.cron: "),
      ("  a: { every: 2h }\n  x: { every: 2h }", ["a"], "s.yaml:3: jobs.x: has no body in the code"),
      ("  a: { every: 2h }\n  own: { every: 2h }", ["a", "own"], "s.yaml:3: jobs.own: the code, or another file, has"),
      ("  a: { after: b }\n  b: { after: a }", ["a", "b"], "s.yaml:"),
    ] as [(String, [JobID], String)] {
      var bodies = JobBodies()
      for id in ids { bodies[id] = { _ in } }
      do {
        try await scheduler.apply(schedule(wrong), bodies: bodies)
        Issue.record("\(wrong) was applied")
      } catch {
        #expect("\(error)".hasPrefix(message), "\(error)")
      }
      #expect(scheduler.jobs.map(\.id) == ["a", "b", "own"])
      #expect(scheduler.jobs.map(\.trigger.expression) == ["every 1h", "every 1h", "every 1m"])
    }
  }

  @Test("Jobs that wait for each other may change places in one step")
  func dependencies() async throws {
    let scheduler = Scheduler()
    try await scheduler.apply(
      schedule("  a: { every: 1h }\n  b: { after: a }\n  c: { every: 1h }"), bodies: bodies("a", "b", "c"))
    try await scheduler.apply(
      schedule("  a: { after: b }\n  b: { after: c }\n  c: { every: 1h }"), bodies: bodies("a", "b", "c"))
    #expect(
      scheduler.jobs.map(\.trigger.expression) == ["after b on success", "after c on success", "every 1h"])
  }

  @Test("A handler serves every job that names it; one that no job names is an error")
  func handlers() async throws {
    let file = try schedule(
      "  a: { every: 1h, handler: import, arguments: { supplier: 1 } }\n  b: { every: 1h, handler: import }")
    var bodies = JobBodies()
    bodies[handler: "import"] = { _ in }
    let scheduler = Scheduler()
    try await scheduler.apply(file, bodies: bodies)
    #expect(scheduler.jobs.count == 2)
    bodies[handler: "other"] = { _ in }
    await #expect(throws: ScheduleFileError.self) { try await scheduler.apply(file, bodies: bodies) }
    var misspelt = JobBodies()
    misspelt[handler: "imprt"] = { _ in }
    let error = await #expect(throws: ScheduleFileError.self) { try await scheduler.apply(file, bodies: misspelt) }
    #expect(
      error?.faults.contains(
        ScheduleFileError(
          file: "s.yaml", line: 2, key: ["jobs", "a", "handler"],
          "the code has no handler 'import'; did you mean 'imprt'?")) == true)
  }

  @Test("A handler that the scheduler was made with needs no body, and is given the job's arguments")
  func registeredHandler() async throws {
    let suppliers = Suppliers()
    let scheduler = Scheduler(handlers: [ImportStock(suppliers: suppliers)])
    let file = try schedule("  a: { every: 1d, handler: import-stock, arguments: { supplier: 23 } }")
    try await scheduler.apply(file, bodies: [:])
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      try await scheduler.runNow("a")
      await scheduler.settle(running: 0)
      group.cancelAll()
      try await group.waitForAll()
    }
    #expect(await suppliers.imported == [23])
    await #expect(
      throws: ScheduleFileError(
        file: "s.yaml", line: 2, key: ["jobs", "a", "handler"],
        "the code has no handler 'import-stok'; did you mean 'import-stock'?")
    ) { try await scheduler.apply(schedule("  a: { every: 1d, handler: import-stok }"), bodies: [:]) }
  }

  @Test("Stages are those of the code, by name and in order, or the schedule is refused")
  func pipelines() async throws {
    func failure(_ stages: String, _ bodies: JobBodies) async -> String {
      do {
        try await Scheduler().apply(schedule("  a: { every: 1h\(stages) }"), bodies: bodies)
        return "no error"
      } catch {
        return "\(error)"
      }
    }
    var bodies = JobBodies()
    bodies[pipeline: "a"] = Pipeline {
      Pipeline.Stage("pull") { _ in }
      Pipeline.Stage("sync") { _ in }
    }
    #expect(await failure(", pipeline: [pull, sync]", bodies) == "no error")
    #expect(
      await failure(", pipeline: [pull, email]", bodies)
        == "s.yaml:2: jobs.a.pipeline: the pipeline is [pull, email], but stage 2 is 'sync' in the code: names and order "
        + "must be those of the code")
    #expect(
      await failure("", bodies)
        == "s.yaml:2: jobs.a: the code has a pipeline for it: name its stages, pipeline: [pull, sync]")
    #expect(
      await failure(", pipeline: [pull, sync]", ["a": { _ in }])
        == "s.yaml:2: jobs.a.pipeline: names stages, but the code has a body without stages: bind a Pipeline")
  }

  @Test("A default that is moved into the jobs is no change; a zone that holds for a job is")
  func changes() throws {
    let old = try ScheduleFile(yaml: "defaults: { timeout: 5m }\njobs:\n  a: { every: 1h }\n  b: { cron: '0 9 * * *' }")
    let moved = try ScheduleFile(
      yaml: "jobs:\n  a: { every: 1h, timeout: 5m }\n  b: { cron: '0 9 * * *', timeout: 5m }")
    #expect(moved.changes(from: old).isEmpty)
    var zoned = old
    zoned.timeZone = "Europe/Berlin"
    let changes = zoned.changes(from: old)
    #expect(changes.changed.keys.sorted() == ["b"], "an interval has no zone")
    #expect(changes.changed["b"]?.first == .init(key: "timezone", old: nil, new: "Europe/Berlin"))
  }

  @Test("Changes say that arguments are other, and not how; shown on request, secret names stay hidden")
  func maskedChanges() throws {
    func file(_ arguments: String) throws -> ScheduleFile {
      try ScheduleFile(yaml: "jobs:\n  a: { every: 1h, arguments: \(arguments) }")
    }
    let old = try file("{ supplier: 7, login: { password: hunter2 }, note: x }")
    let new = try file("{ supplier: 8, login: { password: hunter3 }, more: 'see token=hunter4' }")
    let masked = new.changes(from: old)
    #expect(
      masked.changed["a"]?.map(\.key) == [
        "arguments.login.password", "arguments.more", "arguments.note", "arguments.supplier",
      ])
    #expect(masked.changed["a"]?.compactMap(\.new) == ["[redacted]", "[redacted]", "[redacted]"])
    #expect(!masked.description.contains("hunter") && !masked.description.contains("8"))
    let shown = new.changes(from: old, showingArguments: .standard)
    #expect(shown.changed["a"]?.last == .init(key: "arguments.supplier", old: "7", new: "8"))
    #expect(!shown.description.contains("hunter") && shown.description.contains("see token=[redacted]"))
    #expect(new.changes(from: old, showingArguments: Redaction.off).description.contains("hunter3"))
  }

  @Test("An id that no job can have, and one that is there in two normal forms, are errors of the file")
  func ids() async throws {
    for id in ["a\\u202Eb", "a\\u0085b", " ", "a\\u2028b", "a\\u200Bb"] {
      let error = #expect(throws: ScheduleFileError.self) {
        try ScheduleFile(yaml: "jobs:\n  \"\(id)\": { every: 1h }").resolved(now: .epoch)
      }
      #expect(error?.description.contains("a job id must not") == true)
      #expect(error?.description.unicodeScalars.contains { $0.value > 0x7F && $0 != "\u{FFFD}" } == false)
    }
    #expect(throws: ScheduleFileError.self) {
      try ScheduleFile(yaml: "jobs:\n  caf\u{e9}: { every: 1h }\n  cafe\u{301}: { every: 2h }")
    }
  }
}

actor Suppliers {
  private(set) var imported: [Int] = []
  func add(_ supplier: Int) { imported.append(supplier) }
}

struct ImportStock: JobHandler {
  struct Arguments: Codable, Sendable { var supplier: Int }
  static let name = "import-stock"
  let suppliers: Suppliers
  func run(_ arguments: Arguments, _ run: RunContext) async throws { await suppliers.add(arguments.supplier) }
}

/// Counts what happened.
actor EventCount {
  private(set) var count = 0
  func add() { count += 1 }
}
