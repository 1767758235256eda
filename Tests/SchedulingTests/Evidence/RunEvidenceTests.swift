import CivilTime
import Logging
import SchedulingTesting
import Testing

@testable import Scheduling

@Suite("What runs leave: their log and their progress")
struct RunEvidenceTests {
  private static let instant = Instant("2026-01-01T00:01:00Z")

  /// Runs a job once, a minute after the start, on a scheduler whose log is written to `lines`.
  private func record(
    _ options: JobOptions = JobOptions(), redaction: Redaction = .standard, level: Logger.Level = .info,
    lines: Tally<String> = Tally(), _ body: @escaping @Sendable (RunContext) async throws -> Void
  ) async throws -> RunRecord {
    var logger = Logger(label: "host") { _ in RecordingHandler(lines: lines) }
    logger.logLevel = level
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    var configuration = SchedulerConfiguration(instance: "a")
    configuration.redaction = redaction
    let scheduler = Scheduler(configuration: configuration, clock: clock, logger: logger)
    try await scheduler.add("job", .every(.seconds(60)), options: options, body)
    await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      clock.advance(by: .seconds(60))
      await scheduler.settle()
      while scheduler.localHistory(of: "job").isEmpty || scheduler.localHistory(of: "job")[0].willRetry {
        clock.advance(by: .seconds(1))
        await scheduler.settle()
      }
      group.cancelAll()
      try? await group.waitForAll()
    }
    return try #require(scheduler.localHistory(of: "job", limit: 1).first)
  }

  @Test("The lines of a body are kept with its record, with what it added, and are written to the log as before")
  func lines() async throws {
    let lines = Tally<String>()
    struct Broken: Error {}
    let row = try await record(lines: lines) { _ in
      Logger.current.info("page read", metadata: ["page": "12", "of": ["a", "b"]])
      Logger.current.debug("below the level")
      var own = Logger.current
      own[metadataKey: "shop"] = "berlin"
      own.warning("slow")
      try await withLogger(mergingMetadata: ["file": "x.csv"]) { (_: Logger) async throws -> Void in
        await Task { Logger.current.error("not read") }.value
        throw Broken()
      }
    }
    let evidence = try #require(row.evidence)
    #expect(evidence.lines.map(\.text) == ["page read of=[a, b] page=12", "slow shop=berlin", "not read file=x.csv"])
    #expect(evidence.lines.map(\.level) == [.info, .warning, .error])
    #expect(evidence.lines.allSatisfy { $0.at == Self.instant && $0.attempt == 1 } && evidence.droppedLines == 0)
    #expect(evidence.progress == nil && row.outcome == .failed)
    #expect(lines.all.contains { $0.hasPrefix("info page read job.attempt=1 job.id=job") && $0.contains("page=12") })
  }

  @Test("The newest hundred lines and 16 KiB are kept; the others are counted")
  func bounds() async throws {
    let many = try await record { _ in for line in 0..<1_000 { Logger.current.info("line \(line)") } }
    #expect(many.evidence?.lines.count == 100 && many.evidence?.droppedLines == 900)
    #expect(many.evidence?.lines.first?.text == "line 900" && many.evidence?.lines.last?.text == "line 999")
    let long = try await record { _ in
      for line in 0..<50 { Logger.current.info("\(line) \(String(repeating: "x", count: 100_000))") }
    }
    let evidence = try #require(long.evidence)
    #expect(evidence.lines.allSatisfy { $0.text.utf8.count <= 2_010 })
    #expect(evidence.lines.reduce(0) { $0 + $1.text.utf8.count } <= RunEvidence.mostBytes)
    #expect(evidence.lines.last?.text.hasPrefix("49 ") == true && evidence.lines.count + evidence.droppedLines == 50)
  }

  @Test("Secrets are hidden by the names of metadata, in messages, and by handler")
  func redaction() async throws {
    var options = JobOptions()
    options.arguments = ["password": "hunter2"]
    let body: @Sendable (RunContext) async throws -> Void = { run in
      Logger.current.info(
        "login with hunter2 at https://ada:pw@host/",
        metadata: ["db_password": "swordfish", "deep": ["token": "t0k3n"]])
      run.progress(0.5, "token=abc123")
    }
    let row = try await record(options, body)
    let text = row.evidence?.lines.first?.text ?? ""
    for secret in ["hunter2", "pw@", "swordfish", "t0k3n"] { #expect(!text.contains(secret), "\(text)") }
    #expect(text.contains("db_password=[redacted]") && text.contains("token: [redacted]"))
    #expect(row.evidence?.progress?.note == "token=[redacted]")
    let secret = try await record(options, redaction: Redaction(secretHandlers: ["job"]), body)
    #expect(secret.evidence?.lines.map(\.text) == ["[redacted]"])
    #expect(secret.evidence?.progress?.note == "[redacted]")
  }

  @Test("Text of any kind stays on its line")
  func hostile() async throws {
    let row = try await record { run in
      Logger.current.info("ok\n2026 error forged\u{1B}[2J\u{202E}", metadata: ["a\nb": "c\nd"])
      run.progress(.nan, "\u{1B}]0;x\u{7}\(String(repeating: "é", count: 5_000))")
    }
    let line = row.evidence?.lines.first?.text ?? "\n"
    #expect(line.unicodeScalars.allSatisfy(\.isPrintable) && line.contains("forged"))
    let note = row.evidence?.progress?.note ?? "\n"
    #expect(note.unicodeScalars.allSatisfy(\.isPrintable) && note.utf8.count <= 210)
    #expect(row.evidence?.progress?.fraction == 0)
  }

  @Test("A job that keeps nothing has the logger of the scheduler as it is")
  func off() async throws {
    let isWrapped = Tally<Bool>()
    let row = try await record(JobOptions(keepsEvidence: false)) { run in
      isWrapped.add(Logger.current.handler is RecordingLogHandler)
      Logger.current.info("not kept")
      run.progress(1)
    }
    #expect(row.evidence == nil && isWrapped.all == [false])
  }

  @Test("The record of the last attempt has the lines of all attempts")
  func attempts() async throws {
    struct Broken: Error {}
    let row = try await record(JobOptions(retry: Retry(attempts: 3, backoff: .fixed(.seconds(5)), jitter: 0))) { run in
      Logger.current.info("attempt \(run.attempt)")
      if run.attempt == 1 { run.progress(0.25, "half of a half") }
      if run.attempt < 3 { throw Broken() }
    }
    #expect(row.outcome == .succeeded && row.attempt == 3)
    #expect(row.evidence?.lines.map(\.attempt) == [1, 2, 3])
    #expect(row.evidence?.progress?.fraction == 0.25)
  }

  @Test("Progress is kept without a logger, is shown while the run goes on, and is published at most twice a second")
  func progress() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let published = Tally<Double>()
      let events = test.scheduler.events()
      let listening = Task {
        for await event in events {
          if case .progressed(_, _, let progress) = event { published.add(progress.fraction) }
        }
      }
      try await test.scheduler.add("job", .every(.seconds(60))) { run in
        for step in 1...100 {
          run.progress(Double(step) / 100, "step \(step)")
          try await test.clock.sleep(for: .milliseconds(100))
        }
      }
      await test.advance(by: .seconds(65))
      let open = try #require(test.scheduler.openRuns.first)
      #expect(open.progress?.fraction == 0.5 || open.progress?.fraction == 0.51)
      #expect(test.scheduler.evidence(of: open.id, job: "job")?.progress == open.progress)
      #expect(test.scheduler.core.snapshot().allJobs.first?.progress == open.progress)
      await test.advance(by: .seconds(10))
      let row = try #require(test.scheduler.localHistory(of: "job").first)
      #expect(row.evidence?.progress?.fraction == 1 && row.evidence?.progress?.note == "step 100")
      #expect(row.evidence?.lines.isEmpty == true)
      #expect(test.scheduler.core.evidence.progress.isEmpty && test.scheduler.openRuns.isEmpty)
      listening.cancel()
      await listening.value
      // Ten seconds of run.
      #expect((10...21).contains(published.count), "\(published.all)")
    }
  }

  @Test("What a body's own task reports after the end of the run belongs to nothing")
  func late() async throws {
    let context = Lock<RunContext?>(nil)
    let row = try await record { run in
      Logger.current.info("in time")
      context.withLock { $0 = run }
    }
    let recorder = try #require(context.withLock { $0 }?.recorder as? RunRecorder)
    context.withLock { $0 }?.progress(0.9, "too late")
    recorder.write(.info, "too late", [:])
    #expect(recorder.evidence?.lines.count == 1 && recorder.progress == nil)
    #expect(row.evidence?.lines.map(\.text) == ["in time"])
  }

  @Test("History keeps the newest 16 MiB of evidence, and every row")
  func memory() {
    let job = JobDefinition(id: "job", trigger: DateTrigger(.epoch), options: JobOptions()) { _ in }
    var history = History(perJob: 5_000, total: 10_000)
    let evidence = RunEvidence(
      lines: (0..<8).map { _ in .init(at: .epoch, level: .info, text: String(repeating: "x", count: 2_000)) })
    for number in 0..<4_000 {
      var row = History.Row(job: job, instant: .epoch, firstInstant: .epoch, outcome: .succeeded, ended: .epoch)
      row.started = .epoch
      if number % 2 == 0 { row.evidence = evidence }
      history.append(row, slot: number % 7)
    }
    #expect(history.count == 4_000)
    #expect(history.evidenceBytes <= History.mostEvidence && history.evidenceBytes > History.mostEvidence - 20_000)
    let rows = history.rows(limit: .max)
    #expect(rows.reduce(0) { $0 + ($1.evidence?.bytes ?? 0) } == history.evidenceBytes)
    // The newest have it, the oldest have not.
    #expect(rows.prefix(100).count { $0.evidence != nil } == 50 && rows.suffix(1_000).allSatisfy { $0.evidence == nil })
    for slot in 0..<7 { history.detach(slot: slot) }
    for _ in 0..<10_000 {
      history.append(.init(job: job, instant: .epoch, firstInstant: .epoch, outcome: .failed, ended: .epoch), slot: 0)
    }
    #expect(history.evidenceBytes == history.rows(limit: .max).reduce(0) { $0 + ($1.evidence?.bytes ?? 0) })
  }

  @Test("In a fleet what a run left is read on every replica")
  func fleet() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      try await fleet.add("job", .every(.seconds(60))) { run in run.progress(0.75, "of \(run.instance)") }
      await fleet.advance(by: .seconds(60))
      let row = try #require(fleet.replicas.compactMap { $0.scheduler.localHistory(of: "job").first }.first)
      let run = try #require(row.runID)
      for replica in fleet.replicas {
        let archive = try #require(replica.scheduler.fleetArchive)
        #expect(try await archive.evidence(of: run, job: "job")?.progress?.note == "of \(row.instance)")
        #expect(try await archive.evidence(of: run, job: "other") == nil)
      }
    }
  }
}
