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

  /// The rows of the failure matrix, each with real processes on a real redis-server.
  @Suite("A fleet under faults starts each instant once and forgets none", .serialized)
  struct FaultTests {
    @Test(
      "A replica that dies: before it asks, after it has won, in the body, after the body",
      arguments: [WorkerOptions.Crash.beforeClaim, .afterClaim, .inBody, .afterBody])
    func death(at place: WorkerOptions.Crash) async throws {
      try await withFleet(replicas: 2) { fleet in
        try fleet.start(0) {
          $0.crash = place
          $0.crashAfter = 25
        }
        try fleet.start(1)
        #expect(await fleet.waitUntilAllDecide())
        fleet.mark(.begin)
        #expect(await eventually(within: .seconds(30)) { fleet.hasEnded(0) }, "it was to die")
        fleet.mark(.heal)
        let history = try await fleet.finish()
        expectClean(history)
        // What it had begun is recorded by the other one.
        let crashed = history.outcomes.contains { $0.word == "crashed" }
        if place != .beforeClaim && place != .afterBody { #expect(crashed) }
      }
    }

    @Test(
      "A replica that is frozen, for less and for more than its lease, cut off half-way, killed, or asked to end",
      arguments: [FaultKind.stopShort, .stopLong, .partition, .kill, .terminate])
    func replica(_ kind: FaultKind) async throws {
      try await withFleet { fleet in
        let history = try await fleet.judged { fleet in
          var nemesis = Nemesis(fleet, kinds: [kind], seed: 7)
          try await nemesis.torment(for: .milliseconds(300))
        }
        #expect(history.faults.map(\.kind).contains(kind))
        expectClean(history)
        if kind == .terminate { #expect(!history.outcomes.contains { $0.word == "crashed" }) }
      }
    }

    @Test(
      "A Redis that restarts with its data and without, is frozen for longer than the leases, loses scripts or replies",
      arguments: [FaultKind.redisRestart, .redisEmpty, .redisStop, .scriptFlush, .dropReplies])
    func redis(_ kind: FaultKind) async throws {
      try await withFleet { fleet in
        expectClean(try await fleet.judged { try await Nemesis($0, seed: 3).strike(kind, seed: 5, target: 0) })
      }
    }

    @Test("A replica that has just started goes on in an empty Redis, before those with instants to decide come back")
    func freshReplicaFirst() async throws {
      try await withFleet(replicas: 2) { fleet in
        let history = try await fleet.judged { fleet in
          for index in 0..<2 { fleet.signal(index, SIGSTOP) }
          let from = FleetClock.continuous
          try await fleet.client.command("FLUSHALL")
          fleet.log.append(.fault(.init(.flushAll, from: from, to: FleetClock.continuous)))
          // Several are due before it begins, and nobody has decided them.
          try await Task.sleep(for: .milliseconds(600))
          let guests = try fleet.startGuests(upTo: 3)
          let pid = try #require(guests.first.flatMap { fleet.processID($0) })
          let hasGoneOn = await eventually(within: .seconds(30)) {
            FleetHistory(fleet.log.lines()).starts.contains { $0.pid == pid }
          }
          #expect(hasGoneOn)
          for index in 0..<2 { fleet.signal(index, SIGCONT) }
          let isRecorded = await eventually(within: .seconds(30)) {
            FleetHistory(fleet.log.lines()).outcomes.contains { $0.word == "missed(coalesced)" && $0.at > from }
          }
          #expect(isRecorded)
          for guest in guests { fleet.end(guest, with: SIGTERM) }
        }
        expectClean(history)
      }
    }

    @Test("All data gone at the very moment at which jobs are due, three times")
    func flushAtTheTick() async throws {
      try await withFleet { fleet in
        let history = try await fleet.judged { fleet in
          for offset: Int64 in [-5_000, 2_000, 10_000] {
            let second: Int64 = 1_000_000
            try await Task.sleep(for: .microseconds(2 * second - FleetClock.wall % second + offset))
            try await Nemesis(fleet, seed: 0).strike(.flushAll, seed: 0, target: 0)
          }
        }
        expectClean(history)
        #expect(FleetChecker(history).duplicates == 0, "every replica was there to tell what it knew")
      }
    }

    @Test(
      "A Redis that refuses: out of memory, a replica's, or without a password. Nothing runs, and then it goes on",
      arguments: [
        (["CONFIG", "SET", "maxmemory", "1"], ["CONFIG", "SET", "maxmemory", "0"]),
        (["REPLICAOF", "127.0.0.1", "1"], ["REPLICAOF", "NO", "ONE"]),
        (["ACL", "SETUSER", "default", "off"], ["ACL", "SETUSER", "default", "on"]),
      ])
    func refusal(_ wrong: [String], _ right: [String]) async throws {
      try await withFleet(replicas: 2) { fleet in
        let history = try await fleet.judged { fleet in
          try await fleet.client.command(wrong)
          // Connections that stand have their permission; new ones ask for it.
          if wrong[0] == "ACL" { for index in 0..<fleet.count { fleet.proxy(index).redirect(to: fleet.redis) } }
          let refused = FleetClock.continuous
          try await Task.sleep(for: .milliseconds(1_500))
          let starts = FleetHistory(fleet.log.lines()).starts
          // What was won before may still be about to start.
          #expect(!starts.contains { $0.at > refused + 700_000 && $0.at < refused + 1_400_000 })
          try await fleet.client.command(right)
        }
        expectClean(history)
      }
    }

    @Test("A password that is wrong keeps one replica out, until it is put right")
    func wrongPassword() async throws {
      try await withFleet(replicas: 2) { fleet in
        try await fleet.client.command("ACL", "SETUSER", "worker", "on", ">right", "~*", "&*", "+@all")
        try fleet.start(0) { $0.redis = $0.redis.replacing("redis://", with: "redis://worker:wrong@") }
        try fleet.start(1)
        #expect(await fleet.waitUntilAllDecide())
        fleet.mark(.begin)
        let outsider = fleet.processID(0)
        #expect(!FleetHistory(fleet.log.lines()).starts.contains { $0.pid == outsider })
        try await fleet.client.command("ACL", "SETUSER", "worker", ">wrong")
        #expect(
          await eventually(within: .seconds(20)) {
            FleetHistory(fleet.log.lines()).starts.contains { $0.pid == outsider }
          },
          "it does not take part")
        fleet.mark(.heal)
        expectClean(try await fleet.finish())
      }
    }

    @Test("No server at first: the replicas wait, and begin when there is one")
    func noServer() async throws {
      try await withFleet(replicas: 2) { fleet in
        fleet.redis.kill()
        try fleet.startAll()
        try await Task.sleep(for: .milliseconds(800))
        #expect(FleetHistory(fleet.log.lines()).starts.isEmpty)
        try fleet.redis.restart()
        #expect(await fleet.waitUntilAllDecide())
        fleet.mark(.begin)
        fleet.mark(.heal)
        expectClean(try await fleet.finish())
      }
    }

    @Test(
      "The judge finds what is wrong with locks as they are often made",
      arguments: [WorkerOptions.Backend.naiveLock, .naiveInstant])
    func naive(_ backend: WorkerOptions.Backend) async throws {
      try await withFleet {
        $0.backend = backend
      } _: { fleet in
        try fleet.startAll()
        #expect(await fleet.waitUntilAllDecide())
        fleet.mark(.begin)
        let isFound = try await eventually(within: .seconds(30)) {
          if FleetChecker(FleetHistory(fleet.log.lines())).duplicates > 0 { return true }
          // Frozen while it asks, a replica asks again when the key has run out.
          if backend == .naiveInstant { try await Nemesis(fleet, seed: 1).strike(.stopLong, seed: 1, target: 0) }
          return false
        }
        #expect(isFound)
      }
    }
  }
#endif
