#if Redis
  package import FleetLog
  import RedisServerTestSupport
  import SchedulingRedis

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Does one harm after the other to a fleet, chosen by a seed; half of them within 20 ms of a full second, at which
  /// most jobs are due. Every harm is undone before it is written into the log.
  package struct Nemesis: Sendable {
    let fleet: Fleet
    let kinds: [FaultKind]
    private var random: SeededRandom

    /// Kinds that are not possible here are left out.
    package init(_ fleet: Fleet, kinds: [FaultKind] = FaultKind.allCases, seed: UInt64) {
      self.fleet = fleet
      self.kinds = kinds.filter { !$0.shiftsClock || fleet.redis.clock != nil }
      random = SeededRandom(seed: seed)
    }

    /// Goes on for a time. Throws when something it has ended cannot be started again.
    package mutating func torment(for duration: Duration) async throws {
      guard !kinds.isEmpty else { return try await Task.sleep(for: duration) }
      let end = ContinuousClock.now + duration
      while ContinuousClock.now < end {
        let kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
        let isAimed = Bool.random(using: &random)
        let pause = Int64.random(in: 200...1_200, using: &random)
        if isAimed {
          let offset = Int64.random(in: -20_000...20_000, using: &random)
          let second: Int64 = 1_000_000
          try await Task.sleep(for: .microseconds((2 * second - FleetClock.wall % second + offset) % second))
        } else {
          try await Task.sleep(for: .milliseconds(pause))
        }
        // Two at once: what one fault breaks, another finds broken.
        if Int.random(in: 0..<4, using: &random) == 0 {
          let other = kinds[Int.random(in: 0..<kinds.count, using: &random)]
          let (first, second) = (random.next(), random.next())
          async let one: Void = strike(kind, seed: first, target: 0)
          async let two: Void = strike(other, seed: second, target: 1)
          _ = try await (one, two)
        } else {
          try await strike(kind, seed: random.next(), target: 0)
        }
      }
    }

    /// One harm, from beginning to end. Harms done at the same time have targets of different parity.
    package func strike(_ kind: FaultKind, seed: UInt64, target parity: Int) async throws {
      var random = SeededRandom(seed: seed)
      let lease = fleet.options.lease
      let candidates = (0..<fleet.count).filter { fleet.count < 2 || $0 % 2 == parity }
      let index = candidates[Int.random(in: 0..<candidates.count, using: &random)]
      let pid = fleet.processID(index) ?? 0
      var from = FleetClock.continuous
      let rest = Int64.random(in: 50...1_000, using: &random)
      func lasting(_ share: ClosedRange<Double>) -> Duration {
        .milliseconds(Int64(Double(lease) * Double.random(in: share, using: &random)))
      }
      switch kind {
      case .kill, .terminate:
        fleet.end(index, with: kind == .kill ? SIGKILL : SIGTERM)
        fleet.log.append(.fault(.init(kind, pid: pid, from: from, to: FleetClock.continuous)))
        try await Task.sleep(for: .milliseconds(rest))
        try fleet.start(index)
        return
      case .stopShort, .stopLong:
        fleet.signal(index, SIGSTOP)
        try await Task.sleep(for: kind == .stopShort ? lasting(0.2...0.8) : lasting(1.1...2.5))
        fleet.signal(index, SIGCONT)
        fleet.log.append(.fault(.init(kind, pid: pid, from: from, to: FleetClock.continuous)))
        return
      case .partition:
        let proxy = fleet.proxy(index)
        proxy.setSilent(true)
        try await Task.sleep(for: lasting(0.3...2.5))
        proxy.setSilent(false)
        fleet.log.append(.fault(.init(kind, pid: pid, from: from, to: FleetClock.continuous)))
        return
      case .redisEmpty, .redisRestart:
        await fleet.noteCost()
        if kind == .redisEmpty { try? await fleet.noteHistory() }
        from = FleetClock.continuous
        fleet.redis.kill()
        if kind == .redisEmpty { fleet.redis.forget() }
        try await Task.sleep(for: .milliseconds(rest / 2))
        try fleet.redis.restart()
      case .redisStop:
        fleet.redis.pause()
        try await Task.sleep(for: lasting(1.1...2))
        fleet.redis.resume()
      case .flushAll:
        try? await fleet.noteHistory()
        from = FleetClock.continuous
        _ = try? await fleet.client.command("FLUSHALL")
      case .failOver:
        from = try await fleet.failOver(lag: .milliseconds(rest / 2))
      case .workerClock:
        let clock = fleet.clock(index)
        for _ in 0..<3 {
          clock?.set(.milliseconds(Int64.random(in: -3_000...3_000, using: &random)))
          try await Task.sleep(for: lasting(0.1...0.8))
        }
        clock?.set(.zero)
        fleet.log.append(.fault(.init(kind, pid: pid, from: from, to: FleetClock.continuous)))
        return
      case .redisClock:
        fleet.setRedisClock(.milliseconds(Int64.random(in: -1_500...1_500, using: &random)))
        try await Task.sleep(for: lasting(0.3...1.5))
        fleet.setRedisClock(.zero)
      case .scriptFlush: _ = try? await fleet.client.command("SCRIPT", "FLUSH")
      case .dropReplies:
        for index in 0..<fleet.count { fleet.proxy(index).loseReplies(share: 0.03) }
        try await Task.sleep(for: lasting(0.7...2))
        for index in 0..<fleet.count { fleet.proxy(index).loseReplies(share: 0) }
      }
      fleet.log.append(.fault(.init(kind, from: from, to: FleetClock.continuous)))
    }
  }
#endif
