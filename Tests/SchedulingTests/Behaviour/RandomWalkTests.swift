import CivilTime
import Scheduling
import SchedulingTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Random calls of the public API in virtual time. After each one nothing armed is forgotten, nothing paused starts, and
/// every start ends in the history.
@Suite struct RandomWalkTests {
  private struct Broken: Error {}
  private static let walks = ProcessInfo.processInfo.environment["RANDOM_WALKS"].flatMap { UInt64($0) } ?? 25
  private static let ids: [JobID] = ["poll", "import", "report", "tick", "nightly"]

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
        let id = Self.ids.randomElement(using: &random) ?? "poll"
        switch Int.random(in: 0..<14, using: &random) {
        case 0, 1:
          let ifExists: Scheduler.IfExists = Bool.random(using: &random) ? .replace : .replaceIfChanged
          let fails = Int.random(in: 0..<3, using: &random) == 0
          try await scheduler.add(
            id, try Self.trigger(id, &random), options: options(&random), ifExists: ifExists, body(fails))
        case 2: _ = try? await scheduler.reschedule(id, try Self.trigger(id, &random))
        case 3: try? await scheduler.remove(id)
        case 4: try? await scheduler.pause(id)
        case 5, 6: try? await scheduler.resume(id)
        case 7: try await scheduler.pauseAll()
        case 8: try await scheduler.resumeAll()
        case 9: if let run = starts.all.last { scheduler.cancel(run) }
        case 10: _ = try? await scheduler.runNow(id, overlap: .skip)
        case 11: test.clock.setWall(to: test.clock.now() + .seconds(Int.random(in: -7_200...7_200, using: &random)))
        default: await test.advance(by: .seconds(Int.random(in: 1...120, using: &random)), running: 64)
        }
        await test.settle(running: 64)
        #expect(scheduler.internalFault == nil, "seed \(seed), step \(step)")
        #expect(wrong.all == [], "seed \(seed), step \(step)")
        let waits = scheduler.status.reasons.contains { $0.contains("clock was set back") }
        #expect(scheduler.status.health != .ok || !waits)
      }
      try await scheduler.resumeAll()
      for id in Self.ids { try? await scheduler.resume(id) }
      await test.advance(by: .seconds(600))
      let ended = Set(scheduler.history(HistoryQuery(limit: 100_000)).compactMap(\.runID))
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
      #expect(test.scheduler.history(of: "nightly").count == 20)
      #expect(moves.count <= 100)
    }
  }
}
