public import CivilTime

/// Decides which replica starts a firing. `RedisClaims` is the one that hosts use; the test kit has another, and tests bring naive
/// ones to show what goes wrong with them.
///
/// Every method may throw ``ClaimsUnavailable``. That never means "lost": whether the question had its effect is
/// unknown. The engine asks again with the same token, and a service answers the same token in the same way.
package protocol ClaimService: Sendable {
  /// Told in the status, for example `redis`.
  var kind: String { get }
  /// What is wrong with their settings and what to do; the scheduler throws it as `invalidConfiguration`. Nil where nothing
  /// is.
  var configurationFault: String? { get }

  /// The largest definition, arguments or request that the service keeps, in bytes of JSON; a scheduler refuses larger
  /// ones before it asks. 256 KiB unless the service says otherwise.
  var maximumValueBytes: Int { get }

  /// Readies the service, as far as possible without waiting for a server; `instance` names this replica in records.
  /// `observer` receives what happens to the connection and the data; it is called on any thread and must not block.
  func start(instance: String, observer: @escaping @Sendable (ClaimsEvent) -> Void)

  /// Registers jobs; at start, and whenever a definition changes. Replies in the order of the registrations.
  func register(_ jobs: [ClaimRegistration]) async throws(ClaimsUnavailable) -> [RegisteredJob]

  /// Decides a batch of at most 100; replies in the order of the requests.
  func decide(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [ClaimVerdict]

  /// How far the claims have decided jobs, in the order of the jobs; nil where that is not known. What is reported was so,
  /// perhaps a moment ago: a replica that comes late in a large fleet asks it before it asks for a decision.
  func cursors(of jobs: [JobID]) async throws(ClaimsUnavailable) -> [Instant?]

  /// Prolongs leases; replies in their order. Must not wait behind ``decide(_:)``.
  func renew(_ leases: [Lease]) async throws(ClaimsUnavailable) -> [RenewalVerdict]

  /// Gives leases back and records the ends of their runs. Repeating a report changes nothing.
  func finish(_ reports: [FinishReport]) async throws(ClaimsUnavailable)

  /// Gives up questions whose answers never came: a run that was won unheard is recorded as missed(claimsUnreachable)
  /// and its lock released. Replies, in the order of the requests, whether the claim had been won.
  func abandon(_ requests: [ClaimRequest]) async throws(ClaimsUnavailable) -> [Bool]

  /// Reports this replica and receives the state of the fleet; sweeps runs whose leases ended.
  func heartbeat(_ report: MemberReport) async throws(ClaimsUnavailable) -> HeartbeatReply

  /// Sets or clears a pause switch for the fleet: of one job, or of everything when `job` is nil. `note` nil clears.
  func pause(_ job: JobID?, note: String?) async throws(ClaimsUnavailable)

  /// Clears a pause switch whose time is over, unless it holds another note than this one by now.
  func endPause(_ job: JobID?, note: String) async throws(ClaimsUnavailable)

  /// Keeps a request until a replica serves it. Submitting the same one again changes nothing.
  func submit(_ request: FleetRequest) async throws(ClaimsUnavailable)

  /// Ends a request that waits, with a row cancelled(requested); false when it does not wait.
  func withdraw(_ request: FleetRequest.ID) async throws(ClaimsUnavailable) -> Bool

  /// What became of a request.
  func answer(to request: FleetRequest.ID) async throws(ClaimsUnavailable) -> FleetAnswer

  /// Stops a run of any replica: its next renewal returns `cancel`. False when no such run is going on.
  func cancel(_ run: RunID) async throws(ClaimsUnavailable) -> Bool

  /// Firings that were given up, newest first.
  func deadLetters(limit: Int) async throws(ClaimsUnavailable) -> [DeadLetter]

  /// One dead letter; nil when it is not there any more.
  func deadLetter(_ id: RunID) async throws(ClaimsUnavailable) -> DeadLetter?

  /// Takes a dead letter out; nil when it is not there any more, so that one taker of several gets it.
  func takeDeadLetter(_ id: RunID) async throws(ClaimsUnavailable) -> DeadLetter?

  /// Keeps a dead letter, one that was taken out included.
  func keepDeadLetter(_ letter: DeadLetter) async throws(ClaimsUnavailable)

  /// The fleet's clock when this machine's continuous clock reads `time`; nil until the service was reached once.
  func fleetTime(at time: MonotonicTime) -> Instant?
}

extension ClaimService {
  /// 256 KiB.
  package var maximumValueBytes: Int { 256 << 10 }

  /// Not known: a decision returns them.
  package func cursors(of jobs: [JobID]) async throws(ClaimsUnavailable) -> [Instant?] { jobs.map { _ in nil } }

  /// Clears the switch, whatever note it holds.
  package func endPause(_ job: JobID?, note: String) async throws(ClaimsUnavailable) { try await pause(job, note: nil) }

  /// Refused: unless they say otherwise, claims take no requests.
  package func submit(_ request: FleetRequest) async throws(ClaimsUnavailable) {
    throw ClaimsUnavailable("the claims of kind \(kind) take no requests", needsOperator: true)
  }

  /// False: no request waits.
  package func withdraw(_ request: FleetRequest.ID) async throws(ClaimsUnavailable) -> Bool { false }

  /// Unknown: there are no requests.
  package func answer(to request: FleetRequest.ID) async throws(ClaimsUnavailable) -> FleetAnswer { .unknown }

  /// Nothing is wrong unless they say otherwise.
  package var configurationFault: String? { nil }

  /// Refused: unless they say otherwise, claims reach no run of another replica.
  package func cancel(_ run: RunID) async throws(ClaimsUnavailable) -> Bool {
    throw ClaimsUnavailable("the claims of kind \(kind) reach no run of another replica", needsOperator: true)
  }
}

/// The claims could not be reached, or refused to answer. Whether the question had its effect is unknown.
public struct ClaimsUnavailable: SchedulingError, Hashable {
  /// What happened and what to do about it, naming the server but never a password.
  public var message: String
  /// True where asking again without a change by an operator is hopeless, as with a wrong password.
  public var needsOperator: Bool

  /// An error.
  package init(_ message: String, needsOperator: Bool = false) {
    self.message = message.printable(bytes: Redaction.longestMessage)
    self.needsOperator = needsOperator
  }

  /// Always `unavailable`.
  public var kind: SchedulingErrorKind { .unavailable }

  /// The message.
  public var description: String { message }
}

/// What happens to the claims' server and data.
package enum ClaimsEvent: Sendable, Hashable {
  /// Reached, for the first time or again. The facts are for the status: role, version, policy, …
  case connected(facts: [String: String])
  /// Out of reach; reported once for an outage.
  case disconnected(ClaimsUnavailable)
  /// The data set is another than before; this replica merges what it knows.
  case dataLost(detail: String)
  /// The estimate of the fleet's clock against this machine's wall clock: positive when the fleet is ahead.
  case clockOffset(Duration)
  /// The server's clock jumped against the continuous clock.
  case serverClockJumped(by: Duration)
  /// Something that is configured dangerously, such as an eviction policy. It degrades the status until it is mended.
  case warning(String)
  /// Something that may be a mistake. It is named in the status, and does not degrade it.
  case note(String)
  /// What a warning or a note said holds no longer.
  case mended(String)
  /// A switch was set or a request left, perhaps: a heartbeat shows more.
  case fleetChanged
  /// Somebody asked for a run to be cancelled, perhaps: its renewal shows more.
  case cancelRequested(RunID)
  /// A stored job was added, changed or removed, perhaps; it is due next then, if that is known. The two texts are
  /// ``StoreHead/changes`` before and after it.
  case jobChanged(JobID, next: Instant?, before: String, changes: String)
}

extension ClaimService {
  /// None: a service that keeps no dead letters.
  package func deadLetters(limit: Int) async throws(ClaimsUnavailable) -> [DeadLetter] { [] }
  /// Looked for among all of them.
  package func deadLetter(_ id: RunID) async throws(ClaimsUnavailable) -> DeadLetter? {
    try await deadLetters(limit: .max).first { $0.id == id }
  }
  /// None: a service that keeps no dead letters.
  package func takeDeadLetter(_ id: RunID) async throws(ClaimsUnavailable) -> DeadLetter? { nil }
  /// Keeps nothing: a service that keeps no dead letters.
  package func keepDeadLetter(_ letter: DeadLetter) async throws(ClaimsUnavailable) {}
}
