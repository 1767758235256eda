import CivilTime

/// Short runs that a carrier was lent beyond the one that it took, so that a burst of them takes the scheduler's lock once
/// for many. The carrier alone takes the next one; the scheduler may take back at any time what has not begun, and does so
/// before it decides anything that could concern such a run, and when the carrier makes no progress.
struct LentRuns {
  private var tickets: [RunTicket] = []
  /// The first ticket that has not begun.
  private var next = 0
  private var ended: [Ended] = []
  /// The run that goes on; nil where the machine knows of it.
  private var current: Begun?
  /// Where ``next`` stood when the scheduler looked last.
  private var seen = -1

  /// A run that has begun.
  struct Begun {
    var number: Int
    var at: Now
  }

  /// A run that has ended.
  struct Ended {
    var number: Int
    /// When it began; nil where the machine knows of that.
    var began: Now?
    var at: Now
    var result: BodyResult
    /// What its attempts left.
    var evidence: RunEvidence?
  }

  /// What the machine does not know yet.
  struct Report {
    var ended: [Ended] = []
    var begun: Begun?
    /// Runs that have not begun, and wait for a carrier again.
    var returned: [Int] = []
  }

  /// A carrier takes up so many at once.
  static let most = 64

  /// Lends runs to the carrier, which has none.
  mutating func lend(_ runs: [RunTicket]) {
    tickets = runs
    next = 0
    seen = -1
  }

  /// A run of the carrier has ended: begins the next one. Nil where nothing is left, and the machine learns of the end.
  mutating func begin(after run: Ended) -> RunTicket? {
    guard next < tickets.count else { return nil }
    var run = run
    run.began = current?.at
    ended.append(run)
    let ticket = tickets[next]
    next += 1
    current = Begun(number: ticket.number, at: run.at)
    return ticket
  }

  /// Reports what has happened, and gives back what has not begun.
  mutating func takeBack() -> Report {
    let report = Report(ended: ended, begun: current, returned: tickets[next...].map(\.number))
    ended.removeAll(keepingCapacity: true)
    tickets.removeAll(keepingCapacity: true)
    next = 0
    current = nil
    return report
  }

  /// As ``takeBack()``, where no run has begun since the last look. Nil where one has.
  mutating func takeBackUnlessProgressing() -> Report? {
    guard seen == next else {
      seen = next
      return nil
    }
    return takeBack()
  }
}
