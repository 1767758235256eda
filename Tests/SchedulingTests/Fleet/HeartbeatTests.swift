import CivilTime
import SchedulingTesting
import Testing

@testable import Scheduling

@Suite struct HeartbeatTests {
  @Test("A replica with long leases and nothing to do still notices a loss of data before the quarantine of 10 s ends")
  func rhythm() {
    func interval(_ lease: Duration) -> Int64 { SharedClaims(lease: lease, seed: 1).heartbeatInterval }
    #expect(interval(.seconds(3)) == 1_000_000_000)
    #expect(interval(.seconds(30)) * 2 <= 10_000_000_000)
    #expect(interval(.seconds(86_400)) * 2 <= 10_000_000_000)
  }

  /// Heartbeats that change nothing do not drive the clock of a test.
  @Test func aDayOfAFleetTakesFewMoves() async throws {
    for (jobs, most) in [(0, 12), (3, 400)] {
      try await TestFleet.run(replicas: 3, at: "2026-01-01T00:00:00Z") { fleet in
        let moves = Tally<Int>()
        for number in 0..<jobs {
          try await fleet.add(JobID("job-\(number)"), .cron("\(number * 7) * * * *")) { _ in }
        }
        await fleet.settle()
        fleet.clock.onStep { moves.add(1) }
        await fleet.advance(by: .seconds(86_400))
        #expect(moves.count <= most)
        #expect(fleet.shared.history.filter { $0.outcome == .succeeded }.count == jobs * 24)
        for replica in fleet.replicas {
          #expect(replica.scheduler.status.fleet.allSatisfy { $0.status == "running" })
          #expect(replica.scheduler.status.health == .ok)
        }
      }
    }
  }

  /// What a heartbeat is for still happens in time.
  @Test func heartbeatsThatMatterAreNotLeftOut() async throws {
    try await TestFleet.run(replicas: 3, at: "2026-01-01T00:00:00Z") { fleet in
      let gate = Gate()
      try await fleet.add("daily", .cron("0 1 * * *")) { _ in await gate.pass() }
      await fleet.advance(by: .seconds(3_600), running: 1)
      await gate.arrival()
      let owner = try #require(fleet.replicas.first { $0.scheduler.job("daily")?.running == 1 })
      owner.connection.setReachable(false)
      await fleet.advance(by: .seconds(40), running: 1)
      #expect(fleet.shared.history.map(\.outcome) == [.crashed])
      gate.open()
      owner.connection.setReachable(true)
      await fleet.advance(by: .seconds(10))
      let request = FleetRequest.runNow("daily", requestedBy: "test")
      try await owner.scheduler.submit(request)
      await fleet.advance(by: .seconds(10))
      #expect(fleet.shared.history.last?.outcome == .succeeded)
    }
  }
}
