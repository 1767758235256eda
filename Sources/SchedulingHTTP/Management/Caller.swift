public import HTTPTypes
public import Scheduling

/// Who sends a request, as the host's own authentication knows them.
public struct Caller: Sendable, Hashable {
  /// The name that stands in the audit trail, 1 to 200 bytes.
  public var name: String
  /// Whether they may do what they ask for.
  public let isAllowed: Bool

  /// A caller who may do what they ask for.
  public init(_ name: String) { self.init(name, isAllowed: true) }

  /// A caller whom the host knows, and who has not got the right to do what they ask for: answered with 403.
  public static func refused(_ name: String) -> Caller { Caller(name, isAllowed: false) }

  private init(_ name: String, isAllowed: Bool) { (self.name, self.isAllowed) = (name, isAllowed) }
}

/// What a request to the management API does.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum ManagementAction: String, Sendable, Hashable, CaseIterable {
  /// Looks.
  case read
  /// Pauses a job, several, or everything.
  case pause
  /// Ends a pause.
  case resume
  /// Asks for a run.
  case run
  /// Asks for a run of each past instant in a range.
  case backfill
  /// Gives a stored job another trigger.
  case reschedule
  /// Asks a run to stop.
  case cancel
  /// Runs a dead letter's firing again.
  case requeue
  /// Throws a dead letter away.
  case discard
}

/// Says who sends a request, and whether they may. The job is nil for what concerns all of them.
///
/// Nil means that the host does not know the caller, because credentials are missing or wrong: the answer is 401, and a
/// dashboard asks for a token. ``Caller/refused(_:)`` means that it knows them and they may not: the answer is 403.
///
/// It is called for each request, and for each job of a selection; it should answer quickly.
public typealias ManagementAuthorization =
  @Sendable (_ request: HTTPRequest, _ action: ManagementAction, _ job: JobID?) async -> Caller?
