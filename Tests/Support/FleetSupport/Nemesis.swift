#if Redis
  package import FleetLog
  import RedisServerTestSupport
  import SchedulingRedis

  /// Does one harm after the other to a fleet, chosen by a seed; half of them within 20 ms of a full second, at which
  /// most jobs are due. Every harm is undone before it is written into the log, within 20 seconds.
  package struct Nemesis: Sendable {
    let fleet: Fleet
    private var deck: FaultDeck
    private var random: SeededRandom

    /// Kinds that are not possible here are left out.
    package init(_ fleet: Fleet, kinds: [FaultKind] = FaultKind.allCases, seed: UInt64) {
      self.fleet = fleet
      deck = FaultDeck(kinds.filter { !$0.shiftsClock || fleet.redis.clock != nil })
      random = SeededRandom(seed: seed)
    }

    /// Goes on for a time. Throws when something it has ended cannot be started again.
    package mutating func torment(for duration: Duration) async throws {
      guard !deck.isEmpty else { return try await Task.sleep(for: duration) }
      let end = ContinuousClock.now + duration
      while ContinuousClock.now < end, let kind = deck.draw(using: &random) {
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
        if Int.random(in: 0..<4, using: &random) == 0, let other = deck.draw(beside: kind, using: &random) {
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
      let candidates = (0..<fleet.count).filter { fleet.count < 2 || $0 % 2 == parity }
      let index = candidates[Int.random(in: 0..<candidates.count, using: &random)]
      var strike = Strike(fleet: fleet, kind: kind, index: index, seed: seed, random: random)
      switch kind {
      case .kill, .terminate: try await strike.endReplica()
      case .stopShort, .stopLong: try await strike.freezeReplica()
      case .partition, .slowCommands, .slowReplies: try await strike.hinderReplica()
      case .dropReplies, .halfWrites: try await strike.hinderAll()
      case .workerClock: try await strike.shiftReplicaClock()
      case .thirtyReplicas, .twelveReplicas: try await strike.enlargeFleet()
      case .rollingChange: try await strike.rollChange()
      case .redisEmpty, .redisRestart: try await strike.restartRedis()
      case .olderDump, .cutTail: try await strike.restartWithOlderData()
      case .swapDatabases: try await strike.swapDatabases()
      case .flushAll, .flushBurst: try await strike.flush()
      case .failOver: try await strike.failOver()
      case .redisStop, .clientPause, .debugSleep, .outOfMemory: try await strike.stopRedis()
      case .clientKill, .scriptFlush: try await strike.disturbRedis()
      case .redisClock: try await strike.shiftRedisClock()
      case .deleteKey, .renameKey, .wrongType: try await strike.spoilKey()
      case .orders: try await strike.orderUnderFire()
      case .largeArguments: try await strike.orderLarge()
      case .unreadable: try await strike.leaveUnreadable()
      }
    }
  }
#endif
