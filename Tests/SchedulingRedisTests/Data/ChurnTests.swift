#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("Nothing grows for ever")
  struct ChurnTests {
    /// A week of a fleet in which everything comes and goes, and its Redis.
    private struct Fleet {
      let server: RedisServer
      let replica: Replica
      var week = 0

      init(_ server: RedisServer) throws {
        self.server = server
        replica = try Replica("a", server.url, commandTimeout: .seconds(60))
      }

      private func beat() async throws {
        _ = try await replica.claims.heartbeat(MemberReport(instance: "a", status: "running"))
      }

      mutating func live(losingData: Bool) async throws {
        week += 1
        let now = try await replica.serverNow()
        try await beat()
        try await jobsOfTheCode(now)
        try await storedJobs(now)
        try await byHand(now)
        if losingData { try await replica.client.command("FLUSHALL") }
        // A replica of this week, gone the next.
        _ = try await replica.claims.heartbeat(MemberReport(instance: "replica-\(week)", status: "running"))
        try await place()
        try await beat()
        try await replica.claims.tidySwitches()
        try await replica.claims.tidyLocks()
      }

      private func jobsOfTheCode(_ now: Instant) async throws {
        let jobs = (0..<5).map { JobID("job-\(week)-\($0)") }
        _ = try await replica.claims.register(
          ([JobID("permanent")] + jobs).map {
            ClaimRegistration(
              job: $0, fingerprint: $0 == "permanent" ? "f\(week)" : "f", next: now + .seconds(7 * 86_400),
              breaker: CircuitBreaker(failures: 1, coolDown: .seconds(60)))
          })
        for (index, job) in jobs.enumerated() {
          // The last of them is a date's job.
          var request = replica.request(.start(now), job: job, lock: "lock-\(week)-\(index)", isLast: index == 4)
          if index < 4 { request.next = now + .seconds(60) }
          try await replica.finish(try await replica.win(request), index == 0 ? .failed : .succeeded)
        }
        // One that crashes, and is found so a week later.
        var crash = replica.request(.start(now), job: JobID("crash-\(week)"), reruns: true)
        crash.next = now + .seconds(60)
        _ = try await replica.win(crash)
      }

      private func storedJobs(_ now: Instant) async throws {
        func put(_ id: JobID, next: Instant?) async throws {
          _ = try await replica.claims.put(
            StoredJobChange(
              id: id, expected: .any, definition: "{}", fingerprint: "f", next: next, token: replica.token(),
              pauseNote: "added paused", lock: StoredLock(key: "shared-\(week)", slots: 1, isNamed: true)))
        }
        try await put("stored-permanent", next: now + .seconds(86_400))
        try await put(JobID("stored-\(week)"), next: now + .seconds(86_400))
        try await put(JobID("stored-over-\(week)"), next: nil)
        _ = try await replica.claims.remove(JobID("stored-\(week)"), expected: nil, token: replica.token())
      }

      private func byHand(_ now: Instant) async throws {
        try await replica.claims.pause(JobID("nobody-\(week)"), note: "a job that was never there")
        try await replica.claims.submit(.runNow("nobody", requestedBy: "ada", patience: .seconds(60)))
        try await replica.claims.keepDeadLetter(
          DeadLetter(
            id: replica.token(), job: "job", instant: now, cause: .scheduled, attempts: 1, outcome: .failed,
            message: nil,
            at: now, arguments: nil))
        let locks = try RedisLocks(replica.client, namespace: "test")
        _ = try await locks.withLock("named-\(week)") { $0.fencingToken }
        let checkpoints = RedisCheckpoints(replica.client, namespace: "test")
        try await checkpoints.save(
          PipelineProgress(passInstant: now, stage: "first"), of: JobID("job-\(week)"),
          writer: CheckpointWriter(run: replica.token(), fencingToken: 1))
      }

      /// As a scheduler does with what is due: looks at it, and takes out what is not there any more.
      private func place() async throws {
        let now = try await replica.serverNow()
        let head = try await replica.claims.head(
          StoreHeadQuestion(changes: "", wantsEntries: true, limit: 100, until: now))
        let jobs = (head.entries ?? []).map(\.id)
        for (id, job) in zip(jobs, try await replica.claims.load(jobs.map { StoredJobQuestion(id: $0) })) {
          let gone = StoredJob(id: id, version: 0, definition: nil, fingerprint: "", cursor: nil, since: .epoch)
          try await replica.claims.place([
            StoredJobPlace(job: job ?? gone, next: job == nil ? nil : now + .seconds(86_400))
          ])
        }
      }

      /// How much there is of everything, the letters and the rows of history apart, which are bounded by their number.
      func sizes() async throws -> [String: Int64] {
        var sizes: [String: Int64] = ["keys": 0]
        for key in try await FleetScenario.keys(replica.client) {
          // Whatever has expired is gone when it is looked at.
          guard try await replica.client.command("EXISTS", key).integer == 1 else { continue }
          let name = String(key.dropFirst("{test}:".count))
          let row = try #require(FleetDatum.rows(ofKey: name).first, "\(key)")
          let hasTimeToLive = try await replica.client.command("PTTL", key).integer ?? -1 >= 0
          let isHash = try await replica.client.command("TYPE", key).string == "hash"
          let isStored = isHash ? try await replica.client.command("HEXISTS", key, "def").integer == 1 : false
          #expect(
            row.expiry == .never || hasTimeToLive || (row.expiry == .unlessStored && isStored), "\(key) stays for ever")
          sizes["keys", default: 0] += 1
          let command = ["hash": "HLEN", "zset": "ZCARD"][try await replica.client.command("TYPE", key).string ?? ""]
          if let command, row.expiry == .never, !name.hasPrefix("dead") {
            sizes[name] = try await replica.client.command(command, key).integer
          }
        }
        return sizes
      }
    }

    @Test(
      "in a year in which everything comes and goes there is no more of anything at the end than after its first quarter",
      arguments: [false, true])
    func year(_ losesData: Bool) async throws {
      let server = try RedisServer.start(hasClock: true)
      guard let clock = server.clock else { return }
      var fleet = try Fleet(server)
      var quarter: [String: Int64] = [:]
      for week in 1...52 {
        clock.set(.seconds(week * 7 * 86_400))
        try await fleet.live(losingData: losesData && week % 5 == 0)
        // Requests end, and what has crashed is not run again for longer than a day.
        clock.set(.seconds(week * 7 * 86_400 + 2 * 86_400))
        for _ in 0..<2 { _ = try await fleet.replica.claims.heartbeat(MemberReport(instance: "a", status: "running")) }
        if week == 12 { quarter = try await fleet.sizes() }
      }
      let year = try await fleet.sizes()
      for (name, size) in year.sorted(by: { $0.key < $1.key }) {
        #expect(size <= quarter[name] ?? 0, "\(name)")
      }
      #expect(year["keys"] ?? 0 < 150)
    }

    @Test("the pause of a job that no replica has had for 30 days ends, and its replicas say so")
    func pauses() async throws {
      let server = try RedisServer.start(hasClock: true)
      guard let clock = server.clock else { return }
      let a = try Replica("a", server.url, commandTimeout: .seconds(60))
      func look() async throws -> Set<JobID> {
        let reply = try await a.claims.heartbeat(MemberReport(instance: "a", status: "running"))
        try await a.claims.tidySwitches()
        return Set(reply.pauses.jobs.keys)
      }
      _ = try await look()
      _ = try await a.claims.register([
        ClaimRegistration(job: "kept", fingerprint: "f", next: try await a.serverNow() + .seconds(300 * 86_400))
      ])
      try await a.claims.pause("kept", note: "n")
      try await a.claims.pause("nobody's", note: "n")
      for day in [0, 29] {
        clock.set(.seconds(day * 86_400))
        #expect(try await look() == ["kept", "nobody's"])
      }
      clock.set(.seconds(31 * 86_400))
      _ = try await look()
      #expect(try await look() == ["kept"])
      let notes = a.events.withLock { $0.compactMap { if case .note(let text) = $0 { text } else { nil } } }
      #expect(notes == ["The pause of job nobody's has ended: no replica has had the job for 30 days."])
    }
  }
#endif
