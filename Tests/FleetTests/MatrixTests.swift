#if Redis
  import FleetLog
  import FleetSupport
  import RedisServerTestSupport
  import SchedulingRedis
  import Testing

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// More rows of the failure matrix: failover, clocks, eviction, versions, handlers, executors.
  @Suite("A fleet whose servers, clocks and versions differ starts each instant once and forgets none", .serialized)
  struct MatrixTests {
    @Test("Failover to a server that lacks the last writes: the replicas tell it what they know")
    func failover() async throws {
      try await withFleet { fleet in
        let history = try await fleet.judged { fleet in
          try await Nemesis(fleet, seed: 4).strike(.failOver, seed: 9, target: 0)
        }
        expectClean(history)
        #expect(FleetChecker(history).duplicates == 0, "every replica was there to tell what it knew")
      }
    }

    @Test(
      "Wall clocks of workers 3 s ahead, 3 s behind and jumping: nothing is early, late or twice",
      .enabled(if: clocksCanBeShifted))
    func workerClocks() async throws {
      try await withFleet(hasClocks: true) { fleet in
        let history = try await fleet.judged { fleet in
          fleet.clock(0)?.set(.seconds(3))
          fleet.clock(1)?.set(.seconds(-3))
          for offset in [2_000, -3_000, 1_500, -500] {
            fleet.clock(2)?.set(.milliseconds(offset))
            try await Task.sleep(for: .milliseconds(500))
          }
        }
        expectClean(history)
        #expect(Set(history.starts.map(\.pid)).count == 3, "all three take part, whatever their clocks say")
      }
    }

    @Test(
      "Redis's clock 60 s ahead, and set back by 120 s: nothing starts twice, and nothing at all before it is right",
      .enabled(if: clocksCanBeShifted))
    func redisClock() async throws {
      try await withFleet(replicas: 2, hasClocks: true) {
        $0.plan = "newest"
      } _: { fleet in
        try fleet.startAll()
        #expect(await fleet.waitUntilAllDecide())
        let from = FleetClock.continuous
        fleet.setRedisClock(.seconds(60))
        let follows = await eventually(within: .seconds(20)) {
          let now = fleet.wall / 1_000
          return FleetHistory(fleet.log.lines()).starts.contains { $0.instant > now - 5_000 }
        }
        #expect(follows, "the fleet's time is Redis's")
        fleet.setRedisClock(.seconds(-60))
        let setBack = FleetClock.continuous
        try await Task.sleep(for: .milliseconds(2_000))
        let starts = FleetHistory(fleet.log.lines()).starts
        // What was won before may still be about to start.
        #expect(!starts.contains { $0.at > setBack + 700_000 }, "the cursors lie 120 s ahead")
        fleet.setRedisClock(.seconds(60))
        fleet.log.append(.fault(.init(.redisClock, from: from, to: FleetClock.continuous)))
        fleet.mark(.begin)
        fleet.mark(.heal)
        expectClean(try await fleet.finish())
      }
    }

    @Test("A Redis that evicts: nothing is forgotten, fences still rise, and the operator is warned")
    func eviction() async throws {
      try await withFleet(replicas: 2, redisOptions: ["--maxmemory-policy", "volatile-lru"]) { fleet in
        let history = try await fleet.judged { fleet in
          for _ in 0..<4 {
            try await fleet.client.command("CONFIG", "SET", "maxmemory", "1")
            // The next write evicts what has a time to live, and is refused.
            _ = try? await fleet.client.command("SET", "filler", "x")
            try await fleet.client.command("CONFIG", "SET", "maxmemory", "0")
            try await Task.sleep(for: .milliseconds(400))
          }
          let facts = try await fleet.client.command("INFO", "stats").string ?? ""
          let evicted = facts.split(whereSeparator: \.isNewline).first { $0.hasPrefix("evicted_keys:") }
          #expect(evicted != nil && evicted != "evicted_keys:0", "it was to evict")
        }
        // Without its lock a run is not kept from overlapping, and without its job's data the last instant can start again
        // on a replica that is late: the README says so.
        let excepted: [FleetChecker.Invariant] = [.noStaleEffect, .oneHolder, .startedOnce]
        let violations = FleetChecker(history).violations.filter { !excepted.contains($0.invariant) }
        #expect(violations.map(\.description) == [])
        #expect(fleet.output.contains("volatile-lru"))
      }
    }

    @Test("Two versions of the schedule at the same time: the instants of both start once")
    func versionSkew() async throws {
      try await withFleet(replicas: 2) {
        $0.plan = "next"
      } _: { fleet in
        try fleet.start(0) { $0.plan = "small" }
        try fleet.start(1)
        #expect(await fleet.waitUntilAllDecide())
        fleet.mark(.begin)
        try await Task.sleep(for: .milliseconds(2_500))
        fleet.mark(.heal)
        let history = try await fleet.finish()
        expectClean(history)
        #expect(FleetChecker(history).duplicates == 0)
      }
    }

    @Test("A replica without a job's handler leaves the job to the others, and nothing is lost when they are gone")
    func missingHandler() async throws {
      try await withFleet(replicas: 2) { fleet in
        try fleet.start(0)
        try fleet.start(1) { $0.plan = "less" }
        #expect(await fleet.waitUntilAllDecide())
        fleet.mark(.begin)
        let without = fleet.processID(1)
        fleet.end(0, with: SIGTERM)
        try await Task.sleep(for: .milliseconds(1_500))
        try fleet.start(0)
        fleet.mark(.heal)
        let history = try await fleet.finish()
        expectClean(history)
        #expect(!history.starts.contains { $0.job == "every-1" && $0.pid == without })
      }
    }

    @Test("Replicas with more work than they take at a time: what waits keeps its lease, and all of it runs")
    func saturation() async throws {
      try await withFleet(replicas: 2) {
        $0.plan = "crowd"
        $0.concurrency = 1
      } _: { fleet in
        let history = try await fleet.judged { _ in try await Task.sleep(for: .seconds(2)) }
        expectClean(history)
        let cancelled = history.steps.filter { $0.kind == .cancelled }
        #expect(cancelled.isEmpty)
      }
    }

    @Test("A job that kills every process that runs it is run at most three times, and the others go on")
    func poison() async throws {
      try await withFleet(replicas: 3) {
        $0.plan = "poison"
      } _: { fleet in
        try fleet.startAll()
        func restartTheDead() {
          for index in 0..<fleet.count where fleet.hasEnded(index) {
            fleet.end(index)
            try? fleet.start(index)
          }
        }
        let isRunAgain = await eventually(within: .seconds(60)) {
          restartTheDead()
          return FleetHistory(fleet.log.lines()).starts.contains { $0.job == "poison-0" && $0.attempt > 1 }
        }
        #expect(isRunAgain, "nobody ran it again; \(fleet.output.suffix(2_000))")
        let from = FleetClock.continuous
        var missing: [String] = []
        let goesOn = await eventually(within: .seconds(30)) {
          restartTheDead()
          let starts = FleetHistory(fleet.log.lines()).starts.filter { $0.at > from }
          missing = ["every-0", "cron-0", "again-0"].filter { name in !starts.contains { $0.job == name } }
          return missing.isEmpty
        }
        #expect(goesOn, "not started again: \(missing); \(fleet.output.suffix(2_000))")
        let history = FleetHistory(fleet.log.lines())
        let poisoned = Dictionary(grouping: history.starts.filter { $0.job == "poison-0" }, by: \.instant)
        #expect(poisoned.values.allSatisfy { $0.count <= 3 && Set($0.map(\.attempt)).count == $0.count })
        #expect(FleetChecker(history).violations.map(\.description) == [])
      }
    }
  }

  private let clocksCanBeShifted: Bool = {
    #if os(Linux)
      Shell.output(of: "clang --version || cc --version") != nil
    #else
      false
    #endif
  }()
#endif
