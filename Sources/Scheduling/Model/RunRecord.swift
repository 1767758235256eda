public import CivilTime

/// One row of history: how one firing, or a range of firings that share one fate, ended.
public struct RunRecord: Hashable, Sendable {
  /// The run's id; nil where no run was started.
  public var runID: RunID?
  /// The job.
  public var job: JobID
  /// The nominal instant; the last one of a range.
  public var instant: Instant
  /// Why the firing existed.
  public var cause: FiringCause
  /// The first instant of a range of instants missed together; equal to ``instant`` for a single one.
  public var firstInstant: Instant
  /// How many nominal instants the row stands for; 1 for a run.
  public var count: Int
  /// How it ended.
  public var outcome: RunOutcome
  /// When the body started; nil where it did not.
  public var started: Instant?
  /// When the outcome was known.
  public var ended: Instant
  /// 1 for the first attempt.
  public var attempt: Int
  /// What the body threw, or what else explains the outcome.
  public var message: String?
  /// Which replica decided.
  public var instance: String
  /// The fencing token of the run's lock, where claims are shared.
  public var fencingToken: Int64?
  /// The attempt failed and the firing is tried again: a later row says how it ended.
  public var willRetry: Bool
  /// Somebody asked for a run that changes nothing. It counts for nothing.
  public var isDryRun: Bool
  /// The newest lines of its log, and its last progress. Nil where the run left none, the job keeps none
  /// (``JobOptions/keepsEvidence``), or the row came from another replica or has made room for newer ones.
  public var evidence: RunEvidence?

  /// A row.
  package init(
    runID: RunID? = nil, job: JobID, instant: Instant, cause: FiringCause = .scheduled, firstInstant: Instant? = nil,
    count: Int = 1, outcome: RunOutcome, started: Instant? = nil, ended: Instant, attempt: Int = 1,
    message: String? = nil, instance: String, fencingToken: Int64? = nil, willRetry: Bool = false,
    isDryRun: Bool = false, evidence: RunEvidence? = nil
  ) {
    self.runID = runID
    self.job = job
    self.instant = instant
    self.cause = cause
    self.firstInstant = firstInstant ?? instant
    self.count = count
    self.outcome = outcome
    self.started = started
    self.ended = ended
    self.attempt = attempt
    self.message = message
    self.instance = instance
    self.fencingToken = fencingToken
    self.willRetry = willRetry
    self.isDryRun = isDryRun
    self.evidence = evidence
  }

  /// From start to end of the body; nil where none was started.
  public var duration: Duration? { started.map { ended - $0 } }
}
