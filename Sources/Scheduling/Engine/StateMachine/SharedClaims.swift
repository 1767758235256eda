import CivilTime

/// What the machine keeps where claims are shared by a fleet.
struct SharedClaims {
  /// Leases of jobs that name none of their own.
  let lease: Duration
  var reach: Reachability
  /// Jobs that are not registered with the fleet yet.
  var toRegister: [Int] = []
  /// Jobs that were removed while they were being registered: their slots are freed after the answer.
  var removedWhileRegistering: Set<Int> = []
  /// Jobs whose trigger changed while a question was on its way: registered after the answer.
  var reregister: Set<Int> = []
  /// Jobs whose question waits to be sent.
  var toAsk: [Int] = []
  /// The job that each question on its way is about.
  var questions: [RunID: Int] = [:]
  /// Jobs that ask again at a moment.
  var askLater = IndexedHeap()
  var runNow: [RunID: RunNowQuestion] = [:]
  /// Crashed runs that this replica asks to take over.
  var takeOvers: Set<RunID> = []
  var outbox = FinishOutbox()
  var turns = Turns()
  /// Jobs that paused themselves, which was not reported to the fleet yet.
  var pausesToReport: [JobID: String] = [:]
  /// Those that are being reported.
  var pausesOnTheirWay: [JobID: String] = [:]
  var nextHeartbeat = MonotonicTime(nanoseconds: .min)
  var isBeating = false
  /// The heartbeat under way may have left too early to bring the newest.
  var beatsAgain = false
  var lastHeartbeat = MonotonicTime(nanoseconds: .min)
  /// Runs whose renewal under way may have left before somebody asked for their cancellation.
  var renewsAgain: Set<RunID> = []
  /// Batches on their way.
  var inFlight = 0
  var lastAdvance: MonotonicTime?

  /// An answer has come, and none has failed since.
  var isConnected: Bool { reach.isUp && reach.hasAnswered }

  var members: [FleetMember] = []
  var fleetJobs: [JobID: FleetJobState] = [:]
  var facts: [String: String] = [:]
  var clockWatch = ClockOffsetWatch()
  var clockOffset: Duration? { clockWatch.offset }
  /// What degrades the status until it is mended.
  var warnings: [String] = []
  /// What is worth a look until it is mended.
  var notes: [String] = []
  /// The slot from which on the fleet's state of jobs is asked for next.
  var reportFrom = 0
  /// The outage that goes on has been reported as a long one.
  var isOutageReported = false
  /// Jobs of which the claims cannot read what they keep, and why.
  var unreadable: [JobID: String] = [:]
  /// How long a job waits that cannot be asked about.
  static let unreadablePause = Duration.seconds(5)
  /// Jobs whose cursor, by the last answer of the claims, lies far in the future.
  var ahead: [JobID: Instant] = [:]

  struct RunNowQuestion {
    var slot: Int
    var request: ClaimRequest
    var order: RunOrder?
    /// The lock is taken: it is asked for again until it is free.
    var isWaiting = false
    /// How often in a row the lock was found taken.
    var timesBusy: UInt8 = 0
    var isInFlight = false {
      didSet { if isInFlight { wasSent = true } }
    }
    private(set) var wasSent = false
    var isAbandoned = false
    var askAt = MonotonicTime(nanoseconds: .min)
    /// After this the caller receives the error that the claims cannot be reached.
    var giveUpAt: MonotonicTime

    /// A request or a crashed run waits with the claims, and ends there.
    private var serves: Bool {
      if case .takeOver = request.intent { true } else { request.serving != nil }
    }

    /// Itself, to be asked once more where the verdict has decided nothing.
    func again(after verdict: ClaimVerdict, _ now: Now) -> RunNowQuestion? {
      var question = self
      switch verdict {
      case .early(let delay), .quarantined(let delay), .busy(let delay):
        question.askAt = now.monotonic + min(delay, .seconds(1))
      case .askAgain: break
      case .unreadable where serves: question.askAt = now.monotonic + SharedClaims.unreadablePause
      default: return nil
      }
      return question
    }
  }

  init(lease: Duration, seed: UInt64) {
    self.lease = lease
    self.reach = Reachability(seed: seed, longestPause: .nanoseconds(lease.nanoseconds / 10))
  }

  /// Heartbeats come three times in a lease, and at least every 5 seconds: a loss of data must be noticed by every
  /// replica before the claims end their quarantine.
  var heartbeatInterval: Int64 { min(lease.nanoseconds / 3, 5_000_000_000) }

  /// When to ask again for a lock that was taken so many times before: 50 ms at first, so that short runs of several
  /// replicas follow each other quickly, a second at last.
  static func patience(_ timesBusy: UInt8) -> Duration { .milliseconds(min(50 << Int(min(timesBusy, 5)), 1_000)) }

  /// When to ask again about a job whose cursor was ahead of the clock so many times before: a second at first, so that an
  /// answer that was changed on its way costs no firing; a minute at last.
  static func aheadPause(_ times: UInt8) -> Duration { .seconds(min(1 << Int(min(times, 6)), 60)) }

  /// Nothing is on its way to the claims or back.
  var isAtRest: Bool { inFlight == 0 }

  /// Every question and every report has been answered.
  var isResolved: Bool { questions.isEmpty && runNow.isEmpty && outbox.isEmpty }

  /// The next heartbeat is due because the last one is so long ago, and for no other reason.
  private var isRoutineHeartbeat: Bool {
    nextHeartbeat == lastHeartbeat.advanced(byNanoseconds: heartbeatInterval)
  }

  /// - Parameter besideRoutine: leaves out heartbeats that are due for no other reason than the time.
  func nextWake(besideRoutine: Bool) -> MonotonicTime? {
    let isSkipped = isBeating || !reach.isUp || (besideRoutine && isRoutineHeartbeat)
    var wake = isSkipped ? MonotonicTime.never : nextHeartbeat
    if reach.isUp, let look = turns.nextWake { wake = min(wake, look) }
    if let later = askLater.first { wake = min(wake, MonotonicTime(nanoseconds: later.key)) }
    for question in runNow.values where !question.isInFlight {
      // While the claims cannot be reached nothing is asked; who waits too long receives an error.
      if reach.isUp {
        wake = min(wake, question.askAt)
      } else if !question.isAbandoned {
        wake = min(wake, question.giveUpAt)
      }
    }
    if !reach.isUp { wake = reach.isProbing ? wake : min(wake, reach.probeAt) }
    return wake
  }

  /// The claims have the end of a run of the job: who waits for its lock may ask again.
  mutating func lockFreed(_ slot: Int) {
    if askLater.key(of: slot) != nil { askLater.set(slot, to: .min) }
    guard !runNow.isEmpty else { return }
    for (token, question) in runNow
    where question.slot == slot && (question.isWaiting || question.request.serving != nil) {
      runNow[token]?.askAt = MonotonicTime(nanoseconds: .min)
    }
  }

  mutating func forget(_ slot: Int) {
    toRegister.removeAll { $0 == slot }
    toAsk.removeAll { $0 == slot }
    reregister.remove(slot)
    turns.forget(slot)
    askLater.remove(slot)
  }
}
