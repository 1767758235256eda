import CivilTime
import Scheduling
import SchedulingTesting
import Testing

/// What a fleet in one process does by the rules of a real one, with nothing but the public API of the test kit.
@Suite struct TestFleetRulesTests {
  struct Broken: Error {}

  @Test func theFiringOfAReplicaThatDisappearsIsRunAgainByAnother() async throws {
    try await TestFleet.run(replicas: 3, at: "2027-01-01T00:00:00Z") { fleet in
      let options = JobOptions(recovery: .rerun)
      try await fleet.add("import", .cron("0 3 * * *"), options: options) { _ in
        try await fleet.clock.sleep(for: .minutes(10))
      }
      await fleet.advance(by: .minutes(185))
      let dead = try #require(fleet.replica(running: "import"))
      fleet.kill(dead)
      await fleet.advance(by: .minutes(30))
      #expect(fleet.outcomes(of: "import") == [.crashed, .succeeded])
      #expect(fleet.rows(of: "import").map(\.attempt) == [1, 2])
      #expect(fleet.rows(of: "import").last?.instance != "replica-\(dead)")
    }
  }

  @Test func aJobThatOnlyRecordsIsNotRunAgain() async throws {
    try await TestFleet.run(replicas: 2, at: "2027-01-01T00:00:00Z") { fleet in
      let options = JobOptions(recovery: .record)
      try await fleet.add("import", .cron("0 3 * * *"), options: options) { _ in
        try await fleet.clock.sleep(for: .minutes(10))
      }
      await fleet.advance(by: .minutes(185))
      fleet.kill(try #require(fleet.replica(running: "import")))
      await fleet.advance(by: .minutes(30))
      #expect(fleet.outcomes(of: "import") == [.crashed])
    }
  }

  @Test func aBodyThatTakesThreeReplicasDownIsADeadLetterAndItsJobIsPaused() async throws {
    try await TestFleet.run(replicas: 4, at: "2027-01-01T00:00:00Z") { fleet in
      let options = JobOptions(recovery: .rerun)
      try await fleet.add("poison", .cron("0 3 * * *"), options: options) { _ in
        try await fleet.clock.sleep(for: .hours(10))
      }
      await fleet.advance(by: .minutes(181))
      for _ in 0..<3 {
        fleet.kill(try #require(fleet.replica(running: "poison")))
        await fleet.advance(by: .minutes(2))
      }
      #expect(fleet.outcomes(of: "poison") == [.crashed, .crashed, .crashed])
      let last = try #require(fleet.replicas.last { $0.scheduler.isRunning })
      let letters = try await last.scheduler.deadLetters(of: "poison")
      #expect(letters.map(\.outcome) == [.crashed])
      #expect(last.scheduler.job("poison")?.isPaused == true)
    }
  }

  @Test func failuresOnAllReplicasTogetherOpenOneBreaker() async throws {
    try await TestFleet.run(replicas: 3, at: "2027-01-01T00:00:00Z") { fleet in
      let options = JobOptions(breaker: CircuitBreaker(failures: 3, coolDown: .minutes(10)))
      let works = Lock(false)
      try await fleet.add("sync", .every(.minutes(1)), options: options) { _ in
        if !works.withLock({ $0 }) { throw Broken() }
      }
      await fleet.advance(by: .minutes(5))
      works.withLock { $0 = true }
      await fleet.advance(by: .minutes(11))
      let outcomes = fleet.outcomes(of: "sync")
      #expect(outcomes.prefix(3) == [.failed, .failed, .failed])
      #expect(outcomes.dropFirst(3).prefix(9).allSatisfy { $0 == .skipped(.circuitOpen) })
      #expect(outcomes.suffix(2) == [.succeeded, .succeeded])
    }
  }

  @Test func whatFailsForGoodIsADeadLetterThatAnyReplicaPutsBack() async throws {
    try await TestFleet.run(replicas: 2, at: "2027-01-01T00:00:00Z") { fleet in
      let works = Lock(false)
      try await fleet.add("mail", .cron("0 1 * * *"), options: JobOptions(retry: Retry(attempts: 3))) { _ in
        if !works.withLock({ $0 }) { throw Permanent(Broken()) }
      }
      await fleet.advance(by: .hours(2))
      works.withLock { $0 = true }
      for replica in fleet.replicas {
        #expect(try await replica.scheduler.deadLetters(of: "mail").count == 1)
      }
      let letter = try #require(try await fleet.replicas[1].scheduler.deadLetters(of: "mail").first)
      try await fleet.replicas[1].scheduler.requeue(letter.id)
      await fleet.advance(by: .minutes(1))
      #expect(fleet.outcomes(of: "mail") == [.failed, .succeeded])
      #expect(try await fleet.replicas[0].scheduler.deadLetters(of: "mail").isEmpty)
    }
  }

  @Test func afterALossOfDataNothingStartsTwiceAndNothingIsForgotten() async throws {
    try await TestFleet.run(replicas: 3, at: "2027-01-01T00:00:00Z") { fleet in
      try await fleet.add("tick", .every(.seconds(10))) { _ in }
      await fleet.advance(by: .minutes(5))
      fleet.loseData()
      await fleet.advance(by: .minutes(5))
      let rows = fleet.rows(of: "tick")
      #expect(Set(rows.map(\.instant)).count == rows.count)
      #expect(rows.reduce(0) { $0 + $1.count } == 60)
      #expect(rows.allSatisfy { $0.outcome == .succeeded })
    }
  }

  @Test func aFrozenReplicaLosesItsRunToAnother() async throws {
    try await TestFleet.run(replicas: 2, at: "2027-01-01T00:00:00Z") { fleet in
      let options = JobOptions(recovery: .rerun)
      try await fleet.add("import", .cron("0 3 * * *"), options: options) { _ in
        try await fleet.clock.sleep(for: .minutes(10))
      }
      await fleet.advance(by: .minutes(181))
      let frozen = try #require(fleet.replica(running: "import"))
      fleet.freeze(frozen)
      await fleet.advance(by: .minutes(2))
      #expect(fleet.replica(running: "import") == 1 - frozen || fleet.outcomes(of: "import") == [.crashed])
      fleet.thaw(frozen)
      await fleet.advance(by: .minutes(20))
      #expect(fleet.outcomes(of: "import").contains(.succeeded))
      #expect(fleet.outcomes(of: "import").contains(.cancelled(.leaseLost)))
    }
  }

  @Test func aRunIsHandedOverWhenItsReplicaStops() async throws {
    try await TestFleet.run(replicas: 2, at: "2027-01-01T00:00:00Z") { fleet in
      let options = JobOptions(recovery: .rerun)
      try await fleet.add("import", .cron("0 3 * * *"), options: options) { _ in
        try await fleet.clock.sleep(for: .minutes(10))
      }
      await fleet.advance(by: .minutes(181))
      let stops = try #require(fleet.replica(running: "import"))
      let shutdown = Task { await fleet.replicas[stops].scheduler.shutdown() }
      while fleet.replicas[stops].scheduler.isRunning { await Task.yield() }
      await fleet.advance(by: .minutes(20))
      await shutdown.value
      let rows = fleet.rows(of: "import")
      #expect(rows.map(\.outcome) == [.cancelled(.shutdown), .succeeded])
      #expect(rows.map(\.attempt) == [1, 1])
    }
  }

  private struct Import: JobHandler {
    static let name = "imports.run"
    struct Arguments: Codable, Sendable { var supplier: Int }
    func run(_ arguments: Arguments, _ run: RunContext) async throws {}
  }

  @Test func aStoredJobRunsOnceOnWhicheverReplicaAndSurvivesALossOfData() async throws {
    try await TestFleet.run(replicas: 3, at: "2027-01-01T00:00:00Z", handlers: [Import()], durable: true) { fleet in
      let first = fleet.replicas[0].scheduler
      try await first.add("import-23", .every(.minutes(1)), handler: Import.self, arguments: .init(supplier: 23))
      await fleet.advance(by: .minutes(5))
      #expect(fleet.outcomes(of: "import-23") == Array(repeating: .succeeded, count: 5))
      fleet.loseData()
      await fleet.advance(by: .minutes(5))
      let rows = fleet.rows(of: "import-23")
      #expect(Set(rows.map(\.instant)).count == rows.count)
      #expect(rows.reduce(0) { $0 + $1.count } == 10)
      try await fleet.replicas[2].scheduler.remove("import-23")
      await fleet.advance(by: .minutes(5))
      #expect(fleet.rows(of: "import-23").count == rows.count)
    }
  }
}
