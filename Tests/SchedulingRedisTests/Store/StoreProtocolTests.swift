#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("Each rule by which stored jobs are changed and decided")
  struct StoreProtocolTests {
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

    private func change(
      _ id: JobID = "job", _ expected: StoredJobChange.Expectation = .absent, fingerprint: String = "f",
      next: Instant? = nil, token: RunID? = nil
    ) -> StoredJobChange {
      StoredJobChange(
        id: id, expected: expected, definition: #"{"handler":"h"}"#, fingerprint: fingerprint, next: next,
        token: token ?? a.token())
    }

    private func version(_ reply: StoredJobReply) throws -> Int64 {
      guard case .made(let version, _, _) = reply else { throw Refused(reply: reply) }
      return version
    }

    private struct Refused: Error { var reply: StoredJobReply }

    private func due(_ id: String = "job") async throws -> Int64? {
      try await a.client.command("ZSCORE", "{test}:due", id).string.flatMap { Int64($0) }
    }

    @Test("a change whose reply was lost is made once")
    func idempotentPut() async throws {
      let change = change(next: now)
      let first = try await a.claims.put(change)
      #expect(try await a.claims.put(change) == first)
      #expect(try await b.claims.put(self.change()) == .exists(version: try version(first)))
    }

    @Test("a removal whose reply was lost is made once, and an unknown job says so")
    func idempotentRemove() async throws {
      _ = try await a.claims.put(change())
      let token = a.token()
      _ = try version(try await a.claims.remove("job", expected: nil, token: token))
      _ = try version(try await a.claims.remove("job", expected: nil, token: token))
      #expect(try await a.claims.remove("job", expected: nil, token: a.token()) == .conflict(version: nil))
    }

    @Test("deciding an instant moves the job in the order of what is due, in the same step")
    func orderMoves() async throws {
      let version = try version(try await a.claims.put(change(next: now)))
      #expect(try await due() == now.millisecondsSince1970)
      var request = a.request(.start(now - .milliseconds(5)))
      request.version = version
      request.next = now + .seconds(60)
      _ = try await a.win(request)
      #expect(try await due() == (now + .seconds(60)).millisecondsSince1970)
      var last = b.request(.record(through: now), expecting: now - .milliseconds(5))
      last.version = version
      last.next = nil
      #expect(try await b.decide(last) == .recorded)
      // Last of all: it comes up after it has expired, to be taken out.
      #expect(try #require(try await due()) > now.millisecondsSince1970 + 7 * 86_400_000)
    }

    @Test("whoever asks about an old version decides nothing")
    func stale() async throws {
      let old = try version(try await a.claims.put(change(next: now)))
      _ = try await b.claims.put(change("job", .version(old), fingerprint: "g", next: now + .seconds(9)))
      var request = a.request(.start(now - .milliseconds(5)))
      request.version = old
      #expect(try await a.decide(request) == .stale)
      #expect(try await due() == (now + .seconds(9)).millisecondsSince1970)
      #expect(try await a.client.command("HGET", "{test}:job:job", "cursor").string == nil)
    }

    @Test("a question that is on its way cannot bring a removed job back")
    func noResurrection() async throws {
      let version = try version(try await a.claims.put(change(next: now)))
      _ = try await b.claims.remove("job", expected: version, token: b.token())
      var request = a.request(.start(now - .milliseconds(5)))
      request.version = version
      #expect(try await a.decide(request) == .stale)
      #expect(try await due() == nil)
      #expect(try await a.claims.load([StoredJobQuestion(id: "job")]) == [nil])
      #expect(try await a.claims.list(after: nil, limit: 10) == [])
    }

    @Test("a token that has won is told so again though the job was changed meanwhile")
    func wonThenChanged() async throws {
      let version = try version(try await a.claims.put(change(next: now)))
      var request = a.request(.start(now - .milliseconds(5)))
      request.version = version
      let lease = try await a.win(request)
      _ = try await b.claims.put(change("job", .any, next: now + .seconds(9)))
      #expect(try await a.win(request).fencingToken == lease.fencingToken)
    }

    @Test("an unchanged trigger keeps its beginning; a changed one begins now")
    func fingerprints() async throws {
      guard case .made(let first, _, let since) = try await a.claims.put(change(next: now + .seconds(7))) else {
        return
      }
      guard
        case .made(let second, _, let same) = try await a.claims.put(
          change("job", .version(first), next: now + .seconds(8)))
      else { return }
      #expect(same == since)
      #expect(second > first)
      try await expectEventually { try await a.serverNow() > since + .milliseconds(1) }
      guard
        case .made(_, _, let anew) = try await a.claims.put(
          change("job", .version(second), fingerprint: "g", next: now + .seconds(9)))
      else { return }
      #expect(anew > since)
      #expect(try await due() == (now + .seconds(9)).millisecondsSince1970)
    }

    @Test("the head is told in its order, and again only when something has changed")
    func head() async throws {
      for index in 0..<5 {
        _ = try await a.claims.put(change(JobID("job-\(index)"), next: now + .seconds(Int64(10 - index))))
      }
      let first = try await b.claims.head(StoreHeadQuestion(changes: "", wantsEntries: false, limit: 3))
      #expect(first.entries?.map(\.id) == ["job-4", "job-3", "job-2"])
      let again = try await b.claims.head(StoreHeadQuestion(changes: first.changes, wantsEntries: false, limit: 3))
      #expect(again.entries == nil)
      _ = try await a.claims.remove("job-4", expected: nil, token: a.token())
      let changed = try await b.claims.head(StoreHeadQuestion(changes: first.changes, wantsEntries: false, limit: 3))
      #expect(changed.entries?.map(\.id) == ["job-3", "job-2", "job-1"])
    }

    @Test("a place is corrected only as long as nobody has decided or changed anything since")
    func places() async throws {
      let version = try version(try await a.claims.put(change(next: now)))
      let read = try #require(try await b.claims.load([StoredJobQuestion(id: "job")])[0])
      try await b.claims.place([StoredJobPlace(job: read, next: now + .seconds(3))])
      #expect(try await due() == (now + .seconds(3)).millisecondsSince1970)
      var request = a.request(.start(now - .milliseconds(5)))
      request.version = version
      request.next = now + .seconds(60)
      _ = try await a.win(request)
      try await b.claims.place([StoredJobPlace(job: read, next: nil)])
      #expect(try await due() == (now + .seconds(60)).millisecondsSince1970)
    }

    @Test("the name of a job that has expired is forgotten when it comes up")
    func expired() async throws {
      _ = try await a.claims.put(change(next: now))
      _ = try await a.client.command("DEL", "{test}:job:job")
      let gone = StoredJob(id: "job", version: 0, definition: nil, fingerprint: "", cursor: nil, since: .epoch)
      try await b.claims.place([StoredJobPlace(job: gone, next: nil)])
      #expect(try await due() == nil)
      #expect(try await a.claims.list(after: nil, limit: 10) == [])
    }

    @Test("a removal that one replica knows of wins over what another still has, when the data is lost")
    func removalSurvives() async throws {
      _ = try await a.claims.put(change(next: now + .seconds(60)))
      _ = try await b.claims.load([StoredJobQuestion(id: "job")])
      _ = try await a.claims.remove("job", expected: nil, token: a.token())
      _ = try await a.client.command("FLUSHALL")
      _ = try await b.claims.head(StoreHeadQuestion(changes: "", wantsEntries: true, limit: 10))
      _ = try await a.claims.head(StoreHeadQuestion(changes: "", wantsEntries: true, limit: 10))
      #expect(try await b.claims.load([StoredJobQuestion(id: "job")]) == [nil])
      #expect(try await due() == nil)
    }
  }
#endif
