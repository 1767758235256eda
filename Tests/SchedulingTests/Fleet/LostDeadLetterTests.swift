import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct LostDeadLetterTests {
  /// Claims that show a dead letter, and out of which it is only to be taken by the step that wins its run.
  private struct Careful: ForwardingClaims {
    let inner: InProcessFleet.Connection
    let letter: DeadLetter

    func deadLetter(_ id: RunID) async throws(ClaimsUnavailable) -> DeadLetter? { letter.id == id ? letter : nil }
    func takeDeadLetter(_ id: RunID) async throws(ClaimsUnavailable) -> DeadLetter? {
      Issue.record("the dead letter was taken out before its run was won")
      return letter
    }
  }

  @Test("a dead letter that cannot be run again stays where it is")
  func stays() async throws {
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let letter = DeadLetter(
      id: RunID(origin: 1, sequence: 1), job: "gone", instant: clock.now(), attempts: 3, outcome: .failed,
      at: clock.now())
    let claims = Careful(inner: InProcessFleet(clock: clock).connection(), letter: letter)
    let scheduler = Scheduler(claims: Claims(claims), configuration: .init(instance: "a"), clock: clock)
    let error = await #expect(throws: SchedulerError.self) { try await scheduler.requeue(letter.id) }
    #expect(error?.code == .unknownJob)
  }
}
