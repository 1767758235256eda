import CivilTime

/// Where the jobs stand with the claims that a fleet shares: registered, armed, asked about. Each has one question at a time.
struct JobClaims {
  /// By slot; empty where claims are local.
  private var jobs: [Standing] = []
  private var toRegister: [Int] = []
  /// Jobs whose question waits to be sent.
  private var toAsk: [Int] = []
  /// The job that each question is about.
  private var slots: [RunID: Int] = [:]
  /// Jobs that ask again at a moment.
  private var later = IndexedHeap()
  /// Jobs that were removed while they were being registered: their slots are freed after the answer.
  private var leaving: Set<Int> = []

  /// How long a job waits that cannot be asked about.
  static let unreadablePause = Duration.seconds(5)

  /// Where one job stands.
  struct Standing {
    fileprivate(set) var phase = Phase.apart
    /// Set while the cursor is only what the fleet calls the job's beginning, and not that of a known decision.
    fileprivate(set) var since: Instant?
    /// The oldest instant that was found to have to wait. What came due since is not late.
    fileprivate(set) var waitingFrom: Instant?
    /// How often in a row its lock was found taken, or its cursor ahead.
    fileprivate(set) var timesBusy: UInt8 = 0
    /// Several instants run one after the other (`coalesce: .all`): they wait for each other.
    fileprivate(set) var isCatchingUp = false
    /// Its trigger was changed here, and is not registered with the fleet yet.
    fileprivate(set) var beginsNow = false
    /// The definition before a change of the trigger, until what it left undecided is recorded.
    fileprivate(set) var former: Former?
    /// What follows the answer to a question about a trigger that the job no longer has.
    fileprivate(set) var succession: Succession?
  }

  enum Succession {
    /// The job is registered with its new trigger.
    case register
    /// The job waits for an event now, and the fleet does not know it.
    case part
  }

  enum Phase {
    /// The fleet does not know it: claims are local, or it waits for an event. Can transition to: unregistered.
    case apart
    /// Its cursor is not known yet. Can transition to: registering, apart.
    case unregistered
    /// Its registration is on its way. Can transition to: armed, unregistered.
    case registering
    /// Nothing is asked; it is in the due heap, or has no instant left. The cursor is the one of the claims' server, behind
    /// ours after a loss of data. Can transition to: asking, unregistered, apart.
    case armed(cursor: Instant)
    /// A question is on its way, or waits to be asked (again). Can transition to: armed, unregistered, apart.
    indirect case asking(Question)
  }

  /// A trigger that the job no longer has.
  struct Former {
    var definition: JobDefinition
    /// Its last instant that was due when the trigger was changed.
    var through: Instant
  }

  /// A question to the claims, until it is answered.
  struct Question {
    fileprivate(set) var request: ClaimRequest
    /// The server's cursor, as far as it is known.
    let cursor: Instant
    /// When the newest instant asked for is due.
    let due: Instant
    /// When its grace ends, as the clocks stood when it was planned: on the continuous clock, so that a step of the wall
    /// clock neither stretches nor cuts it.
    let graceEnds: MonotonicTime
    fileprivate(set) var isInFlight = false
    /// It may have arrived.
    fileprivate(set) var wasSent = false
    /// The answer never came and the grace has ended: the claim is being given up.
    fileprivate(set) var isAbandoned = false

    init(request: ClaimRequest, cursor: Instant, due: Instant, graceEnds: MonotonicTime) {
      self.request = request
      self.cursor = cursor
      self.due = due
      self.graceEnds = graceEnds
    }

    var starts: Bool { if case .start = request.intent { true } else { false } }

    /// The last instant that it decides.
    var through: Instant {
      switch request.intent {
      case .start(let instant), .record(let instant): instant
      case .takeOver(let crashed): crashed.firing.instant
      }
    }
  }

  // MARK: Looking

  subscript(slot: Int) -> Standing { _read { if slot < jobs.count { yield jobs[slot] } else { yield Standing() } } }

  /// The server's cursor of a job about which nothing is asked; nil for any other.
  func armedCursor(_ slot: Int) -> Instant? {
    guard slot < jobs.count, case .armed(let cursor) = jobs[slot].phase else { return nil }
    return cursor
  }

  func isArmed(_ slot: Int) -> Bool { armedCursor(slot) != nil }

  /// The question about a job.
  func question(_ slot: Int) -> Question? {
    guard slot < jobs.count, case .asking(let question) = jobs[slot].phase else { return nil }
    return question
  }

  /// The job that a question is about, and the question.
  func asked(_ token: RunID) -> (slot: Int, question: Question)? {
    guard let slot = slots[token], let question = question(slot), question.request.token == token else { return nil }
    return (slot, question)
  }

  var hasQuestions: Bool { !slots.isEmpty }
  var waitsToAsk: Bool { !toAsk.isEmpty }
  var nextMoment: MonotonicTime? { later.first.map { MonotonicTime(nanoseconds: $0.key) } }

  /// The fleet does not know the job yet.
  func isUnregistered(_ slot: Int) -> Bool {
    switch self[slot].phase {
    case .unregistered, .registering: true
    case .apart, .armed, .asking: false
    }
  }

  // MARK: Coming and going

  private mutating func reset(_ slot: Int, _ phase: Phase) {
    while jobs.count <= slot { jobs.append(Standing()) }
    jobs[slot] = Standing(phase: phase)
  }

  /// A job is here.
  /// - Parameter isApart: it waits for an event, so that the fleet does not know it.
  mutating func open(_ slot: Int, isApart: Bool) {
    reset(slot, .apart)
    if !isApart { register(slot) }
  }

  /// A job was added again in the slot of the one that was removed. The answer of a question that is on its way belongs to the
  /// old job: the new one is registered after it.
  mutating func reopen(_ slot: Int, isApart: Bool) {
    switch self[slot].phase {
    case .asking, .registering:
      let phase = jobs[slot].phase
      leaving.remove(slot)
      reset(slot, phase)
      jobs[slot].succession = isApart ? .part : .register
    case .apart, .unregistered, .armed: open(slot, isApart: isApart)
    }
  }

  /// A stored job is here, with the cursor that the store has.
  mutating func open(_ slot: Int, cursor: Instant, since: Instant?) {
    reset(slot, .armed(cursor: cursor))
    jobs[slot].since = since
  }

  /// Whether an answer on its way keeps the slot of a job that was removed.
  mutating func keeps(_ slot: Int) -> Bool {
    switch self[slot].phase {
    case .asking: return true
    case .registering:
      leaving.insert(slot)
      return true
    case .apart, .unregistered, .armed: return false
    }
  }

  /// Forgets a job whose slot is given away.
  mutating func forget(_ slot: Int) {
    guard slot < jobs.count else { return }
    toRegister.removeAll { $0 == slot }
    toAsk.removeAll { $0 == slot }
    later.remove(slot)
    leaving.remove(slot)
    jobs[slot] = Standing()
  }

  // MARK: Registering

  /// Has a job registered, anew where it was.
  mutating func register(_ slot: Int) {
    jobs[slot].phase = .unregistered
    toRegister.append(slot)
  }

  /// What the fleet calls the job's beginning is another than before.
  mutating func registerFromTheBeginning(_ slot: Int) {
    jobs[slot].since = nil
    register(slot)
  }

  /// Has a job registered after the answer that is on its way.
  mutating func registerAfterAnswer(_ slot: Int) { jobs[slot].succession = .register }

  /// Takes out the jobs to be registered now, at most `limit`.
  /// - Parameter isHere: false for a job that was removed meanwhile.
  mutating func takeRegistrations(_ limit: inout Int, isHere: (Int) -> Bool) -> [Int] {
    guard !toRegister.isEmpty, limit > 0 else { return [] }
    var taken: [Int] = []
    var left: [Int] = []
    for slot in toRegister {
      guard isHere(slot), case .unregistered = jobs[slot].phase else { continue }
      guard limit > 0 else {
        left.append(slot)
        continue
      }
      limit -= 1
      jobs[slot].phase = .registering
      taken.append(slot)
    }
    toRegister = left
    return taken
  }

  /// A job was registered; returns since when it is there. Nil where nobody asked.
  mutating func registered(_ slot: Int, cursor: Instant?, since: Instant) -> Instant? {
    guard case .registering = self[slot].phase else { return nil }
    // Reported again for an unchanged trigger, the beginning can only have moved back.
    let since = min(since, jobs[slot].since ?? since)
    jobs[slot].since = since
    jobs[slot].phase = .armed(cursor: cursor ?? .min)
    if jobs[slot].succession != nil { succeed(slot) } else { jobs[slot].beginsNow = false }
    return since
  }

  mutating func registrationFailed(_ slot: Int) {
    if case .registering = self[slot].phase { register(slot) }
  }

  /// Jobs that were removed while they were being registered, after the answer.
  mutating func takeLeaving() -> [Int] {
    guard !leaving.isEmpty else { return [] }
    defer { leaving = [] }
    for slot in leaving { if case .registering = jobs[slot].phase { jobs[slot].phase = .unregistered } }
    return leaving.sorted()
  }

  // MARK: Changes of a trigger

  /// The trigger was changed, or the breaker.
  mutating func changed(_ slot: Int, beginsNow: Bool) {
    jobs[slot].since = nil
    jobs[slot].beginsNow = beginsNow
  }

  /// What waited for its lock was of a trigger that the job no longer has.
  mutating func dropWaiting(_ slot: Int) {
    jobs[slot].waitingFrom = nil
    jobs[slot].isCatchingUp = false
  }

  /// Keeps what the former trigger has left undecided.
  mutating func keep(_ former: Former?, of slot: Int) { jobs[slot].former = former }

  /// A trigger that waits for an event takes the place of one with instants, or the other way round. A question is answered
  /// first.
  mutating func restart(_ slot: Int, isApart: Bool) {
    jobs[slot].succession = isApart ? .part : .register
    if question(slot) == nil { succeed(slot) }
  }

  /// The job waits for an event now, and is parted from the fleet after the answer that is on its way.
  mutating func partAfterAnswer(_ slot: Int) { jobs[slot].succession = .part }

  /// Whether the job's trigger was changed while a question was on its way that has been answered.
  func awaitsSuccession(_ slot: Int) -> Bool { self[slot].succession != nil && isArmed(slot) }

  /// Nothing of the former trigger is left to be answered.
  mutating func succeed(_ slot: Int) {
    switch jobs[slot].succession {
    case .register?: register(slot)
    case .part?: jobs[slot].phase = .apart
    case nil: break
    }
    jobs[slot].succession = nil
  }

  // MARK: Asking

  /// Takes over the question about a job.
  mutating func plan(_ slot: Int, _ question: Question, isCatchingUp: Bool = false) {
    if isCatchingUp { jobs[slot].isCatchingUp = true }
    jobs[slot].phase = .asking(question)
    slots[question.request.token] = slot
  }

  /// Hands over the jobs whose questions wait.
  mutating func takeToAsk() -> [Int] {
    defer { toAsk = [] }
    return toAsk
  }

  /// Has a job's question sent, for the first time or again.
  mutating func queue(_ slot: Int) { toAsk.append(slot) }

  /// Whether a question has to be sent although nothing could be started: it may have arrived, only records, or its
  /// grace has ended.
  func wantsAnswer(_ slot: Int, _ now: MonotonicTime) -> Bool {
    guard let question = question(slot), !question.wasSent, question.starts else { return true }
    return now > question.graceEnds
  }

  /// What becomes of a question that waits.
  enum Sending {
    case nothing
    case decide(ClaimRequest)
    /// It is given up: the claims are asked what became of it.
    case abandon(ClaimRequest)
    /// Nobody can have received it, and it is too late: what is due is planned anew.
    case dropped
  }

  /// Sends a question as it stands. What is too late to start is given up where it may have arrived, and dropped where not.
  /// - Parameter ids: for a new token, where a former trigger's instants are to be recorded.
  mutating func send(_ slot: Int, isTooLate: Bool, _ ids: inout RunIDs) -> Sending {
    guard var question = question(slot), !question.isInFlight else { return .nothing }
    if isTooLate, question.starts {
      if question.wasSent {
        question.isAbandoned = true
      } else if let record = recordOfOldTrigger(slot, question, &ids) {
        question = record
      } else {
        drop(slot)
        return .dropped
      }
    }
    question.isInFlight = true
    question.wasSent = true
    jobs[slot].phase = .asking(question)
    return question.isAbandoned ? .abandon(question.request) : .decide(question.request)
  }

  /// A job whose trigger was changed while a question waited: what is too late to start is recorded for the trigger that it
  /// belongs to. Nil where the trigger is the same.
  private mutating func recordOfOldTrigger(_ slot: Int, _ question: Question, _ ids: inout RunIDs)
    -> Question?
  {
    guard jobs[slot].succession != nil, case .start(let instant) = question.request.intent else { return nil }
    var record = question
    record.request.token = ids.next()
    record.request.passedOver.append(
      PassedOver(from: instant, to: instant, count: 1, reason: .claimsUnreachable))
    record.request.intent = .record(through: instant)
    (record.isInFlight, record.wasSent, record.isAbandoned) = (false, false, false)
    slots[question.request.token] = nil
    slots[record.request.token] = slot
    return record
  }

  /// Forgets a question that has had no effect; the job is armed again.
  mutating func drop(_ slot: Int) {
    guard let question = question(slot) else { return }
    slots[question.request.token] = nil
    jobs[slot].phase = .armed(cursor: question.cursor)
  }

  /// Forgets the questions that were only planned, and registers nothing more.
  mutating func dropUnsent() {
    toRegister = []
    for slot in jobs.indices { if question(slot)?.wasSent == false { drop(slot) } }
  }

  /// What to do with a job whose moment to ask again has come.
  enum Again {
    /// It is asked anew.
    case ask(Int)
    /// It has been seen to.
    case done
  }

  /// Takes out a job whose moment to ask again has come: the same question where it stands; nil when none has.
  mutating func takeLater(_ now: MonotonicTime) -> Again? {
    guard let first = later.first, first.key <= now.nanoseconds else { return nil }
    later.remove(first.slot)
    switch jobs[first.slot].phase {
    case .asking(let question) where !question.isInFlight: toAsk.append(first.slot)
    case .armed: return .ask(first.slot)
    case .unregistered: toRegister.append(first.slot)
    case .asking, .registering, .apart: break
    }
    return .done
  }

  // MARK: Answers

  /// A verdict has come that decides nothing yet: the question stands.
  mutating func answered(_ slot: Int) {
    guard var question = question(slot) else { return }
    question.isInFlight = false
    jobs[slot].phase = .asking(question)
  }

  /// No answer came: whether it had its effect is unknown. It is asked again under its token.
  /// - Parameter abandons: asked no further than what became of it.
  mutating func failed(_ slot: Int, abandons: Bool) {
    guard var question = question(slot) else { return }
    question.isInFlight = false
    if abandons { question.isAbandoned = true }
    jobs[slot].phase = .asking(question)
    toAsk.append(slot)
  }

  /// A question was decided here.
  mutating func settled(_ slot: Int) {
    guard let question = question(slot) else { return }
    slots[question.request.token] = nil
    jobs[slot].timesBusy = 0
    jobs[slot].since = nil
    jobs[slot].phase = .armed(cursor: question.through)
  }

  /// Others have decided up to a cursor.
  mutating func decidedElsewhere(_ slot: Int, through cursor: Instant) {
    if let question = question(slot) { slots[question.request.token] = nil }
    jobs[slot].phase = .armed(cursor: cursor)
  }

  /// The job's cursor is that of a known decision.
  mutating func cursorIsKnown(_ slot: Int) { if slot < jobs.count { jobs[slot].since = nil } }

  /// The question was given up, and had not been won. True where what it was about is recorded for a former trigger.
  mutating func gaveUp(_ slot: Int, recordsOldTrigger: Bool, _ ids: inout RunIDs) -> Bool {
    guard let question = question(slot) else { return false }
    if recordsOldTrigger, let record = recordOfOldTrigger(slot, question, &ids) {
      jobs[slot].phase = .asking(record)
      toAsk.append(slot)
      return true
    }
    drop(slot)
    return false
  }

  /// The lock is taken and nothing was decided: planned anew when it may be free, or when a run of ours has ended.
  /// - Parameter waits: the instant waits for its lock, and is not late.
  mutating func busy(_ slot: Int, for delay: Duration, waits instant: Instant?, _ now: MonotonicTime) {
    if let instant { jobs[slot].waitingFrom = min(jobs[slot].waitingFrom ?? instant, instant) }
    drop(slot)
    askLater(slot, after: min(delay, Self.patience(jobs[slot].timesBusy)), now)
    jobs[slot].timesBusy &+= 1
  }

  /// The cursor lies in the future: the claims have decided nothing, and an answer can have been changed on its way. The job's own
  /// cursor stands, and it is asked about again.
  mutating func ahead(_ slot: Int, _ now: MonotonicTime) {
    drop(slot)
    askLater(slot, after: Self.aheadPause(jobs[slot].timesBusy), now)
    jobs[slot].timesBusy &+= 1
  }

  /// What the claims keep of the job cannot be read. Planned anew when it is asked about again: what is too late by then is
  /// recorded as missed.
  mutating func unreadable(_ slot: Int, _ now: MonotonicTime) {
    drop(slot)
    jobs[slot].former = nil
    askLater(slot, after: Self.unreadablePause, now)
  }

  mutating func askLater(_ slot: Int, after delay: Duration, _ now: MonotonicTime) {
    later.set(slot, to: (now + max(delay, .milliseconds(1))).nanoseconds)
  }

  /// The claims have the end of a run of the job: it may ask again.
  mutating func lockFreed(_ slot: Int) {
    guard slot < jobs.count else { return }
    jobs[slot].timesBusy = 0
    if later.key(of: slot) != nil { later.set(slot, to: .min) }
  }

  /// When to ask again for a lock that was taken so many times before: 50 ms at first, so that short runs of several
  /// replicas follow each other quickly, a second at last.
  static func patience(_ timesBusy: UInt8) -> Duration { .milliseconds(min(50 << Int(min(timesBusy, 5)), 1_000)) }

  /// When to ask again about a job whose cursor was ahead of the clock so many times before: a second at first, so that an
  /// answer that was changed on its way costs no firing; a minute at last.
  static func aheadPause(_ times: UInt8) -> Duration { .seconds(min(1 << Int(min(times, 6)), 60)) }

  // MARK: Stored jobs

  /// The store's cursor of a job about which nothing may have arrived; a question that was only planned is dropped. False
  /// where a question may have: the job is read again after the answer.
  mutating func take(_ slot: Int, cursor: Instant) -> Bool {
    if let question = question(slot) {
      if question.isInFlight || question.wasSent { return false }
      drop(slot)
    }
    jobs[slot].phase = .armed(cursor: cursor)
    return true
  }

  mutating func begins(_ slot: Int, since: Instant?) { jobs[slot].since = since }
}
