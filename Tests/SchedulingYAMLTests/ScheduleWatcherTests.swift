import Foundation
import Scheduling
import SchedulingTesting
import SchedulingYAML
import Testing

@Suite("Following a schedule file")
struct ScheduleWatcherTests {
  /// A schedule file that a test may write.
  struct File {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("s-\(UUID().uuidString).yaml").path
    func write(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }
    func remove() { try? FileManager.default.removeItem(atPath: path) }
  }

  let file = File()
  let bodies: JobBodies = ["a": { _ in }, "b": { _ in }]
  let good = "jobs:\n  a: { every: 1h }\n  b: { every: 1h }"

  /// The warnings that were told while something was done.
  func warnings(_ scheduler: Scheduler, _ body: () async throws -> Void) async throws -> [String] {
    var events = scheduler.events().makeAsyncIterator()
    try await body()
    scheduler.publish(.warning("end"))
    var warnings: [String] = []
    while let event = await events.next() {
      guard case .warning(let text) = event else { continue }
      if text == "end" { break }
      warnings.append(text)
    }
    return warnings
  }

  @Test("A change of the file is applied at the next look, without a restart")
  func follows() async throws {
    defer { file.remove() }
    try file.write(good)
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let watcher = ScheduleWatcher(file.path, scheduler: test.scheduler, bodies: bodies)
      #expect(try await watcher.start().added.count == 2)
      #expect(await watcher.poll() == nil)
      try file.write(good.replacingOccurrences(of: "b: { every: 1h }", with: "b: { every: 2h }"))
      #expect(await watcher.poll()?.changed.keys.sorted() == ["b"])
      #expect(test.scheduler.job("b")?.trigger.expression == "every 2h")
      #expect(await watcher.poll() == nil)
    }
  }

  @Test("A job with a body is taken out of the file and put back while the service runs")
  func addsAndRemoves() async throws {
    defer { file.remove() }
    try file.write("jobs:\n  a: { every: 1h }")
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let watcher = ScheduleWatcher(file.path, scheduler: test.scheduler, bodies: bodies)
      #expect(try await watcher.start().added.count == 1)
      try file.write(good)
      #expect(await watcher.poll()?.added.keys.sorted() == ["b"])
      try file.write("jobs:\n  b: { every: 1h }")
      #expect(await watcher.poll()?.removed == ["a"])
      #expect(test.scheduler.jobs.map(\.id) == ["b"])
    }
  }

  @Test("A bad file changes nothing and is told once, with its line; the next good one is applied")
  func bad() async throws {
    defer { file.remove() }
    try file.write(good)
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let watcher = ScheduleWatcher(file.path, scheduler: test.scheduler, bodies: bodies)
      _ = try await watcher.start()
      try file.write("jobs:\n  a: { every: 2h }\n  b: { evry: 1h }")
      let told = try await warnings(test.scheduler) {
        for _ in 0..<3 { #expect(await watcher.poll() == nil) }
      }
      #expect(told.count == 1)
      #expect(told.first?.contains("\(file.path):3: jobs.b.evry: unknown key 'evry'; did you mean 'every'?") == true)
      #expect(test.scheduler.jobs.map(\.trigger.expression) == ["every 1h", "every 1h"])

      file.remove()
      let missing = try await warnings(test.scheduler) { for _ in 0..<2 { await watcher.poll() } }
      #expect(missing.count == 1)
      #expect(test.scheduler.jobs.count == 2)

      try file.write("jobs:\n  a: { every: 3h }\n  b: { every: 1h }")
      #expect(await watcher.poll()?.changed.count == 1)
      #expect(test.scheduler.job("a")?.trigger.expression == "every 3h")
    }
  }

  @Test("A job that the code has no body for is refused with the whole file")
  func noBody() async throws {
    defer { file.remove() }
    try file.write(good)
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let watcher = ScheduleWatcher(file.path, scheduler: test.scheduler, bodies: bodies)
      _ = try await watcher.start()
      try file.write(good + "\n  c: { every: 1h }")
      let told = try await warnings(test.scheduler) { await watcher.poll() }
      #expect(told.first?.contains(":4: jobs.c: has no body in the code") == true)
      #expect(test.scheduler.jobs.count == 2)
    }
  }

  @Test("A service whose file is bad at the beginning does not start")
  func badStart() async throws {
    defer { file.remove() }
    try file.write("jobs: []")
    await #expect(throws: ScheduleFileError.self) {
      try await ScheduleWatcher(file.path, scheduler: Scheduler(), bodies: bodies).run()
    }
    file.remove()
    await #expect(throws: ScheduleFileError.self) {
      try await ScheduleWatcher(file.path, scheduler: Scheduler(), bodies: bodies).run()
    }
  }
}
