import Scheduling
import SchedulingTesting
import Testing

/// Options without an effect are named while the scheduler runs, too: once for each job.
@Suite struct OptionNoticeTests {
  /// The notices that are published while `body` runs.
  private func notices(
    _ body: @Sendable (TestScheduler) async throws -> Void
  ) async throws -> [String] {
    let found = Tally<String>()
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let events = test.scheduler.events()
      let listening = Task {
        for await event in events { if case .notice(let text) = event { found.add(text) } }
      }
      try await body(test)
      await test.settle()
      await test.scheduler.shutdown()
      await listening.value
    }
    return found.all
  }

  private static let leased = JobOptions(lease: .seconds(9))

  @Test func aJobThatIsAddedWhileRunningIsNamedOnce() async throws {
    let notices = try await notices { test in
      for _ in 0..<3 {
        try await test.scheduler.add("a", .every(.minutes(1)), options: Self.leased, ifExists: .replace) { _ in }
        await test.settle()
      }
      try await test.scheduler.reschedule("a", .every(.minutes(2)))
      await test.advance(by: .minutes(10))
    }
    #expect(notices == ["`lease` has no effect without shared claims: a"])
  }

  @Test func aJobWhoseOptionsChangeIsNamedForWhatIsNew() async throws {
    let notices = try await notices { test in
      try await test.scheduler.add("a", .every(.minutes(1))) { _ in }
      await test.settle()
      try await test.scheduler.add("a", .every(.minutes(1)), options: Self.leased, ifExists: .replaceIfChanged) { _ in }
      await test.settle()
    }
    #expect(notices == ["`lease` has no effect without shared claims: a"])
  }

  @Test func aFileIsLookedAtAsAWhole() async throws {
    let notices = try await notices { test in
      var file = ScheduleFile(jobs: [:])
      for id in ["a", "b"] as [JobID] {
        var job = ScheduleJob(trigger: .every(.seconds(60)))
        job.queue = "imports"
        file.jobs[id] = job
      }
      file.jobs["c"] = ScheduleJob(trigger: .after("d", on: .success, delay: .zero))
      file.jobs["d"] = ScheduleJob(trigger: .every(.seconds(60)))
      var bodies: JobBodies = [:]
      for id in file.jobs.keys { bodies[id] = { _ in } }
      try await test.scheduler.apply(file, bodies: bodies)
      try await test.scheduler.add("e", .after("nobody", on: .success)) { _ in }
    }
    #expect(notices.count == 2)
    #expect(notices.contains("`queue` has no effect without a durable job store: a, b"), "\(notices)")
    #expect(notices.contains { $0.hasPrefix("job e runs after 'nobody'") }, "\(notices)")
  }

  @Test func jobsWithoutEndAreNotAllNamed() async throws {
    let notices = try await notices { test in
      for number in 0..<100 {
        try await test.scheduler.add(JobID("order-\(number)"), .every(.minutes(1)), options: Self.leased) { _ in }
        await test.settle()
        try await test.scheduler.remove(JobID("order-\(number)"))
      }
    }
    #expect(notices.count == 20)
    #expect(notices.last?.hasSuffix("more jobs with it are not named") == true)
  }
}
