public import CivilTime

/// Something that somebody wants a fleet to do: to run a job now, or again for past instants. It waits where the claims
/// are until a replica that has the job decides it; that step consumes it, so that it is served once, and not lost when
/// a replica that has read it disappears.
public struct FleetRequest: Sendable, Hashable {
  /// Names a request, so that submitting it twice submits it once.
  public struct ID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// 32 hexadecimal digits where this library made it.
    public let description: String

    /// A new name.
    public init() {
      let (high, low) = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
      description = RunID(origin: high, sequence: low).description
    }

    /// A name as it was given; nil unless it has 1 to 64 letters, digits or dashes.
    public init?(_ description: String) {
      let isFine = description.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
        default: false
        }
      }
      guard isFine, (1...64).contains(description.utf8.count) else { return nil }
      self.description = description
    }

    /// In the order of their texts.
    public static func < (a: ID, b: ID) -> Bool { a.description < b.description }
  }

  /// Its name.
  public var id: ID
  /// The job.
  public var job: JobID
  /// What the firings are: `runNow`, `backfill` or `requeue`.
  public var cause: FiringCause
  /// The first instant that is still to be served; nil stands for the moment at which the request is submitted.
  public var from: Instant?
  /// The last instant. Of a backfill all of the job's instants from the first to the last are served, oldest first; any
  /// other request has one instant.
  public var through: Instant?
  /// Another overlap policy for these firings; nil leaves the job's. Those of a backfill wait for their turn unless set
  /// otherwise.
  public var overlap: Overlap?
  /// Arguments that replace the job's own; nil leaves those.
  public var arguments: JobArguments?
  /// Who asks, for people: a replica, a user.
  public var requestedBy: String
  /// What is not started so long after the request was submitted is recorded as missed, and the request ends.
  public var patience: Duration
  /// When it was submitted, by the fleet's clock; nil before.
  public var submitted: Instant?
  /// A replica that has the job has found it busy, so that a request that ends was not without a handler.
  package var wasHeard: Bool

  /// A request to run a job now.
  public static func runNow(
    _ job: JobID, arguments: JobArguments? = nil, overlap: Overlap? = nil, requestedBy: String,
    patience: Duration = .seconds(60), id: ID = ID()
  ) -> FleetRequest {
    FleetRequest(
      id: id, job: job, cause: .runNow, overlap: overlap, arguments: arguments, requestedBy: requestedBy,
      patience: patience)
  }

  /// A request to run a job for each of its instants in a range, one after the other.
  public static func backfill(
    _ job: JobID, from: Instant, through: Instant, overlap: Overlap? = nil, requestedBy: String,
    patience: Duration = .seconds(86_400), id: ID = ID()
  ) -> FleetRequest {
    FleetRequest(
      id: id, job: job, cause: .backfill, from: from, through: through, overlap: overlap, requestedBy: requestedBy,
      patience: patience)
  }

  /// A request to run one firing again.
  public static func requeue(
    _ job: JobID, instant: Instant, arguments: JobArguments? = nil, overlap: Overlap? = nil, requestedBy: String,
    patience: Duration = .seconds(86_400), id: ID = ID()
  ) -> FleetRequest {
    FleetRequest(
      id: id, job: job, cause: .requeue, from: instant, through: instant, overlap: overlap, arguments: arguments,
      requestedBy: requestedBy, patience: patience)
  }

  /// A request with all its parts, as a claim service reads it.
  package init(
    id: ID, job: JobID, cause: FiringCause, from: Instant? = nil, through: Instant? = nil, overlap: Overlap? = nil,
    arguments: JobArguments? = nil, requestedBy: String, patience: Duration, submitted: Instant? = nil,
    wasHeard: Bool = false
  ) {
    self.id = id
    self.job = job
    self.cause = cause
    self.from = from
    self.through = through
    self.overlap = overlap
    self.arguments = arguments
    self.requestedBy = requestedBy
    self.patience = patience
    self.submitted = submitted
    self.wasHeard = wasHeard
  }

  /// What its runs are started with.
  var order: FiringOrder? { FiringOrder(arguments: arguments, overlap: overlap, requestedBy: requestedBy) }

  /// When it ends unserved; nil before it is submitted.
  public var expires: Instant? { submitted.map { $0 + patience } }

  /// What becomes of it then.
  package var outcomeWhenExpired: RunOutcome { .missed(wasHeard ? .grace : .noHandler) }
}

/// What became of a request.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum FleetAnswer: Sendable, Hashable {
  /// It waits: no replica has started it, or not all of it.
  case waiting(FleetRequest)
  /// A run was started, the last one of a backfill; on that replica.
  case started(RunID, instance: String)
  /// It ended with this outcome instead of a run, such as skipped(overlap), missed(noHandler) or cancelled(requested).
  case ended(RunOutcome)
  /// A backfill found no instant of the job in its range.
  case nothingToDo
  /// There is no such request, and none ended within the last hour: it is too old, or the data was lost.
  case unknown
}

extension ClaimRequest {
  /// The part of a fleet's request that a question serves. Winning or skipping consumes it in the same step.
  package struct Serving: Sendable, Hashable {
    /// The request.
    package var id: FleetRequest.ID
    /// Where the request stands: the question is lost when somebody has moved it on.
    package var position: Instant
    /// Where it stands after this firing; nil when this one is its last.
    package var next: Instant?

    /// A part of a request.
    package init(id: FleetRequest.ID, position: Instant, next: Instant? = nil) {
      self.id = id
      self.position = position
      self.next = next
    }
  }
}
