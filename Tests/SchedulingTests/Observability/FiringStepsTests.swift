import CivilTime
import Logging
import SchedulingTesting
import Testing

@testable import Scheduling

@Suite("The life of a firing in the log at debug")
struct FiringStepsTests {
  /// The lines of a job up to their metadata, with what runs them.
  private func lines(
    _ level: Logger.Level, _ job: JobID = "job", _ body: (Scheduler, ManualClock) async throws -> Void
  ) async throws -> [String] {
    let lines = Tally<String>()
    var logger = Logger(label: "host") { _ in RecordingHandler(lines: lines) }
    logger.logLevel = level
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let scheduler = Scheduler(configuration: .init(instance: "a"), clock: clock, logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      try await body(scheduler, clock)
      group.cancelAll()
      try? await group.waitForAll()
    }
    return lines.all.filter { $0.contains("job.id=\(job)") }
  }

  private func advance(_ scheduler: Scheduler, _ clock: ManualClock, by duration: Duration) async {
    clock.advance(by: duration)
    // One body may sleep on the clock.
    await scheduler.settle(running: 1)
  }

  @Test("Each step is one line with the job and the instant, in order")
  func order() async throws {
    let lines = try await lines(.debug) { scheduler, clock in
      try await scheduler.add("job", .every(.seconds(60))) { _ in }
      await advance(scheduler, clock, by: .seconds(60))
      while scheduler.localHistory(of: "job").isEmpty { await Task.yield() }
    }
    let life = lines.filter { $0.contains("job.scheduled_at=2026-01-01T00:01:00Z") }
    let steps = ["debug firing due", "debug run queued", "debug run started", "info run succeeded"]
    #expect(life.count == steps.count, "\(life)")
    for (line, step) in zip(life, steps) { #expect(line.hasPrefix(step), "\(line)") }
    #expect(life[0].contains("cause=scheduled") && !life[0].contains("job.run_id"))
    #expect(
      life[1].contains("job.run_id=") && life[1].contains("executor=default") && life[1].contains("job.attempt=1"))
  }

  @Test("A firing that waits for the run before it says so once, and each attempt is queued again")
  func waitingAndRetrying() async throws {
    struct Broken: Error {}
    var options = JobOptions(overlap: .queueOne)
    options.retry = Retry(attempts: 2, backoff: .fixed(.seconds(1)), jitter: 0)
    let lines = try await lines(.debug) { scheduler, clock in
      try await scheduler.add("job", .every(.seconds(60)), options: options) { run in
        if run.attempt == 1 { throw Broken() }
        try await clock.sleep(for: .seconds(90))
      }
      await advance(scheduler, clock, by: .seconds(60))
      await advance(scheduler, clock, by: .seconds(1))
      await advance(scheduler, clock, by: .seconds(60))
      await advance(scheduler, clock, by: .seconds(40))
      while scheduler.localHistory(of: "job").count < 3 { await Task.yield() }
    }
    let first = lines.filter { $0.contains("job.scheduled_at=2026-01-01T00:01:00Z") }
    #expect(first.filter { $0.contains("run queued") }.map { $0.contains("job.attempt=2") } == [false, true])
    #expect(first.filter { $0.contains("firing due") }.count == 1)
    let second = lines.filter { $0.contains("job.scheduled_at=2026-01-01T00:02:00Z") }
    #expect(second.count { $0.contains("firing due") } == 1, "\(second)")
    #expect(second.count { $0.contains("firing waits for a run before it") } == 1, "\(second)")
    #expect(second.count { $0.contains("run queued") } >= 1, "\(second)")
  }

  @Test("Above debug no step is made")
  func silent() async throws {
    let lines = try await lines(.info) { scheduler, clock in
      try await scheduler.add("job", .every(.seconds(60))) { _ in }
      await advance(scheduler, clock, by: .seconds(60))
      #expect(scheduler.core.machine.withLock { !$0.steps.areWanted })
    }
    #expect(!lines.contains { $0.contains("due") || $0.contains("queued") })
  }

  @Test("In a fleet the questions and their answers lie between the two")
  func fleet() async throws {
    let lines = Tally<String>()
    var logger = Logger(label: "host") { _ in RecordingHandler(lines: lines) }
    logger.logLevel = .debug
    let fleet = InProcessFleet(clock: SystemClock())
    let scheduler = Scheduler(claims: fleet.claims(), configuration: .init(instance: "a"), logger: logger)
    try await scheduler.add("job", .at(SystemClock().now() + .milliseconds(300))) { _ in }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while scheduler.localHistory(of: "job").isEmpty { try await Task.sleep(for: .milliseconds(5)) }
      group.cancelAll()
      try? await group.waitForAll()
    }
    let life = lines.all.filter { $0.contains("job.id=job") && $0.contains("job.scheduled_at=") }
    let steps = ["firing due", "claim answered", "run queued", "run started", "run succeeded"]
    #expect(steps.allSatisfy { step in life.count { $0.contains(step) } == 1 }, "\(life)")
  }
}
