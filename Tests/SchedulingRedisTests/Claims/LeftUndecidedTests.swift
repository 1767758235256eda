#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  /// A replica that knows nothing of the data before a loss goes on with later instants, before those who do know have reported.
  @Suite(
    "Instants that were undecided when data was lost are recorded, though a fresh replica has gone on with later ones")
  struct LeftUndecidedTests {
    let server: RedisServer
    let older: Replica
    /// Decided before the loss, and due then but not decided.
    let decided: Instant
    let undecided: Instant

    init() async throws {
      server = try RedisServer.start()
      older = try Replica("older", server.url)
      let registered = try await older.claims.register([Self.registration])[0]
      decided = registered.since + .milliseconds(20)
      undecided = registered.since + .milliseconds(40)
      try await Self.wait(until: undecided + .milliseconds(5), older)
      try await older.finish(older.win(Self.start(decided, older)))
    }

    private static let registration = ClaimRegistration(job: "job", fingerprint: "v1", next: .max)

    private static func start(_ instant: Instant, _ replica: Replica, expecting: Instant = .min) -> ClaimRequest {
      var request = replica.request(.start(instant), expecting: expecting)
      request.fingerprint = "v1"
      return request
    }

    private static func wait(until instant: Instant, _ replica: Replica) async throws {
      try await expectEventually { try await replica.serverNow() > instant }
    }

    /// Begins anew in data that it takes for the first, and decides one instant. Returns where it began, and the instant.
    private func goOn(_ replica: Replica) async throws -> (since: Instant, instant: Instant) {
      let since = try await replica.claims.register([Self.registration])[0].since
      let instant = since + .milliseconds(10)
      try await Self.wait(until: instant, replica)
      try await replica.finish(replica.win(Self.start(instant, replica)))
      return (since, instant)
    }

    private func record(_ after: Instant, _ through: Instant, _ replica: Replica) -> ClaimRequest {
      var request = replica.request(
        .record(through: through), expecting: after,
        passedOver: [PassedOver(from: undecided, to: undecided, count: 1, reason: .coalesced)])
      request.fingerprint = "v1"
      return request
    }

    private func missed() async throws -> [RunRecord] {
      try await older.claims.history(limit: 100).filter { $0.outcome == .missed(.coalesced) }
    }

    @Test("whoever asks next has to record them, once, and the cursor stands", arguments: [true, false])
    func recorded(_ byOlder: Bool) async throws {
      try await older.client.command("FLUSHALL")
      let fresh = try Replica("fresh", server.url)
      let (since, instant) = try await goOn(fresh)
      _ = try await older.claims.heartbeat(MemberReport(instance: "older", status: "ok"))

      let replica = byOlder ? older : fresh
      let question =
        byOlder ? Self.start(undecided, older, expecting: decided) : Self.start(instant, fresh, expecting: instant)
      #expect(try await replica.decide(question) == .undecided(after: decided, through: since))
      let recording = record(decided, since, replica)
      #expect(try await replica.decide(recording) == .recorded)
      #expect(try await replica.decide(recording) == .recorded, "asked again")
      #expect(try await missed().map(\.instant) == [undecided])
      for other in [older, fresh] {
        #expect(try await other.decide(record(decided, since, other)) == .lost(cursor: instant))
      }
      let next = try await fresh.serverNow()
      _ = try await fresh.win(Self.start(next, fresh, expecting: instant))
      #expect(try await missed().count == 1)
      #expect(try await older.client.command("HEXISTS", "{test}:job:job", "left") == .integer(0))
    }

    @Test("they are known through further losses", arguments: [true, false])
    func lostAgain(_ olderFirst: Bool) async throws {
      try await older.client.command("FLUSHALL")
      let fresh = try Replica("fresh", server.url)
      let (since, instant) = try await goOn(fresh)
      // The older one hears of the later cursor, and not only of what it had decided itself.
      _ = try await older.claims.register([Self.registration])
      #expect(try await older.claims.cursors(of: ["job"]) == [instant])
      for _ in 0..<2 {
        try await older.client.command("FLUSHALL")
        for replica in olderFirst ? [older, fresh] : [fresh, older] {
          _ = try await replica.claims.heartbeat(MemberReport(instance: replica.name, status: "ok"))
        }
      }
      let question = Self.start(instant, fresh, expecting: instant)
      #expect(try await fresh.decide(question) == .undecided(after: decided, through: since))
      #expect(try await fresh.decide(record(decided, since, fresh)) == .recorded)
      #expect(try await missed().map(\.instant) == [undecided])
      // Who knew of them hears that they are recorded, and does not report them to the next data set.
      #expect(try await older.decide(question) == .lost(cursor: instant))
      try await older.client.command("FLUSHALL")
      #expect(try await older.decide(question) == .lost(cursor: instant))
      #expect(try await fresh.decide(question) == .lost(cursor: instant))
    }

    @Test("several fresh replicas leave several ranges, and each is recorded")
    func severalRanges() async throws {
      var began: [(since: Instant, instant: Instant)] = []
      var fresh: [Replica] = []
      for number in 0..<3 {
        try await older.client.command("FLUSHALL")
        let replica = try Replica("fresh-\(number)", server.url)
        began.append(try await goOn(replica))
        fresh.append(replica)
      }
      try await older.client.command("FLUSHALL")
      for replica in [fresh[1], older, fresh[2], fresh[0]] {
        _ = try await replica.claims.heartbeat(MemberReport(instance: replica.name, status: "ok"))
      }
      var after = decided
      for (since, instant) in began {
        let last = began[2].instant
        let question = Self.start(last, older, expecting: last)
        #expect(try await older.decide(question) == .undecided(after: after, through: since))
        #expect(try await older.decide(record(after, since, older)) == .recorded)
        after = instant
      }
      let last = began[2].instant
      #expect(try await older.decide(Self.start(last, older, expecting: last)) == .lost(cursor: last))
    }

    @Test("older data that comes back keeps what it had not decided")
    func swapped() async throws {
      try await older.client.command("SWAPDB", "0", "1")
      let fresh = try Replica("fresh", server.url)
      let (since, instant) = try await goOn(fresh)
      try await older.client.command("SWAPDB", "0", "1")
      _ = try await fresh.claims.heartbeat(MemberReport(instance: "fresh", status: "ok"))
      #expect(
        try await fresh.client.command("HGET", "{test}:job:job", "cursor").string == "\(instant.millisecondsSince1970)")
      let question = Self.start(undecided, older, expecting: decided)
      #expect(try await older.decide(question) == .undecided(after: decided, through: since))
    }

    @Test("what another trigger of the job leaves is that trigger's")
    func ofAnotherTrigger() async throws {
      try await older.client.command("FLUSHALL")
      let fresh = try Replica("fresh", server.url)
      let (since, _) = try await goOn(fresh)
      let changed = ClaimRegistration(job: "job", fingerprint: "v2", next: .max)
      let begun = try await fresh.claims.register([changed])[0].since
      _ = try await older.claims.heartbeat(MemberReport(instance: "older", status: "ok"))
      let instant = begun + .milliseconds(10)
      try await Self.wait(until: instant, fresh)
      var other = fresh.request(.start(instant))
      other.fingerprint = "v2"
      _ = try await fresh.win(other)
      #expect(
        try await older.decide(Self.start(undecided, older, expecting: decided))
          == .undecided(after: decided, through: since))
      // It becomes the current one again.
      _ = try await older.claims.register([Self.registration])
      #expect(try await older.decide(record(decided, since, older)) == .recorded)
      #expect(try await older.client.command("HEXISTS", "{test}:job:job", "left") == .integer(0))
    }

    @Test("who was told of a later beginning decides nothing before it has heard the true one")
    func laterBeginning() async throws {
      let registration = ClaimRegistration(job: "other", fingerprint: "v1", next: .max)
      let since = try await older.claims.register([registration])[0].since
      try await older.client.command("FLUSHALL")
      let fresh = try Replica("fresh", server.url)
      let begun = try await fresh.claims.register([registration])[0].since
      #expect(begun > since)
      _ = try await older.claims.heartbeat(MemberReport(instance: "older", status: "ok"))
      let instant = try await fresh.serverNow()
      var request = fresh.request(.start(instant), job: "other")
      request.fingerprint = "v1"
      #expect(try await fresh.decide(request) == .stale)
      #expect(try await fresh.claims.register([registration])[0].since == since)
      _ = try await fresh.win(request)
    }

    @Test("they wait until each replica has had the time to report that it had decided them")
    func quarantine() async throws {
      try await older.client.command("FLUSHALL")
      let fresh = try Replica("fresh", server.url, afterDataLoss: .quarantine)
      _ = try await fresh.claims.register([Self.registration])
      let instant = try await fresh.serverNow() + .milliseconds(5)
      try await expectEventually {
        if case .won = try await fresh.decide(Self.start(instant, fresh)) { true } else { false }
      }
      let patient = try Replica("patient", server.url, afterDataLoss: .quarantine)
      _ = try await older.claims.heartbeat(MemberReport(instance: "older", status: "ok"))
      #expect(try await patient.decide(Self.start(undecided, patient, expecting: decided)) == .lost(cursor: instant))
      try await patient.client.command("HSET", "{test}:meta", "born", "1")
      guard case .undecided = try await patient.decide(Self.start(undecided, patient, expecting: decided)) else {
        Issue.record("nothing is left")
        return
      }
    }
  }
#endif
