import CivilTime
import Foundation
import HTTPTypes
import Scheduling
import SchedulingHTTP
import SchedulingTesting
import Testing

@Suite("The management API of a fleet")
struct ManagementFleetTests {
  private struct Fleet: Sendable {
    var clock: ManualClock
    var schedulers: [Scheduler]
    var connections: [InProcessFleet.Connection]
    var apis: [ManagementAPI]

    func advance(by duration: Duration) async {
      for _ in 0..<Int(duration / .seconds(1)) {
        clock.advance(by: .seconds(1))
        for scheduler in schedulers { await scheduler.settle() }
      }
    }
  }

  /// Two replicas, of which the second has no job.
  private func withFleet(_ body: @Sendable (Fleet) async throws -> Void) async throws {
    let clock = try ManualClock("2026-03-28T00:00:00Z")
    let shared = InProcessFleet(clock: clock)
    let connections = [shared.connection(), shared.connection()]
    let schedulers = zip(connections, ["one", "two"]).map {
      Scheduler(claims: Claims($0), configuration: .init(instance: $1), clock: clock)
    }
    try await schedulers[0].add("a", .every(.seconds(60))) { _ in }
    let fleet = Fleet(
      clock: clock, schedulers: schedulers, connections: connections, apis: schedulers.map { ManagementAPI($0) })
    try await whileRunning(schedulers[0]) { _ in
      try await whileRunning(schedulers[1]) { _ in
        await fleet.advance(by: .seconds(3))
        try await body(fleet)
      }
    }
  }

  @Test("Either replica tells the truth about the fleet, also of a job that it does not have")
  func truth() async throws {
    try await withFleet { fleet in
      await fleet.advance(by: .seconds(180))
      for (api, source) in zip(fleet.apis, ["code", "elsewhere"]) {
        let jobs = try await api.get("jobs")
        #expect(jobs.string("view.of") == "fleet" && jobs.string("jobs.0.source") == source)
        #expect(jobs.string("jobs.0.strip.outcomes") == "SSS")
        #expect(try await api.get("jobs/a/runs").count("runs") == 3)
        #expect(try await api.get("fleet").count("replicas") == 2)
        let why = try await api.get("explain?job=a&at=2026-03-28T00:01:00Z")
        #expect(why.string("verdict") == "ran" && why.string("instance") == "one")
      }
    }
  }

  @Test("What is asked of one replica is done by another, and followed on both")
  func requests() async throws {
    try await withFleet { fleet in
      let asked = try await fleet.apis[1].post("jobs/a/run")
      #expect(asked.status == .accepted && asked.string("state") == "asked")
      await fleet.advance(by: .seconds(10))
      for api in fleet.apis {
        let request = try await api.get(asked.string("href") ?? "")
        #expect(request.string("state") == "ended" && request.string("taken_by") == "one")
        #expect(request.string("outcome") == "succeeded" && request.string("by") == "ada")
      }
    }
  }

  @Test("A pause of one is a pause of all, with its caller and end, and is in the trail of both")
  func pause() async throws {
    try await withFleet { fleet in
      try await fleet.apis[1].post("jobs/a/pause", #"{"note": "oven", "until": "2026-03-28T00:02:30Z"}"#)
      for api in fleet.apis {
        #expect(try await api.get("jobs").string("jobs.0.pause.by") == "ada")
        #expect(try await api.get("audit").string("entries.0.action") == "pause")
      }
      await fleet.advance(by: .seconds(240))
      #expect(try await fleet.apis[0].get("jobs/a").string("job.strip.outcomes") == "KKSS")
      #expect(fleet.schedulers[0].job("a")?.isPaused == false)
    }
  }

  @Test("A replica that cannot read the fleet says whose view its answer is, and refuses what it cannot do")
  func outage() async throws {
    try await withFleet { fleet in
      fleet.connections[0].setReachable(false)
      let jobs = try await fleet.apis[0].get("jobs")
      #expect(jobs.string("view.of") == "replica" && jobs.string("view.reason")?.contains("cut") == true)
      #expect(try await fleet.apis[0].post("jobs/a/run").status == .serviceUnavailable)
      #expect(try await fleet.apis[0].get("dead-letters").status == .serviceUnavailable)
      fleet.connections[0].setReachable(true)
      #expect(try await fleet.apis[0].get("jobs").string("view.of") == "fleet")
    }
  }
}
