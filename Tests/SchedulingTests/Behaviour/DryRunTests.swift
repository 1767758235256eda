import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct DryRunTests {
  struct Broken: Error {}

  @Test func theBodyIsToldAndTheRecordSaysSo() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let told = Tally<Bool>()
      try await test.scheduler.add("import", .every(.seconds(60))) { run in told.add(run.isDryRun) }
      let run = try await test.scheduler.runNow("import", dryRun: true)
      await test.advance(by: .seconds(60))
      #expect(told.all == [true, false])
      let rows = test.scheduler.localHistory(of: "import")
      #expect(rows.map(\.isDryRun) == [false, true] && rows.last?.runID == run && rows.last?.message == nil)
      #expect(test.scheduler.job("import")?.accounting.decided == 1)
      #expect(test.scheduler.statistics(of: "import")?.runs == 1)
    }
  }

  @Test func aBodyThatNeverAskedIsToldOf() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("import", .every(.seconds(60))) { _ in }
      try await test.scheduler.runNow("import", dryRun: true)
      await test.settle()
      #expect(test.scheduler.localHistory(of: "import").first?.message?.contains("did not ask run.isDryRun") == true)
    }
  }

  @Test func itTakesNoSlotAndNothingFollowsFromIt() async throws {
    let alerts = Tally<Scheduler.Alert>()
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z", alerts: [.closure { alerts.add($0) }]) { test in
      let gate = Gate()
      let runs = Tally<JobID>()
      var options = JobOptions()
      options.retry = Retry(attempts: 3, backoff: .fixed(.seconds(1)))
      options.pausesOnFailure = true
      try await test.scheduler.add("import", .every(.seconds(60)), options: options) { run in
        guard run.isDryRun else { return runs.add(run.job) }
        await gate.pass()
        throw Broken()
      }
      try await test.scheduler.add("cleanup", .after("import", on: .completion)) { run in runs.add(run.job) }
      try await test.scheduler.runNow("import", dryRun: true)
      await gate.arrival()
      await test.advance(by: .seconds(60), running: 1)
      #expect(runs.all == ["import", "cleanup"], "a firing runs beside it, and only that one is followed")
      gate.open()
      await test.settle()
      #expect(test.scheduler.localHistory(of: "import").first?.outcome == .failed)
      #expect(test.scheduler.job("import")?.isPaused == false)
      #expect(runs.count == 2)
      try await test.scheduler.remove("import")
      try await test.scheduler.add("import", .every(.seconds(60))) { _ in }
    }
    #expect(alerts.count == 0)
  }

  @Test func nothingRunsWhileEverythingIsPaused() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("import", .every(.seconds(60))) { _ in }
      try await test.scheduler.pauseAll()
      let error = await #expect(throws: SchedulerError.self) { try await test.scheduler.runNow("import", dryRun: true) }
      #expect(error?.code == .notStarted)
    }
  }

  @Test func aPipelineLooksWhereItStandsAndWritesNothing() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let done = Tally<String>()
      try await test.scheduler.add(
        "job", .every(.seconds(60)),
        pipeline: Pipeline {
          Pipeline.Stage("a") { _ in done.add("a") }
          Pipeline.Stage("b", checkpoint: Int.self) { stage in
            done.add(stage.run.isDryRun ? "dry b" : "b")
            try await stage.save((stage.checkpoint ?? 0) + 1)
            if !stage.run.isDryRun { throw Broken() }
          }
        })
      await test.advance(by: .seconds(60))
      let before = try await test.scheduler.pipelineProgress(of: "job")
      try await test.scheduler.runNow("job", dryRun: true)
      await test.settle()
      #expect(done.all == ["a", "b", "dry b"])
      #expect(try await test.scheduler.pipelineProgress(of: "job") == before)
    }
  }
}
