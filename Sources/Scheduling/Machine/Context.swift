import CivilTime

/// What the shell has to do after the machine has decided. The machine fills it; the shell empties it and keeps the
/// arrays' memory.
struct Effects {
  /// The loop has something to do: a carrier to start, a question to send, an earlier instant.
  var wakesLoop = false
  /// Tasks to cancel.
  var cancels: [Carrier] = []
  /// For listeners, the log and the metrics.
  var events: [SchedulerEvent] = []
  /// For the log at debug.
  var steps: [FiringStep] = []
  /// Questions for the claims.
  var registrations: [ClaimRegistration] = []
  var decisions: [ClaimRequest] = []
  var abandonments: [ClaimRequest] = []
  var renewals: [Lease] = []
  var finishes: [FinishReport] = []
  var heartbeat: MemberReport?
  /// Jobs to be paused in the whole fleet, with their notes.
  var pauses: [(job: JobID, note: String)] = []
  /// Pauses of the fleet whose time is over, of a job or of everything, with what the switch held.
  var pauseEnds: [(job: JobID?, note: String)] = []
  /// Questions for the job store.
  var head: StoreHeadQuestion?
  /// Up to when the store is asked for what is overdue there.
  var overdueUntil: Instant?
  /// Jobs of which the claims are asked how far they have been decided.
  var cursorQuestions: [JobID] = []
  var loads: [[StoredJobQuestion]] = []
  /// Stored jobs whose place in the store's order is not that of their next instant.
  var misplaced: [StoredJobPlace] = []
  /// People who wait for the answer to a run-now.
  var answers: [(UnsafeContinuation<RunNowAnswer, Never>, RunNowAnswer)] = []
  /// People who wait for the machine to come to rest.
  var resumes: [UnsafeContinuation<Void, Never>] = []

  /// Something is to be asked of the claims.
  var asksClaims: Bool {
    !decisions.isEmpty || !finishes.isEmpty || !renewals.isEmpty || !registrations.isEmpty || !abandonments.isEmpty
      || heartbeat != nil || !pauses.isEmpty || head != nil || overdueUntil != nil || !loads.isEmpty
      || !cursorQuestions.isEmpty || !pauseEnds.isEmpty
  }

  mutating func removeAll() {
    wakesLoop = false
    cancels.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
    steps.removeAll(keepingCapacity: true)
    registrations.removeAll(keepingCapacity: true)
    decisions.removeAll(keepingCapacity: true)
    abandonments.removeAll(keepingCapacity: true)
    renewals.removeAll(keepingCapacity: true)
    finishes.removeAll(keepingCapacity: true)
    heartbeat = nil
    pauses.removeAll(keepingCapacity: true)
    pauseEnds.removeAll(keepingCapacity: true)
    head = nil
    overdueUntil = nil
    cursorQuestions.removeAll(keepingCapacity: true)
    loads.removeAll(keepingCapacity: true)
    misplaced.removeAll(keepingCapacity: true)
    answers.removeAll(keepingCapacity: true)
    resumes.removeAll(keepingCapacity: true)
  }
}

/// What became of a run-now.
enum RunNowAnswer {
  case started(RunID)
  case notStarted(RunOutcome)
  case refused(SchedulerError)
}

/// What every decision takes along: the time, and what the shell has to do afterwards.
struct Context {
  private(set) var now: Now
  var effects = Effects()

  init(now: Now) { self.now = now }

  /// Empties it for the next decisions, and keeps its memory.
  mutating func begin(_ now: Now) {
    self.now = now
    effects.removeAll()
  }

  /// Goes on with what happened at another time.
  mutating func move(to now: Now) { self.now = now }

  /// Something has happened that listeners, the log or the metrics want to know.
  mutating func report(_ event: SchedulerEvent) { effects.events.append(event) }

  /// The loop has something to do: a carrier to start, a question to send, an earlier instant.
  mutating func wakeLoop() { effects.wakesLoop = true }
}
