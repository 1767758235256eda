#if Redis
  package import FleetLog
  package import RedisServerTestSupport
  package import SchedulingRedis
  import Synchronization

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// A redis-server, worker processes each behind a proxy of its own, and the log that they write together. All of it
  /// ends with ``stop()``, and with this process.
  package final class Fleet: Sendable {
    /// The server; another one after a failover.
    package var redis: RedisServer { server.withLock { $0.redis } }
    package let log: FleetLog
    package let options: WorkerOptions
    /// Asks the server past the proxies, to look on.
    package var client: RedisClient { server.withLock { $0.client } }
    private let server: Mutex<(redis: RedisServer, client: RedisClient)>
    private let redisOptions: [String]
    private let program: [String]
    private let replicas: Mutex<[Replica]>
    /// How many replicas there are at all times; those with a higher index come and go.
    package let count: Int
    private let rows = Mutex(LoggedRows())
    private let redisOffset = Mutex(Int64(0))
    private let retired = Mutex<[RedisServer]>([])
    private let cost = Mutex<(calls: Int64, usec: Int64)>((0, 0))

    private struct Replica {
      let proxy: RedisProxy
      let clock: ClockShim?
      var process: GuardedProcess?
    }

    /// Starts everything. `program` are the words that make a worker, before its options. With `hasClocks` every process
    /// has a wall clock of its own, where that is possible.
    package init(
      replicas count: Int, program: [String], redisOptions: [String] = [], hasClocks: Bool = false,
      log path: String? = nil,
      _ change: (inout WorkerOptions) -> Void = { _ in }
    ) throws {
      self.redisOptions =
        ["--appendonly", "yes", "--appendfsync", "everysec", "--enable-debug-command", "yes"] + redisOptions
      self.count = count
      let redis = try RedisServer.start(options: self.redisOptions, hasClock: hasClocks)
      let path = path ?? redis.directory + "/fleet.log"
      unlink(path)
      log = try FleetLog(path: path)
      var options = WorkerOptions(redis: "", log: path)
      options.wallOffset = FleetClock.wall - FleetClock.continuous
      change(&options)
      self.options = options
      self.program = program
      server = Mutex((redis, try Self.onlooker(of: redis)))
      var replicas: [Replica] = []
      for index in 0..<count {
        let clock = redis.clockLibrary.flatMap {
          ClockShim(library: $0, in: redis.directory, name: "replica-\(index)")
        }
        replicas.append(Replica(proxy: try RedisProxy(to: redis, seed: UInt64(index)), clock: clock))
      }
      self.replicas = Mutex(replicas)
      let plan = FleetPlan.named(options.plan)
      for line in FleetPlan.lines(plan, lease: options.lease, grace: options.grace) { log.append(line) }
      log.append(.number(name: "mode.store", value: options.backend.isStore ? 1 : 0))
    }

    deinit { stop() }

    /// More patient than a worker: an error of its own would end the test, and a server that a fault has frozen lets it wait.
    private static func onlooker(of redis: RedisServer) throws -> RedisClient {
      var configuration = try RedisConfiguration(url: redis.url)
      (configuration.connectTimeout, configuration.commandTimeout) = (.seconds(10), .seconds(20))
      return try RedisClient(configuration: configuration)
    }

    package func processID(_ index: Int) -> Int32? { replicas.withLock { $0[index].process?.processID } }
    package func proxy(_ index: Int) -> RedisProxy { replicas.withLock { $0[index].proxy } }
    /// The wall clock of a replica's processes.
    package func clock(_ index: Int) -> ClockShim? { replicas.withLock { $0[index].clock } }
    package func hasEnded(_ index: Int) -> Bool { replicas.withLock { $0[index].process?.hasEnded ?? true } }

    /// Starts a replica that does not run.
    package func start(_ index: Int, _ change: (inout WorkerOptions) -> Void = { _ in }) throws {
      var options = options
      options.redis = proxy(index).url
      change(&options)
      let words = (clock(index)?.words ?? []) + program + options.words
      let output = options.log + ".out"
      guard let process = GuardedProcess(words[0], Array(words.dropFirst()), output: output) else {
        throw RedisServer.Failure(description: "no worker could be started from \(program[0])")
      }
      replicas.withLock { $0[index].process = process }
    }

    /// Of replicas that keep their jobs in Redis the first one adds them.
    package func startAll() throws {
      for index in 0..<count {
        try start(index) { if index == 0, $0.backend == .store { $0.backend = .storeAdding } }
      }
    }

    package func signal(_ index: Int, _ number: Int32) { replicas.withLock { $0[index].process }?.signal(number) }

    /// Ends a replica and waits for it.
    package func end(_ index: Int, with number: Int32 = SIGKILL) {
      let process = replicas.withLock { replicas in
        defer { replicas[index].process = nil }
        return replicas[index].process
      }
      process?.end(with: number)
    }

    /// Starts replicas that come and go, so many that there are `total` in all. Returns their indices.
    package func startGuests(upTo total: Int) throws -> [Int] {
      let guests = Array(count..<max(count, total))
      let known = replicas.withLock { $0.count }
      for index in guests where index >= known {
        let proxy = try RedisProxy(to: redis, seed: UInt64(index))
        replicas.withLock { $0.append(Replica(proxy: proxy, clock: nil)) }
      }
      for index in guests { try start(index) }
      return guests
    }

    private var everyIndex: Range<Int> { 0..<replicas.withLock { $0.count } }

    package func stop() {
      for index in everyIndex { end(index) }
      for replica in replicas.withLock({ $0 }) { replica.proxy.stop() }
      client.close()
      redis.stop()
      for server in retired.withLock({ $0 }) { server.stop() }
    }

    /// Shifts Redis's clock, and writes that into the log.
    package func setRedisClock(_ offset: Duration) {
      let microseconds = offset.components.seconds * 1_000_000 + offset.components.attoseconds / 1_000_000_000_000
      log.append(.clock(.init(at: FleetClock.continuous, offset: microseconds)))
      redis.clock?.set(offset)
      redisOffset.withLock { $0 = microseconds }
      log.append(.clock(.init(at: FleetClock.continuous, offset: microseconds)))
    }

    /// Another server takes over, which lacks what the first one acknowledged during `lag`. Returns when the first one
    /// ended, by the continuous clock.
    @discardableResult
    package func failOver(lag: Duration) async throws -> Int64 {
      let (old, asks) = server.withLock { $0 }
      let link = try RedisProxy(to: old)
      defer { link.stop() }
      try await asks.command("CONFIG", "SET", "repl-diskless-sync-delay", "0")
      let new = try RedisServer.start(options: redisOptions, hasClock: old.clock != nil)
      let client = try Self.onlooker(of: new)
      try await client.command("REPLICAOF", "127.0.0.1", "\(link.port)")
      let isFollowing = try await eventually(within: .seconds(20)) {
        try await client.command("INFO", "replication").string?.contains("master_link_status:up") == true
      }
      guard isFollowing else { throw RedisServer.Failure(description: "the second server does not follow the first") }
      link.setSilent(true)
      try await Task.sleep(for: lag)
      await noteCost()
      try? await noteHistory()
      let end = FleetClock.continuous
      old.kill()
      try await client.command("REPLICAOF", "NO", "ONE")
      server.withLock { $0 = (new, client) }
      for index in everyIndex { proxy(index).redirect(to: new) }
      asks.close()
      // Its directory has the workers' clocks and the log: it is removed at the end.
      retired.withLock { $0.append(old) }
      return end
    }

    // MARK: Writing down

    /// Redis's clock, in microseconds since 1970.
    package var wall: Int64 { FleetClock.wall + redisOffset.withLock { $0 } }

    package func mark(_ phase: FleetLine.Phase.Name) {
      log.append(.phase(.init(phase, at: FleetClock.continuous, wall: wall)))
    }

    /// Waits until every job has been decided once; false when that takes longer than the time.
    package func waitUntilAllDecide(within limit: Duration = .seconds(30)) async -> Bool {
      let names = Set(FleetPlan.named(options.plan).map(\.name))
      return await eventually(within: limit) {
        var seen: Set<String> = []
        for line in log.lines() {
          switch line {
          case .body(let step): seen.insert(step.job)
          case .outcome(let outcome): seen.insert(outcome.job)
          default: break
          }
        }
        return seen.isSuperset(of: names)
      }
    }

    /// Adds up what the server has done, before it forgets: with its end its statistics end.
    package func noteCost() async {
      guard let info = try? await client.command("INFO", "commandstats").string else { return }
      var all: [String: (calls: Int64, usec: Int64)] = [:]
      for line in info.split(whereSeparator: \.isNewline) where line.hasPrefix("cmdstat_") {
        let parts = line.dropFirst(8).split(separator: ":")
        guard parts.count == 2 else { continue }
        let fields = parts[1].split(separator: ",").map { $0.split(separator: "=").last.flatMap { Int64($0) } ?? 0 }
        if fields.count >= 2 { all[String(parts[0])] = (fields[0], fields[1]) }
      }
      // What scripts call is counted both for the script and by itself.
      let outer = all["evalsha"] != nil ? ["evalsha", "eval"] : ["set", "get", "incr", "pexpire", "del"]
      _ = try? await client.command("CONFIG", "RESETSTAT")
      cost.withLock { cost in
        for name in outer {
          cost.calls += all[name]?.calls ?? 0
          cost.usec += all[name]?.usec ?? 0
        }
      }
    }

    /// Writes what Redis still holds, its history and what it cost into the log. After the workers have ended.
    package func noteRemains() async throws {
      await noteCost()
      let (calls, usec) = cost.withLock { $0 }
      log.append(.number(name: "redis.calls", value: calls))
      log.append(.number(name: "redis.usec", value: usec))
      let prefix = "{\(FleetWorker.namespace)}:"
      let keys = try await client.command("KEYS", prefix + "*").array?.compactMap(\.string) ?? []
      var heldSlots: Int64 = 0
      for key in keys where key.hasPrefix(prefix + "held:") {
        let fields = try await client.command("HKEYS", key).array?.compactMap(\.string) ?? []
        heldSlots += Int64(fields.count { $0 != "fence" })
      }
      let open = try await client.command("ZCARD", prefix + "open").integer ?? 0
      let members = try await client.command("ZCARD", prefix + "members").integer ?? 0
      log.append(.number(name: "left.locks", value: Int64(keys.count { $0.hasPrefix(prefix + "lock:") })))
      log.append(.number(name: "left.held-slots", value: heldSlots))
      log.append(.number(name: "left.open-runs", value: open))
      log.append(.number(name: "keys.all", value: Int64(keys.count)))
      log.append(.number(name: "keys.members", value: members))
      try await noteUnbounded(keys.map { String($0.dropFirst(prefix.count)) }, prefix)
      try await noteHistory()
    }

    /// What would stay for ever: keys that the library does not know, and keys without the time to live that they should
    /// have.
    private func noteUnbounded(_ names: [String], _ prefix: String) async throws {
      guard options.backend == .claims || options.backend.isStore else { return }
      var (unknown, lasting) = (Int64(0), Int64(0))
      for name in names {
        guard let kind = FleetKeyKind(name) else {
          unknown += 1
          continue
        }
        guard kind != .bounded, try await client.command("PTTL", prefix + name).integer == -1 else { continue }
        if kind == .expiresUnlessStored, try await client.command("HEXISTS", prefix + name, "def").integer == 1 {
          continue
        }
        lasting += 1
      }
      log.append(.number(name: "left.unknown-keys", value: unknown))
      log.append(.number(name: "left.keys-without-time-to-live", value: lasting))
    }

    /// Copies the rows that the fleet's history has got since the last time into the log: before they are lost.
    package func noteHistory() async throws {
      guard options.backend == .claims || options.backend.isStore else { return }
      let key = "{\(FleetWorker.namespace)}:hist"
      let after = rows.withLock { $0.begin }
      let offset = options.wallOffset
      for row in try await client.command("XRANGE", key, after, "+").array ?? [] {
        guard let id = row.array?.first?.string, let text = row.array?.last?.array?.last?.string else { continue }
        if let line = rows.withLock({ $0.line(id: id, text, wallOffset: offset) }) { log.append(line) }
      }
    }
  }
#endif
