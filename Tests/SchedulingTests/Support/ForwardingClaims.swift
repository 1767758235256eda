import CivilTime
import Scheduling

/// Claims that pass everything on, but for what a test has them do otherwise.
protocol ForwardingClaims: ClaimService {
  associatedtype Inner: ClaimService
  var inner: Inner { get }
}

extension ForwardingClaims {
  var kind: String { inner.kind }
  func start(instance: String, observer: @escaping @Sendable (ClaimsEvent) -> Void) {
    inner.start(instance: instance, observer: observer)
  }
  func register(_ jobs: [ClaimRegistration]) async throws(ClaimsUnavailable) -> [RegisteredJob] {
    try await inner.register(jobs)
  }
  func decide(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [ClaimVerdict] {
    try await inner.decide(requests)
  }
  func renew(_ leases: [Lease]) async throws(ClaimsUnavailable) -> [RenewalVerdict] { try await inner.renew(leases) }
  func finish(_ reports: [FinishReport]) async throws(ClaimsUnavailable) { try await inner.finish(reports) }
  func abandon(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [Bool] {
    try await inner.abandon(requests)
  }
  func heartbeat(_ report: MemberReport) async throws(ClaimsUnavailable) -> HeartbeatReply {
    try await inner.heartbeat(report)
  }
  func pause(_ job: JobID?, note: String?) async throws(ClaimsUnavailable) { try await inner.pause(job, note: note) }
  func fleetTime(at time: MonotonicTime) -> Instant? { inner.fleetTime(at: time) }
  func cursors(of jobs: [JobID]) async throws(ClaimsUnavailable) -> [Instant?] { try await inner.cursors(of: jobs) }
  func submit(_ request: FleetRequest) async throws(ClaimsUnavailable) { try await inner.submit(request) }
  func withdraw(_ request: FleetRequest.ID) async throws(ClaimsUnavailable) -> Bool {
    try await inner.withdraw(request)
  }
  func answer(to request: FleetRequest.ID) async throws(ClaimsUnavailable) -> FleetAnswer {
    try await inner.answer(to: request)
  }
  func cancel(_ run: RunID) async throws(ClaimsUnavailable) -> Bool { try await inner.cancel(run) }
  func deadLetters(limit: Int) async throws(ClaimsUnavailable) -> [DeadLetter] {
    try await inner.deadLetters(limit: limit)
  }
  func deadLetter(_ id: RunID) async throws(ClaimsUnavailable) -> DeadLetter? { try await inner.deadLetter(id) }
  func takeDeadLetter(_ id: RunID) async throws(ClaimsUnavailable) -> DeadLetter? { try await inner.takeDeadLetter(id) }
  func keepDeadLetter(_ letter: DeadLetter) async throws(ClaimsUnavailable) { try await inner.keepDeadLetter(letter) }
}
