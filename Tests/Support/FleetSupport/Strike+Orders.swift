#if Redis
  import CivilTime
  import FleetLog
  import Scheduling
  import SchedulingRedis

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// What is asked for by hand, and what cannot be read.
  extension Strike {
    private var control: FleetControl { FleetControl(fleet.client, namespace: FleetWorker.namespace, by: "nemesis") }
    private var plan: [FleetPlan.Job] { FleetPlan.named(fleet.options.plan) }
    private var ordered: [String] { plan.map(\.name).filter { $0.hasPrefix("order-") } }

    /// Runs by hand and dead letters put back, while the replica that may have begun them ends.
    mutating func orderUnderFire() async throws {
      for number in 0..<3 {
        for job in ordered { await order(job, "\(seed)-\(number)", filler: 0) }
        await requeueLetters(limit: 2)
        try await wait(50...500)
        let (ended, replica) = (fleet.processID(index) ?? 0, index)
        let (signal, kind): (Int32, FaultKind) = isLucky() ? (SIGKILL, .kill) : (SIGTERM, .terminate)
        let from = FleetClock.continuous
        fleet.end(replica, with: signal)
        note(kind, pid: ended, from: from)
        try await wait(50...300)
        try fleet.start(replica)
      }
      note()
    }

    mutating func orderLarge() async throws {
      guard let job = pick(ordered) else { return }
      for number in 0..<draw(20...40) { await order(job, "\(seed)-\(number)", filler: 100_000) }
      note()
    }

    private func order(_ job: String, _ name: String, filler: Int) async {
      let arguments = FleetArguments(job: job, order: name, filler: filler)
      guard let coded = try? arguments.coded() else { return }
      // Before it is asked for: a run that nobody asked for is a violation.
      note(job, instant: 0, cause: .runNow, arguments)
      _ = try? await control.runNow(JobID(job), arguments: coded, patience: .seconds(6))
      // Each has a millisecond of its own, and so a firing.
      try? await Task.sleep(for: .milliseconds(2))
    }

    private func requeueLetters(limit: Int) async {
      for job in plan where job.fails {
        for letter in (try? await control.deadLetters(of: JobID(job.name), limit: limit)) ?? [] {
          let instant = letter.instant.millisecondsSince1970
          note(job.name, instant: instant, cause: .requeue, FleetArguments(job: job.name, filler: job.filler))
          _ = try? await control.requeue(letter.id)
        }
      }
    }

    private func note(_ job: String, instant: Int64, cause: FiringCause, _ arguments: FleetArguments) {
      fleet.log.append(
        .order(
          .init(
            job: job, instant: instant, at: FleetClock.continuous,
            origin: .init(cause: cause.rawValue, arguments: arguments.hash, requester: "nemesis"))))
    }

    /// Definitions and requests of a version that does not exist yet, and rubbish.
    mutating func leaveUnreadable() async throws {
      let count = draw(200...2_200)
      await ask("EVAL", Self.leave, "0", key(""), "\(count)", fleet.options.backend.isStore ? "1" : "0")
      try await wait(leases: 1...3)
      await ask("EVAL", Self.clear, "0", key(""), "\(count)")
      note()
    }

    private static let leave = """
      local prefix, time = ARGV[1], redis.call('TIME')
      local now = time[1] .. string.format('%03d', math.floor(time[2] / 1000))
      for i = 1, 40 do
        redis.call('HSET', prefix .. 'requests', 'unreadable-' .. i,
          i % 2 == 0 and 'rubbish' or 'every-0|teleport|' .. now .. '|' .. now .. '||nemesis|' .. now .. '|5000|0|')
      end
      if ARGV[3] == '1' then
        for i = 1, tonumber(ARGV[2]) do
          redis.call('HSET', prefix .. 'job:unreadable-' .. i, 'def', i % 2 == 0 and '{"format":99}' or '\\\\255rubbish',
            'ver', now, 'fp', 'unreadable', 'since', now)
          redis.call('ZADD', prefix .. 'due', now, 'unreadable-' .. i)
          redis.call('ZADD', prefix .. 'jobs', 0, 'unreadable-' .. i)
        end
        redis.call('HINCRBY', prefix .. 'meta', 'changes', 1)
      end
      """

    private static let clear = """
      local prefix = ARGV[1]
      for i = 1, 40 do redis.call('HDEL', prefix .. 'requests', 'unreadable-' .. i) end
      for i = 1, tonumber(ARGV[2]) do
        redis.call('DEL', prefix .. 'job:unreadable-' .. i)
        redis.call('ZREM', prefix .. 'due', 'unreadable-' .. i)
        redis.call('ZREM', prefix .. 'jobs', 'unreadable-' .. i)
      end
      """
  }
#endif
