import CivilTime
import RedisServerTestSupport
import Scheduling
import SchedulingRedis
import Synchronization

/// What large numbers of jobs do to the few that are due: after a loss of data, and where definitions cannot be read.
extension Measurement {
  /// A replica with so many jobs, behind a link of 10 ms, loses the data; another, near by, has the jobs that are due.
  func merge(_ count: Int) async throws {
    let link = try RedisProxy(to: server)
    link.delay(commands: .milliseconds(5), replies: .milliseconds(5))
    defer { link.stop() }
    let (far, near) = (try RedisClient(url: link.url), try RedisClient(url: server.url))
    defer {
      far.close()
      near.close()
    }
    let goods = Goods()
    let many = Scheduler(claims: .redis(far, namespace: "scale"), configuration: .init(instance: "many"))
    let never = try CronTrigger.cron("0 0 29 2 *")
    for number in 0..<count { try await many.add(JobID("far-\(number)"), never) { _ in } }
    let few = Scheduler(claims: .redis(near, namespace: "scale"), configuration: .init(instance: "few"))
    for scheduler in [many, few] {
      for number in 0..<20 {
        try await scheduler.add(JobID("good-\(number)"), .every(.seconds(1))) { run in goods.started(run) }
      }
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      let events = many.events()
      group.addTask {
        for await event in events {
          if case .dataLost = event { goods.merged() }
        }
      }
      group.addTask { try await many.run() }
      group.addTask { try await few.run() }
      let isRegistered = await eventually(within: .seconds(300)) {
        (try? await client.command("DBSIZE").integer ?? 0 >= Int64(count)) == true && goods.count >= 20
      }
      guard isRegistered else { throw RedisServer.Failure(description: "the jobs were not registered") }
      try await Task.sleep(for: .seconds(3))
      try await client.command("FLUSHALL")
      let began = ContinuousClock.now
      goods.forget()
      var (merged, good): (Duration?, Duration?)
      _ = await eventually(within: .seconds(180)) {
        if merged == nil, (try? await client.command("DBSIZE").integer ?? 0 >= Int64(count)) == true {
          merged = ContinuousClock.now - began
        }
        if good == nil, goods.names == 20 { good = ContinuousClock.now - began }
        return merged != nil && good != nil
      }
      let reported = goods.mergedAt.map { $0 - began }
      tell(
        #"{"measurement":"merge over a link of 10 ms","jobs":\#(count),"#
          + #""mergedMilliseconds":\#(milliseconds(merged)),"eventMilliseconds":\#(milliseconds(reported)),"#
          + #""goodJobs":\#(goods.names),"allGoodStartedMilliseconds":\#(milliseconds(good)),"#
          + #""startedTwice":\#(goods.twice)}"#)
      group.cancelAll()
      try? await group.waitForAll()
    }
  }

  /// So many overdue definitions that this version cannot read, and twenty good jobs.
  func unreadable(_ count: Int) async throws {
    let script = """
      for i = ARGV[1], ARGV[1] + 99 do
        local name = string.format('bad%06d', i)
        redis.call('HSET', '{scale}:job:' .. name, 'ver', '1', 'def', '{"handler":"scale.tick","trigger":{"kind":"quantum"}}',
          'fp', 'q', 'since', '1')
        redis.call('ZADD', '{scale}:due', i, name)
        redis.call('ZADD', '{scale}:jobs', 0, name)
      end
      """
    for first in stride(from: 1, through: count, by: 100) {
      try await client.command("EVAL", script, "0", "\(first)")
    }
    let redis = try RedisClient(url: server.url)
    defer { redis.close() }
    let scheduler = Scheduler(store: .redis(redis, namespace: "scale"), handlers: [Tick()])
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      let began = ContinuousClock.now
      let trigger = try IntervalTrigger.every(.milliseconds(500))
      for number in 0..<20 {
        try await scheduler.add(JobID("good-\(number)"), trigger, handler: Tick.self, arguments: .init(number: number))
      }
      func started() -> Int {
        (0..<20).count { scheduler.job(JobID("good-\($0)"))?.accounting.succeeded ?? 0 > 0 }
      }
      let areGood = await eventually(within: .seconds(120)) { started() == 20 }
      let good = ContinuousClock.now - began
      let haveLeft = await eventually(within: .seconds(300)) {
        let now = (try? await client.command("TIME").array?.first?.integer) ?? 0
        let left = try? await client.command("ZCOUNT", "{scale}:due", "-inf", "\((now - 5) * 1_000)").integer
        return left == 0
      }
      let left = ContinuousClock.now - began
      let before = scheduler.jobs.map(\.accounting.succeeded).reduce(0, +)
      let calls = try await scriptCalls()
      try await Task.sleep(for: .seconds(10))
      let starts = scheduler.jobs.map(\.accounting.succeeded).reduce(0, +) - before
      tell(
        #"{"measurement":"overdue definitions that cannot be read","definitions":\#(count),"goodStarted":\#(areGood),"#
          + #""allGoodStartedMilliseconds":\#(good.nanoseconds / 1_000_000),"haveLeftTheHead":\#(haveLeft),"#
          + #""leftTheHeadMilliseconds":\#(left.nanoseconds / 1_000_000),"goodStartsPerSecondThen":\#(starts / 10),"#
          + #""scriptCallsPerSecondThen":\#((try await scriptCalls() - calls) / 10),"#
          + #""health":"\#(scheduler.status.health)"}"#)
      group.cancelAll()
      try? await group.waitForAll()
    }
  }
}

/// Minus one for what did not come about.
private func milliseconds(_ duration: Duration?) -> Int64 { duration.map { $0.nanoseconds / 1_000_000 } ?? -1 }

/// The starts of the jobs that are due, and when the other replica had reported what it knows.
private final class Goods: Sendable {
  private let starts = Mutex<(all: Set<Firing>, recent: Set<JobID>, twice: Int)>(([], [], 0))
  private let merge = Mutex<ContinuousClock.Instant?>(nil)

  var mergedAt: ContinuousClock.Instant? { merge.withLock { $0 } }
  func merged() { merge.withLock { $0 = $0 ?? .now } }

  func started(_ run: RunContext) {
    starts.withLock { starts in
      if !starts.all.insert(run.firing).inserted { starts.twice += 1 }
      starts.recent.insert(run.job)
    }
  }

  func forget() { starts.withLock { $0.recent = [] } }
  var count: Int { starts.withLock { $0.all.count } }
  var names: Int { starts.withLock { $0.recent.count } }
  var twice: Int { starts.withLock { $0.twice } }
}
