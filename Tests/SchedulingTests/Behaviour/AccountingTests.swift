import CivilTime
import Scheduling
import SchedulingTesting
import Testing

/// The accounting invariant: every nominal instant of a job between its registration and now ends in exactly one outcome.
@Suite struct AccountingTests {
  private struct Failure: Error {}

  private func randomOptions(_ random: inout SeededRandom) -> JobOptions {
    var options = JobOptions()
    options.misfireGrace =
      [.unlimited, .seconds(0), .milliseconds(700), .seconds(5), .seconds(60)].randomElement(using: &random)
      ?? .unlimited
    options.coalesce = [.latest, .discard, .all(limit: 1), .all(limit: 4)].randomElement(using: &random) ?? .latest
    options.overlap =
      [.skip, .allow, .queueOne, .queueAll(limit: 3), .cancelPrevious].randomElement(using: &random) ?? .skip
    options.priority = [.low, .medium, .high].randomElement(using: &random) ?? .medium
    options.maxInstances = [nil, 1, 2, 5].randomElement(using: &random) ?? nil
    options.timeout = [nil, .seconds(2)].randomElement(using: &random) ?? nil
    options.jitter = [.zero, .zero, .milliseconds(300)].randomElement(using: &random) ?? .zero
    return options
  }

  /// What follows from failures; where claims are local.
  private func randomConsequences(_ options: inout JobOptions, _ random: inout SeededRandom) {
    options.retry =
      [nil, Retry(attempts: 3, backoff: .fixed(.milliseconds(700)))].randomElement(using: &random) ?? nil
    options.breaker =
      [nil, nil, CircuitBreaker(failures: 2, coolDown: .seconds(7))].randomElement(using: &random) ?? nil
    options.pausesOnFailure = Int.random(in: 0..<6, using: &random) == 0
    if Int.random(in: 0..<4, using: &random) == 0 {
      // Jobs that share a lock must let in as many runs as each other.
      options.lock = "shared"
      options.maxInstances = 1
    }
  }

  private func randomTrigger(_ random: inout SeededRandom) throws -> any Trigger {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: try IntervalTrigger(.milliseconds(Int.random(in: 200...9_000, using: &random)))
    case 1: try CronTrigger("*/\(Int.random(in: 1...20, using: &random)) * * * * *")
    case 2: try CronTrigger("0 * * * *", timeZone: "Europe/Berlin")
    default: DateTrigger(Instant("2026-03-29T00:59:00Z") + .milliseconds(Int.random(in: 0...90_000, using: &random)))
    }
  }

  /// Counts the trigger's instants by stepping, which is slow and has nothing in common with the scheduler.
  private func expected(_ trigger: any Trigger, after since: Instant, through now: Instant) -> Int {
    var count = 0
    var instant = since
    while let next = trigger.next(after: instant), next <= now {
      count += 1
      instant = next
    }
    return count
  }

  /// Whether it has nothing to do until time goes on: it would use a processor up. Runs may end meanwhile.
  private func comesToRest(_ scheduler: Scheduler, _ clock: ManualClock) async -> Bool {
    for _ in 0..<100 {
      if scheduler.nextWake ?? .max > clock.now() { return true }
      await scheduler.settle(running: 64)
    }
    return false
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func theBooksBalanceWhateverHappens(seed: UInt64) async throws {
    try await TestScheduler.run(at: "2026-03-29T00:59:00Z") { test in
      var random = SeededRandom(seed: seed)
      let start = test.clock.now()
      let gate = Gate()
      // Since when each job has its trigger, and what was decided by those before it.
      var triggers: [JobID: any Trigger] = [:]
      var since: [JobID: Instant] = [:]
      var before: [JobID: Int] = [:]
      let runs = Tally<RunID>()
      var askers: [Task<Void, Never>] = []
      func decided(_ job: JobInfo) throws -> (count: Int, through: Instant) {
        let (trigger, start) = (try #require(triggers[job.id]), since[job.id] ?? start)
        // What comes before the next instant is decided, whatever the clock reads after it was set back.
        let last = job.nextRun.map { trigger.previous(before: $0) ?? start } ?? .max
        return ((before[job.id] ?? 0) + expected(trigger, after: start, through: last), max(start, last))
      }
      for number in 0..<6 {
        let id = JobID("job-\(number)")
        let trigger = try randomTrigger(&random)
        let kind = Int.random(in: 0..<5, using: &random)
        var options = randomOptions(&random)
        randomConsequences(&options, &random)
        try await test.scheduler.add(id, trigger, options: options) { run in
          runs.add(run.id)
          switch kind {
          case 0: throw Failure()
          case 1: await Task.yield()
          case 2:
            await gate.pass()
            try Task.checkCancellation()
          default: break
          }
        }
        let added = try #require(test.scheduler.job(id))
        triggers[id] = added.trigger
        // With jitter a job begins before the instant whose delayed start still lies ahead.
        if let next = added.nextRun, next <= start { since[id] = next.advanced(byNanoseconds: -1) }
      }
      for _ in 0..<30 {
        let id = JobID("job-\(Int.random(in: 0..<6, using: &random))")
        switch Int.random(in: 0..<18, using: &random) {
        case 12: if let run = runs.all.randomElement(using: &random) { try await test.scheduler.cancel(run) }
        case 13:
          let (scheduler, now) = (test.scheduler, test.clock.now())
          // It would wait for the gate.
          askers.append(Task { _ = try? await scheduler.backfill(id, from: now - .seconds(20), through: now) })
        case 14:
          let job = try #require(test.scheduler.job(id))
          let soFar = try decided(job)
          let changed = try await test.scheduler.reschedule(id, try randomTrigger(&random))
          triggers[id] = changed.trigger
          // A clock that was set back lets nothing be decided again, by another trigger either.
          since[id] = job.nextRun == nil ? test.clock.now() : max(test.clock.now(), soFar.through)
          // A date that has passed is decided.
          if let next = changed.nextRun, next <= test.clock.now() { since[id] = next.advanced(byNanoseconds: -1) }
          before[id] = soFar.count
        case 10:
          // Set by hand or by a time server, forward or back: what was decided is not decided again.
          test.clock.setWall(to: test.clock.now() + .milliseconds(Int.random(in: -30_000...30_000, using: &random)))
        case 11: _ = try? await test.scheduler.runNow(id, dryRun: true)
        case 0: try await test.scheduler.pause(id)
        case 1: try await test.scheduler.resume(id)
        case 2: try await test.scheduler.pauseAll()
        case 3: try await test.scheduler.resumeAll()
        // With a policy that waits the call would wait for the gate.
        case 4: _ = try? await test.scheduler.runNow(id, overlap: .skip)
        case 5: test.clock.advance(by: .milliseconds(Int.random(in: 0...20_000, using: &random)))
        default: await test.advance(by: .milliseconds(Int.random(in: 0...4_000, using: &random)), running: 64)
        }
        await test.settle(running: 64)
        #expect(await comesToRest(test.scheduler, test.clock), "seed \(seed)")
      }
      gate.open()
      // Nothing more starts: a pause holds what waits for its next attempt, and a cancellation ends it.
      try await test.scheduler.pauseAll()
      // Also the bodies that are only about to begin have named their runs by then.
      await test.settle()
      for run in runs.all { try await test.scheduler.cancel(run) }
      await test.advance(by: .seconds(30))
      for asker in askers { await asker.value }
      for job in test.scheduler.jobs {
        let expected = try decided(job).count
        #expect(job.accounting.decided == expected, "seed \(seed), \(job.id): \(job.accounting)")
        #expect(job.accounting.pending == 0)
        let all = test.scheduler.localHistory(of: job.id, limit: .max)
        let rows = all.filter { $0.cause == .scheduled && !$0.willRetry }
        if rows.reduce(0, { $0 + $1.count }) != job.accounting.decided {
          #expect(all.count == 100, "only a full history may hold less than the books: seed \(seed), \(job.id)")
        }
      }
    }
  }

  @Test(arguments: 0..<15 as Range<UInt64>)
  func theBooksOfAFleetBalanceAndNothingStartsTwice(seed: UInt64) async throws {
    try await TestFleet.run(replicas: 5, at: "2026-03-29T00:59:00Z", lease: .seconds(3)) { fleet in
      var random = SeededRandom(seed: seed)
      let (starts, runs, gate) = (Tally<Firing>(), Tally<RunID>(), Gate())
      var triggers: [JobID: any Trigger] = [:]
      // Of the five, two begin later, each when another has disappeared for good with all that it had.
      var (alive, coming) = (Array(fleet.replicas[..<3]), Array(fleet.replicas[3...]))
      var additions: [@Sendable (Scheduler) async throws -> Void] = []
      var askers: [Task<Void, Never>] = []
      for number in 0..<4 {
        let id = JobID("job-\(number)")
        var options = randomOptions(&random)
        options.timeout = nil
        let trigger = try IntervalTrigger(.milliseconds(Int.random(in: 300...3_000, using: &random)))
        let policies = options
        additions.append { scheduler in
          try await scheduler.add(id, trigger, options: policies) { run in
            if run.firing.cause == .scheduled { starts.add(run.firing) }
            runs.add(run.id)
            if number == 1 { throw Failure() }
            // What disappears has something to leave behind.
            if number == 2 { await gate.pass() }
          }
        }
        triggers[id] = trigger
      }
      for add in additions { for replica in alive { try await add(replica.scheduler) } }
      await fleet.settle()
      let start = Instant("2026-03-29T00:59:00Z")
      let faults = Lock(SeededRandom(seed: seed ^ 0xFF))
      for _ in 0..<40 {
        let place = Int.random(in: 0..<3, using: &random)
        let replica = alive[place]
        let id = JobID("job-\(Int.random(in: 0..<4, using: &random))")
        switch Int.random(in: 0..<16, using: &random) {
        // What a cut connection refuses is refused.
        case 10: try? await replica.scheduler.pause(id)
        case 11: try? await replica.scheduler.resume(id)
        case 12: try? await replica.scheduler.pauseAll()
        case 13: try? await replica.scheduler.resumeAll()
        case 14:
          // Nobody waits for the answer: only time that passes would bring it where the connection is cut.
          let scheduler = replica.scheduler
          askers.append(Task { _ = try? await scheduler.runNow(id, overlap: .skip) })
        case 15:
          if let run = runs.all.randomElement(using: &random) { _ = try? await replica.scheduler.cancel(run) }
        case 8:
          guard let successor = coming.popLast() else { break }
          replica.connection.setReachable(false)
          for add in additions { try await add(successor.scheduler) }
          alive[place] = successor
        case 9:
          fleet.clock.setWall(to: fleet.clock.now() + .milliseconds(Int.random(in: -5_000...5_000, using: &random)))
        case 0: replica.connection.setReachable(false)
        case 1, 2: replica.connection.setReachable(true)
        case 3: fleet.shared.loseAnswers { faults.withLock { Int.random(in: 0..<4, using: &$0) == 0 } }
        case 4: fleet.shared.loseAnswers(nil)
        case 5: fleet.clock.advance(by: .milliseconds(Int.random(in: 0...9_000, using: &random)))
        default: await fleet.advance(by: .milliseconds(Int.random(in: 0...4_000, using: &random)), running: 64)
        }
        await fleet.settle(running: 64)
        for replica in fleet.replicas {
          #expect(
            await comesToRest(replica.scheduler, fleet.clock), "seed \(seed), \(replica.scheduler.status.instance)")
        }
      }
      for replica in alive { replica.connection.setReachable(true) }
      fleet.shared.loseAnswers(nil)
      gate.open()
      await fleet.advance(by: .seconds(20))
      for asker in askers { await asker.value }
      #expect(Set(starts.all).count == starts.count, "seed \(seed): a firing started twice")
      #expect(fleet.shared.openRuns == 0)
      for id in triggers.keys {
        let trigger = try #require(triggers[id])
        for replica in alive where !fleet.replicas[3...].contains(where: { $0.scheduler === replica.scheduler }) {
          let job = try #require(replica.scheduler.job(id))
          let last = job.nextRun.flatMap { trigger.previous(before: $0) } ?? start
          #expect(
            job.accounting.decided == expected(trigger, after: start, through: last),
            "seed \(seed), \(id) at \(replica.scheduler.status.instance): \(job.accounting)")
        }
        // The fleet's rows have every instant once, but for a crashed run and the run that took its firing over.
        let rows = fleet.shared.history.filter { $0.job == id && $0.cause == .scheduled }
        let nextRuns = alive.compactMap { $0.scheduler.job(id)?.nextRun }
        let last = try #require(nextRuns.min())
        let (ranges, single) = (rows.filter { $0.count > 1 }, rows.filter { $0.count == 1 })
        let told =
          ranges.filter { $0.instant < last }.reduce(0) { $0 + $1.count }
          + Set(single.filter { $0.instant < last }.map(\.instant)).count
        #expect(told == expected(trigger, after: start, through: last - .nanoseconds(1)), "seed \(seed), \(id)")
      }
    }
  }
}
