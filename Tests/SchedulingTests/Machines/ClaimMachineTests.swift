import CivilTime
import Testing

@testable import Scheduling

@Suite("Asking the claims") struct ClaimMachineTests {
  private let shared = ClaimMachine(keeper: .shared, lease: .seconds(30), seed: 3)
  private func at(_ seconds: Double) -> MonotonicTime { time(seconds).monotonic }

  @Test("where claims are local nothing wakes it")
  func local() {
    let local = ClaimMachine(keeper: .local, lease: .seconds(30), seed: 3)
    #expect(local.nextWake(besideRoutine: false) == nil)
    #expect(local.isConnected && local.isAtRest && local.isResolved)
  }

  @Test("out of reach one batch at a time is a probe")
  func probe() {
    var machine = shared
    #expect(machine.limit(at(0)) == .max)
    #expect(machine.reach.failed(ClaimsUnavailable("cut"), time(0)) == true)
    #expect(machine.limit(at(0)) == nil)
    let probeAt = machine.reach.probeAt
    #expect(machine.nextWake(besideRoutine: false) == probeAt)
    #expect(machine.limit(probeAt) == ClaimMachine.probe)
    machine.reach.isProbing = true
    #expect(machine.limit(probeAt) == nil)
    #expect(machine.nextWake(besideRoutine: false) == .never, "its answer wakes the loop")
    #expect(machine.reach.failed(ClaimsUnavailable("cut"), time(1)) == false, "one outage is reported once")
    #expect(machine.reach.reached(time(2)) == true)
    #expect(machine.limit(at(2)) == .max)
  }

  @Test("an outage of more than two leases is reported once, and the next one again")
  func longOutage() {
    var machine = shared
    _ = machine.reach.failed(ClaimsUnavailable("cut"), time(0))
    #expect(machine.longOutage(at(60)) == nil)
    #expect(machine.longOutage(at(61))?.length == .seconds(61))
    #expect(machine.longOutage(at(90)) == nil)
    _ = machine.reach.reached(time(91))
    #expect(machine.longOutage(at(91)) == nil)
    _ = machine.reach.failed(ClaimsUnavailable("cut"), time(100))
    #expect(machine.longOutage(at(200)) != nil)
  }

  @Test("heartbeats come every third of a lease at most, at once after a hint, one at a time")
  func heartbeats() {
    var beat = FleetHeartbeat(lease: .seconds(3))
    #expect(beat.begin(at(0), isProbe: false) == true)
    #expect(beat.begin(at(9), isProbe: true) == false, "one is on its way")
    beat.hasten(at(0.2))
    beat.ended(at(0.3))
    #expect(beat.begin(at(0.3), isProbe: false) == true, "it may have left too early to bring the newest")
    beat.ended(at(0.4))
    #expect(beat.nextWake(besideRoutine: true) == nil)
    #expect(beat.nextWake(besideRoutine: false) == at(1.3))
    beat.hasten(at(0.35))
    #expect(beat.nextWake(besideRoutine: true) == at(0.4), "hints a moment apart share one")
  }

  @Test("a pause that a job has set itself holds here until the fleet knows of it")
  func pauses() {
    var reports = PauseReports()
    reports.add("a", note: "failed")
    var limit = 5
    #expect(reports.take(&limit).map(\.job) == ["a"])
    #expect(limit == 4)
    #expect(reports.applied(to: PauseSwitches()).jobs == ["a": "failed"])
    reports.failed("a")
    #expect(reports.take(&limit).map(\.note) == ["failed"])
    reports.reported("a")
    #expect(reports.applied(to: PauseSwitches()).jobs.isEmpty)
    #expect(reports.take(&limit).isEmpty)
  }

  @Test("what the claims say of a job is news once")
  func knowledge() {
    var fleet = FleetKnowledge()
    #expect(fleet.judge("a", .unreadable("broken")).unreadable == "broken")
    #expect(fleet.judge("a", .unreadable("broken")) == .init())
    #expect(fleet.judge("a", .stale).isReadableAgain)
    #expect(fleet.judge("a", .ahead(cursor: time(900).wall)).ahead == time(900).wall)
    #expect(fleet.judge("a", .ahead(cursor: time(900).wall)) == .init())
    #expect(fleet.judge("a", .recorded) == .init())
    #expect(fleet.ahead.isEmpty)
  }
}

@Suite("Questions beside the schedule") struct UnscheduledQuestionsTests {
  private func at(_ seconds: Double) -> MonotonicTime { time(seconds).monotonic }

  private func question(
    _ sequence: UInt64, crashed: CrashedRun? = nil, giveUpAt: MonotonicTime = .never
  ) -> UnscheduledQuestions.Question {
    .init(
      slot: 0,
      request: ClaimRequest(
        job: "a", cause: .runNow, token: id(sequence), intent: crashed.map { .takeOver($0) } ?? .start(time(0).wall),
        expectedCursor: .min, lockKey: "a", leaseDuration: .seconds(30)),
      order: RunOrder(nil), giveUpAt: giveUpAt)
  }

  @Test("one that waits too long is given up once, and the claims are asked what became of it")
  func giveUp() {
    var questions = UnscheduledQuestions()
    questions.add(question(1, giveUpAt: at(5)))
    var limit = 10
    #expect(questions.take(&limit, at(0)).count == 1)
    #expect(questions.giveUp(at(6), isStopping: false).isEmpty, "it is on its way")
    questions.failed(id(1))
    #expect(questions.nextWake(isUp: false) == at(5))
    #expect(questions.giveUp(at(6), isStopping: false).count == 1)
    #expect(questions.giveUp(at(7), isStopping: true).isEmpty)
    #expect(questions.take(&limit, at(7)).first?.isAbandoned == true)
    questions.remove(id(1))
    #expect(questions.isEmpty)
  }

  @Test("one that was only planned is forgotten when its job is removed, one on its way is not")
  func removed() {
    var questions = UnscheduledQuestions()
    questions.add(question(1))
    var limit = 10
    _ = questions.take(&limit, at(0))
    questions.add(question(2))
    let answers = questions.jobRemoved(0)
    #expect(answers.map(\.isRecorded).sorted { $0 && !$1 } == [true, false])
    #expect(questions.asked(id(1))?.order == nil)
    #expect(questions.asked(id(2)) == nil)
  }

  @Test("a lock that is taken is waited for, whatever it takes, and asked for at once when it is free")
  func busy() {
    var questions = UnscheduledQuestions()
    questions.add(question(1, giveUpAt: at(5)))
    var limit = 10
    _ = questions.take(&limit, at(0))
    questions.busy(id(1), for: .seconds(20), at(1))
    #expect(questions.nextWake(isUp: true) == at(1.05))
    #expect(questions.giveUp(at(60), isStopping: false).isEmpty)
    questions.lockFreed(0)
    #expect(questions.take(&limit, at(1)).count == 1)
  }

  @Test("a crashed run is asked for once, and again when the question is over")
  func takeOver() {
    var questions = UnscheduledQuestions()
    let crashed = CrashedRun(
      token: id(50), firing: Firing(job: "a", instant: time(0).wall), owner: "b", attempt: 1, crashes: 2,
      fencingToken: 1)
    #expect(questions.beginTakeOver(crashed.token) == true)
    questions.add(question(1, crashed: crashed))
    #expect(questions.beginTakeOver(crashed.token) == false)
    #expect(questions.hasCrashedTwice)
    questions.remove(id(1))
    #expect(questions.beginTakeOver(crashed.token) == true)
  }
}
