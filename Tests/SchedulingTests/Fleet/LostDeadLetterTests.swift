import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct LostDeadLetterTests {
  /// Claims that give a dead letter out, and cannot be reached when it comes back.
  private struct Forgetful: ForwardingClaims {
    let inner: InProcessFleet.Connection
    let letter: DeadLetter

    func takeDeadLetter(_ id: RunID) async throws(ClaimsUnavailable) -> DeadLetter? { letter.id == id ? letter : nil }
    func keepDeadLetter(_ letter: DeadLetter) async throws(ClaimsUnavailable) {
      throw ClaimsUnavailable("the connection was cut by the test")
    }
  }

  @Test("a dead letter that can be neither run again nor put back is told, with what to do")
  func told() async throws {
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let letter = DeadLetter(
      id: RunID(origin: 1, sequence: 1), job: "gone", instant: clock.now(), attempts: 3, outcome: .failed,
      at: clock.now())
    let claims = Forgetful(inner: InProcessFleet(clock: clock).connection(), letter: letter)
    let scheduler = Scheduler(claims: Claims(claims), configuration: .init(instance: "a"), clock: clock)
    let events = scheduler.events
    let error = await #expect(throws: SchedulerError.self) { try await scheduler.requeue(letter.id) }
    #expect(error?.code == .unknownJob)
    var warning = ""
    for await event in events {
      guard case .warning(let text) = event else { continue }
      warning = text
      break
    }
    #expect(warning.contains("dead letter \(letter.id) of job gone, firing 2026-01-01T00:00:00Z"))
    #expect(warning.contains("cut by the test") && warning.hasSuffix("run the firing again with backfill"))
  }
}
