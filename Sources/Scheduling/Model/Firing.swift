public import CivilTime

/// A job due at one nominal instant. The pair is the identity for claims, history, logs and traces.
public struct Firing: Hashable, Sendable, CustomStringConvertible {
  /// The job that is due.
  public var job: JobID
  /// The instant the trigger named; jitter and lateness never change it.
  public var instant: Instant
  /// Why it is due.
  public var cause: FiringCause

  /// A firing of a job at an instant.
  package init(job: JobID, instant: Instant, cause: FiringCause = .scheduled) {
    self.job = job
    self.instant = instant
    self.cause = cause
  }

  /// `job@instant`, the instant in RFC 3339.
  public var description: String { "\(job)@\(instant)" }
}

/// Why a firing exists. Only scheduled firings move a job's cursor.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum FiringCause: String, Hashable, Sendable, Codable, CaseIterable {
  /// Its trigger named the instant.
  case scheduled
  /// Somebody asked for it now.
  case runNow = "run-now"
  /// Somebody asked for a past instant again.
  case backfill
  /// A dead letter was requeued.
  case requeue
  /// Something happened that its trigger waits for: a start-up, or the end of a run.
  case event
}
