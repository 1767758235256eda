import CivilTime
import Testing

@testable import Scheduling

@Suite("The lease of a run") struct HeldLeaseTests {
  private let held = HeldLease(lease(id(1), at: time(0)))
  private func at(_ seconds: Double) -> MonotonicTime { time(seconds).monotonic }

  @Test("is renewed after a third of its duration, once")
  func renewal() {
    var lease = held
    #expect(lease.nextMoment == at(10))
    #expect(lease.look(at(9), lastPass: at(9)) == .none)
    #expect(lease.look(at(10), lastPass: at(10)) == .renew)
    #expect(lease.look(at(11), lastPass: at(11)) == .none)
    #expect(lease.renewed(until: at(38), at(12)) == .seconds(2))
    #expect(lease.deadline == at(38))
    #expect(lease.nextMoment == at(21))
  }

  @Test("is lost at its deadline where no answer has come")
  func deadline() {
    var lease = held
    #expect(lease.look(at(10), lastPass: at(10)) == .renew)
    lease.renewalFailed(at(11))
    #expect(lease.look(at(12.5), lastPass: at(12.4)) == .renew)
    #expect(lease.nextMoment == at(27))
    #expect(lease.look(at(27), lastPass: at(26.9)) == .lose(wasFrozen: false))
    lease.lose()
    #expect(lease.deadline == nil)
    #expect(lease.nextMoment == .never)
  }

  @Test("an answer after the loss changes nothing")
  func lateAnswer() {
    var lease = held
    lease.lose()
    #expect(lease.renewed(until: at(60), at(30)) == nil)
    lease.renewalFailed(at(30))
    lease.renewNow(at(30))
    #expect(lease.isLost)
    #expect(lease.look(at(31), lastPass: nil) == .none)
  }

  @Test("of a process that was frozen beyond it is decided by one renewal, within a quarter of a second")
  func frozen() {
    var lease = held
    #expect(lease.look(at(90), lastPass: at(5)) == .renew)
    #expect(lease.nextMoment == at(90.25))
    #expect(lease.look(at(90.1), lastPass: at(90)) == .none)
    var renewed = lease
    #expect(renewed.renewed(until: at(117), at(90.2)) == .milliseconds(80_200))
    #expect(renewed.deadline == at(117))
    #expect(lease.look(at(90.25), lastPass: at(90.1)) == .lose(wasFrozen: true))
  }

  @Test("is renewed once more where a cancellation was asked for while a renewal was on its way")
  func again() {
    var lease = held
    #expect(lease.look(at(10), lastPass: at(10)) == .renew)
    lease.renewNow(at(10.1))
    _ = lease.renewed(until: at(37), at(10.2))
    #expect(lease.look(at(10.2), lastPass: at(10.2)) == .renew)
    _ = lease.renewed(until: at(37), at(10.3))
    #expect(lease.look(at(10.4), lastPass: at(10.3)) == .none)
  }
}
