import CivilTime
import SchedulingTesting
import Testing

@testable import Scheduling

@Suite("The fleet's clock and this machine's") struct ClockOffsetTests {
  /// Claims whose service says what a test wants, and that count the renewals.
  private final class Outspoken: ForwardingClaims {
    let inner: InProcessFleet.Connection
    let renewals = Tally<RunID>()
    private let observer = Lock<(@Sendable (ClaimsEvent) -> Void)?>(nil)

    init(_ inner: InProcessFleet.Connection) { self.inner = inner }

    func say(_ event: ClaimsEvent) { observer.withLock { $0 }?(event) }
    func start(instance: String, observer: @escaping @Sendable (ClaimsEvent) -> Void) {
      self.observer.withLock { $0 = observer }
      inner.start(instance: instance, observer: observer)
    }
    func renew(_ leases: [Lease]) async throws(ClaimsUnavailable) -> [RenewalVerdict] {
      for lease in leases { renewals.add(lease.token) }
      return try await inner.renew(leases)
    }
  }

  private func run(_ body: @Sendable (Scheduler, Outspoken, ManualClock) async throws -> Void) async throws {
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let claims = Outspoken(InProcessFleet(clock: clock).connection())
    let scheduler = Scheduler(claims: Claims(claims), configuration: .init(instance: "a"), clock: clock)
    let running = Task { try await scheduler.run() }
    while !scheduler.isRunning { await Task.yield() }
    await scheduler.settle()
    try await body(scheduler, claims, clock)
    running.cancel()
    try await running.value
  }

  @Test(
    "an offset is told once when it passes half a second and once when it passes five, and is in the status meanwhile")
  func offset() async throws {
    try await run { scheduler, claims, _ in
      let events = scheduler.events()
      func health(at offset: Duration) async -> (SchedulerStatus.Health, Int) {
        claims.say(.clockOffset(offset))
        await scheduler.settle()
        return (scheduler.status.health, scheduler.status.reasons.count { $0.contains("apart") })
      }
      #expect(await health(at: .milliseconds(-100)) == (.ok, 0))
      for offset in [-600, -550, -450, -700] { #expect(await health(at: .milliseconds(offset)) == (.ok, 1)) }
      for offset in [6, 5, 4] { #expect(await health(at: .seconds(offset)) == (.degraded, 1)) }
      #expect(await health(at: .seconds(3)) == (.ok, 1))
      #expect(await health(at: .milliseconds(300)) == (.ok, 0))
      #expect(scheduler.status.claims.clockOffset == .milliseconds(300))
      claims.say(.note("the end"))
      var warnings: [String] = []
      for await event in events {
        if case .warning(let text) = event { warnings.append(text) }
        if warnings.last == "the end" { break }
      }
      #expect(warnings.count == 3)
      #expect(warnings.first?.contains("-0.6 seconds") == true)
    }
  }

  @Test("when the server's clock has jumped every lease is renewed at once: they end by that clock")
  func jump() async throws {
    try await run { scheduler, claims, clock in
      let gate = Gate()
      for id in ["a", "b", "c"] as [JobID] {
        try await scheduler.add(id, DateTrigger(Instant("2026-01-01T00:00:01Z"))) { _ in await gate.pass() }
      }
      await scheduler.settle()
      clock.advance(by: .seconds(1))
      await gate.arrival(of: 3)
      #expect(claims.renewals.count == 0)
      claims.say(.serverClockJumped(by: .seconds(60)))
      await scheduler.settle(running: 3)
      #expect(Set(claims.renewals.all).count == 3)
      #expect(claims.renewals.count == 3)
      gate.open()
    }
  }
}
