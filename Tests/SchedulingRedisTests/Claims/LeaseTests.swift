#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("Leases: renewed, given back, taken over")
  struct LeaseTests {
    let server: RedisServer
    let a: Replica
    let b: Replica
    let now: Instant

    init() async throws {
      server = try RedisServer.start()
      a = try Replica("a", server.url)
      b = try Replica("b", server.url)
      now = try await a.serverNow()
    }

    private func ago(_ milliseconds: Int64) -> Instant { now - .milliseconds(milliseconds) }

    /// As if the holder had said nothing for a lease's time.
    private func expire(_ lease: Lease) async throws {
      try await a.client.command("DEL", "{test}:lock:\(lease.lockKey):\(lease.slot)")
      try await a.client.command("ZADD", "{test}:open", "1", "\(lease.token)")
    }

    private func beat(_ replica: Replica, jobs: [JobID] = []) async throws -> HeartbeatReply {
      try await replica.claims.heartbeat(
        MemberReport(instance: replica.name, status: "ok", timeZoneData: "2026a", jobs: jobs))
    }

    @Test("the deadline is nine tenths of the lease from before the question was sent")
    func deadline() async throws {
      let before = MonotonicTime.now()
      let lease = try await a.win(a.request(.start(ago(10)), lease: .seconds(10)))
      #expect(lease.deadline >= before + .seconds(9))
      #expect(lease.deadline <= MonotonicTime.now() + .seconds(9))
    }

    @Test("a lease whose lock ran out is kept if nobody asked for it, and lost if somebody took it")
    func ranOut() async throws {
      let lease = try await a.win(a.request(.start(ago(30))))
      try await a.client.command("DEL", "{test}:lock:job:0")
      guard case .renewed = try await a.claims.renew([lease])[0] else {
        Issue.record("nobody had taken it")
        return
      }
      #expect(try await a.client.command("GET", "{test}:lock:job:0") == .string("\(lease.token)"))
      try await a.client.command("DEL", "{test}:lock:job:0")
      let next = try await b.win(b.request(.start(ago(20)), expecting: ago(30)))
      #expect(try await a.claims.renew([lease]) == [.lost])
      #expect(next.fencingToken > lease.fencingToken)
      guard case .renewed = try await b.claims.renew([next])[0] else {
        Issue.record("the new holder must not suffer")
        return
      }
    }

    @Test("a finish repeated changes nothing; one that frees nothing of another's")
    func finishTwice() async throws {
      let lease = try await a.win(a.request(.start(ago(30))))
      try await a.finish(lease, message: "it | took {long}")
      let next = try await b.win(b.request(.start(ago(20)), expecting: ago(30)))
      try await a.finish(lease)
      #expect(try await a.client.command("GET", "{test}:lock:job:0") == .string("\(next.token)"))
      let rows = try await a.claims.history(limit: 10)
      #expect(rows.count == 1)
      #expect(rows[0].runID == lease.token)
      #expect(rows[0].message == "it | took {long}")
      #expect(rows[0].fencingToken == lease.fencingToken)
    }

    @Test("the minimum hold outlives the run")
    func minimumHold() async throws {
      let lease = try await a.win(a.request(.start(ago(30))))
      try await a.finish(lease, minimumHold: .seconds(60))
      let verdict = try await b.decide(b.request(.start(ago(20)), expecting: ago(30), whenBusy: .wait))
      guard case .busy(let left) = verdict else {
        Issue.record("\(verdict)")
        return
      }
      #expect(left > .seconds(50) && left <= .seconds(60))
    }

    @Test("the minimum hold is never longer than itself, also when Redis's clock was set back meanwhile")
    func minimumHoldIsBounded() async throws {
      let lease = try await a.win(a.request(.start(ago(10))))
      let started = try await a.serverNow() + .seconds(7200)
      let record = RunRecord(
        runID: lease.token, job: "job", instant: lease.firing.instant, outcome: .succeeded, started: started,
        ended: started, instance: "a", fencingToken: lease.fencingToken)
      try await a.claims.finish([FinishReport(lease: lease, record: record, minimumHold: .seconds(60))])
      let left = try await a.client.command("PTTL", "{test}:lock:job:0").integer ?? 0
      #expect((1...60_000).contains(left))
    }

    @Test("a crashed holder is found, recorded once and offered; a live one is left alone")
    func sweep() async throws {
      let dead = try await a.win(a.request(.start(ago(30)), job: "dead", attempt: 2))
      let alive = try await a.win(a.request(.start(ago(30)), job: "alive"))
      try await a.client.command("ZADD", "{test}:open", "1", "\(alive.token)")
      try await expire(dead)
      let crashed = try await beat(b).crashed
      #expect(
        crashed == [
          CrashedRun(
            token: dead.token, firing: dead.firing, owner: "a", attempt: 2, crashes: 1, fencingToken: dead.fencingToken,
            mayRunAgain: false)
        ])
      #expect(try await beat(a).crashed.isEmpty)
      #expect(try await a.outcomes(of: "dead") == [.crashed])
      #expect(try await a.outcomes(of: "alive").isEmpty)
      #expect(try await a.claims.renew([dead, alive])[0] == .lost)
    }

    @Test("a crashed firing is taken over once, with a higher fence, and its crashes are counted")
    func takeOver() async throws {
      let first = try await a.win(a.request(.start(ago(30)), reruns: true))
      try await expire(first)
      let crashed = try #require(try await beat(b).crashed.first)
      let question = b.request(.takeOver(crashed), attempt: 2, reruns: true)
      let second = try await b.win(question)
      #expect(second.firing == first.firing)
      #expect(second.fencingToken > first.fencingToken)
      #expect(try await b.win(question).fencingToken == second.fencingToken)
      #expect(try await a.decide(a.request(.takeOver(crashed))) == .lost(cursor: .min))
      try await expire(second)
      let again = try #require(try await beat(a).crashed.first)
      #expect(again.crashes == 2)
      #expect(again.token == second.token)
      let third = try await a.win(a.request(.takeOver(again), reruns: true))
      try await a.finish(third)
      #expect(try await a.outcomes() == [.succeeded, .crashed, .crashed])
      #expect(try await a.client.command("EXISTS", "{test}:open", "{test}:runs", "{test}:crashed") == .integer(0))
    }

    @Test("a crashed run that nobody took over is offered again, if it is to be run again")
    func offeredAgain() async throws {
      let rerun = try await a.win(a.request(.start(ago(30)), job: "rerun", reruns: true))
      let once = try await a.win(a.request(.start(ago(30)), job: "once"))
      try await expire(rerun)
      try await expire(once)
      #expect(try await beat(a).crashed.count == 2)
      try await a.client.command("ZADD", "{test}:crashed", "1", "\(rerun.token)", "1", "\(once.token)")
      #expect(try await beat(b).crashed.map(\.firing.job) == ["rerun"])
      #expect(try await beat(b).crashed.isEmpty)
    }

    @Test("the late end of a stolen run is recorded as late and disturbs nobody")
    func lateFinish() async throws {
      let lost = try await a.win(a.request(.start(ago(30)), reruns: true))
      try await expire(lost)
      let crashed = try #require(try await beat(b).crashed.first)
      let taken = try await b.win(b.request(.takeOver(crashed)))
      try await a.finish(lost, .succeeded)
      #expect(try await a.client.command("GET", "{test}:lock:job:0") == .string("\(taken.token)"))
      let rows = try await a.claims.history(limit: 10)
      #expect(rows.map(\.outcome) == [.succeeded, .crashed])
      #expect(rows[0].message?.hasPrefix("late:") == true)
      try await a.finish(lost, .succeeded)
      #expect(try await a.claims.history(limit: 10).count == 2)
    }

    @Test("a crashed run that ends after all, before it is taken over, is not run again; one that was cut short is")
    func lateFinishBeforeTakeOver() async throws {
      for (outcome, isRunAgain) in [(RunOutcome.succeeded, false), (.cancelled(.leaseLost), true)] {
        let job = JobID("job-\(isRunAgain)")
        let lease = try await a.win(a.request(.start(ago(30)), job: job, reruns: true))
        try await expire(lease)
        let crashed = try #require(try await beat(b).crashed.first)
        try await a.finish(lease, outcome)
        let verdict = try await b.decide(b.request(.takeOver(crashed), job: job))
        if case .won = verdict { #expect(isRunAgain) } else { #expect(!isRunAgain) }
      }
    }

    @Test("an abandoned claim that had been won is recorded, its lock freed, and cannot be won later")
    func abandon() async throws {
      let won = a.request(.start(ago(30)), job: "won")
      _ = try await a.win(won)
      let unheard = a.request(.start(ago(30)), job: "unheard")
      #expect(try await a.claims.abandon([won, unheard]) == [true, false])
      #expect(try await a.outcomes(of: "won") == [.missed(.claimsUnreachable)])
      #expect(try await a.client.command("EXISTS", "{test}:lock:won:0", "{test}:open", "{test}:runs") == .integer(0))
      // The question that was given up arrives after all.
      #expect(try await a.decide(unheard) == .lost(cursor: .min))
      _ = try await b.win(b.request(.start(ago(30)), job: "unheard"))
    }

    @Test("heartbeats tell of members, pauses and the jobs asked for")
    func heartbeat() async throws {
      try await a.finish(a.win(a.request(.start(ago(30)))), .failed, message: "boom")
      _ = try await beat(a)
      let reply = try await beat(b, jobs: ["job", "unknown"])
      #expect(reply.members.map(\.instance) == ["a", "b"])
      #expect(reply.members.map(\.timeZoneData) == ["2026a", "2026a"])
      #expect(reply.members.allSatisfy { $0.status == "ok" && $0.lastSeen >= now })
      #expect(reply.jobs["job"]?.cursor == ago(30))
      #expect(reply.jobs["job"]?.lastRun?.outcome == .failed)
      #expect(reply.jobs["job"]?.lastRun?.message == "boom")
      #expect(reply.jobs["unknown"] == FleetJobState())
      _ = try await a.claims.heartbeat(MemberReport(instance: "a", status: "ok", isLeaving: true))
      #expect(try await beat(b).members.map(\.instance) == ["b"])
    }

    @Test("a job's instants begin when it is first registered, and anew when its trigger changes")
    func register() async throws {
      let first = try await a.claims.register([ClaimRegistration(job: "job", fingerprint: "v1", next: .max)])[0]
      #expect(first.cursor == nil)
      #expect(first.since >= now)
      try await a.finish(a.win(a.request(.start(ago(30)))))
      let same = try await b.claims.register([ClaimRegistration(job: "job", fingerprint: "v1", next: .max)])[0]
      #expect(same == RegisteredJob(job: "job", cursor: ago(30), since: first.since))
      let changed = try await b.claims.register([ClaimRegistration(job: "job", fingerprint: "v2", next: nil)])[0]
      #expect(changed.since >= same.since)
      #expect(changed.cursor == nil, "a trigger has a cursor of its own")
      #expect((1...30 * 86_400_000).contains(try await a.client.command("PTTL", "{test}:job:job").integer ?? 0))
      _ = try await b.claims.register([ClaimRegistration(job: "job", fingerprint: "v2", next: .max)])
      #expect((try await a.client.command("PTTL", "{test}:job:job").integer ?? 0) > 400 * 86_400_000)
    }

    @Test("the fleet's clock is the server's")
    func clock() async throws {
      #expect(a.claims.fleetTime(at: .now()) == nil)
      _ = try await beat(a)
      let estimate = try #require(a.claims.fleetTime(at: .now()))
      let truth = try await a.serverNow()
      #expect((truth - estimate) < .seconds(5) && (estimate - truth) < .seconds(5))
    }
  }
#endif
