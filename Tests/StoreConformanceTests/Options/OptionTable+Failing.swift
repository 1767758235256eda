import CivilTime
import RedisServerTestSupport
import Scheduling
import Testing

#if Redis
  import SchedulingRedis
#endif

/// What becomes of a firing that fails.
extension OptionTable {
  static let failing: [OptionRow] = [
    OptionRow("retry") { bench in
      try await bench.run { member in
        try await member.add("job", .at(SystemClock().now() + .milliseconds(200)), .init(does: .fail)) {
          $0.retry = Retry(attempts: 3, backoff: .fixed(.milliseconds(20)), jitter: 0)
        }
        #expect(await eventually { bench.deeds.of("job").map(\.attempt) == [1, 2, 3] })
        #expect(Set(bench.deeds.of("job").map(\.instant)).count == 1)
        #expect(
          await eventually {
            member.scheduler.localHistory(of: "job").contains {
              $0.outcome == .failed && $0.attempt == 3 && !$0.willRetry
            }
          })
      }
    },
    OptionRow("breaker") { bench in
      try await bench.run { member in
        try await member.add("job", try often(), .init(does: .fail)) {
          $0.breaker = CircuitBreaker(failures: 2, coolDown: .seconds(600))
        }
        #expect(await eventually { member.has(.skipped(.circuitOpen), "job") })
        #expect(bench.deeds.of("job").count == 2)
      }
    },
    OptionRow("pausesOnFailure") { bench in
      try await bench.run { member in
        try await member.add("job", try often(), .init(does: .fail)) { $0.pausesOnFailure = true }
        #expect(
          await eventually {
            member.scheduler.job("job")?.isPaused == true && member.has(.skipped(.paused), "job")
          })
      }
    },
    OptionRow("alerts") { bench in
      try await bench.run { member in
        try await member.add("quiet", try often(), .init(does: .fail)) { $0.alerts = AlertRules(onFailure: false) }
        try await member.add("third", try often(), .init(does: .fail)) { $0.alerts = AlertRules(afterFailures: 3) }
        #expect(await eventually { bench.alerts.all.contains { $0.job == "third" && $0.reason == .failed } })
        #expect(bench.deeds.of("third").count >= 3)
        #expect(await eventually { bench.deeds.of("quiet").count >= 3 })
        #expect(!bench.alerts.all.contains { $0.job == "quiet" })
      }
    },
    OptionRow("recovery", idleIn: [.memory], { $0.recovery = .rerun }) { bench in
      #if Redis
        for recovery in [Recovery.rerun, .record] {
          let id = JobID("job-\(recovery)")
          func add(_ member: OptionBench.Member, _ instant: Instant) async throws {
            try await member.add(id, .at(instant), .init(does: .hold)) { $0.recovery = recovery }
          }
          let instant = SystemClock().now() + .milliseconds(300)
          let a = try bench.member("a-\(recovery)") { $0.lease = .seconds(1) }
          await a.start()
          try await add(a, instant)
          #expect(await eventually { bench.deeds.of(id).count == 1 })
          try await a.crash()
          try await bench.run("b-\(recovery)", { $0.lease = .seconds(1) }) { b in
            try await add(b, instant)
            let isRecorded = try await eventually {
              let rows = try await bench.redis("XREVRANGE", "{test}:hist", "+", "-").array ?? []
              return rows.contains { "\($0)".contains("\(id)") && "\($0)".contains("|crashed|") }
            }
            #expect(isRecorded)
            if recovery == .rerun {
              #expect(await eventually { bench.deeds.of(id).map(\.attempt) == [1, 2] })
            } else {
              // Another firing of the same replica shows that it had the time to run it again.
              try await b.add("marker", try often())
              #expect(await eventually { bench.deeds.of("marker").count >= 3 })
              #expect(bench.deeds.of(id).count == 1)
              try await b.scheduler.remove("marker")
            }
            bench.deeds.release(id)
          }
        }
      #endif
    },
  ]
}
