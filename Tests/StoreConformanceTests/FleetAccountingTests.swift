#if Redis
  import CivilTime
  import RedisServerTestSupport
  import Scheduling
  import SchedulingRedis
  import Testing

  /// The accounting invariant in a fleet: over random policies, failures, pauses, crashes and steps of every clock, each
  /// instant of each job has exactly one outcome in the fleet's history, whether the jobs are code or data.
  @Suite("The books of a fleet")
  struct FleetAccountingTests {
    struct Broken: Error {}

    /// Jobs as code on every replica, or as data in the store.
    enum Keeping: String, CaseIterable, CustomTestStringConvertible {
      case code
      case data
      var testDescription: String { rawValue }
    }

    /// Which runs were started, by whomever, and what a replica is in when it disappears.
    final class Starts: Sendable {
      private let state = Lock((runs: [Firing: Set<RunID>](), doomed: Set<String>(), caught: [String: Set<JobID>]()))

      var all: [Firing: Set<RunID>] { state.withLock { $0.runs } }

      /// Whether the replica is about to crash: then the run does not end before.
      func add(_ run: RunContext) -> Bool {
        state.withLock { state in
          state.runs[run.firing, default: []].insert(run.id)
          guard state.doomed.contains(run.instance) else { return false }
          if run.firing.cause == .scheduled { state.caught[run.instance, default: []].insert(run.job) }
          return true
        }
      }

      func doom(_ instance: String) { state.withLock { _ = $0.doomed.insert(instance) } }
      func caught(by instance: String) -> Set<JobID> { state.withLock { $0.caught[instance] ?? [] } }
    }

    /// Succeeds, fails or dawdles: what it does is a function of its firing, the same for whoever asks.
    private struct Erratic: JobHandler {
      static let name = "erratic"
      struct Arguments: Codable, Sendable { var seed: Int }
      let starts: Starts

      func run(_ arguments: Arguments, _ run: RunContext) async throws {
        if starts.add(run) {
          while true { try await Task.sleep(for: .milliseconds(20)) }
        }
        let draw =
          abs(Int(run.firing.instant.millisecondsSince1970 / 100) &* 31 &+ arguments.seed &* 7 &+ run.attempt) % 10
        if draw < 3 { throw Broken() }
        if draw < 5 { try await Task.sleep(for: .milliseconds(350)) }
      }
    }

    /// A replica's wall clock, which is set now and then.
    private final class SteppedClock: SchedulerClock {
      private let offset = Lock(Duration.zero)
      func step(to offset: Duration) { self.offset.withLock { $0 = offset } }
      func now() -> Instant { SystemClock().now() + offset.withLock { $0 } }
      func monotonic() -> MonotonicTime { .now() }
      func delay(until deadline: MonotonicTime) -> Duration? { deadline - .now() }
    }

    /// A process as far as the fleet can tell.
    private final class Member: Sendable {
      let name: String
      let scheduler: Scheduler
      let clock = SteppedClock()
      private let client: RedisClient
      private let running: Task<Void, any Error>

      init(_ name: String, _ keeping: Keeping, _ server: RedisServer, _ starts: Starts) throws {
        self.name = name
        client = try RedisClient(url: server.url)
        var configuration = SchedulerConfiguration(instance: name)
        configuration.lease = .seconds(2)
        configuration.drainTimeout = .seconds(2)
        let scheduler: Scheduler
        switch keeping {
        case .code:
          scheduler = Scheduler(
            claims: .redis(client, namespace: "test"), configuration: configuration, clock: clock)
        case .data:
          scheduler = Scheduler(
            store: .redis(client, namespace: "test"), handlers: [Erratic(starts: starts)],
            configuration: configuration, clock: clock)
        }
        self.scheduler = scheduler
        running = Task { try await scheduler.run() }
      }

      func stop() async throws {
        running.cancel()
        try await running.value
        client.close()
      }

      /// From one moment to the next nothing of it reaches Redis: its runs are left behind. Returns when it is gone.
      func crash() async throws {
        client.close()
        running.cancel()
        try await running.value
      }
    }

    private struct Job {
      let id: JobID
      let step: Int
      let seed: Int
      let options: JobOptions

      init(_ number: Int, seed: Int) {
        let overlaps: [Overlap] = [.skip, .allow, .queueOne, .queueAll(limit: 3), .cancelPrevious]
        var options = JobOptions()
        options.recovery = (number + seed) % 3 == 0 ? .rerun : .record
        options.overlap = overlaps[number % overlaps.count]
        options.misfireGrace = .seconds(2 + number % 3)
        if number % 2 == 0 { options.retry = Retry(attempts: 2, backoff: .fixed(.milliseconds(50))) }
        if number % 3 == 0 { options.breaker = CircuitBreaker(failures: 2, coolDown: .milliseconds(900)) }
        if number % 4 == 0 { options.timeout = .milliseconds(200) }
        if number % 5 == 0 { options.lock = "shared" }
        if number % 7 == 0 { options.coalesce = .all(limit: 5) }
        id = JobID("job-\(number)")
        step = 100 * (1 + number % 4)
        self.seed = seed &* 100 &+ number
        self.options = options
      }

      func add(to member: Member, _ keeping: Keeping, _ starts: Starts) async throws {
        let trigger = try IntervalTrigger(.milliseconds(step))
        switch keeping {
        case .code:
          let erratic = Erratic(starts: starts)
          try await member.scheduler.add(id, trigger, options: options) { [seed] run in
            try await erratic.run(.init(seed: seed), run)
          }
        case .data:
          try await member.scheduler.add(
            id, trigger, options: options, handler: Erratic.self, arguments: .init(seed: seed))
        }
      }
    }

    @Test(
      "balance whatever the policies, the failures, the pauses, the crashes and the clocks",
      arguments: Keeping.allCases, [1, 2])
    func balance(keeping: Keeping, seed: Int) async throws {
      let server = try RedisServer.start(hasClock: true)
      let starts = Starts()
      let jobs = (0..<20).map { Job($0, seed: seed) }
      var (members, crashes): ([Member], [Task<Void, any Error>]) = ([], [])
      var askers: [Task<Void, Never>] = []
      func begin(_ name: String) async throws -> Member {
        let member = try Member(name, keeping, server, starts)
        if keeping == .code { for job in jobs { try await job.add(to: member, keeping, starts) } }
        return member
      }
      for number in 0..<3 { members.append(try await begin("replica-\(number)")) }
      if keeping == .data {
        for (number, job) in jobs.enumerated() { try await job.add(to: members[number % 3], keeping, starts) }
      }
      // How long each lasts is part of what is drawn; the books balance whatever it is.
      for round in 0..<6 {
        let job = jobs[(seed * 5 + round * 3) % jobs.count].id
        try await members[round % 3].scheduler.pause(job, note: "round \(round)")
        // Beside the schedule, on whichever replica; what comes of it is in other books.
        let (asked, other) = (members[(2 * seed + round) % 3].scheduler, jobs[(seed * 7 + round * 5) % jobs.count].id)
        askers.append(Task { _ = try? await asked.runNow(other, overlap: .skip) })
        let past = SystemClock().now() - .seconds(2)
        askers.append(Task { _ = try? await asked.backfill(other, from: past, through: past + .milliseconds(700)) })
        if let run = starts.all.values.first?.first { _ = try? await asked.cancel(run) }
        members[(seed + round) % 3].clock.step(to: .seconds([-20, 30, 0][round % 3]))
        server.clock?.set(.milliseconds([0, 1_500, -300, 400, 0, -900][(seed + round) % 6]))
        try await Task.sleep(for: .milliseconds(500))
        if round == 1 || round == 4 {
          let victim = (seed + round) % 3
          let crashed = members[victim]
          let lasting = Set(jobs.filter { $0.options.timeout == nil && $0.options.overlap == .skip }.map(\.id))
          starts.doom(crashed.name)
          let isInARun = await eventually { !starts.caught(by: crashed.name).isDisjoint(with: lasting) }
          #expect(isInARun)
          let crash = Task { try await crashed.crash() }
          members[victim] = try await begin("replica-\(victim)-after-round-\(round)")
          crashes.append(crash)
        }
        try await members[(round + 1) % 3].scheduler.resume(job)
        if round == 3 { try await members[0].scheduler.pauseAll(note: "everything") }
        try await Task.sleep(for: .milliseconds(300))
        if round == 3 { try await members[2].scheduler.resumeAll() }
      }
      for member in members { try await member.stop() }
      for crash in crashes { try await crash.value }
      for asker in askers { await asker.value }

      let client = try RedisClient(url: server.url)
      defer { client.close() }
      let reader = RedisClaims(client, namespace: "test")
      reader.start(instance: "reader") { _ in }
      let allIsTold = try await eventually {
        _ = try await reader.heartbeat(MemberReport(instance: "reader", status: "draining"))
        return try await client.command("ZCARD", "{test}:open").integer == 0
      }
      #expect(allIsTold)
      let rows = try await reader.history(limit: 100_000).reversed().filter { $0.cause == .scheduled && !$0.willRetry }
      let cursors = try await reader.cursors(of: jobs.map(\.id))
      var wellServed = 0
      for (job, cursor) in zip(jobs, cursors) {
        let since = try #require(
          try await client.command("HGET", "{test}:job:\(job.id)", "since").integer.map {
            Instant(millisecondsSince1970: $0)
          })
        let instants = try check(rows.filter { $0.job == job.id }, of: job, since: since, through: cursor)
        if instants > 3 { wellServed += 1 }
      }
      // A job that waits for a lock may wait for a dead holder nearly all the time.
      #expect(wellServed > jobs.count / 2)
      for (firing, runs) in starts.all where firing.cause == .scheduled {
        let left = rows.count { row in
          row.job == firing.job && row.instant == firing.instant && Self.leavesToOthers.contains(row.outcome)
        }
        let reruns = jobs.first { $0.id == firing.job }?.options.recovery == .rerun
        #expect(runs.count <= (reruns ? 1 + left : 1), "\(firing) was started by \(runs.count) runs")
      }
      let outcomes = Set(rows.map(\.outcome))
      #expect(outcomes.isSuperset(of: [.succeeded, .failed, .skipped(.paused), .skipped(.circuitOpen), .crashed]))
    }

    /// Of a job that is run again: the process disappeared or stopped, or won the run while it was stopping.
    private static let leavesToOthers: Set<RunOutcome> = [.crashed, .cancelled(.shutdown), .skipped(.draining)]

    /// One row for each instant from the beginning to the cursor, and more only where a crash or a stop left a firing to
    /// others, or where the end of a run that had been declared crashed was told late. Returns how many instants that are.
    private func check(_ all: [RunRecord], of job: Job, since: Instant, through cursor: Instant?) throws -> Int {
      let step = Int64(job.step)
      let first = try #require(try IntervalTrigger(.milliseconds(job.step)).next(after: since))
      var own: [RunRecord] = []
      for (instant, rows) in Dictionary(grouping: all, by: \.instant) {
        let onTime = rows.filter { $0.message?.hasPrefix("late: ") != true }
        let crashes = onTime.count { $0.outcome == .crashed }
        #expect(crashes > 0 || onTime.count == rows.count, "\(job.id) at \(instant): late, but not crashed")
        var finals = onTime
        if job.options.recovery == .rerun {
          finals = Array(onTime.drop { Self.leavesToOthers.contains($0.outcome) })
          if finals.isEmpty { finals = Array(onTime.suffix(1)) }
        }
        #expect(finals.count == 1, "\(job.id) at \(instant): \(rows.map { "\($0.outcome) \($0.message ?? "")" })")
        if let final = finals.first { own.append(final) }
      }
      own.sort { $0.firstInstant < $1.firstInstant }
      // Instants and not rows: on a busy machine many share one.
      let instants = own.reduce(0) { $0 + $1.count }
      #expect(instants > 0, "\(job.id): \(own.map { "\($0.outcome) \($0.count) from \($0.firstInstant)" })")
      #expect(own.first?.firstInstant == first, "\(job.id) begins after \(since)")
      #expect(own.last?.instant == cursor, "\(job.id) is decided up to its cursor")
      for (earlier, later) in zip(own, own.dropFirst()) {
        #expect(
          later.firstInstant.millisecondsSince1970 - earlier.instant.millisecondsSince1970 == step,
          "\(job.id): \(earlier.outcome) at \(earlier.instant), then \(later.outcome) at \(later.firstInstant)")
      }
      for row in own {
        let span = row.instant.millisecondsSince1970 - row.firstInstant.millisecondsSince1970
        #expect(Int64(row.count) == span / step + 1)
      }
      return instants
    }
  }
#endif
