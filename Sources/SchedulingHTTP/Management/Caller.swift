public import HTTPTypes
public import Scheduling

/// Who sends a request, as the host's own authentication knows them.
public struct Caller: Sendable, Hashable {
  /// The name that stands in the audit trail, 1 to 200 bytes.
  public var name: String

  /// A caller.
  public init(_ name: String) { self.name = name }
}

/// What a request to the management API does.
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
  /// Asks a run to stop.
  case cancel
  /// Runs a dead letter's firing again.
  case requeue
  /// Throws a dead letter away.
  case discard
}

/// Says who sends a request, and whether they may: nil refuses it. The job is nil for what concerns all of them.
///
/// It is called for each request, and for each job of a selection; it should answer quickly.
public typealias ManagementAuthorization =
  @Sendable (_ request: HTTPRequest, _ action: ManagementAction, _ job: JobID?) async -> Caller?
