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

  /// Harm done to the server.
  extension Strike {
    // MARK: Restarts

    mutating func restartRedis() async throws {
      await fleet.noteCost()
      if kind == .redisEmpty { try? await fleet.noteHistory() }
      let from = FleetClock.continuous
      fleet.redis.kill()
      if kind == .redisEmpty { fleet.redis.forget() }
      try await wait(25...500)
      try fleet.redis.restart()
      note(from: from)
    }

    mutating func failOver() async throws { note(from: try await fleet.failOver(lag: .milliseconds(draw(25...500)))) }

    /// The server comes back as it was some time ago: by its dump, or by an append-only file that lacks its end.
    mutating func restartWithOlderData() async throws {
      let redis = fleet.redis
      let kept = FleetClock.continuous
      var whole: Int64 = 0
      if kind == .olderDump {
        guard await ask("SAVE")?.string == "OK" else { return }
        try await wait(leases: 0.2...2)
      } else {
        whole = redis.appendedFile?.size ?? 0
        try await wait(leases: 0.1...1)
      }
      await fleet.noteCost()
      try? await fleet.noteHistory()
      let killed = FleetClock.continuous
      redis.kill()
      if kind == .cutTail, let file = redis.appendedFile, file.size > whole {
        // A rewrite meanwhile makes it shorter: then little is known, and a little is cut.
        truncate(file.path, off_t(max(draw(whole...file.size), file.size - 200_000)))
      }
      try await wait(25...300)
      if kind == .olderDump {
        try redis.restartFromDump()
        await ask("CONFIG", "SET", "appendonly", "yes")
        // Until there is a file, the next restart would find nothing.
        let isWritten = await eventually(within: .seconds(10)) {
          // By lines: a carriage return before a newline is no character of its own.
          let facts = await ask("INFO", "persistence")?.string?.split(whereSeparator: \.isNewline) ?? []
          return ["aof_enabled:1", "aof_rewrite_in_progress:0", "aof_rewrite_scheduled:0"].allSatisfy { fact in
            facts.contains { $0 == fact }
          }
        }
        if !isWritten { throw RedisServer.Failure(description: "the append-only file is not written again") }
      } else {
        try redis.restart()
      }
      note(from: kept, to: killed)
      note(.redisRestart, from: killed)
    }

    // MARK: Data

    mutating func flush() async throws {
      for _ in 0..<(kind == .flushAll ? 1 : draw(3...6)) {
        try? await fleet.noteHistory()
        let from = FleetClock.continuous
        await ask("FLUSHALL")
        note(from: from)
        if kind == .flushBurst { try await wait(5...150) }
      }
    }

    mutating func swapDatabases() async throws {
      try? await fleet.noteHistory()
      let there = FleetClock.continuous
      await ask("SWAPDB", "0", "1")
      note(from: there)
      try await wait(leases: 0.2...1.5)
      try? await fleet.noteHistory()
      await ask("SWAPDB", "0", "1")
      note(from: there)
    }

    // MARK: Time

    /// For a while it carries nothing out, or only what does not write.
    mutating func stopRedis() async throws {
      switch kind {
      case .redisStop:
        fleet.redis.pause()
        try await wait(leases: 1.1...2)
        fleet.redis.resume()
      case .clientPause:
        let pause = share(0.2...1.5)
        await ask(
          "CLIENT", "PAUSE",
          "\(pause.components.seconds * 1_000 + pause.components.attoseconds / 1_000_000_000_000_000)",
          isLucky() ? "ALL" : "WRITE")
        try await Task.sleep(for: pause)
      case .debugSleep:
        let pause = share(0.2...1.5)
        await ask("DEBUG", "SLEEP", "\(Double(pause.components.attoseconds) / 1e18 + Double(pause.components.seconds))")
      default:
        await ask("CONFIG", "SET", "maxmemory", "1")
        try await wait(leases: 0.3...1.5)
        await ask("CONFIG", "SET", "maxmemory", "0")
      }
      note()
    }

    mutating func disturbRedis() async throws {
      if kind == .scriptFlush {
        await ask("SCRIPT", "FLUSH")
      } else {
        for _ in 0..<draw(1...4) {
          for type in ["normal", "pubsub"] { await ask("CLIENT", "KILL", "TYPE", type, "SKIPME", "yes") }
          try await wait(20...300)
        }
      }
      note()
    }

    mutating func shiftRedisClock() async throws {
      fleet.setRedisClock(.milliseconds(draw(-1_500...1_500)))
      try await wait(leases: 0.3...1.5)
      fleet.setRedisClock(.zero)
      note()
    }
  }
#endif
