#if Redis
  import CivilTime
  import Logging
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  /// A fleet that does a bit of everything, so that a test can look at what that leaves in Redis.
  struct FleetScenario {
    let a: Replica
    let b: Replica
    let now: Instant

    init(_ server: RedisServer) async throws {
      a = try Replica("a", server.url)
      b = try Replica("b", server.url)
      now = try await a.serverNow()
    }

    /// Every key without its namespace, and the fields of those that are hashes.
    static func data(_ client: RedisClient, namespace: String = "test") async throws -> [String: [String]] {
      var data: [String: [String]] = [:]
      for key in try await keys(client, namespace: namespace) {
        let isHash = try await client.command("TYPE", key).string == "hash"
        let fields = isHash ? try await client.command("HKEYS", key).array ?? [] : []
        data[String(key.dropFirst(namespace.count + 3))] = fields.compactMap(\.string)
      }
      return data
    }

    static func keys(_ client: RedisClient, namespace: String = "test") async throws -> [String] {
      try await client.command("KEYS", "{\(namespace)}:*").array?.compactMap(\.string) ?? []
    }

    /// What takes a loss of data, or bad luck, to be written.
    static func isRare(_ key: String, _ field: String) -> Bool {
      ["aged", "lost", "merging", "cr", "left"].contains(field) || key == "unreadable"
    }

    func beat(_ replica: Replica) async throws -> HeartbeatReply {
      try await replica.claims.heartbeat(MemberReport(instance: replica.name, status: "running", jobs: ["job"]))
    }

    func run() async throws {
      _ = try await beat(a)
      _ = try await beat(b)
      try await jobsOfTheCode()
      try await storedJobs()
      try await checkpoints()
      try await control()
    }

    private func jobsOfTheCode() async throws {
      let breaker = CircuitBreaker(failures: 1, coolDown: .seconds(60))
      for fingerprint in ["f1", "f2"] {
        _ = try await a.claims.register([
          ClaimRegistration(job: "job", fingerprint: fingerprint, next: now + .seconds(60), breaker: breaker)
        ])
      }
      let lease = try await a.win(a.request(.start(now - .milliseconds(30))))
      try await a.finish(
        lease, .failed, evidence: RunEvidence(lines: [.init(at: now, level: .info, text: "page 1")]))
      _ = try await a.decide(a.request(.start(now - .milliseconds(20)), expecting: now - .milliseconds(30)))
      let open = try await a.win(a.request(.start(now), job: "open", slots: 2))
      _ = try await b.decide(b.request(.start(now), job: "open", cause: .runNow, slots: 2, whenBusy: .replace))
      _ = try await b.decide(b.request(.start(now), job: "open", cause: .runNow, slots: 2, whenBusy: .replace))
      _ = try await b.decide(b.request(.start(now), job: "open", cause: .runNow))
      _ = try await b.claims.cancel(open.token)
      _ = try await b.win(b.request(.start(now), job: "brief", lease: .milliseconds(1), reruns: true))
      try await expectEventually { try await !beat(a).crashed.isEmpty }
      try await a.finish(try await a.win(a.request(.start(now), job: "by-hand", cause: .runNow)))
    }

    private func storedJobs() async throws {
      for (id, lock) in [("stored", StoredLock(key: "shared", slots: 1, isNamed: true)), ("gone", nil)] {
        _ = try await a.claims.put(
          StoredJobChange(
            id: JobID(id), expected: .absent, definition: #"{"handler":"h"}"#, fingerprint: "f", next: now,
            token: a.token(), lock: lock))
      }
      _ = try await a.claims.remove("gone", expected: nil, token: a.token())
      var request = a.request(.start(now - .milliseconds(5)), job: "stored", whenBusy: .wait)
      request.version = try await a.claims.load([StoredJobQuestion(id: "stored")])[0]?.version
      _ = try await a.win(request)
      var waits = b.request(.start(now), job: "stored", expecting: now - .milliseconds(5), whenBusy: .wait)
      waits.version = request.version
      _ = try await b.decide(waits)
    }

    private func checkpoints() async throws {
      let checkpoints = RedisCheckpoints(a.client, namespace: "test")
      let writer = CheckpointWriter(run: a.token(), fencingToken: 1)
      _ = try await checkpoints.begin("job", writer: writer)
      try await checkpoints.save(PipelineProgress(passInstant: now, stage: "first"), of: "job", writer: writer)
    }

    private func control() async throws {
      try await a.claims.pause(nil, note: "all")
      try await a.claims.pause("nobody", note: "one")
      let control = FleetControl(b.client, namespace: "test")
      let request = try await control.runNow("job")
      _ = try await control.withdraw(request)
      _ = try await control.runNow("job")
      try await a.claims.keepDeadLetter(
        DeadLetter(
          id: a.token(), job: "job", instant: now, cause: .scheduled, attempts: 1, outcome: .failed, message: nil,
          at: now,
          arguments: nil))
      _ = try await beat(a)
      try await a.claims.tidySwitches()
    }
  }
#endif
