import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite("A replica that is woken looks at once") struct WakeTests {
  @Test("a pause set on one replica is in the status of all at once, and so is its end")
  func pause() async throws {
    try await TestFleet.run(replicas: 3, at: "2026-01-01T00:00:00Z") { fleet in
      try await fleet.add("a", .every(.seconds(3600))) { _ in }
      await fleet.advance(by: .seconds(1))
      try await fleet.replicas[0].scheduler.pause("a", note: "deploy")
      await fleet.settle()
      for replica in fleet.replicas { #expect(replica.scheduler.job("a")?.pauseNote == "deploy") }
      try await fleet.replicas[1].scheduler.resume("a")
      // Heartbeats by hint are at least 100 ms apart, far less than the five seconds of the others.
      await fleet.advance(by: .milliseconds(100))
      for replica in fleet.replicas { #expect(replica.scheduler.job("a")?.isPaused == false) }
    }
  }

  @Test("a hint that does not arrive costs one heartbeat")
  func lostHint() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      try await fleet.add("a", .every(.seconds(3600))) { _ in }
      await fleet.advance(by: .seconds(1))
      fleet.replicas[1].connection.setReachable(false)
      try await fleet.replicas[0].scheduler.pauseAll(note: "down")
      fleet.replicas[1].connection.setReachable(true)
      await fleet.settle()
      #expect(fleet.replicas[1].scheduler.status.pauseNote == nil)
      await fleet.advance(by: .seconds(5))
      #expect(fleet.replicas[1].scheduler.status.pauseNote == "down")
    }
  }
}
