import FleetLog
import Testing

extension CheckerTests {
  @Test("Faults of single keys except what that key says, of that job and that time, and nothing else")
  func spoiltKeys() {
    func spoilt(_ key: String, _ from: Int64, _ to: Int64, kind: FaultKind = .deleteKey) -> FleetLine {
      .fault(.init(kind, from: from * 1_000, to: to * 1_000, key: key))
    }
    let stale = [
      step(.start, 100, fence: 1), step(.start, 200, fence: 2, pid: 2), step(.effect, 200, fence: 2, pid: 2),
      step(.effect, 100, fence: 1, at: 300),
    ]
    #expect(broken(stale + [spoilt("lock:a:0", 150, 160)]) == [])
    #expect(broken(stale + [spoilt("lock:b:0", 150, 160)]) == [.noStaleEffect])
    #expect(broken(stale + [spoilt("held:a", 150, 160)]) == [.noStaleEffect])
    #expect(broken(stale + [spoilt("lock:a:0", 10, 20)]) == [.noStaleEffect])

    let forgotten = [step(.start, 100, fence: 1), step(.start, 300, fence: 2)]
    let stored = FleetLine.number(name: "mode.store", value: 1)
    #expect(broken(forgotten + [stored, spoilt("job:a", 150, 250, kind: .renameKey)], end: 350) == [])
    #expect(broken(forgotten + [spoilt("job:a", 150, 250, kind: .renameKey)], end: 350) == [.nothingSilent])
    #expect(broken(forgotten + [stored, spoilt("job:b", 150, 250, kind: .renameKey)], end: 350) == [.nothingSilent])

    let row = FleetLine.history(.init(job: "a", from: 5_000, to: 5_000, count: 1, word: "succeeded"))
    let unrecorded = [step(.start, 5_000, fence: 1), step(.end, 5_000, fence: 1), row, step(.start, 9_000, fence: 2)]
    #expect(broken(unrecorded) == [.historyIsTrue])
    #expect(broken(unrecorded + [spoilt("hist", 9_100, 9_110)]) == [])
    #expect(broken(unrecorded + [spoilt("hist", 1_000, 1_010)]) == [.historyIsTrue])
    #expect(broken(unrecorded + [spoilt("control", 9_100, 9_110)]) == [.historyIsTrue])
  }

  @Test("I1: a job whose hash was taken away may start its last instant again, within the period and in that job alone")
  func cursorTaken() {
    let once = FleetLine.job(.init(name: "a", period: 2_000, lease: 1_000, grace: 1_000))
    func started(again at: Int64, _ key: String, _ more: [FleetLine] = []) -> [FleetChecker.Invariant] {
      broken(
        [
          once, step(.start, 2_000, fence: 1), step(.end, 2_000, fence: 1, at: 2_004),
          .fault(.init(.deleteKey, from: 2_900_000, to: 2_901_000, key: key)),
          step(.start, 2_000, fence: 2, at: at, pid: 2),
        ] + more)
    }
    #expect(started(again: 3_000, "job:a") == [])
    #expect(started(again: 3_000, "job:b") == [.startedOnce])
    #expect(started(again: 2_500, "job:a") == [.startedOnce], "before it was taken away")
    #expect(started(again: 6_000, "job:a") == [.startedOnce])
    #expect(started(again: 3_000, "job:a", [.number(name: "mode.store", value: 1)]) == [.startedOnce])
  }

  @Test("I3: a changed trigger of a stored job has no backlog at the change, and only there")
  func changedTrigger() {
    let lines = [again, step(.start, 2_000, fence: 1), step(.start, 2_200, fence: 2)]
    func changed(_ from: Int64, _ to: Int64) -> FleetLine {
      .fault(.init(.rollingChange, from: from * 1_000, to: to * 1_000, key: "definitions"))
    }
    func undecided(_ more: [FleetLine]) -> Bool {
      FleetChecker(history(lines + more, end: 2_250)).violations.contains { $0.detail.hasPrefix("a@2100 ") }
    }
    #expect(undecided([]))
    #expect(!undecided([changed(2_050, 2_150)]))
    #expect(undecided([changed(4_000, 4_150)]))
    // What waits for the quarantine after a loss of data is undecided when the trigger changes.
    #expect(!undecided([fault(.flushAll, 1_900, 1_901), changed(4_000, 4_150)]))
    #expect(undecided([fault(.flushAll, 1_900, 1_901), changed(14_000, 14_150)]))
    #expect(undecided([fault(.flushAll, 4_050, 4_051), changed(4_000, 4_150)]), "it was due long before the loss")
    #expect(
      undecided([fault(.rollingChange, pid: 1, 2_050, 2_150)]), "the end of a replica is no change of definitions")
  }
}
