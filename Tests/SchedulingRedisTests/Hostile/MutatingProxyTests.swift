#if Redis
  import CivilTime
  import Foundation
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  @Suite("A fleet behind a proxy that changes bytes of the replies")
  struct MutatingProxyTests {
    /// 4 s, or as many as `MUTATING_PROXY_SECONDS` says.
    private static let seconds =
      ProcessInfo.processInfo.environment["MUTATING_PROXY_SECONDS"].flatMap { Int64($0) } ?? 4

    @Test(
      "nothing traps, nothing hangs; it goes on when the proxy is honest, and nothing starts twice then",
      arguments: [false, true])
    func mutate(_ store: Bool) async throws {
      let server = try RedisServer.start()
      let proxy = try MutatingProxy(to: server, seed: 42)
      let starts = Collected<ScheduledFleet.Start>()
      let jobs = (0..<10).map { JobID("job\($0)") }
      @Sendable func add(to scheduler: Scheduler) async throws {
        for job in jobs {
          if store {
            try await scheduler.add(
              job, .every(.milliseconds(100)), ifExists: .replaceIfChanged, handler: Started.self, arguments: .init())
          } else {
            try await scheduler.add(job, .every(.milliseconds(100))) { run in
              starts.append(.init(job: run.job, instant: run.firing.instant))
            }
          }
        }
      }
      let handlers: [any JobHandler] = [Started(starts: starts)]
      let timeout = Duration.milliseconds(500)
      try await ScheduledFleet.run(proxy.url, "a", store: store, handlers: handlers, commandTimeout: timeout) { a in
        try await ScheduledFleet.run(proxy.url, "b", store: store, handlers: handlers, commandTimeout: timeout) { b in
          try await add(to: a)
          try await add(to: b)
          try await expectEventually { starts.all.count > 50 }
          proxy.mutate(oneIn: 10)
          try await Task.sleep(for: .seconds(Self.seconds))
          proxy.mutate(oneIn: nil)
          #expect(proxy.changed > 10)
          // A reply that was changed can say anything, and what it said is believed for a while: a lease of it at most.
          try await expectEventually { a.status.claims.isConnected && b.status.claims.isConnected }
          try await Task.sleep(for: .seconds(3))
          let healed = SystemClock().now()
          try await expectEventually {
            jobs.allSatisfy { job in starts.all.count { $0.job == job && $0.instant > healed } >= 3 }
          }
          let after = starts.all.filter { $0.instant > healed }
          #expect(Set(after).count == after.count)
        }
      }
    }
  }
#endif
