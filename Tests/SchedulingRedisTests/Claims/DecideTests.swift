#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("Each rule by which a firing is decided")
  struct DecideTests {
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

    @Test("one replica wins an instant, and everybody else learns that it is decided")
    func lost() async throws {
      let lease = try await a.win(a.request(.start(ago(10))))
      #expect(lease.firing == Firing(job: "job", instant: ago(10)))
      #expect(try await b.decide(b.request(.start(ago(10)))) == .lost(cursor: ago(10)))
      #expect(try await b.decide(b.request(.start(ago(20)))) == .lost(cursor: ago(10)))
    }

    @Test("an instant stays decided after its run has ended, its lock is free and its lease over")
    func decidedForEver() async throws {
      let lease = try await a.win(a.request(.start(ago(10)), lease: .milliseconds(20)))
      try await a.finish(lease)
      #expect(try await b.decide(b.request(.start(ago(10)))) == .lost(cursor: ago(10)))
    }

    @Test("of a hundred replicas that ask at once exactly one wins")
    func race() async throws {
      let (a, b, instant) = (a, b, ago(10))
      let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
        for index in 0..<100 {
          let replica = index % 2 == 0 ? a : b
          group.addTask {
            if case .won = try await replica.decide(replica.request(.start(instant))) { true } else { false }
          }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(wins == 1)
    }

    @Test("the same token asked again gets the same answer: won")
    func sameTokenWon() async throws {
      let request = a.request(.start(ago(10)))
      let first = try await a.win(request)
      let second = try await a.win(request)
      #expect(second.fencingToken == first.fencingToken)
      #expect(second.slot == first.slot)
      #expect(second.deadline > first.deadline)
    }

    @Test("the same token asked again gets the same answer: skipped, recorded, lost")
    func sameTokenOthers() async throws {
      let holder = try await a.win(a.request(.start(ago(30))))
      let skipped = b.request(.start(ago(20)), expecting: ago(30))
      #expect(try await b.decide(skipped) == .skipped(.overlap))
      #expect(try await b.decide(skipped) == .skipped(.overlap))
      try await a.finish(holder)
      let range = PassedOver(from: ago(15), to: ago(10), count: 2, reason: .grace)
      let recorded = b.request(.record(through: ago(10)), expecting: ago(20), passedOver: [range])
      #expect(try await b.decide(recorded) == .recorded)
      #expect(try await b.decide(recorded) == .recorded)
      #expect(try await a.outcomes() == [.missed(.grace), .succeeded, .skipped(.overlap)])
    }

    @Test("a run that ended is not won again by the same token, scheduled or by hand")
    func sameTokenAfterEnd() async throws {
      let scheduled = a.request(.start(ago(10)))
      try await a.finish(a.win(scheduled))
      #expect(try await a.decide(scheduled) == .lost(cursor: ago(10)))
      let byHand = a.request(.start(ago(5)), cause: .runNow)
      try await a.finish(a.win(byHand))
      #expect(try await a.decide(byHand) == .lost(cursor: .min))
    }

    @Test("a cursor in the future stops the job, and says so")
    func ahead() async throws {
      _ = try await a.decide(a.request(.start(ago(10))))
      let future = now + .seconds(3600)
      try await a.client.command("HSET", "{test}:job:job", "cursor", "\(future.millisecondsSince1970)")
      #expect(try await b.decide(b.request(.start(ago(5)))) == .ahead(cursor: future))
    }

    @Test("a replica that was absent learns of the gap and asks again")
    func gap() async throws {
      try await a.finish(a.win(a.request(.start(ago(30)))))
      try await a.finish(a.win(a.request(.start(ago(20)), expecting: ago(30))))
      #expect(try await b.decide(b.request(.start(ago(10)), expecting: ago(30))) == .gap(cursor: ago(20)))
      #expect(try await b.decide(b.request(.start(ago(10)))) == .gap(cursor: ago(20)))
      _ = try await b.win(b.request(.start(ago(10)), expecting: ago(20)))
    }

    @Test("a server that lost its last writes is told by whoever has seen them")
    func rolledBack() async throws {
      try await a.finish(a.win(a.request(.start(ago(30)))))
      try await a.finish(a.win(a.request(.start(ago(20)), expecting: ago(30))))
      try await a.client.command("HSET", "{test}:job:job", "cursor", "\(ago(30).millisecondsSince1970)")
      #expect(try await b.decide(b.request(.start(ago(20)), expecting: ago(20))) == .lost(cursor: ago(20)))
      _ = try await a.win(a.request(.start(ago(10)), expecting: ago(20)))
    }

    @Test("before its instant a firing is early, and nothing is written")
    func early() async throws {
      let later = try await a.serverNow() + .seconds(30)
      let verdict = try await a.decide(a.request(.start(later)))
      guard case .early(let by) = verdict else {
        Issue.record("\(verdict)")
        return
      }
      #expect(by > .seconds(20) && by <= .seconds(30))
      #expect(try await a.client.command("EXISTS", "{test}:job:job", "{test}:lock:job:0") == .integer(0))
    }

    @Test("passed-over instants are recorded with from, to, count and reason")
    func passedOver() async throws {
      let ranges = [
        PassedOver(from: ago(90), to: ago(60), count: 4, reason: .grace),
        PassedOver(from: ago(50), to: ago(20), count: 4, reason: .coalesced),
      ]
      _ = try await a.win(a.request(.start(ago(10)), passedOver: ranges))
      let rows = try await a.claims.history(limit: 10)
      #expect(rows.map(\.outcome) == [.missed(.coalesced), .missed(.grace)])
      #expect(rows.map(\.firstInstant) == [ago(50), ago(90)])
      #expect(rows.map(\.instant) == [ago(20), ago(60)])
      #expect(rows.map(\.count) == [4, 4])
      #expect(rows.map(\.instance) == ["a", "a"])
    }

    @Test("nothing is recorded as missed while the question is lost, early or waits")
    func nothingWritten() async throws {
      _ = try await a.win(a.request(.start(ago(50))))
      let ranges = [PassedOver(from: ago(40), to: ago(40), count: 1, reason: .grace)]
      let waits = b.request(.start(ago(30)), expecting: ago(50), passedOver: ranges, whenBusy: .wait)
      guard case .busy = try await b.decide(waits) else {
        Issue.record("expected busy")
        return
      }
      #expect(try await b.decide(b.request(.start(ago(50)), passedOver: ranges)) == .lost(cursor: ago(50)))
      #expect(try await a.outcomes().isEmpty)
    }

    @Test("while paused, a job or the fleet, instants are decided as skipped; by hand only the fleet's switch counts")
    func paused() async throws {
      try await b.claims.pause("job", note: "being repaired | {soon}")
      #expect(try await a.decide(a.request(.start(ago(40)))) == .skipped(.paused))
      #expect(try await a.outcomes() == [.skipped(.paused)])
      try await a.finish(a.win(a.request(.start(ago(35)), cause: .runNow)))
      try await b.claims.pause("job", note: nil)
      try await a.finish(a.win(a.request(.start(ago(30)), expecting: ago(40))))
      try await b.claims.pause(nil, note: "")
      #expect(try await a.decide(a.request(.start(ago(20)), expecting: ago(30))) == .skipped(.paused))
      #expect(try await a.decide(a.request(.start(ago(15)), cause: .runNow)) == .skipped(.paused))
      let pauses = try await a.claims.heartbeat(MemberReport(instance: "a", status: "ok")).pauses
      #expect(pauses == PauseSwitches(everything: ""))
    }

    @Test("when busy: skip decides, wait decides nothing and says until when, replace marks the holder")
    func busy() async throws {
      let holder = try await a.win(a.request(.start(ago(40))))
      #expect(try await b.decide(b.request(.start(ago(30)), expecting: ago(40))) == .skipped(.overlap))
      let waits = b.request(.start(ago(20)), expecting: ago(30), whenBusy: .wait)
      guard case .busy(let left) = try await b.decide(waits) else {
        Issue.record("expected busy")
        return
      }
      #expect(left > .seconds(20) && left <= .seconds(30))
      guard case .renewed = try await a.claims.renew([holder])[0] else {
        Issue.record("a waiting question must not end the holder")
        return
      }
      guard case .busy = try await b.decide(b.request(.start(ago(20)), expecting: ago(30), whenBusy: .replace)) else {
        Issue.record("expected busy")
        return
      }
      guard case .cancel(_, .replaced) = try await a.claims.renew([holder])[0] else {
        Issue.record("expected a cancel mark")
        return
      }
      try await a.finish(holder, .cancelled(.replaced))
      let next = try await b.win(waits)
      guard case .renewed = try await b.claims.renew([next])[0] else {
        Issue.record("the mark was the old holder's")
        return
      }
    }

    @Test("as many run at once as there are slots")
    func slots() async throws {
      var leases: [Lease] = []
      var cursor = Instant.min
      for index in 0..<3 {
        let instant = ago(100 - Int64(index) * 10)
        leases.append(try await a.win(a.request(.start(instant), expecting: cursor, slots: 3)))
        cursor = instant
      }
      #expect(leases.map(\.slot) == [0, 1, 2])
      #expect(try await b.decide(b.request(.start(ago(50)), expecting: cursor, slots: 3)) == .skipped(.overlap))
      try await a.finish(leases[1])
      #expect(try await b.win(b.request(.start(ago(40)), expecting: ago(50), slots: 3)).slot == 1)
      // The oldest of the three is replaced.
      _ = try await b.decide(b.request(.start(ago(30)), expecting: ago(40), slots: 3, whenBusy: .replace))
      let verdicts = try await a.claims.renew([leases[0], leases[2]])
      guard case .cancel = verdicts[0], case .renewed = verdicts[1] else {
        Issue.record("\(verdicts)")
        return
      }
    }

    @Test("jobs that share a lock exclude each other, and one does not replace the other's run")
    func sharedLock() async throws {
      let first = try await a.win(a.request(.start(ago(20)), job: "one", lock: "supplier|{7}"))
      #expect(try await b.decide(b.request(.start(ago(20)), job: "two", lock: "supplier|{7}")) == .skipped(.overlap))
      _ = try await b.decide(
        b.request(.start(ago(10)), job: "two", expecting: ago(20), lock: "supplier|{7}", whenBusy: .replace))
      guard case .renewed = try await a.claims.renew([first])[0] else {
        Issue.record("a run of another job was marked")
        return
      }
    }

    @Test("fencing tokens of a lock strictly increase, also after all data is gone")
    func fences() async throws {
      var fences: [Int64] = []
      var cursor = Instant.min
      for index in 0..<50 {
        let instant = ago(1000 - Int64(index))
        let lease = try await a.win(a.request(.start(instant), expecting: cursor))
        fences.append(lease.fencingToken)
        try await a.finish(lease)
        cursor = instant
        if index == 25 { try await a.client.command("FLUSHALL") }
      }
      #expect(fences == fences.sorted())
      #expect(Set(fences).count == fences.count)
    }

    @Test("a batch is answered in its order, each by its own rules, and a large one is cut")
    func batch() async throws {
      _ = try await b.win(b.request(.start(ago(10)), job: "job-7"))
      let requests = (0..<250).map { a.request(.start(ago(10)), job: JobID("job-\($0)")) }
      let verdicts = try await a.claims.decide(requests)
      #expect(verdicts.count == 250)
      for (index, verdict) in verdicts.enumerated() {
        switch verdict {
        case .won(let lease):
          #expect(lease.firing.job == JobID("job-\(index)"))
          #expect(index != 7)
        case .lost: #expect(index == 7)
        default: Issue.record("\(index): \(verdict)")
        }
      }
      #expect(try await a.claims.decide([]).isEmpty)
    }

    @Test("an instant finer than a millisecond is refused by name")
    func tooFine() async throws {
      let fine = Instant(nanosecondsSince1970: now.nanosecondsSince1970 / 1_000_000 * 1_000_000 - 999_999)
      let error = await #expect(throws: ClaimsUnavailable.self) { try await a.decide(a.request(.start(fine))) }
      #expect(error?.needsOperator == true)
      #expect(error?.message.contains("job job") == true)
    }

    @Test("namespaces know nothing of each other")
    func namespaces() async throws {
      let other = try Replica("c", server.url, namespace: "other/2")
      _ = try await a.win(a.request(.start(ago(10))))
      _ = try await other.win(other.request(.start(ago(10))))
      let keys = try await a.client.command("KEYS", "*").array ?? []
      #expect(
        keys.allSatisfy { $0.string?.hasPrefix("{test}:") == true || $0.string?.hasPrefix("{other/2}:") == true })
    }

    @Test("a script cache that was flushed is filled again")
    func scriptFlush() async throws {
      try await a.finish(a.win(a.request(.start(ago(20)))))
      try await a.client.command("SCRIPT", "FLUSH")
      _ = try await a.win(a.request(.start(ago(10)), expecting: ago(20)))
    }

    @Test("a job without further instants leaves nothing for ever behind")
    func expiry() async throws {
      try await a.finish(a.win(a.request(.start(ago(10)), isLast: true)))
      let left = try await a.client.command("PTTL", "{test}:job:job").integer ?? 0
      #expect(left > 0)
      #expect(try await a.client.command("EXISTS", "{test}:lock:job:0", "{test}:open", "{test}:runs") == .integer(0))
    }
  }
#endif
