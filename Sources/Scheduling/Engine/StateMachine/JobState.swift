import CivilTime

/// What the machine knows of one job.
struct JobState {
  var definition: JobDefinition
  /// Every instant up to here is decided, by anybody. It never moves back, but for a clock that was hours ahead.
  var cursor: Instant
  /// The first instant after the cursor; nil when the trigger has none left.
  var next: Instant?
  /// Why the next instant is not known: the search for it gave up. Nil where it is known, or known that there is none.
  var hold: String?
  /// Runs of this job going on here, those in the ready queue included.
  var running = 0
  /// Dry runs going on here; they take no slot.
  var dryRuns = 0
  /// Firings that wait for a run to end, oldest first, where claims are local. Already decided.
  var waiting: [WaitingFiring] = []
  /// What an event trigger waits for has happened, and the firing is due after a delay: the moments, earliest first, on
  /// the continuous clock, so that a step of the wall clock neither stretches nor cuts the delay.
  var delayed: [MonotonicTime] = []
  /// Where claims are shared: the oldest instant that was found to have to wait. What came due since is not late.
  var waitingFrom: Instant?
  /// How often in a row its lock was found taken.
  var timesBusy: UInt8 = 0
  /// The index of its executor.
  var pool = 0
  var breaker: CircuitBreaker.State?
  /// Set while the cursor is only what the fleet calls the job's beginning, and not that of a known decision.
  var since: Instant?
  /// Its trigger was changed here, and is not registered with the fleet yet.
  var beginsNow = false
  /// The definition before a change of the trigger, until what it left undecided is recorded, where claims are shared.
  var former: Former?
  /// Where the job stands with shared claims.
  var claim = ClaimPhase.local
  /// Removed while a claim was on its way: the slot is freed when the answer is here.
  var isRemoved = false
  /// Several instants run one after the other (`coalesce: .all`) where claims are shared: they wait for each other.
  var isCatchingUp = false

  /// Where a job stands with shared claims. One question at a time.
  enum ClaimPhase {
    /// Claims are local.
    case local
    /// The job is not registered with the fleet yet, so its cursor is not known.
    case unregistered(isAsking: Bool)
    /// Nothing is asked; the job is in the due heap, or has no instant left.
    case armed(Cursor)
    /// A question is on its way, or waits to be asked (again).
    indirect case asking(Question)

    /// The cursor as the claims' server has it: behind ours after a loss of data.
    struct Cursor {
      var server: Instant
    }
  }

  /// A trigger that the job no longer has.
  struct Former {
    var definition: JobDefinition
    /// Its last instant that was due when the trigger was changed.
    var through: Instant
  }

  /// A question to the claims, until it is answered.
  struct Question {
    var request: ClaimRequest
    var cursor: ClaimPhase.Cursor
    /// When the newest instant asked for is due.
    var due: Instant
    /// When its grace ends, as the clocks stood when it was planned: on the continuous clock, so that a step of the wall
    /// clock neither stretches nor cuts it.
    var graceEnds: MonotonicTime
    var isInFlight = false
    /// It may have arrived.
    var wasSent = false
    /// The answer never came and the grace has ended: the claim is being given up.
    var isAbandoned = false
  }
}
