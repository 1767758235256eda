import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct AlertTests {
  struct Broken: Error {}

  @Test("runtime and domain owner are both notified on failure")
  func runtimeAndDomainOwnerAreBothNotifiedOnFailure() async throws {
    let told = Tally<Scheduler.Alert>()
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z", alerts: [.closure { told.add($0) }]) { test in
      var options = JobOptions()
      options.owner = JobOptions.Owner(responsible: "runtime", accountable: "domain")
      let failures = Lock(2)
      try await test.scheduler.add("import", .every(.seconds(60)), options: options) { _ in
        if failures.withLock({ left in
          left -= 1
          return left >= 0
        }) {
          throw Broken()
        }
      }
      await test.advance(by: .seconds(240))
    }
    // The scheduler has stopped, so every alert was delivered.
    #expect(told.all.map(\.kind) == [.raised, .recovered])
    #expect(
      told.all.first?.recipients == [
        .init(name: "runtime", urgency: .page), .init(name: "domain", urgency: .notify),
      ])
    #expect(told.all.last?.count == 2)
  }

  @Test func aSinkThatThrowsOrHangsHarmsNeitherRunsNorOtherSinks() async throws {
    let told = Tally<Scheduler.Alert>()
    let gate = Gate()
    let sinks: [AlertSink] = [
      .closure("broken") { _ in throw Broken() },
      .closure("hangs") { _ in await gate.pass() },
      .closure("works") { if $0.reason == .failed { told.add($0) } },
    ]
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.eventBuffer = 100_000
    try await TestScheduler.run(
      at: "2026-01-01T00:00:00Z", alerts: sinks, configuration: configuration
    ) { test in
      let events = test.scheduler.events()
      for batch in 0..<6 {
        for number in 0..<50 {
          try await test.scheduler.add(JobID("job-\(batch)-\(number)"), .every(.seconds(60))) { _ in throw Broken() }
        }
        await test.advance(by: .seconds(60))
        while told.count < (batch + 1) * 50 { await Task.yield() }
      }
      #expect(test.scheduler.localHistory(limit: .max).count == 1_050)
      var undelivered: Set<String> = []
      for await event in events {
        if case .alertNotDelivered(_, let sink, _) = event { undelivered.insert(sink) }
        if undelivered == ["broken", "hangs"] { break }
      }
      gate.open()
    }
    #expect(told.count == 300)
  }

  @Test func aJobWithoutSuccessIsOverdueUntilItSucceeds() async throws {
    let told = Tally<Scheduler.Alert>()
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z", alerts: [.closure { told.add($0) }]) { test in
      var options = JobOptions()
      options.alerts = AlertRules(onFailure: false)
      let fails = Lock(true)
      try await test.scheduler.add("import", .every(.seconds(600)), options: options) { _ in
        if fails.withLock({ $0 }) { throw Broken() }
      }
      try await test.scheduler.add("other", .every(.seconds(600)), options: options) { _ in }
      // Two periods, a minute of grace, half a minute.
      await test.advance(by: .seconds(1_289))
      #expect(test.scheduler.job("import")?.isOverdue == false)
      await test.advance(by: .seconds(2))
      #expect(test.scheduler.job("import")?.isOverdue == true && test.scheduler.job("other")?.isOverdue == false)
      #expect(test.scheduler.status.health == .unhealthy)
      #expect(test.scheduler.status.reasons.first?.hasPrefix("job import is overdue: no run has succeeded") == true)
      fails.withLock { $0 = false }
      await test.advance(by: .seconds(600))
      #expect(test.scheduler.job("import")?.isOverdue == false)
      #expect(test.scheduler.job("import")?.lastSuccess == Instant("2026-01-01T00:30:00Z"))
    }
    #expect(told.all.map(\.key) == ["overdue:import", "overdue:import"])
    #expect(told.all.map(\.kind) == [.raised, .recovered])
  }

  @Test func nothingIsExpectedOfAPausedJob() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      var options = JobOptions()
      options.alerts.overdueAfter = .seconds(300)
      try await test.scheduler.add("import", .every(.seconds(60)), options: options) { _ in }
      await test.advance(by: .seconds(60))
      try await test.scheduler.pause("import")
      await test.advance(by: .seconds(3_600))
      #expect(test.scheduler.job("import")?.isOverdue == false)
      try await test.scheduler.resume("import")
      await test.advance(by: .seconds(1))
      #expect(test.scheduler.job("import")?.isOverdue == false, "the time begins anew")
    }
  }

  @Test func aReplicaThatLosesEveryRaceIsNotOverdue() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      try await fleet.add("import", .every(.seconds(60))) { _ in }
      fleet.replicas[1].connection.setReachable(false)
      await fleet.advance(by: .seconds(240))
      fleet.replicas[1].connection.setReachable(true)
      await fleet.advance(by: .seconds(120))
      for replica in fleet.replicas {
        #expect(replica.scheduler.job("import")?.isOverdue == false)
        #expect(replica.scheduler.job("import")?.lastSuccess != nil)
      }
    }
  }

  @Test func aFailureHereIsOverWhenAnotherReplicaSucceeds() async throws {
    try await TestFleet.run(replicas: 2, at: "2026-01-01T00:00:00Z") { fleet in
      let recovered = Tally<String>()
      fleet.replicas[0].scheduler.onEvent { event in
        if case .recoveredElsewhere(let record) = event { recovered.add(record.instance) }
      }
      try await fleet.add("import", .every(.seconds(60))) { run in
        if run.instance == "replica-0" { throw Broken() }
      }
      fleet.replicas[1].connection.setReachable(false)
      await fleet.advance(by: .seconds(60))
      fleet.replicas[1].connection.setReachable(true)
      fleet.replicas[0].connection.setReachable(false)
      await fleet.advance(by: .seconds(60))
      fleet.replicas[0].connection.setReachable(true)
      await fleet.advance(by: .seconds(30))
      while recovered.count == 0 { await Task.yield() }
      #expect(recovered.all == ["replica-1"])
    }
  }

  @Test func aListenerThatThrowsGoesOnAndIsTold() async throws {
    let heard = Tally<JobID>()
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let subscription = test.scheduler.onEvent { event in
        guard case .ended(let record) = event else { return }
        heard.add(record.job)
        throw Broken()
      }
      try await test.scheduler.add("a", .every(.seconds(60))) { _ in }
      await test.advance(by: .seconds(180))
      while heard.count < 3 { await Task.yield() }
      #expect(test.scheduler.localHistory(of: "a").count == 3)
      subscription.cancel()
    }
    #expect(heard.all == ["a", "a", "a"])
  }
}
