import CivilTime

/// Collects reasons; the worst decides.
struct StatusVerdict {
  private var unhealthy: [Reason] = []
  private var degraded: [Reason] = []
  private var notes: [Reason] = []

  private struct Reason {
    var kind: String
    var text: String

    /// The words of servers, files and other tenants may be in the text.
    init(kind: String, text: String) {
      self.kind = kind
      self.text = text.printable(bytes: Redaction.longestMessage)
    }
  }

  /// Of many that have the same fault the first are named, and the rest are counted.
  static let mostNamed = 5

  var health: SchedulerStatus.Health { !unhealthy.isEmpty ? .unhealthy : !degraded.isEmpty ? .degraded : .ok }
  var reasons: [String] { (unhealthy + degraded + notes).map(\.text) }
  /// Each kind once, the worst first.
  var kinds: [String] {
    var kinds: [String] = []
    for reason in unhealthy + degraded where !kinds.contains(reason.kind) { kinds.append(reason.kind) }
    return kinds
  }

  mutating func judge(_ facts: StatusFacts, _ jobs: [JobSnapshot], _ runs: RunFindings, isStalled: Bool) {
    switch facts.description.phase {
    case .idle: unhealthy.append(Reason(kind: "not-started", text: "run() has not been called"))
    case .draining: unhealthy.append(Reason(kind: "draining", text: "draining: a shutdown is under way"))
    case .stopped: unhealthy.append(Reason(kind: "stopped", text: "stopped"))
    case .running:
      if isStalled { unhealthy.append(Reason(kind: "loop-stalled", text: "the loop has stalled")) }
    }
    name(jobs.lazy.filter { $0.isOverdue(facts.description) }, "job-overdue", "more jobs are overdue", \.unhealthy) {
      let due = $0.next.map { "; its next firing is due at \($0)" } ?? ""
      let last = $0.lastSuccess.map { "its last success ended at \($0)" } ?? "no run has succeeded since the start"
      return "job \($0.definition.id) is overdue: \(last)\(due)"
    }
    name(runs.lostLease, "lease-lost", "more runs lost their lease", \.unhealthy) {
      "run \($0) of \($1) lost its lease"
    }
    name(runs.stuck, "run-stuck", "more runs ignore their cancellation", \.degraded) {
      "run \($0) of \($1) ignores its cancellation"
    }
    if let unreadable = facts.unreadableStored {
      for (id, reason) in unreadable.first(Self.mostNamed) {
        add("job-unreadable", "job \(id) is left to replicas of another version: \(reason)")
      }
      if unreadable.count > Self.mostNamed {
        add("job-unreadable", "\(unreadable.count - Self.mostNamed) more stored jobs cannot be read by this version")
      }
    }
    name(jobs.lazy.filter { $0.hold != nil }, "job-held", "more jobs are held", \.degraded) {
      "job \($0.definition.id) is held: \($0.hold ?? "")"
    }
    if let reason = facts.clockReason { add("clock-set-back", reason) }
    if let shared = facts.shared { judge(shared, facts.description) }
  }

  private mutating func judge(_ shared: StatusFacts.Shared, _ facts: DescriptionFacts) {
    for (id, reason) in shared.unreadable.smallest(Self.mostNamed, by: { $0.key < $1.key }) {
      add("job-unreadable", "job \(id) does not run: \(reason)")
    }
    if shared.unreadable.count > Self.mostNamed {
      let more = shared.unreadable.count - Self.mostNamed
      add("job-unreadable", "\(more) more jobs do not run: their data cannot be read")
    }
    if let error = shared.error {
      let length = shared.outageLength ?? .zero
      let since = facts.wall.advanced(byNanoseconds: -length.nanoseconds)
      let isLong = length > shared.lease + shared.lease
      let reason = Reason(
        kind: "claims-unreachable", text: "claims cannot be reached since \(since): \(error.message)")
      if isLong { unhealthy.append(reason) } else { degraded.append(reason) }
    } else if !shared.isConnected, facts.phase == .running {
      add("claims-unanswered", "claims have not been reached yet")
    }
    if let finding = shared.clockFinding {
      let reason = Reason(kind: "clock-offset", text: finding.text)
      if finding.isDegrading { degraded.append(reason) } else { notes.append(reason) }
    }
    notes.append(contentsOf: shared.notes.map { Reason(kind: "note", text: $0) })
    let ahead = shared.ahead.filter { $0.value > facts.wall }
    for (job, until) in ahead.smallest(Self.mostNamed, by: { $0.key < $1.key }) {
      add("cursor-ahead", "job \(job) has a cursor in the future and does not run until \(until): a clock was wrong")
    }
    if ahead.count > Self.mostNamed {
      add("cursor-ahead", "\(ahead.count - Self.mostNamed) more jobs have a cursor in the future")
    }
    for warning in shared.warnings { add("claims-configuration", warning) }
    let versions = Set(shared.members.compactMap(\.timeZoneData))
    if versions.count > 1 {
      add(
        "time-zone-data", "the fleet has different time zone data: \(versions.sorted().joined(separator: ", "))")
    }
  }

  private mutating func add(_ kind: String, _ text: String) { degraded.append(Reason(kind: kind, text: text)) }

  private mutating func name<Item>(
    _ items: some Sequence<Item>, _ kind: String, _ more: String, _ list: WritableKeyPath<Self, [Reason]>,
    _ text: (Item) -> String
  ) {
    var count = 0
    for item in items {
      count += 1
      if count <= Self.mostNamed { self[keyPath: list].append(Reason(kind: kind, text: text(item))) }
    }
    tally(count, kind, more, list)
  }

  private mutating func name(
    _ findings: RunFindings.Findings, _ kind: String, _ more: String, _ list: WritableKeyPath<Self, [Reason]>,
    _ text: (RunID, JobID) -> String
  ) {
    for (run, job) in findings.first { self[keyPath: list].append(Reason(kind: kind, text: text(run, job))) }
    tally(findings.count, kind, more, list)
  }

  private mutating func tally(
    _ count: Int, _ kind: String, _ more: String, _ list: WritableKeyPath<Self, [Reason]>
  ) {
    guard count > Self.mostNamed else { return }
    self[keyPath: list].append(Reason(kind: kind, text: "\(count - Self.mostNamed) \(more)"))
  }
}

extension Sequence {
  /// The first few in an order: one pass, however many there are.
  func smallest(_ limit: Int, by areInOrder: (Element, Element) -> Bool) -> [Element] {
    var found: [Element] = []
    for element in self {
      if found.count == limit {
        guard let last = found.last, areInOrder(element, last) else { continue }
        found.removeLast()
      }
      let place = found.firstIndex { areInOrder(element, $0) } ?? found.endIndex
      found.insert(element, at: place)
    }
    return found
  }
}
