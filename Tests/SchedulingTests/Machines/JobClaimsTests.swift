import CivilTime
import Testing

@testable import Scheduling

@Suite("What is asked about the instants of jobs") struct JobClaimsTests {
  private func opened() -> JobClaims {
    var claims = JobClaims()
    claims.open(0, isApart: false)
    var limit = 10
    _ = claims.takeRegistrations(&limit) { _ in true }
    _ = claims.registered(0, cursor: nil, since: time(0).wall)
    return claims
  }

  private func sent(_ claims: inout JobClaims, isTooLate: Bool = false) -> String {
    var ids = RunIDs(origin: 99)
    return switch claims.send(0, isTooLate: isTooLate, &ids) {
    case .nothing: "nothing"
    case .decide(let request): request.records ? "record" : "decide"
    case .abandon: "abandon"
    case .dropped: "dropped"
    }
  }

  @Test("a job is registered once, and one that waits for an event never")
  func registration() {
    var claims = JobClaims()
    claims.open(0, isApart: false)
    claims.open(1, isApart: true)
    var limit = 10
    #expect(claims.takeRegistrations(&limit) { _ in true } == [0])
    #expect(claims.takeRegistrations(&limit) { _ in true }.isEmpty)
    #expect(limit == 9)
    claims.registrationFailed(0)
    #expect(claims.takeRegistrations(&limit) { _ in true } == [0])
    #expect(claims.registered(0, cursor: time(3).wall, since: time(0).wall) == time(0).wall)
    #expect(claims.armedCursor(0) == time(3).wall)
    #expect(claims.registered(0, cursor: nil, since: time(0).wall) == nil, "nobody asked")
  }

  @Test("a job that was removed while it was being registered is freed after the answer")
  func removedWhileRegistering() {
    var claims = JobClaims()
    claims.open(0, isApart: false)
    var limit = 10
    _ = claims.takeRegistrations(&limit) { _ in true }
    #expect(claims.keeps(0) == true)
    #expect(claims.takeLeaving() == [0])
    #expect(claims.keeps(0) == false)
  }

  @Test("a question has one answer: one without a question, or after it, is nobody's")
  func oneAnswer() {
    var claims = opened()
    claims.plan(0, question(id(1), starts: time(1)))
    claims.queue(0)
    #expect(claims.takeToAsk() == [0])
    #expect(sent(&claims) == "decide")
    #expect(sent(&claims) == "nothing", "it is on its way")
    #expect(claims.asked(id(2)) == nil)
    #expect(claims.asked(id(1))?.slot == 0)
    claims.settled(0)
    #expect(claims.asked(id(1)) == nil)
    #expect(claims.armedCursor(0) == time(1).wall)
    #expect(!claims.hasQuestions)
  }

  @Test("a question that may have arrived is asked again under its token, and given up once it is too late")
  func lostAnswer() {
    var claims = opened()
    claims.plan(0, question(id(1), starts: time(1)))
    #expect(sent(&claims) == "decide")
    claims.failed(0, abandons: false)
    #expect(claims.takeToAsk() == [0])
    #expect(sent(&claims) == "decide")
    claims.failed(0, abandons: false)
    #expect(sent(&claims, isTooLate: true) == "abandon")
    #expect(claims.keeps(0) == true, "the job's slot is kept until it is known what became of it")
    var ids = RunIDs(origin: 99)
    #expect(claims.gaveUp(0, recordsOldTrigger: true, &ids) == false)
    #expect(claims.isArmed(0))
  }

  @Test("a question that nobody can have received is dropped once it is too late")
  func cancelledQuestion() {
    var claims = opened()
    claims.plan(0, question(id(1), starts: time(1)))
    #expect(sent(&claims, isTooLate: true) == "dropped")
    #expect(claims.isArmed(0) && claims.asked(id(1)) == nil)
    claims.plan(0, question(id(2), starts: time(1)))
    claims.dropUnsent()
    #expect(claims.isArmed(0) && !claims.hasQuestions)
  }

  @Test("what is too late of a trigger that was changed meanwhile is recorded for it, then the job is registered")
  func changedTrigger() {
    var claims = opened()
    claims.plan(0, question(id(1), starts: time(1)))
    claims.registerAfterAnswer(0)
    #expect(sent(&claims, isTooLate: true) == "record")
    #expect(claims.asked(id(1)) == nil)
    #expect(claims.asked(RunID(origin: 99, sequence: 1)) != nil)
    claims.settled(0)
    #expect(claims.awaitsSuccession(0))
    claims.succeed(0)
    #expect(claims.isUnregistered(0) && !claims.awaitsSuccession(0))
  }

  @Test("a lock that is taken is asked for after a moment that grows, and at once when a run of ours has ended")
  func busy() {
    var claims = opened()
    var pauses: [Duration] = []
    for round in 0..<7 {
      claims.plan(0, question(id(UInt64(round)), starts: time(1)))
      _ = sent(&claims)
      claims.answered(0)
      claims.busy(0, for: .seconds(20), waits: time(Double(5 - round)).wall, time(10).monotonic)
      pauses.append((claims.nextMoment ?? .never) - time(10).monotonic)
      guard case .ask(0)? = claims.takeLater(.never) else {
        Issue.record("it is planned anew")
        return
      }
    }
    #expect(pauses == [50, 100, 200, 400, 800, 1_000, 1_000].map { .milliseconds($0) })
    #expect(claims[0].waitingFrom == time(-1).wall, "the oldest instant that had to wait")
    claims.askLater(0, after: .seconds(9), time(10).monotonic)
    claims.lockFreed(0)
    #expect(claims.nextMoment == MonotonicTime(nanoseconds: .min))
    #expect(claims[0].timesBusy == 0)
  }

  @Test("after a loss of data the beginning that the fleet names can only move back")
  func lossOfData() {
    var claims = opened()
    claims.registerAfterAnswer(0)
    claims.succeed(0)
    var limit = 1
    _ = claims.takeRegistrations(&limit) { _ in true }
    #expect(claims.registered(0, cursor: nil, since: time(5).wall) == time(0).wall)
    claims.registerFromTheBeginning(0)
    limit = 1
    _ = claims.takeRegistrations(&limit) { _ in true }
    #expect(claims.registered(0, cursor: nil, since: time(5).wall) == time(5).wall)
  }

  @Test("a job that is added again while the question about the old one is on its way is registered after the answer")
  func addedAgain() {
    var claims = opened()
    claims.plan(0, question(id(1), starts: time(1)))
    _ = sent(&claims)
    #expect(claims.keeps(0) == true)
    claims.reopen(0, isApart: false)
    #expect(claims.asked(id(1))?.slot == 0)
    claims.settled(0)
    #expect(claims.awaitsSuccession(0))
  }
}
