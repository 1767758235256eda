import FleetLog
import Testing

/// I12, on logs written by hand: times in ms.
@Suite("The judge of locks, on logs written by hand")
struct HolderCheckerTests {
  private func lock(
    _ kind: FleetLine.LockStep.Kind, fence: Int64, at: Int64, pid: Int32, lock: String = "stock"
  ) -> FleetLine {
    .lock(.init(kind, lock: lock, timeToLive: 1_000, fence: fence, at: at * 1_000, pid: pid))
  }

  private func run(_ kind: FleetLine.BodyStep.Kind, _ instant: Int64, fence: Int64, at: Int64, pid: Int32) -> FleetLine
  {
    .body(.init(kind, job: "a", instant: instant, fence: fence, at: at * 1_000, pid: pid, wall: at * 1_000))
  }

  private func fault(_ kind: FaultKind, pid: Int32 = 0, _ from: Int64, _ to: Int64, key: String = "-") -> FleetLine {
    .fault(.init(kind, pid: pid, from: from * 1_000, to: to * 1_000, key: key))
  }

  private func judged(_ lines: [FleetLine]) -> FleetChecker {
    FleetChecker(
      FleetHistory(
        [
          .job(.init(name: "a", period: 100, lease: 1_000, grace: 1_000)), .phase(.init(.begin, at: 0, wall: 0)),
        ] + lines))
  }

  private func broken(_ lines: [FleetLine]) -> [FleetChecker.Invariant] { judged(lines).violations.map(\.invariant) }

  /// The first holder is inside from 100 to 500, the second comes at 300.
  private var overlap: [FleetLine] {
    [
      lock(.taken, fence: 1, at: 100, pid: 1), lock(.taken, fence: 2, at: 300, pid: 2),
      lock(.givenBack, fence: 1, at: 500, pid: 1), lock(.givenBack, fence: 2, at: 600, pid: 2),
    ]
  }

  @Test("one holder after the other, of each lock, is all that is asked")
  func good() {
    let checker = judged([
      lock(.taken, fence: 1, at: 100, pid: 1), lock(.taken, fence: 1, at: 150, pid: 2, lock: "invoices"),
      lock(.givenBack, fence: 1, at: 200, pid: 1), lock(.taken, fence: 2, at: 201, pid: 2),
      lock(.givenBack, fence: 1, at: 250, pid: 2, lock: "invoices"),
    ])
    #expect(checker.violations == [])
    #expect(checker.holdings == 3)
    #expect(checker.overlaps == 0)
  }

  @Test("two holders at a time are found, whoever leaves first, and whether anybody ever leaves")
  func twoHolders() {
    #expect(broken(overlap) == [.oneHolder])
    #expect(broken([lock(.taken, fence: 1, at: 100, pid: 1), lock(.taken, fence: 2, at: 300, pid: 2)]) == [.oneHolder])
    let nested = [
      lock(.taken, fence: 1, at: 100, pid: 1), lock(.taken, fence: 2, at: 200, pid: 2),
      lock(.givenBack, fence: 2, at: 300, pid: 2), lock(.taken, fence: 3, at: 400, pid: 3),
      lock(.givenBack, fence: 1, at: 500, pid: 1), lock(.givenBack, fence: 3, at: 600, pid: 3),
    ]
    #expect(broken(nested) == [.oneHolder, .oneHolder])
  }

  @Test("a holder that is cancelled holds the lock no longer, and neither does a process that has died")
  func cancelled() {
    #expect(
      broken([
        lock(.taken, fence: 1, at: 100, pid: 1), lock(.cancelled, fence: 1, at: 290, pid: 1),
        lock(.taken, fence: 2, at: 300, pid: 2), lock(.givenBack, fence: 1, at: 900, pid: 1),
        lock(.givenBack, fence: 2, at: 950, pid: 2),
      ]) == [])
    #expect(
      broken([
        lock(.taken, fence: 1, at: 100, pid: 1), fault(.kill, pid: 1, 150, 160),
        lock(.taken, fence: 2, at: 1_100, pid: 2),
      ]) == [])
  }

  @Test("a frozen holder, a jump of Redis's clock and a lock that was taken away are excepted and counted")
  func excused() {
    for excuse in [
      fault(.stopLong, pid: 1, 120, 400), fault(.redisClock, 50, 200), fault(.deleteKey, 250, 250, key: "lock:stock:0"),
    ] {
      let checker = judged(overlap + [excuse])
      #expect(checker.violations == [])
      #expect(checker.excusedOverlaps == 1)
    }
    #expect(broken(overlap + [fault(.stopLong, pid: 2, 450, 500)]) == [.oneHolder])
    #expect(broken(overlap + [fault(.deleteKey, 250, 250, key: "lock:other:0")]) == [.oneHolder])
    #expect(
      broken(overlap + [fault(.partition, pid: 1, 120, 400)]) == [.oneHolder], "it is cancelled before its lock ends")
  }

  @Test(
    "a loss of data excepts only a holder that could not report, and a newcomer that knew nothing of the older data")
  func dataLost() {
    let known = run(.start, -5_000, fence: 1, at: -5_000, pid: 2)
    let loss = fault(.flushAll, 250, 251)
    #expect(broken([known] + overlap + [loss]) == [.oneHolder])
    #expect(broken(overlap + [loss]) == [])
    #expect(broken([known] + overlap + [loss, fault(.partition, pid: 1, 200, 400)]) == [])
    #expect(broken([known] + overlap + [loss, fault(.partition, pid: 3, 200, 400)]) == [.oneHolder])
  }

  @Test("runs of one job do not overlap either, but for those that are cancelled")
  func jobs() {
    let first = run(.start, 100, fence: 1, at: 101, pid: 1)
    let second = run(.start, 200, fence: 2, at: 201, pid: 2)
    #expect(broken([first, second, run(.end, 100, fence: 1, at: 300, pid: 1)]) == [.oneHolder])
    #expect(broken([first, run(.end, 100, fence: 1, at: 150, pid: 1), second]) == [])
    #expect(broken([first, run(.cancelled, 100, fence: 1, at: 190, pid: 1), second]) == [])
  }

  @Test("I4: the fences of a lock rise from holder to holder")
  func fences() {
    let lines = [
      lock(.taken, fence: 5, at: 100, pid: 1), lock(.givenBack, fence: 5, at: 200, pid: 1),
      lock(.taken, fence: 5, at: 300, pid: 2), lock(.givenBack, fence: 5, at: 400, pid: 2),
    ]
    #expect(broken(lines) == [.fencesRise])
  }

  @Test("a line of a lock is read as it was written")
  func text() {
    for line in overlap { #expect(FleetLine(text: Substring(line.text)) == line) }
    #expect(FleetLine(text: "L S stock 1000 1 100") == nil)
  }
}
