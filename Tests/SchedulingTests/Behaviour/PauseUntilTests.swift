import CivilTime
import SchedulingTesting
import Testing

@testable import Scheduling

@Suite("Pauses that end by themselves")
struct PauseUntilTests {
  @Test("A job goes on at the instant that its pause names, without anybody's help")
  func local() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("a", .every(.seconds(60))) { _ in }
      try await test.scheduler.pause("a", note: "oven", until: Instant(rfc3339: "2026-01-01T00:03:00Z"))
      #expect(test.scheduler.job("a")?.pauseNote == "oven")
      await test.advance(by: .seconds(300))
      let rows = test.scheduler.localHistory(of: "a").map { "\($0.outcome) \($0.count)" }
      #expect(rows == ["succeeded 1", "succeeded 1", "succeeded 1", "skipped(paused) 2"])
      try await test.scheduler.pauseAll(note: "all", until: test.clock.now() + .seconds(90))
      await test.advance(by: .seconds(180))
      #expect(test.scheduler.localHistory(of: "a").prefix(2).map(\.outcome) == [.succeeded, .succeeded])
      #expect(test.scheduler.status.pauseNote == nil)
    }
  }

  @Test("A note is kept with who set it and until when, and is itself again when it is read")
  func coding() {
    let full = PauseNote(note: "a|b\u{1E}c", by: "ada", since: .epoch, until: Instant(secondsSince1970: 90))
    let read = PauseNote(stored: full.stored)
    #expect(read.note == "a|bc" && read.by == "ada" && read.since == .epoch && read.until == full.until)
    #expect(PauseNote(note: "plain").stored == "plain" && PauseNote(stored: "plain").until == nil)
    #expect(PauseNote(stored: "").note == "")
  }
}
