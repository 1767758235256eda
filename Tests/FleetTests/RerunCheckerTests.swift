import FleetLog
import Testing

extension CheckerTests {
  /// A run that ends 500 ms after its start, and a second start 3 s later by another process.
  private var secondStart: [FleetLine] {
    [
      again, run(.start, 100, run: "r1", at: 103), run(.end, 100, run: "r1", at: 603),
      run(.start, 100, run: "r2", attempt: 2, at: 3_603, pid: 2),
    ]
  }

  @Test("I9: a run again although nobody died is found, also after a loss of data, and when another process died")
  func rerunWithoutDeath() {
    #expect(broken(secondStart) == [.rerunNeedsDeath])
    #expect(broken(secondStart + [fault(.olderDump, 50, 2_000)]) == [.rerunNeedsDeath])
    #expect(broken(secondStart + [fault(.kill, pid: 3, 500, 501)]) == [.rerunNeedsDeath])
    #expect(broken(secondStart + [fault(.kill, pid: 1, 4_000, 4_001)]) == [.rerunNeedsDeath], "too late")
    #expect(broken(secondStart + [fault(.stopShort, pid: 1, 700, 1_000)]) == [.rerunNeedsDeath], "too short")
    #expect(broken(secondStart + [fault(.redisStop, 2_900, 3_500)]) == [.rerunNeedsDeath], "long after its end")
    let short = fault(.clientPause, 500, 900)
    #expect(broken(secondStart + [short]) == [.rerunNeedsDeath])
    #expect(broken(secondStart + [short, fault(.debugSleep, -600, -500)]) == [.rerunNeedsDeath], "long before")
    #expect(broken(secondStart + [short, fault(.debugSleep, -600, 200)]) == [], "one after the other")
    #expect(FleetChecker(history(secondStart)).rerunsWithoutDeath == 1)
  }

  @Test(
    "I9: a run again is right when its process ended, was cut off for long, or the run was cancelled there",
    arguments: [
      (FaultKind.kill, Int32(1)), (.terminate, 1), (.thirtyReplicas, 1), (.stopLong, 1), (.partition, 1),
      (.slowReplies, 1), (.redisStop, 0), (.outOfMemory, 0),
    ])
  func rerunAfterDeath(_ kind: FaultKind, pid: Int32) {
    let checker = FleetChecker(history(secondStart + [fault(kind, pid: pid, 500, 2_100)]))
    #expect(checker.violations == [])
    #expect(checker.reruns == 1)
  }

  @Test("I9: a run that was cancelled in its process may run again")
  func rerunAfterCancellation() {
    let lines = secondStart.filter { if case .body(let step) = $0 { step.kind != .end } else { true } }
    #expect(broken(lines) == [.rerunNeedsDeath])
    let cancelled = FleetLine.body(
      .init(.cancelled, job: "a", instant: 100, fence: 1, at: 900_000, pid: 1, wall: 900_000))
    #expect(broken(lines + [cancelled]) == [])
  }

  @Test("I1: a job that does not ask for it is not run again, whoever died")
  func rerunNotAskedFor() {
    let lines = Array(secondStart.dropFirst()) + [fault(.kill, pid: 1, 500, 501)]
    #expect(broken(lines) == [.startedOnce])
  }

  @Test("I9: what is renamed back names runs that have ended: excepted for those, and for no others")
  func runsCameBack() {
    func renamed(_ key: String, _ from: Int64, _ to: Int64) -> FleetLine {
      .fault(.init(.renameKey, from: from * 1_000, to: to * 1_000, key: key))
    }
    let checker = FleetChecker(history(secondStart + [renamed("open", 500, 900)]))
    #expect(checker.violations == [])
    #expect(checker.excusedRerunsWithoutDeath == 1)
    #expect(broken(secondStart + [renamed("members", 500, 900)]) == [.rerunNeedsDeath])
    #expect(broken(secondStart + [renamed("open", 9_000, 9_900)]) == [.rerunNeedsDeath])
  }

  @Test("I10: two outcomes of one run, and a crash of one that ended, are found unless its process had disappeared")
  func twoOutcomes() {
    let lines = [again, run(.start, 100, run: "r1", at: 103), run(.end, 100, run: "r1", at: 603)]
    #expect(broken(lines + [row(100, "succeeded", run: "r1")]) == [])
    #expect(broken(lines + [row(100, "succeeded", run: "r1"), row(100, "succeeded", run: "r1")]) == [], "told again")
    let both = lines + [row(100, "succeeded", run: "r1"), row(100, "crashed", run: "r1", at: 3_000)]
    #expect(broken(both) == [.oneOutcome])
    #expect(broken(lines + [row(100, "crashed", run: "r1", at: 3_000)]) == [.oneOutcome])
    #expect(broken(both + [fault(.olderDump, 50, 2_000)]) == [.oneOutcome])
    #expect(broken(both + [fault(.stopLong, pid: 1, 400, 2_000)]) == [])
    #expect(broken(both + [fault(.stopLong, pid: 2, 400, 2_000)]) == [.oneOutcome])
    let failed = [again, run(.start, 100, run: "r1", at: 103), row(100, "failed", run: "r1")]
    #expect(broken(failed + [row(100, "crashed", run: "r1", at: 3_000)]) == [.oneOutcome])
  }

  @Test("I11: a run again with other arguments, or for somebody else, is found")
  func changedOrder() {
    func again(_ arguments: String, by requester: String) -> [FleetLine] {
      [
        self.again, fault(.kill, pid: 1, 500, 501),
        order(0, "run-now", "x7"), order(0, "run-now", "x1"),
        run(.start, 100, run: "r1", at: 103, cause: "run-now", arguments: "x7", by: "ada"),
        run(
          .start, 100, run: "r2", attempt: 2, at: 2_603, pid: 2, cause: "run-now", arguments: arguments, by: requester),
      ]
    }
    #expect(broken(again("x7", by: "ada")) == [])
    #expect(broken(again("x1", by: "ada")) == [.sameOrder])
    #expect(broken(again("x7", by: "bob")) == [.sameOrder])
  }

  @Test("I11, I1: a run by hand has the arguments that were asked for, once for each order")
  func ordersByHand() {
    func requeued(_ run: String, at: Int64, _ arguments: String) -> FleetLine {
      self.run(.start, 100, run: run, at: at, cause: "requeue", arguments: arguments)
    }
    let first = [again, order(100, "requeue", "x7"), requeued("r1", at: 103, "x7")]
    #expect(broken(first) == [])
    #expect(broken([again, order(100, "requeue", "x7"), requeued("r1", at: 103, "x1")]) == [.sameOrder])
    #expect(broken(first + [requeued("r2", at: 903, "x7")]) == [.rerunNeedsDeath])
    #expect(broken(first + [order(100, "requeue", "x7"), requeued("r2", at: 903, "x7")]) == [])
    let served = FleetChecker(history(first + [requeued("r2", at: 903, "x7"), fault(.failOver, 500, 600)]))
    #expect(served.violations == [])
    #expect(served.excusedRerunsWithoutDeath == 1, "a request lies in Redis alone")
  }
}
