import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct SharedClaimsTests {
  @Test func threeReplicasStartEachFiringOnce() async throws {
    try await TestFleet.run(replicas: 3, at: "2026-01-01T00:00:00Z") { fleet in
      let starts = Tally<Firing>()
      for id in ["a", "b", "c"] as [JobID] {
        try await fleet.add(id, .every(.seconds(1))) { run in starts.add(run.firing) }
      }
      await fleet.advance(by: .seconds(60))
      #expect(starts.count == 180)
      #expect(Set(starts.all).count == 180)
      for replica in fleet.replicas {
        for job in replica.scheduler.jobs { #expect(job.accounting.decided == 60) }
      }
    }
  }

  @Test func fencingTokensIncreaseInClaimOrder() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      let tokens = Tally<Int64>()
      try await fleet.add("a", .every(.seconds(1))) { run in tokens.add(run.fencingToken ?? 0) }
      await fleet.advance(by: .seconds(30))
      #expect(tokens.all == tokens.all.sorted() && Set(tokens.all).count == 30)
    }
  }

  @Test func aLostAnswerIsAskedAgainAndStartsNothingTwice() async throws {
    try await TestFleet.run(replicas: 3, at: "2026-01-01T00:00:00Z") { fleet in
      let starts = Tally<Firing>()
      try await fleet.add("a", .every(.seconds(1))) { run in starts.add(run.firing) }
      let random = Lock(SeededRandom(seed: 3))
      fleet.shared.loseAnswers { random.withLock { Int.random(in: 0..<10, using: &$0) == 0 } }
      await fleet.advance(by: .seconds(120))
      fleet.shared.loseAnswers(nil)
      await fleet.advance(by: .seconds(5))
      #expect(Set(starts.all).count == starts.count)
      #expect(starts.count == 125)
    }
  }

  @Test func aReplicaThatCannotReachTheClaimsStartsNothingAndSaysSo() async throws {
    try await TestFleet.run(replicas: 1, at: "2026-01-01T00:00:00Z") { fleet in
      var options = JobOptions()
      options.misfireGrace = .seconds(5)
      let starts = Tally<Firing>()
      try await fleet.add("a", .every(.seconds(10)), options: options) { run in starts.add(run.firing) }
      await fleet.advance(by: .seconds(10))
      #expect(starts.count == 1)
      let replica = fleet.replicas[0]
      replica.connection.setReachable(false)
      await fleet.advance(by: .seconds(36))
      #expect(starts.count == 1)
      #expect(replica.scheduler.status.health == .degraded)
      #expect(replica.scheduler.status.reasons.contains { $0.contains("cut by the test") })
      replica.connection.setReachable(true)
      await fleet.advance(by: .seconds(7))
      let job = try #require(replica.scheduler.job("a"))
      #expect(job.accounting.missed + job.accounting.succeeded == 5)
      #expect(
        replica.scheduler.localHistory(of: "a").contains { $0.outcome == .missed(.claimsUnreachable) })
      #expect(replica.scheduler.status.health == .ok)
    }
  }

  @Test func anOutageShorterThanTheGraceDelaysAndLosesNothing() async throws {
    try await TestFleet.run(replicas: 1, at: "2026-01-01T00:00:00Z") { fleet in
      let starts = Tally<Firing>()
      try await fleet.add("a", .every(.seconds(60))) { run in starts.add(run.firing) }
      await fleet.advance(by: .seconds(55))
      fleet.replicas[0].connection.setReachable(false)
      await fleet.advance(by: .seconds(20))
      #expect(starts.count == 0)
      fleet.replicas[0].connection.setReachable(true)
      await fleet.advance(by: .seconds(2))
      #expect(starts.all == [Firing(job: "a", instant: Instant("2026-01-01T00:01:00Z"))])
    }
  }

  @Test func aRunThatCannotRenewItsLeaseIsCancelledBeforeTheLeaseEnds() async throws {
    try await TestFleet.run(replicas: 1, at: "2026-01-01T00:00:00Z") { fleet in
      let gate = Gate()
      let refused = Tally<Bool>()
      try await fleet.add("a", .every(.seconds(60))) { run in
        await gate.pass()
        do { try run.checkLease() } catch { refused.add(true) }
        try Task.checkCancellation()
      }
      await fleet.advance(by: .seconds(60), running: 1)
      await gate.arrival()
      fleet.replicas[0].connection.setReachable(false)
      await fleet.advance(by: .milliseconds(26_900), running: 1)
      #expect(fleet.replicas[0].scheduler.job("a")?.running == 1)
      await fleet.advance(by: .milliseconds(100), running: 1)
      await fleet.settle()
      #expect(fleet.replicas[0].scheduler.localHistory(of: "a").first?.outcome == .cancelled(.leaseLost))
      #expect(refused.count == 1)
      fleet.replicas[0].connection.setReachable(true)
    }
  }

  /// A replica that had nothing to do is not one that was frozen: it may not take the time to ask whether it still is
  /// the owner, for with a short lease its lock would be another's by then.
  @Test(.timeLimit(.minutes(1)))
  func aReplicaThatWakesAtTheEndOfAShortLeaseStopsTheRunAtOnce() async throws {
    try await TestFleet.run(replicas: 1, at: "2026-01-01T00:00:00Z", lease: .seconds(1)) { fleet in
      let gate = Gate()
      try await fleet.add("a", .every(.seconds(60))) { _ in
        await gate.pass()
        try Task.checkCancellation()
      }
      await fleet.advance(by: .seconds(60), running: 1)
      await gate.arrival()
      fleet.replicas[0].connection.setReachable(false)
      fleet.clock.advance(by: .milliseconds(905))
      await fleet.settle()
      #expect(fleet.replicas[0].scheduler.localHistory(of: "a").first?.outcome == .cancelled(.leaseLost))
      fleet.replicas[0].connection.setReachable(true)
    }
  }

  @Test func aRunIsKeptAliveByItsRenewals() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      let gate = Gate()
      try await fleet.add("a", .every(.seconds(60))) { _ in await gate.pass() }
      await fleet.advance(by: .seconds(60), running: 1)
      await gate.arrival()
      await fleet.advance(by: .seconds(595), running: 1)
      gate.open()
      await fleet.settle()
      let rows = fleet.shared.history.filter { $0.job == "a" }
      #expect(rows.map(\.outcome) == Array(repeating: .skipped(.overlap), count: 9) + [.succeeded])
    }
  }

  @Test func aCrashedReplicasRunIsRecordedByAnother() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      let gate = Gate()
      try await fleet.add("a", .every(.seconds(60))) { run in
        // The replica that wins the first firing never comes back from it, and reaches nobody any more.
        if run.firing.instant == Instant("2026-01-01T00:01:00Z") { await gate.pass() }
      }
      await fleet.advance(by: .seconds(60), running: 1)
      await gate.arrival()
      let dead = try #require(fleet.replicas.first { $0.scheduler.job("a")?.running == 1 })
      let alive = try #require(fleet.replicas.first { $0.scheduler.job("a")?.running == 0 })
      dead.connection.setReachable(false)
      await fleet.advance(by: .seconds(45), running: 1)
      let row = try #require(alive.scheduler.localHistory(of: "a").first)
      #expect(row.outcome == .crashed && row.instance == dead.scheduler.status.instance)
      await fleet.advance(by: .seconds(120), running: 1)
      #expect(alive.scheduler.job("a")?.accounting.succeeded == 2)
      gate.open()
    }
  }

  @Test func aPauseHoldsForTheWholeFleet() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      try await fleet.add("a", .every(.seconds(10))) { _ in }
      try await fleet.replicas[0].scheduler.pause("a", note: "stop")
      await fleet.advance(by: .seconds(60))
      #expect(fleet.shared.history.allSatisfy { $0.outcome == .skipped(.paused) })
      #expect(fleet.replicas.allSatisfy { $0.scheduler.job("a")?.pauseNote == "stop" })
      try await fleet.replicas[1].scheduler.resume("a")
      await fleet.advance(by: .seconds(10))
      #expect(fleet.shared.history.last?.outcome == .succeeded)
    }
  }

  @Test func runNowTakesTheFleetsLock() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      let gate = Gate()
      try await fleet.add("a", .every(.seconds(3_600))) { _ in await gate.pass() }
      try await fleet.replicas[0].scheduler.runNow("a")
      await gate.arrival()
      await #expect(throws: SchedulerError.self) { try await fleet.replicas[1].scheduler.runNow("a") }
      gate.open()
      await fleet.settle()
      try await fleet.replicas[1].scheduler.runNow("a")
      await fleet.settle()
      #expect(fleet.shared.history.filter { $0.outcome == .succeeded && $0.cause == .runNow }.count == 2)
    }
  }

  @Test func aBacklogIsOneRowAndOneRunForTheFleet() async throws {
    try await TestFleet.run(replicas: 3, at: "2026-01-01T00:00:00Z") { fleet in
      let starts = Tally<Firing>()
      try await fleet.add("a", .every(.seconds(10))) { run in starts.add(run.firing) }
      fleet.clock.advance(by: .seconds(100))
      await fleet.settle()
      await fleet.advance(by: .seconds(1))
      #expect(starts.all == [Firing(job: "a", instant: Instant("2026-01-01T00:01:40Z"))])
      #expect(fleet.shared.history.map(\.outcome) == [.missed(.coalesced), .succeeded])
      for replica in fleet.replicas { #expect(replica.scheduler.job("a")?.accounting.decided == 10) }
    }
  }

  @Test func coalesceAllRunsOneAfterTheOtherInTheFleet() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      var options = JobOptions()
      options.coalesce = .all(limit: 3)
      let starts = Tally<Instant>()
      try await fleet.add("a", .every(.seconds(10)), options: options) { run in starts.add(run.firing.instant) }
      fleet.clock.advance(by: .seconds(55))
      await fleet.settle()
      await fleet.advance(by: .seconds(4))
      #expect(starts.all == [30, 40, 50].map { Instant("2026-01-01T00:00:00Z") + .seconds($0) })
    }
  }

  @Test func aShutdownLeavesWhatIsDueToTheOthers() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      let starts = Tally<Firing>()
      try await fleet.add("a", .every(.seconds(10))) { run in starts.add(run.firing) }
      await fleet.advance(by: .seconds(20))
      fleet.replicas[0].scheduler.beginShutdown()
      await fleet.advance(by: .seconds(40))
      #expect(starts.count == 6)
      #expect(fleet.openRuns == 0)
    }
  }
}

extension TestFleet {
  var openRuns: Int { shared.openRuns }
}
