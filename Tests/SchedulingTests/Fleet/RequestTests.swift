import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite("What a fleet is asked to do") struct RequestTests {
  private func never() -> some Trigger { DateTrigger(Instant("2030-01-01T00:00:00Z")) }

  private func answer(_ id: FleetRequest.ID, _ fleet: TestFleet) async throws -> FleetAnswer {
    try await fleet.replicas[0].scheduler.answer(to: id)
  }

  @Test("a run is started once, by one of the replicas that have the job, and whoever asked learns which")
  func runNow() async throws {
    try await TestFleet.run(replicas: 3, at: "2026-01-01T00:00:00Z") { fleet in
      let starts = Tally<RunContext>()
      for replica in fleet.replicas.dropFirst() {
        try await replica.scheduler.add("a", never()) { run in starts.add(run) }
      }
      await fleet.settle()
      // Replica 0 does not even have the job.
      let id = try await fleet.replicas[0].scheduler.submit(
        .runNow("a", arguments: ["dry": true], requestedBy: "test"))
      await fleet.advance(by: .seconds(1))
      #expect(starts.count == 1)
      #expect(starts.all.first?.arguments == ["dry": true])
      #expect(starts.all.first?.firing.cause == .runNow)
      guard case .started(let run, let instance) = try await answer(id, fleet) else {
        Issue.record("not started: \(try await answer(id, fleet))")
        return
      }
      #expect(run == starts.all.first?.id)
      #expect(["replica-1", "replica-2"].contains(instance))
      await fleet.advance(by: .seconds(120))
      #expect(starts.count == 1)
    }
  }

  @Test("a request submitted twice under one id is served once, also after it was served")
  func idempotent() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      let starts = Tally<Firing>()
      try await fleet.add("a", never()) { run in starts.add(run.firing) }
      let request = FleetRequest.runNow("a", requestedBy: "test")
      for _ in 0..<2 {
        for replica in fleet.replicas { try await replica.scheduler.submit(request) }
        await fleet.advance(by: .seconds(1))
      }
      #expect(starts.count == 1)
    }
  }

  @Test("a backfill runs each instant of the job in its range, oldest first, one after the other")
  func backfill() async throws {
    try await TestFleet.run(replicas: 3, at: "2026-01-01T00:00:00Z") { fleet in
      let starts = Tally<Firing>()
      try await fleet.add("a", .every(.seconds(600))) { run in
        if run.firing.cause == .backfill { starts.add(run.firing) }
      }
      await fleet.advance(by: .seconds(3600))
      let id = try await fleet.replicas[1].scheduler.submit(
        .backfill(
          "a", from: Instant("2026-01-01T00:10:00Z"), through: Instant("2026-01-01T00:40:00Z"), requestedBy: "test"))
      await fleet.advance(by: .seconds(30))
      #expect(
        starts.all.map(\.instant) == (1...4).map { Instant("2026-01-01T00:00:00Z") + .seconds(600 * $0) })
      guard case .started = try await answer(id, fleet) else {
        Issue.record("\(try await answer(id, fleet))")
        return
      }
      // The schedule's own books do not know of it.
      for replica in fleet.replicas { #expect(replica.scheduler.job("a")?.accounting.decided == 6) }
    }
  }

  @Test("a backfill of a range without an instant ends and says so")
  func emptyBackfill() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      try await fleet.add("a", never()) { _ in }
      let id = try await fleet.replicas[0].scheduler.submit(
        .backfill(
          "a", from: Instant("2025-01-01T00:00:00Z"), through: Instant("2025-02-01T00:00:00Z"), requestedBy: "t"))
      await fleet.advance(by: .seconds(1))
      #expect(try await answer(id, fleet) == .nothingToDo)
    }
  }

  @Test("a request for a job that nobody has ends as missed(noHandler), with a row")
  func noHandler() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      let id = try await fleet.replicas[0].scheduler.submit(.runNow("gone", requestedBy: "ada"))
      await fleet.advance(by: .seconds(50))
      guard case .waiting = try await answer(id, fleet) else {
        Issue.record("ended too early")
        return
      }
      await fleet.advance(by: .seconds(20))
      #expect(try await answer(id, fleet) == .ended(.missed(.noHandler)))
      let rows = fleet.shared.history.filter { $0.job == "gone" }
      #expect(rows.map(\.outcome) == [.missed(.noHandler)])
      #expect(rows.first?.message?.contains("ada") == true)
    }
  }

  @Test(
    "while the job is busy a run-now is skipped, a backfill waits, and one that waited in vain was not without handler")
  func busy() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      let gate = Gate()
      let starts = Tally<Firing>()
      try await fleet.add("a", .every(.seconds(600))) { run in
        starts.add(run.firing)
        if run.firing.cause == .scheduled { await gate.pass() }
      }
      await fleet.advance(by: .seconds(600), running: 1)
      await gate.arrival()
      let scheduler = fleet.replicas[0].scheduler
      let now = try await scheduler.submit(.runNow("a", requestedBy: "t"))
      let range = (Instant("2025-12-31T23:50:00Z"), Instant("2025-12-31T23:50:00Z"))
      let patient = try await scheduler.submit(
        .backfill("a", from: range.0, through: range.1, requestedBy: "t"))
      let hasty = try await scheduler.submit(
        .backfill("a", from: range.0, through: range.1, requestedBy: "t", patience: .seconds(10)))
      await fleet.advance(by: .seconds(30), running: 1)
      #expect(try await answer(now, fleet) == .ended(.skipped(.overlap)))
      #expect(try await answer(hasty, fleet) == .ended(.missed(.grace)))
      guard case .waiting = try await answer(patient, fleet) else {
        Issue.record("\(try await answer(patient, fleet))")
        return
      }
      gate.open()
      await fleet.advance(by: .seconds(5))
      #expect(starts.all.map(\.cause) == [.scheduled, .backfill])
    }
  }

  @Test("while everything is paused a run-now is skipped and a backfill waits for its end")
  func paused() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      let starts = Tally<Firing>()
      try await fleet.add("a", .every(.seconds(600))) { run in starts.add(run.firing) }
      let scheduler = fleet.replicas[0].scheduler
      try await scheduler.pauseAll(note: "deploy")
      let now = try await scheduler.submit(.runNow("a", requestedBy: "t"))
      let past = Instant("2025-12-31T23:50:00Z")
      _ = try await scheduler.submit(.backfill("a", from: past, through: past, requestedBy: "t"))
      await fleet.advance(by: .seconds(30))
      #expect(try await answer(now, fleet) == .ended(.skipped(.paused)))
      #expect(starts.count == 0)
      try await scheduler.resumeAll()
      await fleet.advance(by: .seconds(5))
      #expect(starts.all.map(\.instant) == [past])
    }
  }

  @Test("a request that is withdrawn is not served")
  func withdrawn() async throws {
    try await TestFleet.run(replicas: 1, at: "2026-01-01T00:00:00Z") { fleet in
      let id = try await fleet.replicas[0].scheduler.submit(.runNow("later", requestedBy: "t"))
      await fleet.advance(by: .seconds(1))
      #expect(try await fleet.replicas[0].connection.withdraw(id))
      #expect(try await fleet.replicas[0].connection.withdraw(id) == false)
      let starts = Tally<Firing>()
      try await fleet.add("later", never()) { run in starts.add(run.firing) }
      await fleet.advance(by: .seconds(30))
      #expect(starts.count == 0)
      #expect(try await answer(id, fleet) == .ended(.cancelled(.requested)))
    }
  }

  @Test("lost answers start nothing twice and lose no request")
  func lostAnswers() async throws {
    try await TestFleet.run(replicas: 3, at: "2026-01-01T00:00:00Z") { fleet in
      let starts = Tally<RunID>()
      var options = JobOptions()
      options.overlap = .allow
      try await fleet.add("a", never(), options: options) { run in starts.add(run.id) }
      let random = Lock(SeededRandom(seed: 5))
      fleet.shared.loseAnswers { random.withLock { Int.random(in: 0..<4, using: &$0) == 0 } }
      for _ in 0..<40 {
        let request = FleetRequest.runNow("a", requestedBy: "t")
        while (try? await fleet.replicas[0].scheduler.submit(request)) == nil {}
        await fleet.advance(by: .milliseconds(700))
      }
      fleet.shared.loseAnswers(nil)
      await fleet.advance(by: .seconds(60))
      #expect(Set(starts.all).count == starts.count)
      // Each was started, or its question was given up with a row that says so.
      let rows = fleet.shared.history.filter { $0.cause == .runNow }
      #expect(rows.count == 40)
      #expect(rows.filter { $0.outcome == .succeeded }.count == starts.count)
    }
  }

  @Test("a run of another replica is told to stop at once, and an unknown one is not found")
  func cancel() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      let gate = Gate()
      let runs = Tally<RunID>()
      try await fleet.replicas[1].scheduler.add("a", never()) { run in
        runs.add(run.id)
        await gate.pass()
      }
      await fleet.settle()
      try await fleet.replicas[1].scheduler.runNow("a")
      await gate.arrival()
      let run = try #require(runs.all.first)
      #expect(try await fleet.replicas[0].scheduler.cancel(run))
      await fleet.settle()
      #expect(fleet.shared.history.map(\.outcome) == [.cancelled(.requested)])
      #expect(try await fleet.replicas[0].scheduler.cancel(run) == false)
    }
  }
}
