import FleetLog
import Testing

@Suite("The judge of fleets, on logs written by hand")
struct CheckerTests {
  /// One job with a period of 100 ms and a lease of 1 s. The continuous clock reads what has passed since instant 0.
  func history(_ lines: [FleetLine], end: Int64? = nil) -> FleetHistory {
    var all: [FleetLine] = [
      .job(.init(name: "a", period: 100, lease: 1_000, grace: 1_000)), .phase(.init(.begin, at: 0, wall: 0)),
    ]
    all += lines
    if let end { all.append(.phase(.init(.end, at: end * 1_000, wall: end * 1_000))) }
    return FleetHistory(all)
  }

  func step(
    _ kind: FleetLine.BodyStep.Kind, _ instant: Int64, fence: Int64, at: Int64? = nil, pid: Int32 = 1
  ) -> FleetLine {
    let at = (at ?? instant + 3) * 1_000
    return .body(.init(kind, job: "a", instant: instant, fence: fence, at: at, pid: pid, wall: at))
  }

  func fault(_ kind: FaultKind, pid: Int32 = 0, _ from: Int64, _ to: Int64) -> FleetLine {
    .fault(.init(kind, pid: pid, from: from * 1_000, to: to * 1_000))
  }

  func broken(_ lines: [FleetLine], end: Int64? = nil) -> [FleetChecker.Invariant] {
    FleetChecker(history(lines, end: end)).violations.map(\.invariant)
  }

  @Test("A start or a record for every instant is all that is asked")
  func good() {
    let skipped = FleetLine.outcome(.init(job: "a", from: 200, to: 300, count: 2, word: "skipped(overlap)"))
    let crashed = FleetLine.history(.init(job: "a", from: 400, to: 400, count: 1, word: "crashed"))
    #expect(broken([step(.start, 100, fence: 4), skipped, crashed], end: 450) == [])
  }

  @Test("I1: two starts of one instant are found, also by one process, and after a loss of data too")
  func duplicate() {
    let twice = [step(.start, 100, fence: 1), step(.start, 100, fence: 2, at: 900, pid: 2)]
    #expect(broken(twice) == [.startedOnce])
    #expect(broken([step(.start, 100, fence: 1), step(.start, 100, fence: 2)]) == [.startedOnce])
    #expect(broken(twice + [fault(.flushAll, 500, 501)]) == [.startedOnce])
    #expect(broken(twice + [fault(.kill, pid: 1, 500, 501)]) == [.startedOnce])
  }

  @Test("I1: only a claim whose replica was silenced when data was lost may start again, and it is counted")
  func excusedDuplicate() {
    let checker = FleetChecker(
      history([
        step(.start, 100, fence: 1), fault(.kill, pid: 1, 300, 300), fault(.flushAll, 500, 501),
        step(.start, 100, fence: 2, at: 900, pid: 2),
      ]))
    #expect(checker.violations == [])
    #expect(checker.duplicates == 1)
    #expect(checker.excusedDuplicates == 1)
  }

  @Test("I2: an effect after a newer start is found, unless its process was frozen; a sink refuses it either way")
  func staleEffect() {
    let lines = [
      step(.start, 100, fence: 1), step(.start, 200, fence: 2, pid: 2), step(.effect, 200, fence: 2, pid: 2),
      step(.effect, 100, fence: 1, at: 300),
    ]
    #expect(broken(lines) == [.noStaleEffect])
    let frozen = FleetChecker(history(lines + [fault(.stopLong, pid: 1, 150, 290)]))
    #expect(frozen.violations == [])
    #expect(frozen.staleEffects == 1)
    #expect(frozen.rejectedEffects == 1)
    #expect(broken(lines + [fault(.stopLong, pid: 2, 150, 290)]) == [.noStaleEffect], "the wrong process")
  }

  @Test("I3: an instant that nobody decided is found")
  func forgotten() {
    #expect(broken([step(.start, 100, fence: 1), step(.start, 300, fence: 2)], end: 350) == [.nothingSilent])
  }

  @Test("I3: only what died, or was not heard, together with the data is excused; what was due later never is")
  func excusedUndecided() {
    func checker(_ faults: [FleetLine], missing: Int64) -> FleetChecker {
      let starts = stride(from: Int64(100), through: 900, by: 100).filter { $0 != missing }
        .map { step(.start, $0, fence: $0) }
      return FleetChecker(history(starts + faults, end: 950))
    }
    let lost = [fault(.kill, pid: 1, 310, 320), fault(.flushAll, 330, 331)]
    #expect(checker(lost, missing: 300).violations == [])
    #expect(checker(lost, missing: 300).excusedUndecided == 1)
    #expect(checker(lost, missing: 400).violations.map(\.invariant) == [.nothingSilent])
    #expect(checker([fault(.flushAll, 330, 331)], missing: 300).violations.map(\.invariant) == [.nothingSilent])
    #expect(checker([fault(.kill, pid: 1, 310, 320)], missing: 300).violations.map(\.invariant) == [.nothingSilent])
    let unheard = [fault(.redisStop, 290, 500), fault(.flushAll, 600, 601)]
    #expect(checker(unheard, missing: 300).violations == [])
    // What waited for the quarantine of a first loss can have been claimed late, and died with the data of the second.
    let cutOff = [fault(.partition, pid: 1, 460, 600), fault(.flushAll, 650, 651)]
    let twice = [fault(.flushAll, 310, 311)] + cutOff
    #expect(checker(twice, missing: 400).violations == [])
    #expect(checker(twice, missing: 300).violations.map(\.invariant) == [.nothingSilent], "it did not wait")
    #expect(checker(cutOff, missing: 400).violations.map(\.invariant) == [.nothingSilent], "there was no first loss")
    #expect(checker(twice, missing: 700).violations.map(\.invariant) == [.nothingSilent], "due after both")
  }

  @Test("I3: what was due just before Redis was killed with its data is excused, unless a replica has just begun")
  func killedBeforeAnswer() {
    // A start every 100 ms but for one, by process 1 and later by process 2.
    func checker(_ kind: FaultKind, missing: Int64, secondProcess: Int64 = 500) -> FleetChecker {
      let starts = stride(from: Int64(100), through: 3_900, by: 100).filter { $0 != missing }
        .map { step(.start, $0, fence: $0, pid: $0 < secondProcess ? 1 : 2) }
      return FleetChecker(history(starts + [fault(kind, 2_010, 2_500)], end: 3_950))
    }
    let killed = checker(.redisEmpty, missing: 2_000)
    #expect(killed.violations == [])
    #expect(killed.excusedUndecided == 1)
    func broken(_ checker: FleetChecker) -> [FleetChecker.Invariant] { checker.violations.map(\.invariant) }
    #expect(broken(checker(.redisEmpty, missing: 1_900)) == [.nothingSilent], "its answer was not on its way any more")
    #expect(broken(checker(.redisEmpty, missing: 2_100)) == [.nothingSilent], "due after the loss")
    #expect(broken(checker(.flushAll, missing: 2_000)) == [.nothingSilent], "no connection was cut")
    #expect(broken(checker(.redisRestart, missing: 2_000)) == [.nothingSilent], "no data was lost")
    for begin in [Int64(1_500), 2_600] {
      let begun = checker(.redisEmpty, missing: 2_000, secondProcess: begin)
      #expect(broken(begun) == [.nothingSilent], "a replica had just begun")
    }
  }

  @Test("I4: a fencing token that does not rise with the instants is found")
  func fences() {
    #expect(broken([step(.start, 100, fence: 5), step(.start, 200, fence: 5)]) == [.fencesRise])
    #expect(
      broken([step(.start, 200, fence: 6, at: 210, pid: 2), step(.start, 100, fence: 5, at: 220)]) == [],
      "a process that was slow to write is no fault of the fences")
  }

  @Test("I4: an instant of a late replica's older trigger has a fencing token by when it was claimed")
  func fencesOfTwoTriggers() {
    let changes = FleetLine.job(.init(name: "a", period: 100, lease: 1_000, grace: 1_000, changes: true))
    let later = step(.start, 200, fence: 6, at: 210)
    #expect(broken([changes, later, step(.start, 100, fence: 7, at: 250, pid: 2)]) == [])
    #expect(broken([later, step(.start, 100, fence: 7, at: 250, pid: 2)]) == [.fencesRise])
    #expect(broken([changes, later, step(.start, 100, fence: 7, at: 150, pid: 2)]) == [.fencesRise])
  }

  @Test("I5: a start before its instant is found")
  func early() { #expect(broken([step(.start, 100, fence: 1, at: 99)]) == [.neverEarly]) }

  @Test("I6: whatever is left in Redis is found")
  func left() {
    #expect(broken([.number(name: "left.locks", value: 1), .number(name: "keys.all", value: 9)]) == [.nothingLeft])
  }

  @Test("I7: a run without a row, and a row without its run, are found")
  func rows() {
    func row(_ instant: Int64, _ word: String) -> FleetLine {
      .history(.init(job: "a", from: instant, to: instant, count: 1, word: word))
    }
    let first = [step(.start, 5_000, fence: 1), step(.end, 5_000, fence: 1), row(5_000, "succeeded")]
    #expect(broken(first) == [])
    #expect(broken(first + [step(.start, 5_100, fence: 2)]) == [.historyIsTrue])
    #expect(broken(first + [step(.start, 5_100, fence: 2), row(5_100, "succeeded")]) == [.historyIsTrue])
    #expect(broken(first + [step(.start, 5_100, fence: 2), row(5_100, "missed(grace)")]) == [.historyIsTrue])
    #expect(broken(first + [step(.start, 5_100, fence: 2), row(5_100, "crashed")]) == [])
  }

  @Test("I8: a job that does not start again after healing is found")
  func recovery() {
    let heal = FleetLine.phase(.init(.heal, at: 0, wall: 0))
    let record = FleetLine.outcome(.init(job: "a", from: 0, to: 9_000, count: 90, word: "missed(grace)"))
    #expect(broken([heal, record], end: 9_000) == [.recovers])
    #expect(broken([heal, record, step(.start, 3_000, fence: 1)], end: 9_000) == [.recovers])
    #expect(broken([heal, record, step(.start, 1_000, fence: 1)], end: 9_000) == [])
  }

  /// A job whose crashed runs run again, with a lease of 1 s.
  let again = FleetLine.job(
    .init(name: "a", period: 100, lease: 1_000, grace: 1_000, reruns: true, changes: true))

  func run(
    _ kind: FleetLine.BodyStep.Kind, _ instant: Int64, run: String, attempt: Int = 1, at: Int64, pid: Int32 = 1,
    cause: String = "scheduled", arguments: String = "x1", by requester: String = "-"
  ) -> FleetLine {
    .body(
      .init(
        kind, job: "a", instant: instant, fence: Int64(attempt), attempt: attempt, at: at * 1_000, pid: pid,
        wall: at * 1_000,
        origin: .init(cause: cause, arguments: arguments, requester: requester, run: run)))
  }

  func row(_ instant: Int64, _ word: String, run: String, at: Int64 = 0) -> FleetLine {
    .history(.init(job: "a", from: instant, to: instant, count: 1, at: at * 1_000, word: word, run: run))
  }

  func order(_ instant: Int64, _ cause: String, _ arguments: String) -> FleetLine {
    .order(
      .init(job: "a", instant: instant, at: 0, origin: .init(cause: cause, arguments: arguments, requester: "ada")))
  }

  @Test("Every line is read back as it was written, and half a line is left out")
  func lines() {
    let lines: [FleetLine] = [
      .job(.init(name: "a", period: 1, lease: 2, grace: 3)), step(.cancelled, 5, fence: 7), fault(.redisStop, 1, 2),
      again, run(.start, 5, run: "123", at: 6, cause: "run-now", arguments: "x77", by: "ada"),
      .fault(.init(.deleteKey, from: 1, to: 2, key: "lock:a:0")), order(3, "requeue", "x9"),
      .outcome(.init(job: "a", from: 1, to: 2, count: 3, pid: 4, at: 5, word: "missed(grace)")),
      .history(.init(job: "a", from: 1, to: 2, count: 3, word: "crashed", run: "12")),
      .phase(.init(.heal, at: 1, wall: 2)),
      .number(name: "left.locks", value: 3), .clock(.init(at: 4, offset: -5)),
    ]
    let text = lines.map { $0.text + "\n" }.joined()
    #expect(FleetLog.lines(in: text) == lines)
    #expect(FleetLog.lines(in: String(text.dropLast())) == Array(lines.dropLast()))
    #expect(FleetLog.lines(in: "F flushall 0 1\nJ a 1 2\nS a 1 2 3\nQ a\n") == [])
  }
}
