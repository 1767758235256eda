import CivilTime

/// What became of firings: rows of history, counts, dead letters and lateness. The only writer of outcomes.
struct Ledger {
  private(set) var history: History
  private(set) var deadLetters: DeadLetters
  private(set) var lateness = LatenessWindow()
  /// By slot.
  private var books: [Book] = []
  private let instance: String
  private let origin: UInt64

  /// What is counted of one job.
  struct Book {
    fileprivate(set) var accounting = JobAccounting()
    /// The last run of this process.
    fileprivate(set) var lastRun: LastRun?
  }

  init(instance: String, origin: UInt64, history: History, deadLetters: DeadLetters) {
    self.instance = instance
    self.origin = origin
    self.history = history
    self.deadLetters = deadLetters
  }

  // MARK: Looking

  subscript(slot: Int) -> Book { slot < books.count ? books[slot] : Book() }

  /// Rows from before this are too old to be shown.
  func begin(_ now: Now) -> Instant { now.wall.advanced(byNanoseconds: -history.age) }

  /// The rows of a job that are not too old, newest first.
  func rows(slot: Int, _ now: Now) -> [History.Row] { history.rows(slot: slot, limit: .max, since: begin(now)) }

  /// The rows that a query asks for, newest first. Those of a job that was removed are among the rows of all.
  func rows(_ query: HistoryQuery, slot: Int?, _ now: Now) -> [History.Row] {
    history.rows(query, slot: slot, since: begin(now))
  }

  /// A row as it is shown.
  func record(of row: History.Row) -> RunRecord { row.record(instance: instance, origin: origin) }

  // MARK: Jobs

  /// Begins the book of a new job.
  mutating func open(_ slot: Int) {
    while books.count <= slot { books.append(Book()) }
    books[slot] = Book()
  }

  /// Ends the book of a job whose slot is given away. Its rows stay among those of all.
  mutating func close(_ slot: Int) {
    history.detach(slot: slot)
    if slot < books.count { books[slot] = Book() }
  }

  // MARK: Counting

  /// Instants of the schedule were decided here, and their runs have not ended.
  mutating func expect(_ count: Int = 1, of slot: Int) { books[slot].accounting.pending += count }

  /// Instants that were expected wait no longer: each is expected anew, or recorded.
  mutating func withdraw(_ count: Int = 1, of slot: Int) { books[slot].accounting.pending -= count }

  /// Instants were decided by another replica, which has their rows.
  mutating func decidedElsewhere(_ count: Int, of slot: Int) { books[slot].accounting.claimedElsewhere += count }

  /// Instants that did not run.
  mutating func passed(_ row: History.Row, slot: Int, isInBooks: Bool) {
    if isInBooks { books[slot].accounting.add(row.outcome, count: row.count) }
    history.append(row, slot: slot)
  }

  /// A run has ended. True where it is the first of its job.
  /// - Parameter isInBooks: its instant was expected.
  mutating func ended(_ row: History.Row, slot: Int, isInBooks: Bool) -> Bool {
    if isInBooks {
      books[slot].accounting.pending -= 1
      books[slot].accounting.add(row.outcome)
    }
    let isFirst = books[slot].lastRun == nil
    if row.started != nil { books[slot].lastRun = LastRun(row) }
    history.append(row, slot: slot)
    return isFirst
  }

  /// Keeps a row that ends no firing of the schedule: of an attempt that is tried again, a dry run, a run of another replica.
  mutating func keep(_ row: History.Row, slot: Int) { history.append(row, slot: slot) }

  // MARK: Lateness and dead letters

  /// A run of the schedule began so many nanoseconds late.
  mutating func began(late nanoseconds: Int64) { lateness.add(nanoseconds) }

  mutating func add(_ letter: DeadLetter) { deadLetters.add(letter) }

  /// Takes a dead letter out; nil when it is not there any more.
  mutating func takeDeadLetter(_ id: RunID) -> DeadLetter? { deadLetters.take(id) }
}

/// The last run of a job in this process: what a row of history says of a run, and no more, for there may be very many jobs.
struct LastRun: Sendable {
  private let instant: Instant
  private let sequence: UInt64
  private let started: Instant
  private let ended: Instant
  private let message: String?
  private let fencingToken: Int64?
  private let attempt: Int32
  let outcome: RunOutcome
  private let cause: FiringCause

  init(_ row: History.Row) {
    instant = row.instant
    sequence = row.sequence
    started = row.started ?? row.ended
    ended = row.ended
    message = row.message
    fencingToken = row.fencingToken
    attempt = row.attempt
    outcome = row.outcome
    cause = row.cause
  }

  /// The run as it is described.
  /// - Parameters:
  ///   - instance: the replica's name.
  ///   - origin: the upper half of its run ids.
  func record(of job: JobID, instance: String, origin: UInt64) -> RunRecord {
    RunRecord(
      runID: sequence == 0 ? nil : RunID(origin: origin, sequence: sequence), job: job, instant: instant, cause: cause,
      outcome: outcome, started: started, ended: ended, attempt: Int(attempt), message: message, instance: instance,
      fencingToken: fencingToken)
  }
}
