public import CivilTime

/// A firing that exhausted its attempts, or took its process down three times: kept until somebody puts it back or
/// throws it away.
public struct DeadLetter: Sendable, Hashable, Identifiable {
  /// The last run of the firing.
  public var id: RunID
  /// The job.
  public var job: JobID
  /// The nominal instant.
  public var instant: Instant
  /// Why the firing existed.
  public var cause: FiringCause
  /// How often it was tried.
  public var attempts: Int
  /// How the last attempt ended.
  public var outcome: RunOutcome
  /// What the body threw last.
  public var message: String?
  /// When it was given up.
  public var at: Instant
  /// The arguments of its runs, where they were not the job's own.
  public var arguments: JobArguments?

  /// A dead letter.
  package init(
    id: RunID, job: JobID, instant: Instant, cause: FiringCause = .scheduled, attempts: Int, outcome: RunOutcome,
    message: String? = nil, at: Instant, arguments: JobArguments? = nil
  ) {
    self.id = id
    self.job = job
    self.instant = instant
    self.cause = cause
    self.attempts = attempts
    self.outcome = outcome
    self.message = message
    self.at = at
    self.arguments = arguments
  }
}
