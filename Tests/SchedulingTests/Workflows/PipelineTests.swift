import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct PipelineTests {
  struct SMTPDown: Error, CustomStringConvertible { var description: String { "connection refused" } }

  @Test("a failed stage stops the pipeline and the next run resumes there")
  func aFailedStageStopsThePipelineAndTheNextRunResumesThere() async throws {
    try await TestScheduler.run(at: "2026-01-01T03:59:00Z") { test in
      let done = Tally<String>()
      let passes = Tally<Instant>()
      let isMailDown = Lock(true)
      try await test.scheduler.add(
        "driveright", .cron("0 4 * * *"),
        pipeline: Pipeline {
          Pipeline.Stage("pull") { _ in done.add("pull") }
          Pipeline.Stage("sync") { _ in done.add("sync") }
          Pipeline.Stage("email") { stage in
            done.add("email")
            if isMailDown.withLock({ $0 }) { throw SMTPDown() }
            passes.add(stage.isResumed ? stage.passInstant : .max)
          }
          Pipeline.Stage("update") { _ in done.add("update") }
        })
      await test.advance(by: .seconds(120))
      #expect(done.all == ["pull", "sync", "email"])
      let record = try #require(test.scheduler.localHistory(of: "driveright").first)
      #expect(record.outcome == .failed)
      #expect(record.message == "stage 'email' (3 of 4) failed: connection refused")
      #expect(try await test.scheduler.pipelineProgress(of: "driveright")?.stage == "email")

      isMailDown.withLock { $0 = false }
      await test.advance(by: .seconds(86_400))
      #expect(done.all == ["pull", "sync", "email", "email", "update"])
      #expect(test.scheduler.localHistory(of: "driveright").first?.outcome == .succeeded)
      #expect(try await test.scheduler.pipelineProgress(of: "driveright") == nil)

      #expect(passes.all == [Instant("2026-01-01T04:00:00Z")], "a run that resumes is told whose work it goes on with")
      await test.advance(by: .seconds(86_400))
      #expect(done.all.suffix(4) == ["pull", "sync", "email", "update"])
    }
  }

  @Test func aStageGoesOnFromItsLastCheckpointAndLaterStagesReadIt() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let pages = Tally<Int>()
      let totals = Tally<Int>()
      try await test.scheduler.add(
        "import", .every(.seconds(60)),
        pipeline: Pipeline {
          Pipeline.Stage("pull", checkpoint: Int.self) { stage in
            for page in ((stage.checkpoint ?? 0) + 1)...5 {
              pages.add(page)
              if page == 4, !stage.isResumed { throw SMTPDown() }
              try await stage.save(page)
            }
          }
          Pipeline.Stage("count") { stage in totals.add(try stage.checkpoint(of: "pull", as: Int.self) ?? -1) }
        })
      await test.advance(by: .seconds(120))
      #expect(pages.all == [1, 2, 3, 4, 4, 5])
      #expect(totals.all == [5])
    }
  }

  @Test func fromStartBeginsAtTheFirstStageAndKeepsNothing() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let done = Tally<String>()
      try await test.scheduler.add(
        "job", .every(.seconds(60)),
        pipeline: Pipeline(resume: .fromStart) {
          Pipeline.Stage("a", checkpoint: Int.self) { stage in
            done.add("a")
            #expect(stage.checkpoint == nil)
            try await stage.save(7)
          }
          Pipeline.Stage("b") { stage in
            done.add("b\(try stage.checkpoint(of: "a", as: Int.self) ?? 0)")
            throw SMTPDown()
          }
        })
      await test.advance(by: .seconds(120))
      #expect(done.all == ["a", "b7", "a", "b7"])
      #expect(try await test.scheduler.pipelineProgress(of: "job") == nil)
    }
  }

  @Test func clearedCheckpointsLetTheNextRunBeginAnew() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let done = Tally<String>()
      try await test.scheduler.add(
        "job", .every(.seconds(60)),
        pipeline: Pipeline {
          Pipeline.Stage("a") { _ in done.add("a") }
          Pipeline.Stage("b") { _ in throw SMTPDown() }
        })
      await test.advance(by: .seconds(120))
      #expect(done.all == ["a"])
      try await test.scheduler.clearCheckpoints(of: "job")
      await test.advance(by: .seconds(60))
      #expect(done.all == ["a", "a"])
    }
  }

  @Test func aTimeoutBetweenStagesNamesTheStageThatWasNotBegun() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      let done = Tally<String>()
      try await test.scheduler.add(
        "job", .every(.seconds(3_600)), timeout: .seconds(5),
        pipeline: Pipeline {
          Pipeline.Stage("a") { _ in
            await gate.pass()
            done.add("a")
          }
          Pipeline.Stage("b") { _ in done.add("b") }
        })
      await test.advance(by: .seconds(3_600), running: 1)
      await gate.arrival()
      await test.advance(by: .seconds(6), running: 1)
      await test.settle()
      let record = try #require(test.scheduler.localHistory(of: "job").first)
      #expect(record.outcome == .timedOut && record.message == "stage 'b' (2 of 2) was cancelled")
      #expect(done.all == ["a"])
      // What was done stays done, though the run was cancelled while it was written down.
      #expect(try await test.scheduler.pipelineProgress(of: "job")?.stage == "b")
    }
  }

  @Test func aCheckpointOfAnotherTypeSaysWhatToDo() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add(
        "job", .every(.seconds(60)),
        pipeline: Pipeline {
          Pipeline.Stage("a", checkpoint: String.self) { stage in
            try await stage.save("page 4")
            throw SMTPDown()
          }
        })
      await test.advance(by: .seconds(60))
      try await test.scheduler.add(
        "job", .every(.seconds(60)), ifExists: .replace,
        pipeline: Pipeline { Pipeline.Stage("a", checkpoint: Int.self) { _ in } })
      await test.advance(by: .seconds(60))
      let message = test.scheduler.localHistory(of: "job").first?.message ?? ""
      #expect(message.hasPrefix("stage 'a' (1 of 1) failed: unreadable:") && message.contains("clearCheckpoints(of:)"))
    }
  }

  @Test func stagesAreEventsAndAChangedListIsTold() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let events = test.scheduler.events()
      try await test.scheduler.add(
        "job", .every(.seconds(60)),
        pipeline: Pipeline {
          Pipeline.Stage("a") { _ in }
          Pipeline.Stage("email") { _ in throw SMTPDown() }
        })
      await test.advance(by: .seconds(60))
      try await test.scheduler.add(
        "job", .every(.seconds(60)), ifExists: .replace,
        pipeline: Pipeline {
          Pipeline.Stage("a") { _ in }
          Pipeline.Stage("mail") { _ in }
        })
      await test.advance(by: .seconds(60))
      test.scheduler.beginShutdown()
      var told: [String] = []
      for await event in events {
        switch event {
        case .stageStarted(_, _, let stage): told.append("\(stage) started")
        case .stageEnded(_, _, let stage, _, let error): told.append("\(stage) \(error == nil ? "done" : "failed")")
        case .pipelineChanged(_, _, let stoppedAt, let resumesAt): told.append("\(stoppedAt) became \(resumesAt)")
        default: break
        }
      }
      #expect(
        told == [
          "stage 'a' (1 of 2) started", "stage 'a' (1 of 2) done", "stage 'email' (2 of 2) started",
          "stage 'email' (2 of 2) failed", "email became mail", "stage 'mail' (2 of 2) started",
          "stage 'mail' (2 of 2) done",
        ])
    }
  }

  @Test func anOlderRunCannotWriteOverANewerOne() async throws {
    let kept = MemoryCheckpoints()
    let old = CheckpointWriter(run: RunID(origin: 1, sequence: 1), fencingToken: 7)
    let new = CheckpointWriter(run: RunID(origin: 2, sequence: 1), fencingToken: 8)
    _ = try await kept.begin("job", writer: old)
    _ = try await kept.begin("job", writer: new)
    await #expect(throws: CheckpointError.self) { try await kept.save(nil, of: "job", writer: old) }
    await #expect(throws: CheckpointError.self) { _ = try await kept.begin("job", writer: old) }
  }

  @Test func anotherReplicaResumes() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      let done = Tally<String>()
      for replica in fleet.replicas {
        try await replica.scheduler.add(
          "job", .every(.seconds(60)),
          pipeline: Pipeline {
            Pipeline.Stage("a") { stage in done.add("a on \(stage.run.instance)") }
            Pipeline.Stage("b") { stage in
              done.add("b on \(stage.run.instance)")
              if !stage.isResumed { throw SMTPDown() }
            }
          })
      }
      await fleet.settle()
      fleet.replicas[1].connection.setReachable(false)
      await fleet.advance(by: .seconds(60))
      fleet.replicas[1].connection.setReachable(true)
      fleet.replicas[0].connection.setReachable(false)
      await fleet.advance(by: .seconds(60))
      #expect(done.all == ["a on replica-0", "b on replica-0", "b on replica-1"])
    }
  }

  @Test func whatCannotResumeIsRefused() async throws {
    let scheduler = Scheduler()
    func refusal(_ pipeline: Pipeline, _ options: JobOptions = JobOptions()) async -> SchedulerError? {
      await #expect(throws: SchedulerError.self) {
        try await scheduler.add("job", .every(.seconds(60)), options: options, pipeline: pipeline)
      }
    }
    #expect(await refusal(Pipeline {})?.code == .invalidPipeline)
    let twice = Pipeline {
      Pipeline.Stage("a") { _ in }
      Pipeline.Stage("a") { _ in }
    }
    #expect(await refusal(twice)?.message == "two stages are named 'a'")
    var options = JobOptions()
    options.overlap = .allow
    #expect(await refusal(Pipeline { Pipeline.Stage("a") { _ in } }, options)?.code == .invalidOption)
    #expect(await refusal(Pipeline { Pipeline.Stage("") { _ in } })?.code == .invalidPipeline)

    let fleet = InProcessFleet(clock: try ManualClock("2026-01-01T00:00:00Z"))
    let replica = Scheduler(claims: Claims(fleet.connection()))
    let error = await #expect(throws: SchedulerError.self) {
      try await replica.add("job", .every(.seconds(60)), pipeline: Pipeline { Pipeline.Stage("a") { _ in } })
    }
    #expect(error?.code == .invalidConfiguration)
  }
}
