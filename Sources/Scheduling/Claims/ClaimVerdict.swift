package import CivilTime

/// The answer to a ``ClaimRequest``.
package enum ClaimVerdict: Sendable, Hashable {
  /// This replica starts the firing and holds the lease.
  case won(Lease)
  /// Another replica decided this instant; everything up to the cursor is decided.
  case lost(cursor: Instant)
  /// The cursor is not where this replica expected it: what lies between must be worked out anew.
  case gap(cursor: Instant)
  /// Nothing was decided. Behind the cursor lie instants that nobody has decided, after the one instant and up to the other:
  /// data was lost, and a replica that knew nothing of them has gone on with later ones. They have to be recorded before
  /// anything else is decided: with a question that expects the one instant and records through the other.
  case undecided(after: Instant, through: Instant)
  /// The fleet's clock has not reached the instant.
  case early(by: Duration)
  /// The cursor lies in the future: a clock was wrong. Nothing runs until it is reached or put right, for which the claims
  /// are asked again once a minute; an operator must look.
  case ahead(cursor: Instant)
  /// Data was lost; this instant may have been decided by a replica that has not reported yet. Ask again then.
  case quarantined(for: Duration)
  /// Decided: the instant is skipped.
  case skipped(RunOutcome.SkipReason)
  /// The passed-over ranges were recorded.
  case recorded
  /// Every slot is taken; nothing was decided. The earliest lease ends then, unless it is renewed.
  case busy(for: Duration)
  /// The data set was new: this replica has merged what it knows. Ask again at once.
  case askAgain
  /// The stored job was changed or removed since this replica read it, or the claims have forgotten the trigger of a job
  /// of the code. Nothing was decided: read it, or register it, again.
  case stale
  /// What the claims keep of this job cannot be read, for the reason given. Nothing was decided, and no other job is affected;
  /// an operator has to correct it.
  case unreadable(String)
}

extension ClaimVerdict {
  /// The case's name, for metrics and the log.
  var name: String {
    switch self {
    case .won: "won"
    case .lost: "lost"
    case .gap: "gap"
    case .undecided: "undecided"
    case .early: "early"
    case .ahead: "ahead"
    case .quarantined: "quarantined"
    case .skipped: "skipped"
    case .recorded: "recorded"
    case .busy: "busy"
    case .askAgain: "askAgain"
    case .stale: "stale"
    case .unreadable: "unreadable"
    }
  }
}

/// The right to run one firing, for a while.
package struct Lease: Sendable, Hashable {
  /// The run that holds it, and the owner token of the lock.
  package var token: RunID
  /// The firing.
  package var firing: Firing
  /// The lock's key.
  package var lockKey: String
  /// Which of the lock's slots.
  package var slot: Int
  /// Strictly increasing for a lock key in claim order: pass it to what the run writes to, and refuse lower ones there.
  package var fencingToken: Int64
  /// 1 for the first attempt.
  package var attempt: Int
  /// How long the lock lives without a renewal.
  package var duration: Duration
  /// When the run must have been cancelled: 90 % of the duration, counted from before the request was sent.
  package var deadline: MonotonicTime

  /// A lease.
  package init(
    token: RunID, firing: Firing, lockKey: String, slot: Int, fencingToken: Int64, attempt: Int = 1,
    duration: Duration, deadline: MonotonicTime
  ) {
    self.token = token
    self.firing = firing
    self.lockKey = lockKey
    self.slot = slot
    self.fencingToken = fencingToken
    self.attempt = attempt
    self.duration = duration
    self.deadline = deadline
  }
}

/// The answer to a renewal.
package enum RenewalVerdict: Sendable, Hashable {
  /// Kept: the run may go on until this deadline (90 % of the duration, counted from before the request was sent).
  case renewed(deadline: MonotonicTime)
  /// Kept, but somebody asked for the run to be cancelled.
  case cancel(deadline: MonotonicTime, RunOutcome.CancellationReason)
  /// The lock belongs to another, or the run was declared crashed: stop at once.
  case lost
  /// What the claims keep of this lease cannot be read: as if this renewal alone had failed.
  case unreadable
}
