#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("Requests to a fleet, in Redis")
  struct RequestTests {
    let server: RedisServer
    let a: Replica
    let b: Replica

    init() async throws {
      server = try RedisServer.start()
      a = try Replica("a", server.url)
      b = try Replica("b", server.url)
    }

    private func waiting(_ replica: Replica) async throws -> [FleetRequest] {
      try await replica.claims.heartbeat(MemberReport(instance: replica.name, status: "running")).requests
    }

    private func serve(
      _ request: FleetRequest, by replica: Replica, next: Instant? = nil, whenBusy: ClaimRequest.WhenBusy = .skip
    ) throws -> ClaimRequest {
      let position = try #require(request.from)
      var question = replica.request(
        .start(position), job: request.job, cause: request.cause, whenBusy: whenBusy, isLast: true)
      question.serving = .init(id: request.id, position: position, next: next)
      return question
    }

    @Test("both replicas hear of a request, one wins it in the step that consumes it, the other has lost")
    func once() async throws {
      let id = FleetRequest.ID()
      try await a.claims.submit(.runNow("job", arguments: ["a|b": [1, "%"]], requestedBy: "ada|%", id: id))
      let (first, second) = (try await waiting(a), try await waiting(b))
      #expect(first == second)
      let request = try #require(first.first)
      #expect(request.id == id)
      #expect(request.requestedBy == "ada|%")
      #expect(request.arguments == ["a|b": [1, "%"]])
      #expect(request.patience == .seconds(60))
      #expect(try await a.claims.answer(to: id) == .waiting(request))
      let question = try serve(request, by: a)
      let lease = try await a.win(question)
      #expect(lease.firing.cause == .runNow)
      #expect(try await b.decide(serve(request, by: b)) == .lost(cursor: .min))
      #expect(try await waiting(b).isEmpty)
      #expect(try await b.claims.answer(to: id) == .started(lease.token, instance: "a"))
      // Its reply was lost: asked again, it has won all the same.
      #expect(try await a.win(question).token == lease.token)
      // Submitted again after all that, it is not served again.
      try await a.claims.submit(.runNow("job", requestedBy: "ada", id: id))
      #expect(try await waiting(a).isEmpty)
    }

    @Test("a backfill moves on with each instant that is won, and nobody serves an instant that is behind it")
    func backfill() async throws {
      let end = try await a.serverNow() - .seconds(10)
      let id = FleetRequest.ID()
      try await a.claims.submit(
        .backfill("job", from: end - .seconds(10), through: end, overlap: .queueAll(limit: 3), requestedBy: "t", id: id)
      )
      let first = try #require(try await waiting(a).first)
      #expect(first.overlap == .queueAll(limit: 3))
      let lease = try await a.win(serve(first, by: a, next: end))
      #expect(try await b.decide(serve(first, by: b, next: end, whenBusy: .wait)) == .lost(cursor: .min))
      let second = try #require(try await waiting(b).first)
      #expect(second.from == end)
      guard case .busy = try await b.decide(serve(second, by: b, whenBusy: .wait)) else {
        Issue.record("not busy")
        return
      }
      #expect(try await waiting(b).first?.wasHeard == true)
      try await a.finish(lease)
      _ = try await b.win(serve(second, by: b, whenBusy: .wait))
      #expect(try await waiting(a).isEmpty)
      #expect(try await a.outcomes().count == 1)
    }

    @Test("a backfill ends now: what comes later is the schedule's")
    func future() async throws {
      let now = try await a.serverNow()
      try await a.claims.submit(
        .backfill("job", from: now - .seconds(60), through: now + .seconds(3600), requestedBy: "t"))
      let request = try #require(try await waiting(a).first)
      #expect(request.through == request.submitted)
    }

    @Test("what nobody serves in time ends with a row")
    func expired() async throws {
      let id = FleetRequest.ID()
      try await a.claims.submit(.runNow("gone", requestedBy: "ada", patience: .milliseconds(1), id: id))
      try await expectEventually { try await waiting(b).isEmpty }
      #expect(try await a.claims.answer(to: id) == .ended(.missed(.noHandler)))
      let row = try #require(try await a.claims.history(limit: 10).first)
      #expect(row.outcome == .missed(.noHandler))
      #expect(row.job == "gone")
      #expect(row.message?.contains(id.description) == true)
    }

    @Test("a request is withdrawn once, with a row")
    func withdrawn() async throws {
      let id = FleetRequest.ID()
      try await a.claims.submit(.runNow("job", requestedBy: "ada", id: id))
      let request = try #require(try await waiting(a).first)
      #expect(try await b.claims.withdraw(id))
      #expect(try await b.claims.withdraw(id) == false)
      #expect(try await a.decide(serve(request, by: a)) == .lost(cursor: .min))
      #expect(try await a.outcomes() == [.cancelled(.requested)])
    }

    @Test("no more than 256 requests wait, and the one too many is refused with what to do")
    func bounded() async throws {
      for _ in 0..<256 { try await a.claims.submit(.runNow("gone", requestedBy: "t")) }
      let error = await #expect(throws: ClaimsUnavailable.self) {
        try await a.claims.submit(.runNow("gone", requestedBy: "t"))
      }
      #expect(error?.needsOperator == true)
      #expect(error?.message.contains("withdraw") == true)
    }

    @Test("fields of a newer version stay where they are, and what only a newer version can read is left to it")
    func newer() async throws {
      let now = try await a.serverNow().millisecondsSince1970
      let text = "job|backfill|\(now - 20)|\(now - 10)||x|\(now)|60000|||more|of it"
      try await a.client.command("HSET", "{test}:requests", "r1", text)
      try await a.client.command("HSET", "{test}:requests", "r2", "job|run-now|1|1|queueByMoon|x|\(now)|60000|")
      let all = try await waiting(a)
      #expect(all.map(\.id.description) == ["r1"])
      _ = try await a.win(serve(all[0], by: a, next: Instant(millisecondsSince1970: now - 10)))
      let after = try await a.client.command("HGET", "{test}:requests", "r1")
      #expect(after == .string("job|backfill|\(now - 10)|\(now - 10)||x|\(now)|60000|||more|of it"))
    }

    @Test("a run of another replica is marked, and its next renewal says so; one that has ended is not found")
    func cancel() async throws {
      _ = try await waiting(a)
      try await expectEventually { a.events.withLock { !$0.isEmpty } }
      let lease = try await a.win(a.request(.start(a.serverNow() - .milliseconds(5))))
      #expect(try await b.claims.cancel(lease.token))
      try await expectEventually { a.events.withLock { $0.contains(.cancelRequested(lease.token)) } }
      guard case .cancel(_, .requested) = try await a.claims.renew([lease])[0] else {
        Issue.record("not told")
        return
      }
      try await a.finish(lease, .cancelled(.requested))
      #expect(try await b.claims.cancel(lease.token) == false)
      #expect(try await b.claims.cancel(a.token()) == false)
    }

    @Test("a run by hand does not let what the fleet knows of a job run out")
    func noExpiry() async throws {
      _ = try await a.claims.register([ClaimRegistration(job: "monthly", fingerprint: "f", next: .max)])
      let byHand = a.request(.start(try await a.serverNow()), job: "monthly", cause: .runNow, isLast: true)
      try await a.finish(a.win(byHand))
      // As long as until its next instant, and a month.
      #expect((try await a.client.command("PTTL", "{test}:job:monthly").integer ?? 0) > 400 * 86_400_000)
    }
  }
#endif
