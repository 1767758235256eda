import CivilTime
import SchedulingTesting
import Synchronization
import Testing

@testable import Scheduling

@Suite("Heartbeats to an outside monitor", .timeLimit(.minutes(1)))
struct MonitorHeartbeatTests {
  private struct Broken: Error, CustomStringConvertible { var description: String { "no disk" } }

  /// Waits until so many pings were sent.
  private func eventually(_ pings: Tally<Heartbeat>, _ condition: @Sendable ([Heartbeat]) -> Bool) async -> Bool {
    let limit = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < limit {
      if condition(pings.all) { return true }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return false
  }

  @Test("A job with a monitor pings at the start and at the end of each run, one without does not")
  func startAndEnd() async throws {
    let pings = Tally<Heartbeat>()
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      let heartbeats = Heartbeats(of: test.scheduler) { pings.add($0) }
      let sending = Task { try await heartbeats.run() }
      #expect(await self.listens(test.scheduler))
      try await test.scheduler.add("good", .every(.hours(1)), options: JobOptions(heartbeat: "good-key")) { _ in }
      try await test.scheduler.add("bad", .every(.hours(2)), options: JobOptions(heartbeat: "bad-key")) { _ in
        throw Broken()
      }
      try await test.scheduler.add("quiet", .every(.hours(1))) { _ in }
      await test.advance(by: .hours(2))
      #expect(await self.eventually(pings) { $0.count == 6 })
      sending.cancel()
      try await sending.value
    }
    let good = pings.all.filter { $0.monitor == "good-key" }
    #expect(good.map(\.signal) == [.started, .succeeded, .started, .succeeded])
    #expect(good[0].run == good[1].run && good[0].run != good[2].run)
    #expect(pings.all.filter { $0.monitor == "bad-key" }.map(\.signal) == [.started, .failed("no disk")])
    #expect(pings.all.allSatisfy { $0.job != "quiet" })
  }

  @Test("Retries are one run: it starts once and fails once")
  func retries() async throws {
    let pings = Tally<Heartbeat>()
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      let heartbeats = Heartbeats(of: test.scheduler) { pings.add($0) }
      let sending = Task { try await heartbeats.run() }
      #expect(await self.listens(test.scheduler))
      let options = JobOptions(retry: Retry(attempts: 3, backoff: .fixed(.seconds(10))), heartbeat: "key")
      try await test.scheduler.add("bad", .every(.hours(1)), options: options) { _ in throw Broken() }
      await test.advance(by: .hours(1) + .minutes(1))
      #expect(await self.eventually(pings) { $0.count == 2 })
      sending.cancel()
      try await sending.value
    }
    #expect(pings.all.map(\.signal) == [.started, .failed("no disk")])
  }

  @Test(
    "The scheduler's own ping comes while it is healthy, and a sink that never answers holds up neither runs nor others"
  )
  func ownAndStuck() async throws {
    let pings = Tally<Heartbeat>()
    let scheduler = Scheduler()
    try await scheduler.add("stuck", .every(.milliseconds(20)), options: JobOptions(heartbeat: "stuck")) { _ in }
    var heartbeats = Heartbeats(of: scheduler, scheduler: "own") { ping in
      if ping.monitor == "stuck" { try await Task.sleep(for: .seconds(60)) }
      pings.add(ping)
    }
    heartbeats.timeout = .milliseconds(50)
    heartbeats.period = .seconds(1)
    let sender = heartbeats
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      group.addTask { try await sender.run() }
      #expect(await self.eventually(pings) { $0.count { $0.signal == .alive } >= 2 })
      #expect(scheduler.localHistory(of: "stuck").contains { $0.outcome == .succeeded })
      group.cancelAll()
      try await group.waitForAll()
    }
    #expect(pings.all.allSatisfy { $0.monitor == "own" && $0.job == nil })
  }

  @Test("A monitor's name is checked when the job is added")
  func invalid() async {
    let scheduler = Scheduler()
    for name in ["", "a\nb", String(repeating: "x", count: 501)] {
      await #expect(throws: SchedulerError.self) {
        try await scheduler.add("a", .every(.hours(1)), options: JobOptions(heartbeat: name)) { _ in }
      }
    }
  }

  /// Whether the heartbeats' listener is there, so that no event is missed.
  private func listens(_ scheduler: Scheduler) async -> Bool {
    let limit = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < limit {
      if scheduler.core.listeners.load(ordering: .relaxed) > 0 { return true }
      try? await Task.sleep(for: .milliseconds(2))
    }
    return false
  }
}
