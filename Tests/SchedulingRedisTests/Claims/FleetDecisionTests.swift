#if Redis
  import CivilTime
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("What claims and locks decide without a server")
  struct FleetDecisionTests {
    private let start = MonotonicTime(nanoseconds: 1_000_000_000)

    @Test("the server's clock is told by the reply that travelled the shortest")
    func clock() {
      var clock = ServerClock()
      #expect(clock.time(at: start) == nil)
      let server = Instant(secondsSince1970: 1_700_000_000)
      // 20 ms under way, and all of it on the way back: wrong by 10 ms.
      #expect(clock.observe(server, sent: start, received: start + .milliseconds(20)) == nil)
      #expect(clock.time(at: start) == server - .milliseconds(10))
      #expect(clock.observe(server + .seconds(1), sent: start + .seconds(1), received: start + .seconds(1)) == nil)
      #expect(clock.time(at: start) == server)
      // Slow replies change nothing, until the good one is eight replies old.
      for index in 2...9 {
        let sent = start + .seconds(index)
        _ = clock.observe(server + .seconds(index) + .milliseconds(30), sent: sent, received: sent + .milliseconds(40))
        #expect(clock.time(at: start) == (index < 9 ? server : server + .milliseconds(10)))
      }
    }

    @Test("a jump of the server's clock is told, and followed at once")
    func jump() {
      var clock = ServerClock()
      let server = Instant(secondsSince1970: 1_700_000_000)
      _ = clock.observe(server, sent: start, received: start)
      let jump = clock.observe(server + .seconds(61), sent: start + .seconds(1), received: start + .seconds(1))
      #expect(jump == .seconds(60))
      #expect(clock.time(at: start) == server + .seconds(60))
      #expect(clock.observe(.max, sent: start, received: start) != nil)
      #expect(clock.observe(.min, sent: start, received: start) != nil)
    }

    @Test("a lock is renewed at a third, again soon after a failure, and given up at nine tenths")
    func lockState() {
      // In hundreds of milliseconds.
      func at(_ time: Int) -> MonotonicTime { start + .milliseconds(100 * time) }
      var lock = LockState(duration: .seconds(3), sent: start, deadline: at(27))
      func tick(_ time: Int) -> LockState.Action { lock.tick(at(time)) }
      #expect(tick(9) == .nothing)
      #expect(lock.alarm == at(10))
      #expect(tick(10) == .renew)
      #expect(tick(11) == .nothing)
      lock.renewed(deadline: at(37), now: at(11))
      #expect(lock.alarm == at(21))
      #expect(tick(21) == .renew)
      lock.renewalFailed(now: at(22))
      #expect(tick(25) == .renew)
      #expect(lock.alarm == at(37))
      #expect(tick(37) == .cancel)
      #expect(tick(38) == .nothing)
      lock.renewed(deadline: at(60), now: at(38))
      #expect(lock.loss == .ranOut)
    }

    @Test("the holder of a long lock looks every second whether the data is there, and at once where it may not be")
    func longLock() {
      var lock = LockState(duration: .seconds(30), sent: start, deadline: start + .seconds(27))
      #expect(lock.alarm == start + .seconds(1))
      #expect(lock.tick(start + .seconds(1)) == .renew)
      lock.renewed(deadline: start + .seconds(28), now: start + .milliseconds(1_010))
      #expect(lock.alarm == start + .milliseconds(2_010))
      lock.renewSoon(start + .milliseconds(1_100))
      #expect(lock.tick(start + .milliseconds(1_100)) == .renew)
      #expect(lock.lost(.takenAfterDataLoss) == .cancel)
      #expect(lock.lost(.taken) == .nothing)
      #expect(lock.loss == .takenAfterDataLoss)
    }

    @Test("what was seen never goes back, and is told in calls of bounded size")
    func knowledge() {
      var knowledge = FleetKnowledge()
      knowledge.saw(cursor: 10, of: "job")
      knowledge.saw(cursor: 5, of: "job")
      knowledge.saw(fence: 7, of: "key")
      knowledge.saw(fence: 6, of: "key")
      #expect(knowledge.jobs["job"]?.cursor == 10)
      #expect(knowledge.fences["key"] == 7)
      let keys = Keys(namespace: "n")
      #expect(Array(FleetKnowledge().mergeCalls(keys: keys, candidate: "e", dataSet: "")).count == 1)
      for index in 0..<250 { knowledge.saw(cursor: Int64(index), of: "job-\(index)") }
      let calls = Array(knowledge.mergeCalls(keys: keys, candidate: "e", dataSet: ""))
      #expect(calls.count == 3)
      #expect(calls.map { $0.arguments.words[3] } == ["100", "100", "51"])
      #expect(calls.map { $0.arguments.words[8] } == ["1", "1", "0"])
      #expect(calls.allSatisfy { $0.keys.count <= 5 + 100 + 100 + 100 })
    }

    @Test("of more names than there is room for, those that go on are kept")
    func recentlyUsed() {
      var kept = RecentlyUsed<Int>(limit: 100)
      for index in 0..<10_000 {
        kept.update("\(index)", default: 0) { $0 = index }
        for often in 0..<50 { kept.update("often-\(often)", default: 0) { $0 += 1 } }
        #expect(kept.count <= 100)
      }
      #expect((0..<50).allSatisfy { kept["often-\($0)"] == 10_000 })
      #expect(kept["9999"] == 9_999)
      #expect(kept["17"] == nil)
      #expect(kept.sorted().map(\.key) == kept.sorted().map(\.key).sorted())
    }

    @Test("what the data set before has answered, and the one after was not told, is untold until that succeeds")
    func untold() {
      var knowledge = FleetKnowledge()
      func tell(_ epoch: String, _ meanwhile: (inout FleetKnowledge) -> Void = { _ in }) {
        let before = knowledge.beginTelling()
        meanwhile(&knowledge)
        knowledge.endTelling(of: before, epoch: epoch, dataSet: "", runID: nil)
      }
      tell("old")
      knowledge.heard(from: "old", "")
      tell("old") { $0.heard(from: "old", "") }
      #expect(!knowledge.isUntold, "it is the data set that has answered")
      tell("new")
      #expect(!knowledge.isUntold, "the telling had all of it")
      tell("newer") { $0.heard(from: "new", "") }
      #expect(knowledge.isUntold, "heard while the telling was under way")
      tell("newer")
      #expect(!knowledge.isUntold)
      knowledge.heard(from: "new", "")
      #expect(knowledge.isUntold, "heard when it was over")
      _ = knowledge.beginTelling()
      #expect(knowledge.isUntold, "it may fail")
      tell("newer")
      #expect(!knowledge.isUntold)
    }

    @Test("records and runs survive their way through Redis, odd names included")
    func coding() {
      let record = RunRecord(
        runID: RunID(origin: 1, sequence: 2), job: "a|b{c}%",
        instant: Instant(millisecondsSince1970: 1_700_000_000_123),
        cause: .runNow, firstInstant: Instant(millisecondsSince1970: -5), count: 3, outcome: .cancelled(.replaced),
        started: .epoch, ended: Instant(millisecondsSince1970: 9), attempt: 2, message: "x | y", instance: "h|1",
        fencingToken: 77)
      #expect(RecordCoding.record(RecordCoding.head(record) + "x | y") == record)
      #expect(RecordCoding.record("") == nil)
      #expect(RecordCoding.record("a|b|c|d|e|f|g|h|i|j|k|l|m") == nil)
      #expect(RunCoding.crashed(token: "nonsense", run: "||||||||||") == nil)
      #expect(RunCoding.place("a|b") == nil)
    }

    @Test("scripts are named as Redis names them")
    func sha1() {
      #expect(SHA1.hexDigest(of: "") == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
      #expect(SHA1.hexDigest(of: "abc") == "a9993e364706816aba3e25717850c26c9cd0d89d")
      #expect(
        SHA1.hexDigest(of: String(repeating: "a", count: 1000)) == "291e9a6c66994949b57ba5e650361e98fc36b1ba")
    }
  }
#endif
