import CivilTime
import RedisServerTestSupport
import Scheduling
import Testing

@Suite("Whatever keeps the jobs, a scheduler behaves alike")
struct ConformanceTests {
  let notes = Notes()
  private var handlers: [any JobHandler] { [Note(notes: notes), Picky()] }
  private let soon: IntervalTrigger
  private let never: CronTrigger

  init() throws {
    soon = try .every(.milliseconds(50))
    never = try .cron("0 0 29 2 *")
  }

  @Test("a job with a handler runs with its arguments", arguments: StoreKind.allCases)
  func handler(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers) { scheduler in
      let info = try await scheduler.add("note", soon, handler: Note.self, arguments: .init(text: "hello"))
      #expect(info.handler == "test.note")
      #expect(info.arguments?["text"] == "hello")
      #expect(info.nextRun != nil)
      #expect(await eventually { notes.of("note").count >= 3 })
      #expect(notes.of("note").allSatisfy { $0.text == "hello" })
    }
  }

  @Test("a job with a closure runs", arguments: StoreKind.allCases)
  func closure(_ kind: StoreKind) async throws {
    let notes = notes
    try await StoreUnderTest(kind).run { scheduler in
      try await scheduler.add("closure", soon) { run in
        notes.append(.init(job: run.job, instant: run.firing.instant, text: nil, instance: run.instance))
      }
      #expect(await eventually { notes.of("closure").count >= 2 })
    }
  }

  @Test("arguments that the handler cannot read make the run fail before the body", arguments: StoreKind.allCases)
  func unreadable(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers) { scheduler in
      try await scheduler.add("note", never, handler: Picky.self, arguments: .init(value: 1))
      let run = try await scheduler.runNow("note")
      #expect(await eventually { scheduler.localHistory(of: "note").contains { $0.runID == run } })
      let row = scheduler.localHistory(of: "note").first
      #expect(row?.outcome == .failed)
      #expect(row?.message?.contains("cannot read the job's arguments") == true)
    }
  }

  @Test("a handler that the scheduler was made without is refused", arguments: StoreKind.allCases)
  func unknownHandler(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run { scheduler in
      await #expect(throws: SchedulerError.self) {
        try await scheduler.add("note", soon, handler: Note.self, arguments: .init())
      }
    }
  }

  @Test("arguments that JSON cannot hold are refused", arguments: StoreKind.allCases)
  func unencodable(_ kind: StoreKind) async throws {
    struct Infinite: JobHandler {
      static let name = "test.infinite"
      func run(_ arguments: Double, _ run: RunContext) async throws {}
    }
    try await StoreUnderTest(kind).run(handlers: [Infinite()]) { scheduler in
      do {
        try await scheduler.add("infinite", soon, handler: Infinite.self, arguments: .infinity)
        Issue.record("infinity was taken")
      } catch let error as SchedulerError {
        #expect(error.code == .invalidOption)
      }
    }
  }

  @Test("a second job of the same id is refused", arguments: StoreKind.allCases)
  func duplicate(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers) { scheduler in
      try await scheduler.add("note", never, handler: Note.self, arguments: .init(text: "first"))
      do {
        try await scheduler.add("note", soon, handler: Note.self, arguments: .init(text: "second"))
        Issue.record("a duplicate was taken")
      } catch let error as SchedulerError {
        #expect(error.code == .duplicateJob)
      }
      #expect(scheduler.job("note")?.arguments?["text"] == "first")
    }
  }

  @Test("replace takes the new definition", arguments: StoreKind.allCases)
  func replace(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers) { scheduler in
      try await scheduler.add("note", never, handler: Note.self, arguments: .init(text: "first"))
      try await scheduler.add("note", soon, ifExists: .replace, handler: Note.self, arguments: .init(text: "second"))
      #expect(await eventually { notes.of("note").count >= 2 })
      #expect(notes.of("note").allSatisfy { $0.text == "second" })
    }
  }

  @Test("replaceIfChanged leaves an unchanged job's next instant and version", arguments: StoreKind.allCases)
  func replaceIfChanged(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers) { scheduler in
      let first = try await scheduler.add("note", never, handler: Note.self, arguments: .init(text: "same"))
      let again = try await scheduler.add(
        "note", never, ifExists: .replaceIfChanged, handler: Note.self, arguments: .init(text: "same"))
      #expect(again.nextRun == first.nextRun)
      #expect(again.version == first.version)
      let changed = try await scheduler.add(
        "note", never, ifExists: .replaceIfChanged, handler: Note.self, arguments: .init(text: "other"))
      #expect(changed.arguments?["text"] == "other")
      if let version = first.version { #expect((changed.version ?? 0) > version) }
    }
  }

  @Test("a removed job does not run any more, and is unknown", arguments: StoreKind.allCases)
  func remove(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers) { scheduler in
      try await scheduler.add("note", soon, handler: Note.self, arguments: .init())
      #expect(await eventually { notes.of("note").count >= 1 })
      try await scheduler.remove("note")
      #expect(scheduler.job("note") == nil)
      #expect(try await scheduler.storedJob("note") == nil)
      do {
        try await scheduler.remove("note")
        Issue.record("an unknown job was removed")
      } catch let error as SchedulerError {
        #expect(error.code == .unknownJob)
      }
    }
  }

  @Test("a job may be added again after its removal, and begins anew", arguments: StoreKind.allCases)
  func addAgain(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers) { scheduler in
      try await scheduler.add("note", soon, handler: Note.self, arguments: .init(text: "old"))
      #expect(await eventually { notes.of("note").count >= 1 })
      try await scheduler.remove("note")
      try await scheduler.add("note", soon, handler: Note.self, arguments: .init(text: "new"))
      #expect(await eventually { notes.of("note").contains { $0.text == "new" } })
    }
  }

  @Test("a rescheduled job follows its new trigger", arguments: StoreKind.allCases)
  func reschedule(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers) { scheduler in
      try await scheduler.add("note", never, handler: Note.self, arguments: .init(text: "kept"))
      try await scheduler.reschedule("note", soon)
      #expect(await eventually { notes.of("note").count >= 2 })
      #expect(notes.of("note").allSatisfy { $0.text == "kept" })
    }
  }

  @Test("firings of a paused job are skipped until it is resumed", arguments: StoreKind.allCases)
  func pause(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers) { scheduler in
      var options = JobOptions()
      options.startsPaused = true
      try await scheduler.add("note", soon, options: options, handler: Note.self, arguments: .init())
      #expect(
        await eventually {
          scheduler.localHistory(of: "note").contains { $0.outcome == .skipped(.paused) && $0.count >= 2 }
        }
      )
      #expect(notes.of("note").isEmpty)
      try await scheduler.resume("note")
      #expect(await eventually { notes.of("note").count >= 2 })
      try await scheduler.pause("note", note: "by hand")
      #expect(scheduler.job("note")?.pauseNote == "by hand")
    }
  }

  @Test("a job runs at once when asked, beside its schedule", arguments: StoreKind.allCases)
  func runNow(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers) { scheduler in
      try await scheduler.add("note", never, handler: Note.self, arguments: .init(text: "now"))
      let run = try await scheduler.runNow("note")
      #expect(await eventually { scheduler.localHistory(of: "note").contains { $0.runID == run } })
      #expect(scheduler.localHistory(of: "note").first?.outcome == .succeeded)
    }
  }

  @Test("a date in the future runs once", arguments: StoreKind.allCases)
  func date(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers) { scheduler in
      try await scheduler.add(
        "once", DateTrigger(SystemClock().now() + .seconds(2)), handler: Note.self, arguments: .init())
      #expect(await eventually { scheduler.job("once")?.isFinished == true && notes.of("once").count == 1 })
      // Another job's next firings show that it had the time to run again.
      try await scheduler.add("marker", soon, handler: Note.self, arguments: .init())
      #expect(await eventually { notes.of("marker").count >= 3 })
      #expect(notes.of("once").count == 1)
    }
  }

  @Test("every instant is accounted for, and none runs twice", arguments: StoreKind.allCases)
  func accounting(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers, { $0.historyPerJob = 1000 }) { scheduler in
      for index in 0..<10 {
        try await scheduler.add(JobID("note-\(index)"), soon, handler: Note.self, arguments: .init())
      }
      #expect(await eventually { (0..<10).allSatisfy { notes.of(JobID("note-\($0)")).count >= 5 } })
      try await scheduler.pauseAll()
      for index in 0..<10 {
        let id = JobID("note-\(index)")
        let instants = notes.of(id).map(\.instant)
        #expect(Set(instants).count == instants.count, "\(id) ran an instant twice")
        #expect(
          await eventually {
            guard let info = scheduler.job(id) else { return false }
            return info.accounting.succeeded == notes.of(id).count && info.accounting.decided >= instants.count
          })
        let history = scheduler.localHistory(of: id, limit: 1000)
        var instant = try #require(instants.min())
        while let last = instants.max(), instant <= last {
          let records = history.filter { ($0.firstInstant...$0.instant).contains(instant) }
          #expect(records.count == 1, "\(id) at \(instant) has \(records)")
          #expect(
            records.first?.outcome.didRun == instants.contains(instant), "\(id) at \(instant) has \(records)")
          instant = instant + .milliseconds(50)
        }
      }
    }
  }

  @Test("the jobs are listed by page", arguments: StoreKind.allCases)
  func listing(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers) { scheduler in
      let ids = (0..<25).map { JobID("note-\($0 + 10)") }
      for id in ids { try await scheduler.add(id, never, handler: Note.self, arguments: .init()) }
      var listed: [JobID] = []
      while true {
        let page = try await scheduler.storedJobs(after: listed.last, limit: 10)
        if page.isEmpty { break }
        listed += page.map(\.id)
      }
      #expect(listed == ids)
      #expect(Set(scheduler.jobs.map(\.id)).isSuperset(of: ids))
    }
  }

  /// A schedule of jobs that run a note, each with its interval.
  private func schedule(_ hours: [JobID: Int]) -> ScheduleFile {
    ScheduleFile(
      jobs: hours.mapValues { hours in
        var job = ScheduleJob(trigger: .every(.seconds(hours * 3_600)))
        job.handler = Note.name
        return job
      })
  }

  private func intervals(_ scheduler: Scheduler) async throws -> [JobID: String?] {
    Dictionary(uniqueKeysWithValues: try await scheduler.storedJobs().map { ($0.id, $0.trigger.expression) })
  }

  @Test("a schedule is brought up to date, however far away its jobs are", arguments: StoreKind.allCases)
  func apply(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers, { $0.storeWindow = 16 }) { scheduler in
      try await scheduler.add("own", never, handler: Note.self, arguments: .init())
      var hours: [JobID: Int] = Dictionary(uniqueKeysWithValues: (1...40).map { (JobID("job-\($0)"), $0) })
      try await scheduler.apply(schedule(hours), bodies: [:])
      hours["job-40"] = 400
      hours["job-39"] = nil
      hours["job-41"] = 41
      let changes = try await scheduler.apply(schedule(hours), bodies: [:])
      #expect(changes.description.hasSuffix("1 added, 1 changed, 1 removed, 38 unchanged"), "\(changes)")
      var expected = try hours.mapValues { try IntervalTrigger(.seconds($0 * 3_600)).expression as String? }
      expected["own"] = never.expression
      #expect(try await intervals(scheduler) == expected)
    }
  }

  @Test("a schedule that fails half-way leaves every job as it was", arguments: StoreKind.allCases)
  func applyAllOrNothing(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers, { $0.storeWindow = 16 }) { scheduler in
      let hours: [JobID: Int] = Dictionary(uniqueKeysWithValues: (1...40).map { (JobID("job-\($0)"), $0) })
      try await scheduler.apply(schedule(hours), bodies: [:])
      let before = try await intervals(scheduler)
      var others = hours.mapValues { $0 + 1 }
      others["job-40"] = nil
      others["new"] = 1
      var file = schedule(others)
      // Found only when it is added: a circle in memory, and a trigger that no store keeps.
      var last = ScheduleJob(trigger: .after("last-2", on: .success, delay: .zero))
      last.handler = Note.name
      (file.jobs["last-1"], file.jobs["last-2"]) = (last, last)
      file.jobs["last-2"]?.trigger = .after("last-1", on: .success, delay: .zero)
      await #expect(throws: ScheduleFileError.self) { try await scheduler.apply(file, bodies: [:]) }
      #expect(try await intervals(scheduler) == before)
    }
  }

  @Test(
    "pauses, history, counts and open alerts survive a schedule that fails half-way", arguments: StoreKind.allCases)
  func whatARefusedScheduleLeaves(_ kind: StoreKind) async throws {
    try await StoreUnderTest(kind).run(handlers: handlers) { scheduler in
      var file = schedule(["gone": 1, "kept": 2, "changed": 3, "holder": 4])
      file.jobs["holder"]?.lock = "shared"
      try await scheduler.apply(file, bodies: [:])
      for id in file.jobs.keys {
        try await scheduler.runNow(id)
        #expect(await eventually { scheduler.localHistory(of: id).count == 1 })
      }
      try await scheduler.pause("gone", note: "by hand")
      try await scheduler.pause("changed", note: "by hand too")
      func state() -> [JobID: [String]] {
        Dictionary(
          uniqueKeysWithValues: scheduler.jobs.map { job in
            (
              job.id,
              [
                job.trigger.expression, job.pauseNote ?? "", "\(job.accounting)",
                "\(scheduler.localHistory(of: job.id).count)",
              ]
            )
          })
      }
      let before = state()
      // "gone" is to go and "changed" to change, before the lock of the last one is found to have other slots.
      var bad = schedule(["kept": 2, "changed": 5, "holder": 4, "new": 1, "other": 1])
      bad.jobs["holder"]?.lock = "shared"
      bad.jobs["other"]?.lock = "shared"
      bad.jobs["other"]?.maxInstances = 3
      let removed = Notes()
      let listener = scheduler.onEvent { event in
        if case .jobRemoved(let id) = event {
          removed.append(.init(job: id, instant: .epoch, text: nil, instance: ""))
        }
      }
      defer { listener.cancel() }
      await #expect(throws: (any Error).self) { try await scheduler.apply(bad, bodies: [:]) }
      #expect(state() == before)
      #expect(removed.of("gone").isEmpty, "its open alerts would end with it")
      // Where the job that is in the way goes, its lock is free for other slots.
      bad.jobs["holder"] = nil
      try await scheduler.apply(bad, bodies: [:])
      #expect(Set(try await intervals(scheduler).keys) == ["kept", "changed", "new", "other"])
    }
  }

  @Test("a date that has passed runs once within its grace, and is recorded beyond it", arguments: StoreKind.allCases)
  func dates(_ kind: StoreKind) async throws {
    let store = try StoreUnderTest(kind)
    let now = SystemClock().now()
    try await store.run(handlers: handlers) { scheduler in
      try await scheduler.add("now", .at(now), handler: Note.self, arguments: .init())
      try await scheduler.add("recent", .at(now - .seconds(20)), handler: Note.self, arguments: .init())
      try await scheduler.add("old", .at(now - .seconds(600)), handler: Note.self, arguments: .init())
      #expect(await eventually { notes.of("now").count == 1 && notes.of("recent").count == 1 })
      #expect(await eventually { scheduler.localHistory(of: "old").map(\.outcome) == [.missed(.grace)] })
      #expect(await eventually { scheduler.localHistory(of: "now").map(\.outcome) == [.succeeded] })
      #expect(notes.of("old").isEmpty)
    }
    guard kind != .memory else { return }
    // Deployed again within the grace, the store's cursor holds the date back.
    try await store.run("b", handlers: handlers) { scheduler in
      for (id, ago) in [("now", 0), ("recent", 20)] as [(JobID, Int)] {
        try await scheduler.add(
          id, .at(now - .seconds(ago)), ifExists: .replaceIfChanged, handler: Note.self, arguments: .init())
      }
      try await scheduler.add("sentinel", soon, handler: Note.self, arguments: .init())
      #expect(await eventually { notes.of("sentinel").count >= 3 })
      #expect(notes.of("now").count == 1 && notes.of("recent").count == 1)
    }
  }
}
