import CivilTime
import Scheduling
import SchedulingTesting
import Testing

@Suite struct FreshReplicaTests {
  @Test("A replica that joins between a loss of data and its repair takes over what the others had not decided yet")
  func joinsBeforeTheMerge() async throws {
    let clock = try ManualClock("2026-01-01T00:00:25Z")
    let claims = RepairedClaims(clock: clock, cursor: clock.now() - .seconds(25))
    let scheduler = Scheduler(claims: Claims(claims), configuration: .init(instance: "fresh"), clock: clock)
    var options = JobOptions()
    options.coalesce = .all(limit: 10)
    try await scheduler.add("job", .every(.seconds(10)), options: options) { _ in }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      await scheduler.settle()
      clock.advance(by: .seconds(6))
      await scheduler.settle()
      group.cancelAll()
      try await group.waitForAll()
    }
    let seconds = claims.won.map { $0.nanoseconds(since: claims.cursor) / 1_000_000_000 }
    #expect(seconds == [10, 20, 30])
  }
}

/// Claims whose data was lost: the job looks new when it is first told of, and then others tell how far it was.
private final class RepairedClaims: ClaimService {
  let kind = "test"
  let cursor: Instant
  private let clock: ManualClock
  private let state = Lock((isRepaired: false, won: [Instant]()))

  init(clock: ManualClock, cursor: Instant) {
    self.clock = clock
    self.cursor = cursor
  }

  var won: [Instant] { state.withLock { $0.won } }

  func start(instance: String, observer: @escaping @Sendable (ClaimsEvent) -> Void) {}

  func register(_ jobs: [ClaimRegistration]) async throws(ClaimsUnavailable) -> [RegisteredJob] {
    let isRepaired = state.withLock { $0.isRepaired }
    return jobs.map {
      RegisteredJob(job: $0.job, cursor: isRepaired ? cursor : nil, since: isRepaired ? cursor : clock.now())
    }
  }

  func decide(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [ClaimVerdict] {
    requests.map { request in
      state.withLock { state in
        state.isRepaired = true
        let current = state.won.last ?? cursor
        guard case .start(let instant) = request.intent else { return .recorded }
        guard request.expectedCursor == current else { return .gap(cursor: current) }
        state.won.append(instant)
        return .won(
          Lease(
            token: request.token, firing: Firing(job: request.job, instant: instant), lockKey: request.lockKey, slot: 0,
            fencingToken: Int64(state.won.count), duration: request.leaseDuration, deadline: .never))
      }
    }
  }

  func renew(_ leases: [Lease]) async throws(ClaimsUnavailable) -> [RenewalVerdict] {
    leases.map { .renewed(deadline: $0.deadline) }
  }

  func finish(_ reports: [FinishReport]) async throws(ClaimsUnavailable) {}

  func abandon(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [Bool] { requests.map { _ in false } }

  func heartbeat(_ report: MemberReport) async throws(ClaimsUnavailable) -> HeartbeatReply { HeartbeatReply() }

  func pause(_ job: JobID?, note: String?) async throws(ClaimsUnavailable) {}

  func fleetTime(at time: MonotonicTime) -> Instant? { nil }
}
