#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  /// Policies whose state a fleet shares: breakers, dead letters, recovery. The second half runs whole schedulers.
  @Suite(.serialized) struct FleetPolicyTests {
    private func seconds(_ replica: Replica, ago: Int64) async throws -> Instant {
      try await replica.serverNow().advanced(byNanoseconds: -ago * 1_000_000_000)
    }

    @Test func theFleetsBreakerOpensAfterFailuresOnAnyReplicaAndLetsOneProbeThrough() async throws {
      let server = try RedisServer.start()
      let a = try Replica("a", server.url)
      let b = try Replica("b", server.url)
      let breaker = CircuitBreaker(failures: 2, coolDown: .seconds(3))
      _ = try await a.claims.register([
        ClaimRegistration(job: "job", fingerprint: "f", next: .max, breaker: breaker)
      ])
      let start = try await seconds(a, ago: 30)
      func at(_ second: Int64) -> Instant { start.advanced(byNanoseconds: second * 1_000_000_000) }
      try await a.finish(a.win(a.request(.start(at(1)))), .failed)
      try await b.finish(b.win(b.request(.start(at(2)), expecting: at(1))), .timedOut)
      #expect(try await a.decide(a.request(.start(at(3)), expecting: at(2))) == .skipped(.circuitOpen))
      // By hand it may run all the same.
      let byHand = try await a.win(a.request(.start(at(3)), cause: .runNow))
      try await a.finish(byHand, .cancelled(.requested))

      let opened = try await a.serverNow()
      try await expectEventually { try await a.serverNow().nanoseconds(since: opened) > 3_050_000_000 }
      let probe = try await b.win(b.request(.start(at(4)), expecting: at(3)))
      #expect(try await a.decide(a.request(.start(at(5)), expecting: at(4))) == .skipped(.circuitOpen), "one probe")
      try await b.finish(probe, .succeeded)
      _ = try await a.win(a.request(.start(at(6)), expecting: at(5)))
    }

    @Test func aDeadLetterIsKeptWithTheEndOfItsRunAndTakenByOne() async throws {
      let server = try RedisServer.start()
      let a = try Replica("a", server.url)
      let b = try Replica("b", server.url)
      let instant = try await seconds(a, ago: 5)
      let lease = try await a.win(a.request(.start(instant)))
      let letter = DeadLetter(
        id: lease.token, job: "job", instant: lease.firing.instant, attempts: 3, outcome: .failed,
        message: "no | such | host", at: try await a.serverNow(), arguments: ["supplier": 23])
      let record = RunRecord(
        runID: lease.token, job: "job", instant: lease.firing.instant, outcome: .failed, started: letter.at,
        ended: letter.at, attempt: 3, message: letter.message, instance: "a", fencingToken: lease.fencingToken)
      let report = FinishReport(lease: lease, record: record, deadLetter: letter)
      try await a.claims.finish([report])
      try await a.claims.finish([report])
      #expect(try await b.claims.deadLetters(limit: 10) == [letter])
      async let first = a.claims.takeDeadLetter(letter.id)
      async let second = b.claims.takeDeadLetter(letter.id)
      let taken = try await [first, second]
      #expect(taken.compactMap { $0 } == [letter])
      try await b.claims.keepDeadLetter(letter)
      #expect(try await a.claims.deadLetters(limit: 10) == [letter])
    }

    @Test func aThousandDeadLettersAreKept() async throws {
      let server = try RedisServer.start()
      let a = try Replica("a", server.url)
      for number in 0..<1_010 {
        try await a.claims.keepDeadLetter(
          DeadLetter(
            id: RunID(origin: 1, sequence: UInt64(number)), job: "job", instant: .epoch, attempts: 1, outcome: .failed,
            at: .epoch))
      }
      #expect(try await a.claims.deadLetters(limit: 5_000).count == 1_000)
      #expect(try await a.client.command("HLEN", "{test}:dead:letters").integer == 1_000)
    }

    /// A whole scheduler on the server.
    private func withScheduler<Result: Sendable>(
      _ name: String, _ server: RedisServer, _ body: @Sendable (Scheduler) async throws -> Result
    ) async throws -> Result {
      let client = try RedisClient(url: server.url)
      var configuration = SchedulerConfiguration(instance: name)
      configuration.lease = .seconds(3)
      let scheduler = Scheduler(
        claims: .redis(client, namespace: "test"), configuration: configuration)
      return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await scheduler.run() }
        defer { group.cancelAll() }
        return try await body(scheduler)
      }
    }

    private static var rerun: JobOptions {
      var options = JobOptions()
      options.recovery = .rerun
      options.misfireGrace = .unlimited
      return options
    }

    @Test func whatADeadReplicaLeftIsRunAgainByOneThatHasTheJob() async throws {
      let server = try RedisServer.start()
      let dead = try Replica("dead", server.url)
      let instant = try await seconds(dead, ago: 3)
      let lease = try await dead.win(
        dead.request(.start(instant), lease: .seconds(1), reruns: true))
      try await withScheduler("heir", server) { scheduler in
        let runs = Collected<RunContext>()
        try await scheduler.add("job", .cron("0 0 29 2 *"), options: Self.rerun) { run in runs.append(run) }
        try await expectEventually { runs.all.count == 1 }
        let run = try #require(runs.all.first)
        #expect(run.firing == lease.firing && run.attempt == 2)
        #expect((run.fencingToken ?? 0) > lease.fencingToken)
        try await expectEventually { scheduler.localHistory(of: "job").count == 2 }
        #expect(scheduler.localHistory(of: "job").map(\.outcome) == [.succeeded, .crashed])
        let accounting = try #require(scheduler.job("job")?.accounting)
        #expect(accounting.pending == 0 && accounting.succeeded == 0, "the instant is in the other replica's books")
      }
    }

    @Test func aReplicaThatStopsHandsItsRunOverAsTheSameAttempt() async throws {
      let server = try RedisServer.start()
      let runs = Collected<RunContext>()
      let body: @Sendable (RunContext) async throws -> Void = { run in
        runs.append(run)
        // The first one goes on until it is stopped.
        while run.instance == "stops" { try await Task.sleep(for: .milliseconds(5)) }
      }
      try await withScheduler("stops", server) { scheduler in
        try await scheduler.add("job", .every(.seconds(1)), options: Self.rerun, body)
        try await expectEventually { runs.all.count == 1 }
      }
      let firing = try #require(runs.all.first?.firing)
      try await withScheduler("heir", server) { scheduler in
        try await scheduler.add("job", .every(.seconds(1)), options: Self.rerun, body)
        try await expectEventually {
          scheduler.localHistory(of: "job").contains { $0.instant == firing.instant && $0.outcome == .succeeded }
        }
      }
      #expect(runs.all.filter { $0.firing == firing }.map(\.attempt) == [1, 1])
      let reader = try Replica("reader", server.url)
      #expect(try await reader.outcomes().contains(.cancelled(.shutdown)))
    }

    @Test func aReplicaWhoseTaskIsCancelledTellsTheFleetThatItHasLeft() async throws {
      let server = try RedisServer.start()
      let reader = try Replica("reader", server.url)
      @Sendable func members() async throws -> [String] {
        try await reader.claims.heartbeat(MemberReport(instance: "reader", status: "running")).members.map(\.instance)
      }
      try await withScheduler("stops", server) { _ in
        try await expectEventually { try await members() == ["reader", "stops"] }
      }
      #expect(try await members() == ["reader"])
    }

    @Test func aJobThatOnlyRecordsIsNotRunAgain() async throws {
      let server = try RedisServer.start()
      let dead = try Replica("dead", server.url)
      let instant = try await seconds(dead, ago: 3)
      _ = try await dead.win(dead.request(.start(instant), lease: .seconds(1)))
      try await withScheduler("heir", server) { scheduler in
        try await scheduler.add("job", .cron("0 0 29 2 *"), options: Self.rerun) { _ in }
        try await expectEventually { !scheduler.localHistory(of: "job").isEmpty }
        // Two more heartbeats offer nothing.
        for _ in 0..<2 { _ = try await dead.claims.heartbeat(MemberReport(instance: "dead", status: "running")) }
        #expect(scheduler.localHistory(of: "job").map(\.outcome) == [.crashed])
        #expect(try await dead.claims.history(limit: 10).map(\.outcome) == [.crashed])
      }
    }

    @Test func aBodyThatTookItsProcessDownThreeTimesIsADeadLetterAndItsJobIsPaused() async throws {
      let server = try RedisServer.start()
      let dead = try Replica("dead", server.url)
      var request = dead.request(.start(try await seconds(dead, ago: 3)), lease: .seconds(1), reruns: true)
      for crash in 1...3 {
        let lease = try await dead.win(request)
        var crashed: CrashedRun?
        try await expectEventually {
          crashed = try await dead.claims.heartbeat(MemberReport(instance: "dead", status: "running")).crashed.first
          return crashed != nil
        }
        #expect(crashed?.crashes == crash && crashed?.token == lease.token)
        if let crashed, crash < 3 {
          request = dead.request(.takeOver(crashed), lease: .seconds(1), attempt: crash + 1, reruns: true)
        }
      }
      let letter = try #require(try await dead.claims.deadLetters(limit: 10).first)
      #expect(letter.job == "job" && letter.outcome == .crashed && letter.attempts == 3)
      let reply = try await dead.claims.heartbeat(MemberReport(instance: "dead", status: "running"))
      #expect(reply.pauses.jobs["job"]?.contains("3 times") == true)
      #expect(reply.crashed.isEmpty)
    }

    @Test func aJobThatTakesItsProcessDownAtEveryInstantIsPausedAfterSixInARow() async throws {
      let server = try RedisServer.start()
      let dead = try Replica("dead", server.url)
      var (instant, last) = (try await seconds(dead, ago: 10), Instant.min)
      func win() async throws -> Lease {
        defer { (last, instant) = (instant, instant + .milliseconds(10)) }
        return try await dead.win(dead.request(.start(instant), expecting: last, lease: .milliseconds(100)))
      }
      func crash() async throws {
        let lease = try await win()
        try await expectEventually {
          try await dead.claims.heartbeat(MemberReport(instance: "dead", status: "running")).crashed
            .contains { $0.token == lease.token }
        }
      }
      func pauseNote() async throws -> String? {
        try await dead.claims.heartbeat(MemberReport(instance: "dead", status: "running")).pauses.jobs["job"]
      }
      for _ in 0..<5 { try await crash() }
      try await dead.finish(try await win())
      for _ in 0..<5 { try await crash() }
      #expect(try await pauseNote() == nil)
      try await crash()
      #expect(try await pauseNote()?.contains("6 times in a row") == true)
    }

    @Test func aWaitingFiringStartsWhenTheOtherReplicasRunEnds() async throws {
      let server = try RedisServer.start()
      let other = try Replica("other", server.url)
      var options = JobOptions()
      options.overlap = .queueOne
      let policies = options
      let lease = try await other.win(
        other.request(.start(try await seconds(other, ago: 1)), cause: .runNow, lease: .seconds(20)))
      try await withScheduler("waits", server) { scheduler in
        let runs = Collected<RunContext>()
        try await scheduler.add("job", .every(.seconds(1)), options: policies) { run in runs.append(run) }
        // The lock is taken: nothing is decided, and nothing recorded.
        let later = try await other.serverNow().advanced(byNanoseconds: 2_500_000_000)
        try await expectEventually { try await other.serverNow() > later }
        #expect(runs.all.isEmpty && scheduler.localHistory(of: "job").isEmpty)
        try await other.finish(lease)
        try await expectEventually { !runs.all.isEmpty }
      }
    }

    @Test func cancelPreviousReplacesTheRunOfAnotherReplica() async throws {
      let server = try RedisServer.start()
      var options = JobOptions()
      options.overlap = .cancelPrevious
      let (policies, instants) = (options, Collected<RunContext>())
      try await withScheduler("first", server) { first in
        try await withScheduler("second", server) { second in
          for scheduler in [first, second] {
            try await scheduler.add("job", .every(.seconds(2)), options: policies) { run in
              instants.append(run)
              while true { try await Task.sleep(for: .milliseconds(5)) }
            }
          }
          try await expectEventually { instants.all.count >= 3 }
          let outcomes = (first.localHistory(of: "job") + second.localHistory(of: "job")).map(\.outcome)
          #expect(outcomes.contains(.cancelled(.replaced)))
          #expect(Set(instants.all.map(\.firing)).count == instants.all.count)
        }
      }
    }
  }
#endif
