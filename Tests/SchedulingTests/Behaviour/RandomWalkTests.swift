import CivilTime
import Scheduling
import SchedulingTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Random calls of the public API in virtual time, schedule files and executors included. After each one nothing armed is
/// forgotten, nothing paused starts, a file that is refused has changed nothing, and every start ends in the history.
@Suite struct RandomWalkTests {
  private struct Broken: Error {}
  private static let walks = ProcessInfo.processInfo.environment["RANDOM_WALKS"].flatMap { UInt64($0) } ?? 25
  private static let ids: [JobID] = ["poll", "import", "report", "tick", "nightly"]
  /// Jobs of the schedule file.
  private static let fileIDs: [JobID] = ["file-poll", "file-tick", "file-report", "file-both"]
  private static let executors = ["default", "few", "one"]

  /// A schedule of some of the file's jobs, which is refused now and then.
  private static func schedule(_ random: inout SeededRandom) -> ScheduleFile {
    func seconds(_ random: inout SeededRandom) -> Duration { .seconds(Int.random(in: 5...90, using: &random)) }
    var jobs: [JobID: ScheduleJob] = [:]
    for id in fileIDs where Bool.random(using: &random) {
      let trigger: ScheduleTrigger =
        switch id {
        case "file-poll": .afterEachRun(seconds(&random))
        case "file-report":
          .after(jobs["file-tick"] == nil ? "import" : "file-tick", on: .completion, delay: seconds(&random))
        case "file-both": .any([SchedulePart(.every(seconds(&random))), SchedulePart(.cron("*/2 * * * *"))])
        default: .every(seconds(&random))
        }
      var job = ScheduleJob(trigger: trigger)
      job.executor = Int.random(in: 0..<20, using: &random) == 0 ? "nope" : executors.randomElement(using: &random)
      job.paused = Int.random(in: 0..<6, using: &random) == 0 ? true : nil
      job.overlap = [.skip, .queueOne, .allow].randomElement(using: &random)
      jobs[id] = job
    }
    return ScheduleFile(jobs: jobs)
  }

  private static func trigger(_ id: JobID, _ random: inout SeededRandom) throws -> any Trigger {
    let seconds = Int.random(in: 5...90, using: &random)
    return switch id {
    case "poll": try CompletionTrigger(job: nil, delay: .seconds(seconds))
    case "report": try CompletionTrigger(job: "import", on: .completion, delay: .seconds(seconds - 5))
    case "nightly": try CronTrigger("30 2 * * *", timeZone: "Europe/Berlin")
    case "tick": try CronTrigger("* * * * *")
    default: try IntervalTrigger(.seconds(seconds))
    }
  }

  @Test(arguments: 0..<walks as Range<UInt64>)
  func nothingIsForgottenAndNothingPausedStarts(seed: UInt64) async throws {
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.historyPerJob = 100_000
    configuration.historyTotal = 100_000
    configuration.executors = ["few": .async(limit: 2), "one": .async(limit: 1)]
    try await TestScheduler.run(at: "2026-03-29T00:30:00Z", configuration: configuration) { test in
      var random = SeededRandom(seed: seed)
      let scheduler = test.scheduler
      let (starts, wrong) = (Tally<RunID>(), Tally<String>())
      func options(_ random: inout SeededRandom) -> JobOptions {
        var options = JobOptions()
        if Bool.random(using: &random) {
          options.retry = Retry(
            attempts: 3, backoff: .fixed(.seconds(Int.random(in: 1...40, using: &random))), jitter: 0)
        }
        options.overlap = [.skip, .queueOne, .allow].randomElement(using: &random) ?? .skip
        options.executor = Self.executors.randomElement(using: &random) ?? "default"
        return options
      }
      func body(_ fails: Bool) -> JobBody {
        { run in
          starts.add(run.id)
          let isBySchedule = run.firing.cause == .scheduled || run.firing.cause == .event
          if isBySchedule, scheduler.job(run.firing.job)?.isPaused == true { wrong.add("\(run.firing.job) is paused") }
          if scheduler.status.pauseNote != nil { wrong.add("everything is paused, and \(run.firing.job) starts") }
          if fails { throw Broken() }
        }
      }
      for step in 0..<60 {
        let own = Self.ids.randomElement(using: &random) ?? "poll"
        let id = (Self.ids + Self.fileIDs).randomElement(using: &random) ?? own
        switch Int.random(in: 0..<17, using: &random) {
        case 0, 1:
          let ifExists: Scheduler.IfExists = Bool.random(using: &random) ? .replace : .replaceIfChanged
          let fails = Int.random(in: 0..<3, using: &random) == 0
          try await scheduler.add(
            own, try Self.trigger(own, &random), options: options(&random), ifExists: ifExists, body(fails))
        case 2: _ = try? await scheduler.reschedule(own, try Self.trigger(own, &random))
        case 3: try? await scheduler.remove(own)
        case 4: try? await scheduler.pause(id)
        case 5, 6: try? await scheduler.resume(id)
        case 7: try await scheduler.pauseAll()
        case 8: try await scheduler.resumeAll()
        case 9: if let run = starts.all.last { try await scheduler.cancel(run) }
        case 10: _ = try? await scheduler.runNow(id, overlap: .skip)
        case 11: test.clock.setWall(to: test.clock.now() + .seconds(Int.random(in: -7_200...7_200, using: &random)))
        case 12, 13:
          let file = Self.schedule(&random)
          var bodies: JobBodies = [:]
          for id in file.jobs.keys { bodies[id] = body(Int.random(in: 0..<3, using: &random) == 0) }
          await test.settle()
          let before = scheduler.jobs.map { "\($0)" }
          do {
            try await scheduler.apply(file, bodies: bodies)
          } catch {
            // Nothing runs between the two looks: the clock stands still.
            #expect(scheduler.jobs.map { "\($0)" } == before, "seed \(seed), step \(step): \(error)")
          }
        default: await test.advance(by: .seconds(Int.random(in: 1...120, using: &random)))
        }
        await test.settle()
        #expect(scheduler.internalFault == nil, "seed \(seed), step \(step)")
        #expect(wrong.all == [], "seed \(seed), step \(step)")
        let waits = scheduler.status.reasons.contains { $0.contains("clock was set back") }
        #expect(scheduler.status.health != .ok || !waits)
      }
      try await scheduler.resumeAll()
      for id in Self.ids + Self.fileIDs { try? await scheduler.resume(id) }
      await test.advance(by: .seconds(600))
      let ended = Set(scheduler.localHistory(HistoryQuery(limit: 100_000)).compactMap(\.runID))
      for run in Set(starts.all) { #expect(ended.contains(run), "seed \(seed): a run has no row") }
      #expect(scheduler.internalFault == nil, "seed \(seed)")
    }
  }

  @Test func aJobThatKeepsFailingDoesNotDriveTheClock() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let moves = Tally<Int>()
      try await test.scheduler.add("nightly", .cron("0 3 * * *")) { _ in throw Broken() }
      await test.settle()
      test.clock.onStep { moves.add(1) }
      await test.advance(by: .seconds(20 * 86_400))
      #expect(test.scheduler.localHistory(of: "nightly").count == 20)
      #expect(moves.count <= 100)
    }
  }
}
