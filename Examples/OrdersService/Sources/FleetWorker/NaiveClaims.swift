import Scheduling
import SchedulingRedis

/// Claims as they are often written: a lock per job, taken with `SET NX PX`, released after the run. Whoever asks after
/// the release runs the same instant again. Here to show that the fleet test notices.
struct NaiveClaims: ClaimService {
  let kind = "naive"
  private let redis: RedisClient
  private let namespace: String

  init(_ redis: RedisClient, namespace: String) {
    self.redis = redis
    self.namespace = namespace
  }

  private func key(_ lock: String) -> String { "{\(namespace)}:naive:\(lock)" }

  private func command(_ words: String...) async throws(ClaimsUnavailable) -> RedisValue {
    do {
      return try await redis.command(words)
    } catch {
      throw ClaimsUnavailable("\(error)")
    }
  }

  func start(instance: String, observer: @escaping @Sendable (ClaimsEvent) -> Void) {}

  func register(_ jobs: [ClaimRegistration]) async throws(ClaimsUnavailable) -> [RegisteredJob] {
    let now = SystemClock().now()
    return jobs.map { RegisteredJob(job: $0.job, cursor: nil, since: now) }
  }

  func decide(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [ClaimVerdict] {
    var verdicts: [ClaimVerdict] = []
    for request in requests { verdicts.append(try await decide(request)) }
    return verdicts
  }

  private func decide(_ request: ClaimRequest) async throws(ClaimsUnavailable) -> ClaimVerdict {
    guard case .start(let instant) = request.intent else { return .recorded }
    let asked = MonotonicTime.now()
    let milliseconds = request.leaseDuration.nanoseconds / 1_000_000
    let reply = try await command(
      "SET", key(request.lockKey), request.token.description, "NX", "PX", "\(milliseconds)")
    guard reply != .null else { return .lost(cursor: instant) }
    return .won(
      Lease(
        token: request.token, firing: Firing(job: request.job, instant: instant, cause: request.cause),
        lockKey: request.lockKey, slot: 0, fencingToken: 0, duration: request.leaseDuration,
        deadline: asked + request.leaseDuration * 0.9))
  }

  func renew(_ leases: [Lease]) async throws(ClaimsUnavailable) -> [RenewalVerdict] {
    var verdicts: [RenewalVerdict] = []
    for lease in leases {
      let asked = MonotonicTime.now()
      _ = try await command("PEXPIRE", key(lease.lockKey), "\(lease.duration.nanoseconds / 1_000_000)")
      verdicts.append(.renewed(deadline: asked + lease.duration * 0.9))
    }
    return verdicts
  }

  func finish(_ reports: [FinishReport]) async throws(ClaimsUnavailable) {
    for report in reports { _ = try await command("DEL", key(report.lease.lockKey)) }
  }

  func abandon(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [Bool] { requests.map { _ in false } }

  func heartbeat(_ report: MemberReport) async throws(ClaimsUnavailable) -> HeartbeatReply { HeartbeatReply() }

  func pause(_ job: JobID?, note: String?) async throws(ClaimsUnavailable) {}

  func fleetTime(at time: MonotonicTime) -> Instant? { nil }
}
