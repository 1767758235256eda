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
  /// The index of its executor.
  var pool = 0
  var breaker: CircuitBreaker.State?
  /// Removed while a claim was on its way: the slot is freed when the answer is here.
  var isRemoved = false
}
