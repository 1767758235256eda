import CivilTime

/// What the fleet and its claims have said of themselves, for the status and for explanations.
struct FleetKnowledge {
  private(set) var members: [FleetMember] = []
  private(set) var jobs: [JobID: FleetJobState] = [:]
  private(set) var facts: [String: String] = [:]
  /// What degrades the status until it is mended.
  private(set) var warnings: [String] = []
  /// What is worth a look until it is mended.
  private(set) var notes: [String] = []
  /// Jobs of which the claims cannot read what they keep, and why.
  private(set) var unreadable: [JobID: String] = [:]
  /// Jobs whose cursor, by the last answer of the claims, lies far in the future.
  private(set) var ahead: [JobID: Instant] = [:]
  private(set) var clock = ClockOffsetWatch()
  /// The slot from which on the fleet's state of jobs is asked for next.
  private(set) var reportFrom = 0

  /// Takes over a heartbeat's answer; what is known of jobs that are not here any more is forgotten.
  mutating func update(_ reply: HeartbeatReply, isHere: (JobID) -> Bool) {
    members = reply.members
    jobs.merge(reply.jobs) { _, new in new }
    if jobs.keys.contains(where: { !isHere($0) }) { jobs = jobs.filter { isHere($0.key) } }
    if unreadable.keys.contains(where: { !isHere($0) }) { unreadable = unreadable.filter { isHere($0.key) } }
  }

  /// With the next heartbeat other jobs of many are asked about.
  mutating func askedAbout(_ count: Int, of slots: Int) { if slots > 0 { reportFrom = (reportFrom + count) % slots } }

  mutating func connected(_ facts: [String: String]) { self.facts = facts }

  /// The warning to report where the distance of the clocks has become worse.
  mutating func observe(offset: Duration) -> String? { clock.observe(offset) ? clock.reason : nil }

  /// True when it is new.
  mutating func warn(_ text: String) -> Bool {
    guard !warnings.contains(text) else { return false }
    warnings.append(text)
    return true
  }

  /// True when it is new.
  mutating func note(_ text: String) -> Bool {
    guard !notes.contains(text) else { return false }
    notes.append(text)
    return true
  }

  mutating func mended(_ text: String) {
    warnings.removeAll { $0 == text }
    notes.removeAll { $0 == text }
  }

  /// What a verdict says of a job beside the decision, where it was not known.
  struct Finding: Equatable {
    /// The claims cannot read what they keep of it.
    var unreadable: String?
    /// They can read it again.
    var isReadableAgain = false
    /// Its cursor lies in the future.
    var ahead: Instant?
  }

  /// Takes over what a verdict says of a job.
  mutating func judge(_ job: JobID, _ verdict: ClaimVerdict) -> Finding {
    var finding = Finding()
    if case .unreadable(let reason) = verdict {
      if unreadable.updateValue(reason, forKey: job) == nil { finding.unreadable = reason }
      return finding
    }
    finding.isReadableAgain = !unreadable.isEmpty && unreadable.removeValue(forKey: job) != nil
    switch verdict {
    case .ahead(let cursor): if ahead.updateValue(cursor, forKey: job) != cursor { finding.ahead = cursor }
    case .askAgain, .stale: break
    // What the claims answer only where the cursor is not ahead of their clock ends the finding that it is.
    default: if !ahead.isEmpty { ahead[job] = nil }
    }
    return finding
  }
}
