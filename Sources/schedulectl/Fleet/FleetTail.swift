#if Redis
  import ArgumentParser
  import CivilTime
  import Scheduling
  import SchedulingRedis

  /// `schedulectl tail`: what happens in a fleet, as it happens.
  struct Tail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Writes what happens in a fleet, until it is interrupted: runs that start and end, pauses, who did what.",
      discussion: """
        One line for each event: time, kind, job and details. With --json one value a line. Several filters of one kind add
        up; kinds are run-started, run-ended, paused, resumed, replica and audit.

        EXAMPLE
          schedulectl tail --namespace orders --kind run-ended --outcome failed --outcome timedOut
        """)
    @Option(help: "About this job; may be given several times.")
    var job: [String] = []
    @Option(help: "This kind of event; may be given several times.")
    var kind: [String] = []
    @Option(help: "Of ends of runs, those with this outcome; may be given several times.")
    var outcome: [String] = []
    @Option(help: "How often to look, in milliseconds, 100 to 60,000.")
    var interval = 1_000
    @OptionGroup var fleet: FleetOptions

    func validate() throws {
      guard (100...60_000).contains(interval) else { throw ValidationError("--interval is 100 to 60000") }
      for kind in kind where FleetEvent.Kind(rawValue: kind) == nil {
        let kinds = FleetEvent.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--kind is one of \(kinds)")
      }
      for outcome in outcome where RunOutcome.Kind(rawValue: outcome) == nil {
        let outcomes = RunOutcome.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--outcome is one of \(outcomes)")
      }
    }

    func run() async throws {
      try await fleet.with { control in
        var watch = FleetEvents()
        _ = try await watch.news(control)
        while !Task.isCancelled {
          try await Task.sleep(for: .milliseconds(interval))
          for event in try await watch.news(control) where wants(event) {
            Terminal.writeLine(fleet.json ? event.json.text : event.text)
          }
        }
      }
    }

    private func wants(_ event: FleetEvent) -> Bool {
      if !kind.isEmpty, !kind.contains(event.kind.rawValue) { return false }
      if !job.isEmpty, !(event.job.map(job.contains) ?? false) { return false }
      if !outcome.isEmpty, event.kind == .ended, !(event.outcome.map { outcome.contains($0.word) } ?? false) {
        return false
      }
      return true
    }
  }

  /// Something that happened in a fleet.
  struct FleetEvent {
    enum Kind: String, CaseIterable {
      case started = "run-started"
      case ended = "run-ended"
      case paused, resumed, replica, audit
      case gap
    }

    var at: Instant
    var kind: Kind
    var job: String?
    var outcome: RunOutcome?
    var detail: String

    var text: String {
      "\(at)  \(kind.rawValue)  \(job ?? "-")  "
        + [outcome.map { "\($0)" }, detail].compactMap(\.self).joined(separator: "  ")
    }

    var json: JSONText {
      .object([
        ("at", .string(at.rfc3339)), ("kind", .string(kind.rawValue)), ("job", JSONText(job)),
        ("outcome", JSONText(outcome?.description)), ("detail", .string(detail)),
      ])
    }
  }

  /// What is new in a fleet from one look to the next.
  struct FleetEvents {
    private var place: String?
    private var runs: Set<RunID>?
    private var pauses = PauseSwitches()
    private var members: [String: String] = [:]
    private var audited: Set<String> = []

    mutating func news(_ control: FleetControl) async throws(ClaimsUnavailable) -> [FleetEvent] {
      guard let view = try await control.fleet() else { return [] }
      let rows = try await control.archive.fleetRows(after: place, limit: 10_000)
      let trail = try await control.audit(limit: 200)
      defer {
        (runs, pauses, place) = (Set(view.runs.map(\.id)), view.pauses, rows.place)
        members = Dictionary(view.members.map { ($0.instance, $0.status) }, uniquingKeysWith: { $1 })
        audited = Set(trail.map(\.id))
      }
      guard let runs else { return [] }
      var events: [FleetEvent] = []
      if rows.hasGap {
        events.append(
          FleetEvent(at: view.now, kind: .gap, detail: "rows are missing: there were too many, or data was lost"))
      }
      for run in view.runs where !runs.contains(run.id) {
        events.append(
          FleetEvent(
            at: view.now, kind: .started, job: run.firing.job.rawValue,
            detail: "run \(run.id) on \(run.instance), attempt \(run.attempt)"))
      }
      for row in rows.rows {
        let detail = [row.instance, row.runID.map { "run \($0)" }, row.message].compactMap(\.self).joined(
          separator: "  ")
        events.append(
          FleetEvent(at: row.ended, kind: .ended, job: row.job.rawValue, outcome: row.outcome, detail: detail))
      }
      events += switches(view) + replicas(view)
      for entry in trail.reversed() where !audited.contains(entry.id) {
        events.append(FleetEvent(at: entry.at, kind: .audit, job: entry.job?.rawValue, detail: "\(entry)"))
      }
      return events.sorted { $0.at < $1.at }
    }

    private func switches(_ view: FleetView) -> [FleetEvent] {
      func event(_ job: String?, _ note: String?) -> FleetEvent {
        FleetEvent(at: view.now, kind: note == nil ? .resumed : .paused, job: job, detail: note ?? "")
      }
      var events: [FleetEvent] = []
      if view.pauses.everything != pauses.everything { events.append(event(nil, view.pauses.everything)) }
      for job in Set(view.pauses.jobs.keys).union(pauses.jobs.keys).sorted()
      where view.pauses.jobs[job] != pauses.jobs[job] {
        events.append(event(job.rawValue, view.pauses.jobs[job]))
      }
      return events
    }

    private func replicas(_ view: FleetView) -> [FleetEvent] {
      var events: [FleetEvent] = []
      for member in view.members where members[member.instance] != member.status {
        events.append(FleetEvent(at: view.now, kind: .replica, detail: "\(member.instance) is \(member.status)"))
      }
      for gone in Set(members.keys).subtracting(view.members.map(\.instance)).sorted() {
        events.append(FleetEvent(at: view.now, kind: .replica, detail: "\(gone) has left"))
      }
      return events
    }
  }
#endif
