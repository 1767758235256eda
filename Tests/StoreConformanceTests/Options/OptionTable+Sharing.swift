import CivilTime
import RedisServerTestSupport
import Scheduling
import Testing

#if Redis
  import SchedulingRedis
#endif

/// What concerns a fleet.
extension OptionTable {
  static let sharing: [OptionRow] = [
    OptionRow("lease", idleIn: [.memory], { $0.lease = .seconds(5) }) { bench in
      #if Redis
        try await bench.run { member in
          for (id, lease) in [(JobID("short"), Duration.seconds(5)), ("usual", nil)] {
            try await member.add(id, try never(), .init(does: .hold)) { $0.lease = lease }
            try await member.scheduler.runNow(id)
          }
          #expect(await eventually { bench.deeds.all.count == 2 })
          let short = try await bench.redis("PTTL", "{test}:lock:short:0").integer ?? 0
          let usual = try await bench.redis("PTTL", "{test}:lock:usual:0").integer ?? 0
          #expect((1...5_000).contains(short))
          #expect((5_001...30_000).contains(usual))
          for id in [JobID("short"), "usual"] { bench.deeds.release(id) }
        }
      #endif
    },
    OptionRow("minimumHold", idleIn: [.memory], { $0.minimumHold = .seconds(5) }) { bench in
      #if Redis
        try await bench.run { member in
          try await member.add("job", try often()) { $0.minimumHold = .seconds(600) }
          #expect(await eventually { member.has(.succeeded, "job") && member.has(.skipped(.overlap), "job") })
          #expect(bench.deeds.of("job").count == 1)
          let left = try await bench.redis("PTTL", "{test}:lock:job:0").integer ?? 0
          #expect(left > 30_000)
        }
      #endif
    },
    OptionRow("whenClaimsUnreachable", idleIn: [.memory], { $0.whenClaimsUnreachable = .skip }) { bench in
      #if Redis
        try await bench.run { member in
          for (id, what) in [(JobID("held"), WhenClaimsUnreachable.hold), ("left", .skip)] {
            try await member.add(id, try often()) {
              $0.whenClaimsUnreachable = what
              $0.coalesce = .all(limit: 1_000)
              $0.overlap = .queueAll(limit: 1_000)
            }
          }
          #expect(await eventually { bench.deeds.of("held").count >= 2 && bench.deeds.of("left").count >= 2 })
          bench.server?.pause()
          #expect(await eventually { !member.scheduler.status.claims.isConnected })
          bench.server?.resume()
          let back = SystemClock().now()
          #expect(
            await eventually { ["held", "left"].allSatisfy { bench.deeds.of($0).contains { $0.instant > back } } })
          #expect(await eventually { member.has(.missed(.claimsUnreachable), "left") })
          let held = bench.deeds.of("held").map(\.instant).sorted()
          #expect(zip(held, held.dropFirst()).allSatisfy { $1 - $0 == .milliseconds(100) })
        }
      #endif
    },
    OptionRow("queue", idleIn: OptionTable.withoutStore, { $0.queue = "imports" }) { bench in
      try await bench.run("a", { $0.queues = ["mails"] }) { a in
        try await a.add("job", try often()) { $0.queue = "imports" }
        try await bench.run("b", { $0.queues = ["imports"] }) { b in
          #expect(await eventually { bench.deeds.of("job").count >= 3 })
          #expect(bench.deeds.of("job").allSatisfy { $0.instance == "b" })
          #expect(a.scheduler.job("job")?.holdReason?.contains("imports") == true)
        }
      }
    },
  ]

  private static var withoutStore: Set<OptionMode> {
    #if Redis
      [.memory, .claims]
    #else
      [.memory]
    #endif
  }
}
