import CivilTime
import Scheduling

/// Finds what is new in a fleet from one reading to the next, beside what this scheduler's own events report.
struct FleetWatch {
  private let instance: String
  /// A scheduler that runs reports pauses by itself.
  private let isRunning: Bool
  private var reading = -1
  private var rowsRead: Int?
  private var runs: Set<RunID>?
  private var pauses: PauseSwitches?
  private var members: [String: String]?
  private var audited: Set<String>?

  init(instance: String, isRunning: Bool) {
    self.instance = instance
    self.isRunning = isRunning
  }

  mutating func look(_ content: FleetMirror.Content, _ audit: [AuditEntry], _ ring: EventRing) {
    let ids = Set(audit.map(\.id))
    if let audited {
      for entry in audit.reversed() where !audited.contains(entry.id) {
        ring.append("audit", job: entry.job, AuditJSON.entry(entry))
      }
    }
    audited = audited == nil || !audit.isEmpty ? ids : audited
    guard content.reading != reading, content.error == nil, let view = content.view else { return }
    reading = content.reading
    for run in view.runs where run.instance != instance && runs?.contains(run.id) == false {
      ring.append("run-started", job: run.firing.job, EventJSON.started(run.firing, run.id, run.attempt, .zero))
    }
    runs = Set(view.runs.map(\.id))
    let news = content.rows.suffix(content.rowsRead - (rowsRead ?? content.rowsRead))
    rowsRead = content.rowsRead
    for row in news where row.instance != instance { ring.append("run-ended", job: row.job, RunJSON.row(row)) }
    lookAtSwitches(view, ring)
    let now = Dictionary(view.members.map { ($0.instance, $0.status) }, uniquingKeysWith: { $1 })
    if let members, members != now { ring.append("attention", ["what": "fleet"]) }
    members = now
  }

  private mutating func lookAtSwitches(_ view: FleetView, _ ring: EventRing) {
    defer { pauses = view.pauses }
    guard !isRunning, let pauses, pauses != view.pauses else { return }
    func changed(_ job: JobID?, _ isPaused: Bool) {
      ring.append(
        "job-changed", job: job, ["job": JSON(job?.rawValue), "what": .text(isPaused ? "paused" : "resumed")])
    }
    if pauses.everything != view.pauses.everything { changed(nil, view.pauses.everything != nil) }
    for job in Set(pauses.jobs.keys).union(view.pauses.jobs.keys) where pauses.jobs[job] != view.pauses.jobs[job] {
      changed(job, view.pauses.jobs[job] != nil)
    }
  }
}
