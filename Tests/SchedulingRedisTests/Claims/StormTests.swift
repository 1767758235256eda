#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("Three replicas whose replies, connections, scripts and data are lost again and again")
  struct StormTests {
    struct Start: Sendable {
      var job: JobID
      var instant: Instant
      var fence: Int64
      var token: RunID
    }

    static let jobs: [JobID] = ["one", "two", "three"]
    static let period: Int64 = 25

    @Test("no instant starts twice, and fences rise with the instants", arguments: [UInt64(1), 7])
    func storm(_ seed: UInt64) async throws {
      let server = try RedisServer.start(.tcp)
      let proxies = try (0..<3).map { _ in try RedisProxy(to: server) }
      let replicas = try proxies.enumerated().map {
        try Replica("replica-\($0.offset)", $0.element.url, afterDataLoss: .quarantine, commandTimeout: .seconds(2))
      }
      let control = try RedisClient(url: server.url)
      for replica in replicas {
        _ = try await replica.claims.heartbeat(MemberReport(instance: replica.name, status: "ok"))
      }
      let begin = try await replicas[0].serverNow()
      let end = begin + .seconds(4)
      let starts = try await withThrowingTaskGroup(of: [Start].self) { group in
        for replica in replicas {
          for job in Self.jobs { group.addTask { await Self.serve(replica, job, from: begin, to: end) } }
          group.addTask { await Self.beat(replica, until: end) }
        }
        group.addTask {
          var random = SplitMix(state: seed)
          for step in 0..<80 {
            if step == 30 {
              try await control.command("FLUSHALL")
              for proxy in proxies { proxy.loseNextReplies(0) }
            }
            // The promise holds where each replica can report what it knows before the quarantine ends.
            if (30..<50).contains(step) {
              try await Task.sleep(for: .milliseconds(40))
              continue
            }
            proxies[Int(random.next() % 3)].loseNextReplies(1 + Int(random.next() % 3))
            switch random.next() % 8 {
            case 0: try await control.command("SCRIPT", "FLUSH")
            case 1: try await control.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
            default: break
            }
            try await Task.sleep(for: .milliseconds(40))
          }
          return []
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      for job in Self.jobs {
        let ofJob = starts.filter { $0.job == job }.sorted { $0.fence < $1.fence }
        // How many there are is a matter of the machine's speed; one shows that the fleet was at work.
        #expect(!ofJob.isEmpty)
        #expect(Set(ofJob.map(\.instant)).count == ofJob.count, "an instant of \(job) started twice")
        #expect(Set(ofJob.map(\.fence)).count == ofJob.count)
        #expect(ofJob.map(\.instant) == ofJob.map(\.instant).sorted())
      }
    }

    /// An engine in small: asks for the newest due instant, passes over those before it, and asks again until answered.
    private static func serve(_ replica: Replica, _ job: JobID, from begin: Instant, to end: Instant) async -> [Start] {
      var starts: [Start] = []
      var cursor = Instant.min
      // For longer where the machine is so busy that nothing has started yet.
      while let now = replica.claims.fleetTime(at: .now()), now < (starts.isEmpty ? end + .seconds(60) : end) {
        let steps = (now - begin).nanoseconds / (period * 1_000_000)
        let due = begin + .milliseconds(steps * period)
        guard due > max(cursor, begin) else {
          try? await Task.sleep(for: .milliseconds(3))
          continue
        }
        let first = (cursor == .min ? begin : cursor) + .milliseconds(period)
        let missed =
          first < due
          ? [
            PassedOver(
              from: first, to: due - .milliseconds(period),
              count: Int((due - first).nanoseconds / (period * 1_000_000)),
              reason: .coalesced)
          ] : []
        let request = replica.request(
          .start(due), job: job, expecting: cursor, passedOver: missed, lease: .seconds(2))
        guard let verdict = await askUntilAnswered(replica, request) else { continue }
        switch verdict {
        case .won(let lease):
          starts.append(Start(job: job, instant: due, fence: lease.fencingToken, token: lease.token))
          cursor = due
          for _ in 0..<200 { if (try? await replica.finish(lease)) != nil { break } }
        case .lost(let decided), .gap(let decided): cursor = max(cursor, decided)
        case .skipped, .recorded: cursor = due
        case .early(let wait), .busy(let wait), .quarantined(let wait):
          try? await Task.sleep(for: min(wait, .milliseconds(20)))
        case .ahead, .askAgain, .stale, .unreadable, .undecided: break
        }
      }
      return starts
    }

    private static func askUntilAnswered(_ replica: Replica, _ request: ClaimRequest) async -> ClaimVerdict? {
      for _ in 0..<500 {
        if let verdict = try? await replica.decide(request) { return verdict }
        try? await Task.sleep(for: .milliseconds(2))
      }
      return nil
    }

    private static func beat(_ replica: Replica, until end: Instant) async -> [Start] {
      while let now = replica.claims.fleetTime(at: .now()), now < end {
        _ = try? await replica.claims.heartbeat(MemberReport(instance: replica.name, status: "ok"))
        try? await Task.sleep(for: .milliseconds(100))
      }
      return []
    }
  }

  private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
#endif
