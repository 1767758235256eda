import CivilTime
import FleetLog
import Scheduling
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Counts how often a worker has come to where it is to die.
final class CrashPoint: Sendable {
  private let place: WorkerOptions.Crash?
  private let left: Mutex<Int>

  init(_ options: WorkerOptions) {
    place = options.crash
    left = Mutex(options.crashAfter)
  }

  func hits(_ here: WorkerOptions.Crash) -> Bool {
    guard here == place else { return false }
    return left.withLock { left in
      left -= 1
      return left == 0
    }
  }
}

/// Claims of a worker that dies before it asks.
struct CrashingClaims: ClaimService {
  let base: any ClaimService
  let crash: CrashPoint
  let log: FleetLog

  var kind: String { base.kind }

  func decide(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [ClaimVerdict] {
    if crash.hits(.beforeClaim) {
      log.append(.fault(.init(.kill, pid: getpid(), from: FleetClock.continuous, to: FleetClock.continuous)))
      kill(getpid(), SIGKILL)
    }
    return try await base.decide(requests)
  }

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
