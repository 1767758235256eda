import Scheduling
import SchedulingTesting
import SchedulingYAML
import Testing

/// A schedule that is refused changes nothing.
@Suite struct RefusedApplyTests {
  private struct Broken: Error {}

  @Test(
    "Pauses, history and counts stay where a file is refused, whatever it is refused for",
    arguments: [
      "every: 1m, executor: nope", "every: 1m, lock: shared, max-instances: 2", "after: c", "cron: \"0 0 31 2 *\"",
    ])
  func refused(_ fault: String) async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let bodies: JobBodies = ["old": { _ in }, "b": { _ in throw Broken() }]
      let file = try ScheduleFile(yaml: "jobs:\n  old: { every: 1m }\n  b: { every: 1m, lock: shared }", file: "s.yaml")
      try await test.scheduler.apply(file, bodies: bodies)
      await test.advance(by: .seconds(180))
      try await test.scheduler.pause("old", note: "by hand")
      let before = test.scheduler.jobs.map { "\($0)" }
      let bad = try ScheduleFile(
        yaml: "jobs:\n  b: { every: 2m, lock: shared }\n  c: { \(fault) }", file: "s.yaml")
      await #expect(throws: (any Error).self) {
        try await test.scheduler.apply(bad, bodies: ["b": { _ in }, "c": { _ in }])
      }
      #expect(test.scheduler.jobs.map { "\($0)" } == before)
      #expect(test.scheduler.job("old")?.pauseNote == "by hand")
      await test.advance(by: .seconds(60))
      #expect(test.scheduler.localHistory(of: "old").map(\.outcome).prefix(2) == [.skipped(.paused), .succeeded])
      #expect(test.scheduler.localHistory(of: "b").count == 4)
    }
  }

  @Test("A pause that is written into an applied file has an effect, and so has taking it out")
  func paused() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      for (text, isPaused) in [("", false), (", paused: true", true), ("", false)] {
        let file = try ScheduleFile(yaml: "jobs:\n  a: { every: 1m\(text) }", file: "s.yaml")
        try await test.scheduler.apply(file, bodies: ["a": { _ in }])
        #expect(test.scheduler.job("a")?.isPaused == isPaused)
      }
    }
  }
}
