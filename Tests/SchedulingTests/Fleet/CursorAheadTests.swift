import CivilTime
import Scheduling
import SchedulingTesting
import Testing

/// Claims that answer that a job's cursor lies in the future: because a clock was wrong, or because the answer was changed on
/// its way.
@Suite("A cursor that the claims say is ahead of their clock")
struct CursorAheadTests {
  /// Claims that answer so as often as they are asked to.
  private final class AheadClaims: ForwardingClaims {
    let inner: InProcessFleet.Connection
    let state = Lock((left: 0, asked: 0))

    init(_ inner: InProcessFleet.Connection) { self.inner = inner }

    func answerAhead(times: Int) { state.withLock { $0 = (times, 0) } }
    var asked: Int { state.withLock { $0.asked } }

    func decide(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [ClaimVerdict] {
      let isAhead = state.withLock { state in
        state.asked += 1
        guard state.left > 0 else { return false }
        state.left -= 1
        return true
      }
      guard isAhead else { return try await inner.decide(requests) }
      return requests.map { _ in .ahead(cursor: Instant(millisecondsSince1970: 9_000_000_000_000)) }
    }
  }

  private func run(
    _ body: @Sendable (Scheduler, AheadClaims, ManualClock) async throws -> Void
  ) async throws {
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let claims = AheadClaims(InProcessFleet(clock: clock).connection())
    let scheduler = Scheduler(claims: Claims(claims), configuration: .init(instance: "a"), clock: clock)
    let task = Task { try await scheduler.run() }
    while !scheduler.isRunning { await Task.yield() }
    try await body(scheduler, claims, clock)
    task.cancel()
    try await task.value
  }

  private func advance(_ scheduler: Scheduler, _ clock: ManualClock, seconds: Int) async {
    for _ in 0..<seconds {
      clock.advance(by: .seconds(1))
      await scheduler.settle()
    }
  }

  @Test("A single such answer costs no firing: the job is asked about again, and starts a second later")
  func once() async throws {
    try await run { scheduler, claims, clock in
      let starts = Tally<Instant>()
      try await scheduler.add("a", .every(.seconds(3_600))) { run in starts.add(run.firing.instant) }
      await scheduler.settle()
      await advance(scheduler, clock, seconds: 3_599)
      claims.answerAhead(times: 1)
      await advance(scheduler, clock, seconds: 1)
      #expect(starts.count == 0)
      #expect(scheduler.status.health == .degraded)
      #expect(scheduler.status.reasons.contains { $0.contains("job a has a cursor in the future") })
      await advance(scheduler, clock, seconds: 2)
      #expect(starts.all == [Instant("2026-01-01T01:00:00Z")])
      #expect(scheduler.status.health == .ok)
      await advance(scheduler, clock, seconds: 3_600)
      #expect(starts.count == 2)
    }
  }

  @Test("Where the cursor stays ahead nothing starts, and the claims are asked about once a minute")
  func lasting() async throws {
    try await run { scheduler, claims, clock in
      let starts = Tally<Instant>()
      try await scheduler.add("a", .every(.seconds(3_600))) { run in starts.add(run.firing.instant) }
      await scheduler.settle()
      claims.answerAhead(times: .max)
      await advance(scheduler, clock, seconds: 3_600)
      let first = claims.asked
      await advance(scheduler, clock, seconds: 1_800)
      #expect(starts.count == 0)
      #expect((25...45).contains(claims.asked - first))
      // What came due meanwhile and is too late is recorded; the job goes on.
      claims.answerAhead(times: 0)
      await advance(scheduler, clock, seconds: 1_800)
      #expect(starts.all == [Instant("2026-01-01T02:00:00Z")])
      let job = try #require(scheduler.job("a"))
      #expect(job.accounting.missed == 1)
      #expect(scheduler.status.health == .ok)
    }
  }
}
