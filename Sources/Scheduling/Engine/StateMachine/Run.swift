import CivilTime

/// A run from the moment it is decided until its end is recorded.
struct Run {
  let id: RunID
  let definition: JobDefinition
  /// The job's slot; nil once the job was removed and its slot given away.
  var slot: Int?
  let instant: Instant
  let cause: FiringCause
  let due: Instant
  var attempt: Int
  var lease: Lease?
  var renewAt = MonotonicTime.never
  var isRenewing = false
  /// Its lease ended before its body began, and has not been renewed since.
  var isHeldBack = false
  /// Set when the process was found to have been frozen beyond the lease: one renewal decides, until then.
  var suspectUntil: MonotonicTime?
  /// Nil while it waits for a carrier.
  var started: Instant?
  var startedAt = MonotonicTime.never
  var carrier: Carrier?
  /// Why the body was cancelled.
  var stop: Stop?
  var stopAt = MonotonicTime.never
  var isReportedStuck = false
  /// What somebody asked for; nil where its trigger did.
  var order: RunOrder?
  /// When the first attempt began.
  var firstStartedAt = MonotonicTime.never
  /// Waits for its next attempt, and keeps slot and lease, until then.
  var retryAt = MonotonicTime.never
  /// Its next attempt is due, and a pause holds it.
  var isRetryHeld = false
  /// The executor that it goes to.
  var pool = 0
  /// How often its process disappeared.
  var crashes = 0
  /// The fleet has declared it dead, or will: whoever sweeps it starts what waits for its end.
  var isDeclaredDead = false
  /// False for a run whose instant is in another replica's books.
  var isInBooks = true

  enum Stop: Equatable {
    case timeout
    case cancelled(RunOutcome.CancellationReason)

    var outcome: RunOutcome {
      switch self {
      case .timeout: .timedOut
      case .cancelled(let reason): .cancelled(reason)
      }
    }
  }

  var isDry: Bool { order?.dryRun != nil }
  var firing: Firing { Firing(job: definition.id, instant: instant, cause: cause) }

  /// When its timeout or its lease wants attention next.
  func nextMoment(stuckAfter: Duration) -> MonotonicTime {
    var moment = isRetryHeld ? .never : retryAt
    if stop == nil, started != nil, let timeout = definition.timeout {
      moment = min(moment, startedAt.advanced(byNanoseconds: timeout))
    }
    if stop != nil, !isReportedStuck, started != nil { moment = min(moment, stopAt + stuckAfter) }
    if let deadline = lease?.deadline, stop != .cancelled(.leaseLost) {
      moment = min(moment, min(isRenewing ? .never : renewAt, suspectUntil ?? deadline))
    }
    return moment
  }
}
