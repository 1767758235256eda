import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite("Frequent jobs in a fleet that takes turns")
struct TurnsTests {
  private static let jobs: [JobID] = ["a", "b", "c", "d", "e"]

  @Test("start at every instant, once, whoever is preferred", arguments: [10, 11, 12, 30])
  func everyInstant(replicas: Int) async throws {
    try await TestFleet.run(replicas: replicas, at: "2027-01-01T00:00:00Z", lease: .seconds(3)) { fleet in
      for job in Self.jobs { try await fleet.add(job, .every(.milliseconds(100))) { _ in } }
      // By then everyone has reported twice: who there are is known to all.
      await fleet.advance(by: .seconds(2))
      let before = fleet.shared.history.count
      await fleet.advance(by: .seconds(2))
      let rows = fleet.shared.history.dropFirst(before)
      #expect(rows.count == 20 * Self.jobs.count)
      #expect(rows.allSatisfy { $0.outcome == .succeeded })
      if replicas > 10 { #expect(Set(rows.map(\.instance)).count > 5, "the load is spread") }
    }
  }

  @Test("start at every instant though the preferred replica is out of reach, before the next one is due")
  func cutOff() async throws {
    try await TestFleet.run(replicas: 13, at: "2027-01-01T00:00:00Z", lease: .seconds(30)) { fleet in
      for job in Self.jobs { try await fleet.add(job, .every(.milliseconds(100))) { _ in } }
      await fleet.advance(by: .seconds(6))
      // Of the replicas that the others still count, three do nothing.
      for replica in fleet.replicas.prefix(3) { replica.connection.setReachable(false) }
      let before = fleet.shared.history.count
      await fleet.advance(by: .seconds(2))
      let rows = fleet.shared.history.dropFirst(before)
      #expect(rows.count == 20 * Self.jobs.count)
      #expect(rows.allSatisfy { $0.outcome == .succeeded })
      let latest = rows.compactMap { row in row.started.map { $0 - row.instant } }.max()
      // Half-way is 50 ms; the clock of a test goes in steps of a millisecond.
      #expect(latest ?? .seconds(1) <= .milliseconds(55))
    }
  }
}
