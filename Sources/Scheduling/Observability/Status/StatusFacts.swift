import CivilTime

/// What the status needs of the machine beside its jobs and runs: copied under its lock, judged outside of it.
struct StatusFacts: Sendable {
  var description: DescriptionFacts
  var startedAt: Instant?
  var running: Int
  var queued: Int
  var lateness: LatenessWindow
  var pauseNote: String?
  var clockReason: String?
  var unreadableStored: UnreadableJobs?
  var shared: Shared?

  /// What is known of the fleet.
  struct Shared: Sendable {
    var lease: Duration
    var isConnected: Bool
    var error: ClaimsUnavailable?
    /// How long the outage has lasted; nil where none goes on.
    var outageLength: Duration?
    var clockOffset: Duration?
    var clockFinding: (text: String, isDegrading: Bool)?
    var facts: [String: String]
    var members: [FleetMember]
    var notes: [String]
    var warnings: [String]
    var ahead: [JobID: Instant]
    var unreadable: [JobID: String]

    init(_ claims: ClaimMachine, _ now: Now) {
      lease = claims.lease
      isConnected = claims.isConnected
      error = claims.reach.error
      outageLength = claims.reach.outageLength(now.monotonic)
      clockOffset = claims.fleet.clock.offset
      clockFinding = claims.fleet.clock.reason.map { ($0, claims.fleet.clock.level == .degraded) }
      facts = claims.fleet.facts
      members = claims.fleet.members
      notes = claims.fleet.notes
      warnings = claims.fleet.warnings
      ahead = claims.fleet.ahead
      unreadable = claims.fleet.unreadable
    }
  }

  init(_ machine: borrowing Conductor, _ now: Now) {
    description = machine.descriptionFacts(now)
    startedAt = machine.startedAt
    queued = machine.runs.queued
    running = machine.runs.running
    lateness = machine.ledger.lateness
    pauseNote = machine.pauses.everything
    clockReason = machine.clockReason(now)
    unreadableStored = machine.claims.isStored ? machine.window.unreadable : nil
    if !machine.claims.isLocal { shared = Shared(machine.claims, now) }
  }
}

/// Runs that want attention: the first few of each kind, and how many there are.
struct RunFindings: Sendable {
  var lostLease = Findings()
  var stuck = Findings()

  /// The first of many, and their number.
  struct Findings: Sendable {
    var first: [(run: RunID, job: JobID)] = []
    var count = 0

    mutating func add(_ run: Run) {
      count += 1
      if first.count < StatusVerdict.mostNamed { first.append((run.id, run.definition.id)) }
    }
  }
}

extension Conductor {
  /// Adds what wants attention of so many runs, from one on.
  func look(at numbers: Range<Int>, _ findings: inout RunFindings) {
    for number in numbers.clamped(to: runs.indices) {
      guard let run = runs[number] else { continue }
      if run.stop == .cancelled(.leaseLost) { findings.lostLease.add(run) }
      if run.isReportedStuck { findings.stuck.add(run) }
    }
  }
}
