import CivilTime

/// Questions to the claims that leave a job's cursor alone: runs by hand, by an event, for a request of the fleet, in the place of a
/// crashed one. A job may have any number of them.
struct UnscheduledQuestions {
  private var questions: [RunID: Question] = [:]
  /// Crashed runs that this replica asks to take over.
  private var takeOvers: Set<RunID> = []

  struct Question {
    let slot: Int
    let request: ClaimRequest
    /// What somebody asked for; nil once it was answered.
    fileprivate(set) var order: RunOrder?
    /// The lock is taken: it is asked for again until it is free.
    fileprivate(set) var isWaiting = false
    /// How often in a row the lock was found taken.
    fileprivate var timesBusy: UInt8 = 0
    fileprivate(set) var isInFlight = false
    /// It may have arrived.
    fileprivate(set) var wasSent = false
    /// Nobody waits for it any more: the claims are asked what became of it.
    fileprivate(set) var isAbandoned = false
    fileprivate var askAt = MonotonicTime(nanoseconds: .min)
    /// After this the caller receives the error that the claims cannot be reached.
    fileprivate var giveUpAt: MonotonicTime

    init(slot: Int, request: ClaimRequest, order: RunOrder?, giveUpAt: MonotonicTime) {
      self.slot = slot
      self.request = request
      self.order = order
      self.giveUpAt = giveUpAt
    }

    /// The crashed run that it wants to take over.
    var crashed: CrashedRun? { if case .takeOver(let crashed) = request.intent { crashed } else { nil } }

    /// A request or a crashed run waits with the claims, and ends there.
    private var serves: Bool { crashed != nil || request.serving != nil }

    /// When to ask once more where a verdict has decided nothing; nil where it has.
    fileprivate func askAgainAt(after verdict: ClaimVerdict, _ now: MonotonicTime) -> MonotonicTime? {
      switch verdict {
      case .early(let delay), .quarantined(let delay), .busy(let delay): now + min(delay, .seconds(1))
      case .askAgain: askAt
      case .unreadable where serves: now + JobClaims.unreadablePause
      default: nil
      }
    }
  }

  // MARK: Looking

  var isEmpty: Bool { questions.isEmpty }

  func isAsking(of slot: Int) -> Bool { questions.values.contains { $0.slot == slot } }

  func isServing(_ request: FleetRequest.ID) -> Bool {
    questions.values.contains { $0.request.serving?.id == request }
  }

  /// A firing that has crashed twice is asked for.
  var hasCrashedTwice: Bool { questions.values.contains { $0.crashed.map { $0.crashes >= 2 } ?? false } }

  /// While the claims cannot be reached nothing is asked; who waits too long receives an error.
  func nextWake(isUp: Bool) -> MonotonicTime? {
    var wake: MonotonicTime?
    for question in questions.values where !question.isInFlight {
      if isUp {
        wake = min(wake ?? .never, question.askAt)
      } else if !question.isAbandoned {
        wake = min(wake ?? .never, question.giveUpAt)
      }
    }
    return wake
  }

  // MARK: Asking

  mutating func add(_ question: Question) { questions[question.request.token] = question }

  /// Begins to ask for a crashed run; false where that is being asked already.
  mutating func beginTakeOver(_ crashed: RunID) -> Bool { takeOvers.insert(crashed).inserted }

  /// Takes out what is to be sent now, at most `limit`, oldest first.
  mutating func take(_ limit: inout Int, _ now: MonotonicTime) -> [Question] {
    guard !questions.isEmpty else { return [] }
    var taken: [Question] = []
    for (token, question) in questions.sorted(by: { $0.key < $1.key })
    where !question.isInFlight && question.askAt <= now && limit > 0 {
      limit -= 1
      questions[token]?.isInFlight = true
      questions[token]?.wasSent = true
      taken.append(question)
    }
    return taken
  }

  /// Gives up what has waited too long, or everything where nothing starts any more. Returns those that somebody waits for.
  mutating func giveUp(_ now: MonotonicTime, isStopping: Bool) -> [Question] {
    var given: [Question] = []
    for (token, question) in questions where !question.isInFlight && !question.isAbandoned {
      guard now >= question.giveUpAt || isStopping else { continue }
      if question.request.serving != nil {
        // The request itself waits on where it is, or has expired there.
        abandon(token, question)
      } else if question.crashed != nil, isStopping || question.isWaiting {
        // It is offered again to whoever can.
        questions[token]?.isAbandoned = true
      } else {
        questions[token]?.isAbandoned = true
        questions[token]?.order = nil
        given.append(question)
      }
    }
    return given
  }

  /// Has the claims asked what became of a question that may have arrived; forgets any other.
  private mutating func abandon(_ token: RunID, _ question: Question) {
    if question.wasSent { questions[token]?.isAbandoned = true } else { remove(token) }
  }

  /// A job is removed: who waits for a run of it by hand receives an answer now, and nothing is asked any more. Returns the
  /// questions whose orders are to be answered, and whether each is to be recorded.
  mutating func jobRemoved(_ slot: Int) -> [(question: Question, isRecorded: Bool)] {
    var answers: [(question: Question, isRecorded: Bool)] = []
    for (token, question) in questions where question.slot == slot && question.request.serving == nil {
      questions[token]?.order = nil
      answers.append((question, isRecorded: !question.isInFlight))
      guard !question.isInFlight else { continue }
      if let crashed = question.crashed { takeOvers.remove(crashed.token) }
      abandon(token, question)
    }
    return answers
  }

  /// Forgets the questions that were only planned.
  mutating func dropUnsent() {
    for (token, question) in questions where !question.wasSent { remove(token) }
  }

  // MARK: Answers

  /// The question that a verdict is about; nil where there is none any more.
  func asked(_ token: RunID) -> Question? { questions[token] }

  /// The question is over.
  mutating func remove(_ token: RunID) {
    guard let question = questions.removeValue(forKey: token), let crashed = question.crashed else { return }
    takeOvers.remove(crashed.token)
  }

  /// No answer came: whether it had its effect is unknown. It is asked again under its token.
  mutating func failed(_ token: RunID) { questions[token]?.isInFlight = false }

  /// The lock is taken: the question waits for it for as long as it takes.
  mutating func busy(_ token: RunID, for delay: Duration, _ now: MonotonicTime) {
    guard var question = questions[token] else { return }
    question.isInFlight = false
    question.isWaiting = true
    question.giveUpAt = .never
    question.askAt = now + min(delay, JobClaims.patience(question.timesBusy))
    question.timesBusy &+= 1
    questions[token] = question
  }

  /// Asks once more where the verdict has decided nothing; false where it has.
  mutating func asksAgain(_ token: RunID, after verdict: ClaimVerdict, _ now: MonotonicTime) -> Bool {
    guard let moment = questions[token]?.askAgainAt(after: verdict, now) else { return false }
    questions[token]?.isInFlight = false
    questions[token]?.askAt = moment
    return true
  }

  /// The claims have the end of a run of the job: who waits for its lock may ask again.
  mutating func lockFreed(_ slot: Int) {
    guard !questions.isEmpty else { return }
    for (token, question) in questions
    where question.slot == slot && (question.isWaiting || question.request.serving != nil) {
      questions[token]?.askAt = MonotonicTime(nanoseconds: .min)
    }
  }
}
