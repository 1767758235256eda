import HTTPTypes
import Scheduling
import SchedulingHTTP
import SchedulingTesting
import Testing

@Suite("Readiness of a replica of a fleet")
struct ReadinessTests {
  @Test("It waits until the claims have answered once, says why not, and outlasts a later outage")
  func waitsForClaims() async throws {
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let connection = InProcessFleet(clock: clock).connection()
    connection.setReachable(false)
    let scheduler = Scheduler(claims: Claims(connection), clock: clock)
    func ready(_ readiness: SchedulerRoutes.Readiness = .claimsAnswered) throws -> Reply {
      try Reply(
        SchedulerRoutes(scheduler, readiness: readiness).respond(to: Reply.request("/v1/health/scheduler/ready")))
    }
    try await whileRunning(scheduler) { _ in
      await scheduler.settle()
      let waiting = try ready()
      #expect(waiting.status == .serviceUnavailable)
      #expect(waiting.list("reasons") as? [String] == ["the fleet's claims have not answered yet"])
      #expect(try ready(.running).status == .ok)

      connection.setReachable(true)
      clock.advance(by: .seconds(5))
      await scheduler.settle()
      #expect(try ready().status == .ok)

      connection.setReachable(false)
      clock.advance(by: .seconds(60))
      await scheduler.settle()
      #expect(scheduler.status.health != .ok)
      #expect(try ready().status == .ok)
      connection.setReachable(true)
    }
  }
}
