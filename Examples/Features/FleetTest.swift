import Scheduling
import SchedulingTesting

/// Three replicas in one process, on one clock: on the night the clocks change the report runs once.
func fleetTest() async throws {
  try await TestFleet.run(replicas: 3, at: "2027-10-30T23:00:00Z") { fleet in
    try await fleet.add("report", .cron("30 2 * * *", timeZone: "Europe/Berlin")) { _ in }
    await fleet.advance(by: .hours(4))
    let runs = fleet.shared.history.filter { $0.job == "report" && $0.outcome == .succeeded }
    try expect(
      runs.map(\.instant.description) == ["2027-10-31T00:30:00Z"],
      "02:30 comes twice, and the report ran the first time")
    try expect(Set(runs.map(\.instance)).count == 1, "on one of the three replicas")
  }
}
