import Scheduling

/// Claims that are asked late, as by a replica far from Redis or on a busy machine.
struct LateClaims: ClaimService {
  private let base: any ClaimService
  private let late: Duration

  init(_ base: any ClaimService, late: Duration) {
    self.base = base
    self.late = late
  }

  func decide(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [ClaimVerdict] {
    try? await Task.sleep(for: late)
    return try await base.decide(requests)
  }

  var kind: String { base.kind }

  func start(instance: String, observer: @escaping @Sendable (ClaimsEvent) -> Void) {
    base.start(instance: instance, observer: observer)
  }

  func register(_ jobs: [ClaimRegistration]) async throws(ClaimsUnavailable) -> [RegisteredJob] {
    try await base.register(jobs)
  }

  func renew(_ leases: [Lease]) async throws(ClaimsUnavailable) -> [RenewalVerdict] { try await base.renew(leases) }

  func finish(_ reports: [FinishReport]) async throws(ClaimsUnavailable) { try await base.finish(reports) }

  func abandon(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [Bool] {
    try await base.abandon(requests)
  }

  func heartbeat(_ report: MemberReport) async throws(ClaimsUnavailable) -> HeartbeatReply {
    try await base.heartbeat(report)
  }

  func pause(_ job: JobID?, note: String?) async throws(ClaimsUnavailable) { try await base.pause(job, note: note) }

  func fleetTime(at time: MonotonicTime) -> Instant? { base.fleetTime(at: time) }
}
