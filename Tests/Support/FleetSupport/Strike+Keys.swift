#if Redis
  import FleetLog
  import SchedulingRedis

  /// Harm done to a single key, as by an operator's hand.
  extension Strike {
    mutating func spoilKey() async throws {
      guard let name = await someKey() else { return }
      let (key, aside) = (key(name), key("aside"))
      if name == "hist" { try? await fleet.noteHistory() }
      let from = FleetClock.continuous
      // What a key of a stored job holds is its definition: somebody brings it back.
      let returns = kind != .deleteKey || (fleet.options.backend == .store && name.hasPrefix("job:"))
      await ask("DEL", aside)
      if returns { await ask("RENAME", key, aside) } else { await ask("DEL", key) }
      if kind == .wrongType { await ask("LPUSH", key, "not what belongs here") }
      if returns { try await wait(leases: 0.1...1) }
      if kind == .wrongType, await ask("TYPE", key)?.string == "list" { await ask("DEL", key) }
      if returns {
        // Where there is a new one it is kept.
        await ask("RENAMENX", aside, key)
        await ask("DEL", aside)
      }
      note(from: from, key: name)
    }

    /// A key of the namespace without its prefix: of a kind that is drawn first, for most keys are those of jobs.
    private mutating func someKey() async -> String? {
      let prefix = key("")
      let names = (await ask("KEYS", prefix + "*"))?.array?.compactMap(\.string).map {
        String($0.dropFirst(prefix.count))
      }
      let kinds = Dictionary(grouping: (names ?? []).filter { $0 != "aside" }.sorted()) { name in
        name.prefix { $0 != ":" }
      }
      guard let drawn = pick(kinds.keys.sorted()), let some = kinds[drawn] else { return nil }
      return pick(some)
    }
  }
#endif
