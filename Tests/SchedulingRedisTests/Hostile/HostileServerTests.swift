#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import Testing

  @testable import SchedulingRedis

  @Suite("Claims, control and locks against a server that lies")
  struct HostileServerTests {
    private static let max = "9223372036854775807"
    private static let min = "-9223372036854775808"
    private static let now = "1795928074530000"

    private static func bulk(_ text: String) -> String { "$\(text.utf8.count)\r\n\(text)\r\n" }
    private static func list(_ parts: String...) -> String { "*\(parts.count)\r\n" + parts.joined() }
    private static func words(_ words: String...) -> String { list(words.map(bulk)) }
    private static func list(_ parts: [String]) -> String { "*\(parts.count)\r\n" + parts.joined() }

    /// What the server answers to every script and command.
    private static let answers: [String] = {
      let stamp = bulk(now)
      let ok = bulk("OK")
      let empty = "*0\r\n"
      let run = "job|0|scheduled|job|0|\(max)|\(min)|\(max)|a|1|"
      let deep = String(repeating: "*1\r\n", count: 40) + ":1\r\n"
      return [
        "$-1\r\n", "*-1\r\n", "+OK\r\n", ":0\r\n", ":\(max)\r\n", ":\(min)\r\n", "-ERR \u{1B}[2Jno\r\n", "-\r\n",
        "-NOSCRIPT no\r\n", "-WRONGTYPE Operation\r\n", "-OOM \(String(repeating: "e\u{301}", count: 100_000))\r\n",
        empty, deep, list(stamp), list(bulk(max), ok), list(bulk(min), ok), list(bulk("junk"), ok),
        list(bulk("-1"), ok),
        list(stamp, bulk("EPOCH")), list(stamp, bulk("SCHEMA"), bulk(max)), list(stamp, bulk("SCHEMA")),
        list(stamp, ok), list(stamp, ok, empty), list(stamp, ok, "$-1\r\n"), list(stamp, ok, ":\(max)\r\n"),
        list(stamp, ok, bulk("WON|99|1")), list(stamp, ok, bulk("WON|0|\(max)")), list(stamp, ok, bulk("WON|0|")),
        list(stamp, ok, words("BUSY", max)), list(stamp, ok, words("BUSY", min)), list(stamp, ok, words("EARLY", max)),
        list(stamp, ok, words("QUARANTINE", max)), list(stamp, ok, words("LOST", max)),
        list(stamp, ok, words("GAP", min)),
        list(stamp, ok, words("AHEAD", "inf")), list(stamp, ok, words("SKIPPED", "\u{202E}")),
        list(stamp, ok, words("RECORDED")),
        list(stamp, ok, words("UNREADABLE")), list(stamp, ok, bulk("RENEWED")), list(stamp, ok, bulk("replaced")),
        list(stamp, ok, words(max, max)), list(stamp, ok, words(min, min, min, max, "junk")),
        list(stamp, ok, bulk("PUT"), bulk(max), bulk(max), bulk(min)), list(stamp, ok, bulk("PUT"), bulk("1")),
        list(stamp, ok, bulk("EXISTS"), bulk(min)), list(stamp, ok, bulk("REMOVED"), bulk(max)),
        list(stamp, ok, empty, empty, empty, empty, empty, empty, bulk(max)),
        list(
          stamp, ok, words("m", max, "x|y"), words("j:%zz", "note", "*"), words("0", run), words("0", run, "0"),
          words("id", run), words("\u{0}"), bulk(min)),
        list(stamp, ok, ":1\r\n", ":1\r\n", ":1\r\n", ":1\r\n", ":1\r\n", ":1\r\n", ":1\r\n"),
        list(stamp, bulk("left")), list(stamp, bulk("full")), list(stamp, bulk("1")), list(stamp, bulk(run), bulk(run)),
        list(
          stamp, bulk(max), words(max, max, max), words("a", max, "b"), words("*", "n"), words("a", run),
          words("a", max, run)),
        list(stamp, ok, bulk(max), words("a", max, "b", "nan", "c", "-inf", "d", "1e300")),
        "*2\r\n\(stamp)$10\r\nshort\r\n", "*100001\r\n", "%1\r\n+a\r\n+b\r\n",
      ]
    }()

    @Test(
      "there are more than forty of its lies, and none traps, hangs or is taken for a win that cannot be",
      arguments: answers.indices)
    func lie(_ number: Int) async throws {
      let answer = Self.answers[number]
      let fake = try FakeRedis { words in
        switch words.first {
        case "SUBSCRIBE": .silence
        default: .text(answer)
        }
      }
      let replica = try Replica("a", fake.url, commandTimeout: .milliseconds(200))
      let claims = replica.claims
      let start = replica.request(.start(Instant(millisecondsSince1970: 1_795_928_074_000)))
      if case .won(let lease)? = try? await replica.decide(start) {
        #expect(lease.slot == 0)
        _ = try? await claims.renew([lease])
      }
      let lease = Lease(
        token: replica.token(), firing: Firing(job: "job", instant: .epoch), lockKey: "job", slot: 0, fencingToken: 1,
        duration: .seconds(3), deadline: .now() + .seconds(3))
      _ = try? await claims.register([ClaimRegistration(job: "job", fingerprint: "f", next: .max)])
      _ = try? await claims.heartbeat(MemberReport(instance: "a", status: "running", jobs: ["job"]))
      _ = try? await claims.renew([lease])
      _ = try? await claims.abandon([start])
      _ = try? await claims.cursors(of: ["job"])
      _ = try? await claims.deadLetters(limit: 3)
      _ = try? await claims.submit(.runNow("job", requestedBy: "a", id: FleetRequest.ID()))
      _ = try? await claims.answer(to: FleetRequest.ID())
      _ = try? await claims.head(StoreHeadQuestion(changes: "", wantsEntries: true, limit: 10))
      _ = try? await claims.load([StoredJobQuestion(id: "job")])
      _ = try? await claims.list(after: nil, limit: 10)
      _ = try? await claims.remove("job", expected: nil, token: replica.token())
      let control = FleetControl(replica.client, namespace: "test")
      _ = try? await control.fleet()
      _ = try? await control.history(limit: 10)
      let locks = try RedisLocks(replica.client, namespace: "test")
      _ = try? await locks.withLock("a") { _ in }
    }

    @Test("the list is as long as it says")
    func count() { #expect(Self.answers.count > 40) }
  }
#endif
