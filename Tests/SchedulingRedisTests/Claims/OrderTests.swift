#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("A run again is the same run")
  struct OrderTests {
    let server: RedisServer
    let dead: Replica
    static let arguments: JobArguments = ["supplier": 23, "odd|%{}": ["a|b", "%7C"]]

    init() async throws {
      server = try RedisServer.start()
      dead = try Replica("dead", server.url)
    }

    /// What a body was given.
    struct Seen: Sendable, Equatable {
      var cause: FiringCause
      var attempt: Int
      var arguments: JobArguments?
      var instance: String
    }

    private func options(_ recovery: Recovery?) -> JobOptions {
      var options = JobOptions()
      options.recovery = recovery
      options.arguments = ["supplier": 1]
      return options
    }

    /// A scheduler with the job `sync`, whose body goes on for as long as `hangs` says.
    private func withScheduler<Result: Sendable>(
      _ name: String, _ seen: Collected<Seen>, recovery: Recovery? = .rerun, hangs: Bool = false,
      _ body: @Sendable (Scheduler) async throws -> Result
    ) async throws -> Result {
      let client = try RedisClient(url: server.url)
      defer { client.close() }
      var configuration = SchedulerConfiguration(instance: name)
      configuration.lease = .seconds(2)
      configuration.drainTimeout = .milliseconds(10)
      let scheduler = Scheduler(claims: .redis(client, namespace: "test"), configuration: configuration)
      try await scheduler.add("sync", .cron("0 0 29 2 *"), options: options(recovery)) { run in
        seen.append(
          Seen(cause: run.firing.cause, attempt: run.attempt, arguments: run.arguments, instance: run.instance))
        while hangs { try await Task.sleep(for: .milliseconds(5)) }
      }
      return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await scheduler.run() }
        while !scheduler.status.isRunning { await Task.yield() }
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body(scheduler)) } catch { outcome = .failure(error) }
        group.cancelAll()
        try await group.waitForAll()
        return try outcome.get()
      }
    }

    private func byHand(_ order: FiringOrder?, cause: FiringCause = .runNow, reruns: Bool = true) async throws
      -> ClaimRequest
    {
      let now = try await dead.serverNow()
      var request = dead.request(
        .start(now), job: "sync", cause: cause, lease: .seconds(1), reruns: reruns, isLast: true)
      request.order = order
      return request
    }

    @Test("after a crash a run-now has its own arguments and its own cause")
    func crashedRunNow() async throws {
      _ = try await dead.win(byHand(FiringOrder(arguments: Self.arguments, overlap: .allow, requestedBy: "ada|%")))
      let seen = Collected<Seen>()
      try await withScheduler("heir", seen) { _ in try await expectEventually { seen.all.count == 1 } }
      #expect(seen.all == [Seen(cause: .runNow, attempt: 2, arguments: Self.arguments, instance: "heir")])
    }

    @Test("and so it has after a second crash, and after a loss of data in between")
    func crashedTwice() async throws {
      _ = try await dead.win(byHand(FiringOrder(arguments: Self.arguments)))
      let second = try Replica("second", server.url)
      try await expectEventually {
        try await second.claims.heartbeat(MemberReport(instance: "second", status: "running")).crashed.count == 1
      }
      let token = try #require(
        try await second.client.command("ZRANGE", "{test}:crashed", "0", "-1").array?.first?.string)
      let text = try await second.client.command("HGET", "{test}:runs", token).string ?? ""
      let crash = try #require(RunCoding.crashed(token: token, run: text))
      var again = second.request(
        .takeOver(crash), job: "sync", cause: .runNow, lease: .seconds(1), attempt: 2, reruns: true)
      again.order = crash.order
      _ = try await second.win(again)
      try await second.client.command("FLUSHALL")
      _ = try await second.claims.heartbeat(MemberReport(instance: "second", status: "running"))
      let seen = Collected<Seen>()
      try await withScheduler("heir", seen) { _ in try await expectEventually { seen.all.count == 1 } }
      #expect(seen.all == [Seen(cause: .runNow, attempt: 3, arguments: Self.arguments, instance: "heir")])
    }

    @Test("a replica that stops hands a run-now over with its arguments, as the same attempt")
    func handedOver() async throws {
      let seen = Collected<Seen>()
      try await withScheduler("stops", seen, hangs: true) { scheduler in
        try await scheduler.runNow("sync", arguments: Self.arguments)
        try await expectEventually { seen.all.count == 1 }
      }
      try await withScheduler("heir", seen) { _ in try await expectEventually { seen.all.count == 2 } }
      #expect(seen.all.map(\.arguments) == [Self.arguments, Self.arguments])
      #expect(seen.all.map(\.attempt) == [1, 1] && seen.all.map(\.cause) == [.runNow, .runNow])
    }

    @Test(
      "a submitted request whose replica stopped is run again, as its job's recovery says", arguments: [true, false])
    func submitted(reruns: Bool) async throws {
      let seen = Collected<Seen>()
      let recovery: Recovery = reruns ? .rerun : .record
      try await dead.claims.submit(.runNow("sync", arguments: Self.arguments, requestedBy: "ada"))
      try await withScheduler("stops", seen, recovery: recovery, hangs: true) { _ in
        try await expectEventually { seen.all.count == 1 }
      }
      #expect(try await dead.client.command("ZCARD", "{test}:crashed").integer == (reruns ? 1 : 0))
      guard reruns else { return }
      try await withScheduler("heir", seen) { _ in try await expectEventually { seen.all.count == 2 } }
      #expect(seen.all.map(\.arguments) == [Self.arguments, Self.arguments])
    }

    @Test("and one whose replica was killed, too")
    func killedWithRequest() async throws {
      let id = FleetRequest.ID()
      try await dead.claims.submit(.runNow("sync", arguments: Self.arguments, requestedBy: "ada", id: id))
      let request = try #require(
        try await dead.claims.heartbeat(MemberReport(instance: "dead", status: "running")).requests.first)
      var question = dead.request(
        .start(try #require(request.from)), job: "sync", cause: .runNow, lease: .seconds(1), reruns: true, isLast: true)
      question.serving = .init(id: id, position: try #require(request.from))
      question.order = FiringOrder(arguments: request.arguments, requestedBy: request.requestedBy)
      _ = try await dead.win(question)
      let seen = Collected<Seen>()
      try await withScheduler("heir", seen) { _ in try await expectEventually { seen.all.count == 1 } }
      #expect(seen.all.first?.arguments == Self.arguments)
    }

    private var letter: DeadLetter {
      DeadLetter(
        id: RunID(origin: 7, sequence: 7), job: "sync", instant: Instant(millisecondsSince1970: 1_700_000_000_000),
        attempts: 3, outcome: .failed, message: "no", at: .epoch, arguments: Self.arguments)
    }

    @Test("a dead letter that was put back and whose process was killed is there again, with its arguments")
    func killedRequeue() async throws {
      try await dead.claims.keepDeadLetter(letter)
      var request = try await byHand(
        FiringOrder(arguments: Self.arguments, overlap: .queueOne), cause: .requeue, reruns: false)
      request.deadLetter = letter.id
      let lease = try await dead.win(request)
      #expect(try await dead.claims.deadLetters(limit: 10).isEmpty, "the step that wins takes it out")
      let other = try Replica("other", server.url)
      try await expectEventually {
        _ = try await other.claims.heartbeat(MemberReport(instance: "other", status: "running"))
        return try await other.claims.deadLetters(limit: 10).first?.id == lease.token
      }
      let again = try #require(try await other.claims.deadLetters(limit: 10).first)
      #expect(again.arguments == Self.arguments && again.outcome == .crashed && again.cause == .requeue)
    }

    @Test("whoever asks for a dead letter that somebody else has taken starts nothing")
    func requeuedOnce() async throws {
      try await dead.claims.keepDeadLetter(letter)
      let other = try Replica("other", server.url)
      var first = try await byHand(nil, cause: .requeue)
      first.deadLetter = letter.id
      var second = other.request(
        .start(try await other.serverNow()), job: "sync", cause: .requeue, slots: 2, isLast: true)
      second.deadLetter = letter.id
      let lease = try await dead.win(first)
      #expect(try await dead.win(first).token == lease.token, "asked again, it has won")
      #expect(try await other.decide(second) == .lost(cursor: .min))
    }

    @Test("a dead letter waits where it is until its run begins, and comes back from a replica that stops")
    func stoppedRequeue() async throws {
      try await dead.claims.keepDeadLetter(letter)
      let seen = Collected<Seen>()
      try await withScheduler("stops", seen, recovery: .record, hangs: true) { scheduler in
        let first = try await scheduler.runNow("sync")
        try await expectEventually { seen.all.count == 1 }
        let waiting = Task { try await scheduler.requeue(letter.id) }
        try await expectEventually { try await scheduler.deadLetters().count == 1 }
        #expect(try await scheduler.cancel(first))
        _ = try await waiting.value
        #expect(try await scheduler.deadLetters().isEmpty)
        try await expectEventually { seen.all.count == 2 }
      }
      let letters = try await dead.claims.deadLetters(limit: 10)
      #expect(letters.map(\.arguments) == [Self.arguments] && letters.map(\.outcome) == [.cancelled(.shutdown)])
    }

    @Test("a request to put a dead letter back that nobody serves leaves the letter")
    func unservedRequeue() async throws {
      let id = try #require(FleetRequest.ID(letter.id.description))
      try await dead.claims.submit(
        .requeue(
          "gone", instant: letter.instant, arguments: Self.arguments, requestedBy: "ada", patience: .milliseconds(1),
          id: id))
      try await expectEventually {
        _ = try await dead.claims.heartbeat(MemberReport(instance: "dead", status: "running"))
        return try await dead.claims.deadLetters(limit: 10).first?.arguments == Self.arguments
      }
    }

    @Test("a crashed run is not run again later than its job says, and the row says so")
    func tooLate() async throws {
      var request = try await byHand(FiringOrder(arguments: Self.arguments))
      request.rerunWithin = .milliseconds(1)
      let lease = try await dead.win(request)
      let seen = Collected<Seen>()
      try await withScheduler("heir", seen) { _ in
        try await expectEventually {
          try await dead.outcomes(of: "sync") == [.missed(.grace), .crashed]
        }
      }
      #expect(seen.all.isEmpty)
      let rows = try await dead.claims.history(limit: 10)
      #expect(rows.allSatisfy { $0.runID == lease.token && $0.instant == lease.firing.instant })
      #expect(try await dead.client.command("HLEN", "{test}:runs").integer == 0)
    }

    @Test("however long the orders are, all that crashed is recorded at once, and run again with the next heartbeats")
    func longOrders() async throws {
      let long: JobArguments = .string(String(repeating: "x", count: 250_000))
      for number in 0..<12 {
        var request = try await byHand(FiringOrder(arguments: long))
        request.lockKey = "lock \(number)"
        request.leaseDuration = .milliseconds(20)
        _ = try await dead.win(request)
      }
      let other = try Replica("other", server.url)
      try await expectEventually {
        let now = try await other.serverNow().millisecondsSince1970
        return try await other.client.command("ZCOUNT", "{test}:open", "-inf", "\(now)").integer == 12
      }
      var told: Set<RunID> = []
      let first = try await other.claims.heartbeat(MemberReport(instance: "other", status: "running"))
      #expect(try await dead.outcomes(of: "sync") == Array(repeating: .crashed, count: 12))
      told.formUnion(first.crashed.filter(\.mayRunAgain).map(\.token))
      #expect(!told.isEmpty && told.count < 12)
      for _ in 0..<8 where told.count < 12 {
        let next = try await other.claims.heartbeat(MemberReport(instance: "other", status: "running"))
        told.formUnion(next.crashed.filter { $0.order?.arguments == long }.map(\.token))
      }
      #expect(told.count == 12)
    }
  }
#endif
