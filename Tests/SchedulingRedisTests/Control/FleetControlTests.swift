#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("Steering a fleet without a scheduler")
  struct FleetControlTests {
    private let namespace = "shop"

    /// Two schedulers on one Redis, running while the body does.
    private func fleet(
      _ body: @escaping @Sendable (FleetControl, [Scheduler], RedisClient) async throws -> Void
    ) async throws {
      let server = try RedisServer.start()
      let client = try RedisClient(url: server.url)
      let schedulers = ["a", "b"].map { name in
        Scheduler(claims: .redis(client, namespace: namespace), configuration: .init(instance: name))
      }
      let runs = schedulers.map { scheduler in Task { try await scheduler.run() } }
      let result: Result<Void, any Error>
      do {
        try await body(FleetControl(client, namespace: namespace, by: "ada"), schedulers, client)
        result = .success(())
      } catch {
        result = .failure(error)
      }
      for run in runs { run.cancel() }
      for run in runs { try await run.value }
      try result.get()
      withExtendedLifetime(server) {}
    }

    private func addEverywhere(
      _ id: JobID, _ schedulers: [Scheduler], _ body: @escaping @Sendable (RunContext) async throws -> Void
    ) async throws {
      for scheduler in schedulers { try await scheduler.add(id, .cron("0 0 29 2 *"), body) }
    }

    @Test("a namespace where no fleet is, is named instead of served")
    func nobody() async throws {
      let server = try RedisServer.start()
      let control = FleetControl(try RedisClient(url: server.url), namespace: "tpyo")
      #expect(try await control.fleet() == nil)
      #expect(try await control.jobs() == [])
      let error = await #expect(throws: ClaimsUnavailable.self) { try await control.pause("a") }
      #expect(error?.message.contains("'tpyo'") == true)
      #expect(error?.needsOperator == true)
    }

    @Test("members, jobs, runs, locks and history are seen; run-now and cancel reach whoever holds them")
    func wholeRound() async throws {
      try await fleet { control, schedulers, client in
        try await addEverywhere("wait", schedulers) { _ in try await Task.sleep(for: .seconds(600)) }
        try await addEverywhere("other", schedulers) { _ in }
        try await expectEventually("both replicas are seen") {
          try await control.fleet()?.members.map(\.instance) == ["a", "b"]
        }
        try await expectEventually("both jobs are seen") { try await control.jobs().map(\.id) == ["other", "wait"] }
        let job = try #require(try await control.jobs().first)
        #expect(job.next.map { $0 > job.since ?? .max } == true)

        let id = try await control.runNow("wait")
        let answer = try await control.wait(for: id, atMost: .seconds(20))
        guard case .started(let run, let instance) = answer else {
          Issue.record("\(answer)")
          return
        }
        let open = try #require(try await control.fleet()?.runs.first)
        #expect(open.id == run)
        #expect(open.instance == instance)
        #expect(open.firing.cause == .runNow)
        let lock = try #require(try await control.locks().first)
        #expect(lock.key == "wait")
        #expect(lock.holder == run.description)
        #expect(lock.job == "wait")
        #expect(lock.fencingToken == open.fencingToken)

        #expect(try await control.cancel(run))
        try await expectEventually {
          try await control.history(of: "wait", limit: 5).map(\.outcome) == [.cancelled(.requested)]
        }
        #expect(try await control.fleet()?.runs == [])
        #expect(try await control.locks() == [])
        #expect(try await control.history(of: "other").isEmpty)
        #expect(try await control.cancel(run) == false)
      }
    }

    @Test("a pause is in every replica's status without waiting for a heartbeat of its own")
    func pause() async throws {
      try await fleet { control, schedulers, _ in
        try await addEverywhere("a", schedulers) { _ in }
        try await expectEventually { try await control.fleet()?.members.count == 2 }
        try await control.pause("a", note: "deploy")
        try await control.pauseAll(note: "all")
        try await expectEventually {
          schedulers.allSatisfy { $0.job("a")?.pauseNote == "deploy" && $0.status.pauseNote == "all" }
        }
        #expect(try await control.jobs().first?.pauseNote == "deploy")
        #expect(try await control.fleet()?.pauses == PauseSwitches(everything: "all", jobs: ["a": "deploy"]))
        try await control.resume("a")
        try await control.resumeAll()
        try await expectEventually {
          schedulers.allSatisfy { $0.job("a")?.isPaused == false && $0.status.pauseNote == nil }
        }
      }
    }

    @Test("a job that nobody has waits and can be withdrawn; history comes in pages")
    func withdraw() async throws {
      try await fleet { control, schedulers, client in
        try await addEverywhere("a", schedulers) { _ in }
        try await expectEventually { try await control.fleet() != nil }
        for index in 0..<30 {
          let id = try await control.runNow(JobID("gone\(index % 3)"))
          guard case .waiting = try await control.wait(for: id, atMost: .zero) else {
            Issue.record("not waiting")
            return
          }
          #expect(try await control.withdraw(id))
          #expect(try await control.answer(to: id) == .ended(.cancelled(.requested)))
        }
        #expect(try await control.history(limit: 7).count == 7)
        #expect(try await control.history(limit: 5000).count == 30)
        #expect(try await control.history(of: "gone1", limit: 100).count == 10)
        #expect(try await control.history(of: "gone1", limit: 4).count == 4)
      }
    }

    @Test("a dead letter is listed, put back once under its own instant, and thrown away once")
    func deadLetters() async throws {
      try await fleet { control, schedulers, client in
        try await addEverywhere("a", schedulers) { _ in }
        try await expectEventually { try await control.fleet() != nil }
        let claims = RedisClaims(client, namespace: namespace)
        let now = Instant(secondsSince1970: 1_700_000_000)
        let letter = DeadLetter(
          id: RunID(origin: 1, sequence: 2), job: "gone", instant: now, attempts: 3, outcome: .failed, message: "no",
          at: now, arguments: ["supplier": 23])
        try await claims.keepDeadLetter(letter)
        #expect(try await control.deadLetters(of: "other") == [])
        #expect(try await control.deadLetters(of: "gone").map(\.id) == [letter.id])
        let request = try #require(try await control.requeue(letter.id))
        #expect(try await control.requeue(letter.id) == nil)
        #expect(try await control.deadLetters() == [])
        let waiting = try #require(try await control.fleet()?.requests.first)
        #expect(waiting.id == request)
        #expect(waiting.cause == .requeue)
        #expect(waiting.from == now)
        #expect(waiting.arguments == ["supplier": 23])
        #expect(try await control.withdraw(request))
        try await claims.keepDeadLetter(letter)
        #expect(try await control.discardDeadLetter(letter.id))
        #expect(try await control.discardDeadLetter(letter.id) == false)
      }
    }
  }
#endif
