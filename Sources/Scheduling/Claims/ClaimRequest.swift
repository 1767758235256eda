package import CivilTime

/// One question to the claims: may this replica start this firing, or record that these instants were passed over?
package struct ClaimRequest: Sendable, Hashable {
  /// The job.
  package var job: JobID
  /// Why the firing exists. Only `scheduled` reads and moves the cursor.
  package var cause: FiringCause
  /// The owner token: the id that the run will have. The same token asked again gets the same answer.
  package var token: RunID
  /// What is asked.
  package var intent: Intent
  /// The last instant that this replica knows to be decided; `Instant.min` where it knows of none.
  package var expectedCursor: Instant
  /// The job's instant after the one that is decided here; nil when there is none.
  package var next: Instant?
  /// Instants before the one asked for that no replica will run, oldest first.
  package var passedOver: [PassedOver]
  /// The lock that the run must hold: the job's id, or a named lock that several jobs share.
  package var lockKey: String
  /// How many runs may hold the lock at once: 1 to 16.
  package var slots: Int
  /// How long the lock lives without a renewal.
  package var leaseDuration: Duration
  /// What to answer when every slot is taken.
  package var whenBusy: WhenBusy
  /// 1 for the first attempt.
  package var attempt: Int
  /// Whether the firing is to be run again should its replica disappear. The claims then offer the crashed run until
  /// somebody takes it over, so that it is not forgotten when the replica that found it disappears too.
  package var rerunsAfterCrash: Bool
  /// For how long after a crash or a hand-over the firing may be run again; nil for ``Recovery/longest``. Whole
  /// milliseconds.
  package var rerunWithin: Duration?
  /// What was asked for with the run. The claims keep it with the run for the replica that runs it again.
  package var order: FiringOrder?
  /// The dead letter that is requeued: the step that wins removes it. The question is lost when it is not there.
  package var deadLetter: RunID?
  /// The request of the fleet's that is served; nil where the replica itself wants the firing.
  package var serving: Serving?
  /// The version of the job's definition that is asked for, where the job is stored; see ``JobStoreService``.
  package var version: Int64?
  /// Names the trigger, as at the job's registration: of a job of the code each trigger has a cursor of its own, so that
  /// replicas with the trigger before a change and with the one after it do not decide each other's instants. Nil where
  /// the question moves no cursor, and for a stored job, whose version says enough.
  package var fingerprint: String?

  /// What is asked of the claims.
  package enum Intent: Sendable, Hashable {
    /// Start the firing of this instant, and decide it.
    case start(Instant)
    /// Start nothing; the passed-over ranges decide all instants up to this one.
    case record(through: Instant)
    /// Run the firing of a crashed holder again.
    case takeOver(CrashedRun)
  }

  /// What happens when every slot of the lock is taken.
  package enum WhenBusy: String, Sendable, Hashable {
    /// Decide the instant as skipped(overlap).
    case skip
    /// Decide nothing and say until when the lock is held.
    case wait
    /// As `wait`, and mark the holder's run for cancellation.
    case replace
  }

  /// A question.
  package init(
    job: JobID, cause: FiringCause = .scheduled, token: RunID, intent: Intent, expectedCursor: Instant,
    next: Instant? = nil, passedOver: [PassedOver] = [], lockKey: String, slots: Int = 1, leaseDuration: Duration,
    whenBusy: WhenBusy = .skip, attempt: Int = 1, rerunsAfterCrash: Bool = false, rerunWithin: Duration? = nil,
    order: FiringOrder? = nil, deadLetter: RunID? = nil, serving: Serving? = nil, version: Int64? = nil,
    fingerprint: String? = nil
  ) {
    self.job = job
    self.cause = cause
    self.token = token
    self.intent = intent
    self.expectedCursor = expectedCursor
    self.next = next
    self.passedOver = passedOver
    self.lockKey = lockKey
    self.slots = slots
    self.leaseDuration = leaseDuration
    self.whenBusy = whenBusy
    self.attempt = attempt
    self.rerunsAfterCrash = rerunsAfterCrash
    self.rerunWithin = rerunWithin
    self.order = order
    self.deadLetter = deadLetter
    self.serving = serving
    self.version = version
    self.fingerprint = fingerprint
  }
}
