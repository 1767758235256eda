import FleetLog
import Testing

@Suite("The checker of fleet logs")
struct CheckerTests {
  func start(_ instant: Int64, at: Int64? = nil, pid: Int32 = 1, fence: Int64 = 0) -> FleetEvent {
    .start(JournalRun(job: "a", instant: instant, at: at ?? instant + 3, pid: pid, fence: fence))
  }

  func skipped(_ from: Int64, _ to: Int64) -> FleetEvent {
    .outcome(FleetOutcome(job: "a", from: from, to: to, count: 1, pid: 2, word: "skipped(overlap)"))
  }

  func violations(_ events: [FleetEvent], expected: [Int64] = []) -> [FleetChecker.Violation] {
    FleetChecker(expected: ["a": expected]).violations(in: events)
  }

  @Test("A start or an outcome for every instant is all that is asked")
  func good() {
    #expect(
      violations([start(100, fence: 4), skipped(200, 300), start(400, fence: 9)], expected: [100, 200, 300, 400]) == [])
  }

  @Test("Two starts of one instant are found, whoever made them")
  func duplicate() {
    #expect(violations([start(100), start(100, pid: 2)]) == [.startedTwice(job: "a", instant: 100, pids: [1, 2])])
  }

  @Test("An instant that nobody decided is found")
  func forgotten() {
    #expect(
      violations([start(100), skipped(300, 400)], expected: [100, 200, 300]) == [.forgotten(job: "a", instant: 200)])
  }

  @Test("A start before its instant is found")
  func early() {
    #expect(violations([start(100, at: 99)]) == [.early(job: "a", instant: 100, by: 1)])
  }

  @Test("A fencing token that does not rise is found")
  func fences() {
    #expect(violations([start(100, fence: 5), start(200, fence: 5)]) == [.fenceNotIncreasing(job: "a", instant: 200)])
  }

  @Test("Every line is read back as it was written, and half a line is left out")
  func lines() {
    let end = FleetEvent.end(JournalRun(job: "b:c", instant: 1, at: 2, pid: 3, fence: 4))
    let events = [start(100), skipped(1, 2), end]
    let text = events.map { $0.line + "\n" }.joined()
    #expect(FleetLog.events(in: text) == events)
    #expect(FleetLog.events(in: String(text.dropLast(3))) == Array(events.dropLast()))
  }
}
