#if Redis
  import FleetLog
  import FleetSupport
  import RedisServerTestSupport
  import SchedulingRedis
  import Testing

  @Suite("Processes that take locks by name, and run jobs", .serialized)
  struct HolderTests {
    @Test(
      "never hold one at the same time, whatever is killed, frozen or lost",
      arguments: [FaultKind.kill, .flushAll, .failOver])
    func oneHolder(_ kind: FaultKind) async throws {
      try await withFleet {
        $0.plan = "holders"
      } _: { fleet in
        let history = try await fleet.judged { fleet in
          func holdings() -> Int { FleetHistory(fleet.log.lines()).lockSteps.count { $0.kind == .taken } }
          for seed in 0..<2 as Range<UInt64> {
            let before = holdings()
            #expect(await eventually { holdings() >= before + 3 })
            try await Nemesis(fleet, seed: seed).strike(kind, seed: seed, target: 0)
          }
          let before = holdings()
          #expect(await eventually { holdings() >= before + 3 })
        }
        expectClean(history)
      }
    }
  }

  @Suite("A fleet of twelve processes", .serialized)
  struct TurnsOfProcessesTests {
    @Test("takes turns with jobs that are due every 100 ms: every instant starts")
    func everyInstantStarts() async throws {
      try await withFleet(replicas: 12) { options in
        options.plan = "turns"
        options.lease = 6_000
      } _: { fleet in
        let history = try await fleet.judged { fleet in
          // Until all of them are known to each other, and then for 50 instants of each job.
          #expect(await eventually { (try? await fleet.client.command("ZCARD", "{fleet}:members").integer) == 12 })
          let from = fleet.wall / 1_000
          #expect(
            await eventually {
              let starts = FleetHistory(fleet.log.lines()).starts
              return Set(starts.map(\.job)).allSatisfy { job in
                starts.contains { $0.job == job && $0.instant > from + 5_000 }
              }
            })
        }
        expectClean(history)
        let started = Dictionary(grouping: history.scheduledStarts, by: \.job).mapValues { Set($0.map(\.instant)) }
        for job in history.jobs.values {
          let missing = history.expected(job).filter { started[job.name]?.contains($0) != true }
          #expect(missing == [], "\(job.name) left out instants")
        }
        #expect(Set(history.starts.map(\.pid)).count > 1)
      }
    }
  }
#endif
