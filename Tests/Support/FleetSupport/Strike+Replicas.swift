#if Redis
  import FleetLog
  import RedisServerTestSupport
  import SchedulingRedis

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Harm done to replicas and to what they send and receive.
  extension Strike {
    var pid: Int32 { fleet.processID(index) ?? 0 }

    mutating func endReplica() async throws {
      let ended = pid
      fleet.end(index, with: kind == .kill ? SIGKILL : SIGTERM)
      note(pid: ended)
      try await wait(50...1_000)
      try fleet.start(index)
    }

    mutating func freezeReplica() async throws {
      let frozen = pid
      fleet.signal(index, SIGSTOP)
      try await wait(leases: kind == .stopShort ? 0.2...0.8 : 1.1...2.5)
      fleet.signal(index, SIGCONT)
      note(pid: frozen)
    }

    mutating func hinderReplica() async throws {
      let (hindered, proxy) = (pid, fleet.proxy(index))
      if kind == .partition {
        proxy.setSilent(true)
        try await wait(leases: 0.3...2.5)
        proxy.setSilent(false)
        note(pid: hindered)
        return
      }
      let delay = draw(100...3_000)
      proxy.delay(
        commands: .milliseconds(kind == .slowCommands ? delay : 0),
        replies: .milliseconds(kind == .slowReplies ? delay : 0))
      try await wait(leases: 0.5...2)
      proxy.delay(commands: .zero, replies: .zero)
      // What was sent last is still on its way.
      note(pid: hindered, to: FleetClock.continuous + delay * 1_000)
    }

    mutating func hinderAll() async throws {
      func setShare(_ share: Double) {
        for index in 0..<fleet.count {
          if kind == .dropReplies { fleet.proxy(index).loseReplies(share: share) }
          if kind == .halfWrites { fleet.proxy(index).cutInMiddle(share: share) }
        }
      }
      setShare(0.03)
      try await wait(leases: 0.7...2)
      setShare(0)
      note()
    }

    mutating func shiftReplicaClock() async throws {
      let (shifted, clock) = (pid, fleet.clock(index))
      for _ in 0..<3 {
        clock?.set(.milliseconds(draw(-3_000...3_000)))
        try await wait(leases: 0.1...0.8)
      }
      clock?.set(.zero)
      note(pid: shifted)
    }

    mutating func enlargeFleet() async throws {
      let guests = try fleet.startGuests(upTo: kind == .thirtyReplicas ? 30 : 12)
      if kind == .thirtyReplicas { try await wait(leases: 1...2) } else { try await wait(2_000...3_000) }
      // All are asked first: each may take some time over it.
      let from = FleetClock.continuous
      for guest in guests where guest % 2 == 0 { fleet.signal(guest, SIGTERM) }
      for guest in guests {
        let ended = fleet.processID(guest) ?? 0
        fleet.end(guest, with: guest % 2 == 0 ? SIGTERM : SIGKILL)
        note(pid: ended, from: from)
      }
      note()
    }

    /// The next version of the host comes, one replica after the other, and goes again.
    mutating func rollChange() async throws {
      for plan in [FleetPlan.next(after: fleet.options.plan), fleet.options.plan] {
        for replica in 0..<fleet.count {
          let (ended, from) = (fleet.processID(replica) ?? 0, FleetClock.continuous)
          fleet.end(replica, with: isLucky() ? SIGTERM : SIGKILL)
          note(pid: ended, from: from)
          let adds = fleet.options.backend == .store && replica == 0
          try fleet.start(replica) {
            $0.plan = plan
            if adds { $0.backend = .storeAdding }
          }
          if adds { try await noteDefinitionsChanged(since: from) }
          try await wait(50...300)
        }
      }
      note()
    }

    /// Until every stored job has its new definition, which is when `changes` no longer rises.
    private func noteDefinitionsChanged(since from: Int64) async throws {
      var (last, still) = (await changes(), 0)
      for _ in 0..<100 where still < 6 {
        try await Task.sleep(for: .milliseconds(50))
        let now = await changes()
        still = now == last ? still + 1 : 0
        last = now
      }
      note(from: from, key: "definitions")
    }

    private func changes() async -> Int? { (await ask("HGET", key("meta"), "changes"))?.integer.map { Int($0) } }
  }
#endif
