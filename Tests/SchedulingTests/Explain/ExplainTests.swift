import CivilTime
import Scheduling
import SchedulingTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct ExplainTests {
  struct Broken: Error, CustomStringConvertible { var description: String { "no route to host" } }

  private let start = Instant("2026-01-01T00:00:00Z")

  @Test func whatRanWasSkippedOrFailedIsToldFromItsRow() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("import", .cron("*/10 * * * *")) { run in
        if run.firing.instant == Instant("2026-01-01T00:20:00Z") { throw Broken() }
      }
      await test.advance(by: .seconds(1_500))
      try await test.scheduler.pause("import")
      await test.advance(by: .seconds(1_200))
      let ran = try test.scheduler.explain("import", at: start + .seconds(600))
      #expect(ran.verdict == .ran && ran.outcome == .succeeded && ran.run != nil)
      #expect(ran.previous == start && ran.next == start + .seconds(1_200))
      let failed = try test.scheduler.explain("import", at: start + .seconds(1_200))
      #expect(failed.sentence.hasPrefix("failed: started") && failed.sentence.hasSuffix("no route to host"))
      let skipped = try test.scheduler.explain("import", at: start + .seconds(2_400))
      #expect(skipped.verdict == .skipped)
      #expect(skipped.sentence.hasPrefix("skipped(paused): the job, or everything, was paused; one of 2 instants"))
    }
  }

  @Test func whatIsNoInstantNamesTheNearestOnes() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("import", .cron("0 4 * * *")) { _ in }
      let answer = try test.scheduler.explain("import", at: Instant("2026-01-02T05:00:00Z"))
      #expect(answer.verdict == .notScheduled)
      #expect(
        answer.sentence == "2026-01-02T05:00:00Z is not an instant of 0 4 * * *: "
          + "the one before is 2026-01-02T04:00:00Z, the one after is 2026-01-03T04:00:00Z")
      #expect(try test.scheduler.explain("import", at: Instant("2026-01-02T04:00:00Z")).verdict == .upcoming)
      #expect(
        try test.scheduler.explain("import", at: Instant("2025-12-31T04:00:00Z")).verdict == .beforeRegistration)
      let error = #expect(throws: SchedulerError.self) { try test.scheduler.explain("imprt", at: start) }
      #expect(error?.code == .unknownJob)
    }
  }

  @Test func whatGoesOnAndWhatWaitsIsTold() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let gate = Gate()
      var options = JobOptions()
      options.overlap = .queueOne
      options.misfireGrace = .unlimited
      try await test.scheduler.add("import", .every(.seconds(60)), options: options) { _ in await gate.pass() }
      await test.advance(by: .seconds(60), running: 1)
      await gate.arrival()
      await test.advance(by: .seconds(60), running: 1)
      #expect(try test.scheduler.explain("import", at: start + .seconds(60)).verdict == .running)
      let waiting = try test.scheduler.explain("import", at: start + .seconds(120))
      #expect(waiting.verdict == .waiting && waiting.sentence.contains("1 runs are going on"))
      gate.open()
    }
  }

  @Test func aRowThatMadeRoomIsToldToBeForgotten() async throws {
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.historyPerJob = 2
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z", configuration: configuration) { test in
      try await test.scheduler.add("import", .every(.seconds(60))) { _ in }
      await test.advance(by: .seconds(300))
      let answer = try test.scheduler.explain("import", at: start + .seconds(60))
      #expect(answer.verdict == .forgotten && answer.sentence.contains("the oldest row is of 2026-01-01T00:04:00Z"))
    }
  }

  @Test func whatAnotherReplicaDecidedIsElsewhere() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      try await fleet.add("import", .every(.seconds(60))) { _ in }
      await fleet.advance(by: .seconds(60))
      let verdicts = try fleet.replicas.map { try $0.scheduler.explain("import", at: start + .seconds(60)).verdict }
      #expect(Set(verdicts) == [.ran, .elsewhere])
    }
  }

  @Test func anExplanationSurvivesJSON() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("import", .every(.seconds(60))) { _ in }
      await test.advance(by: .seconds(60))
      let answer = try test.scheduler.explain("import", at: start + .seconds(60))
      #expect(try JSONDecoder().decode(FiringExplanation.self, from: JSONEncoder().encode(answer)) == answer)
    }
  }
}
