import CivilTime
import Scheduling

/// What one request is answered from: the fleet's where claims are shared and can be read, else what this process knows.
struct Picture: Sendable {
  let scheduler: Scheduler
  let now: Instant
  /// By id.
  let jobs: [JobInfo]
  let status: SchedulerStatus
  /// What both were read from.
  let snapshot: StatusSnapshot
  let runs: [GoingRun]
  let runsOfJobs: [JobID: [GoingRun]]
  /// Nil where claims are local.
  let fleet: FleetMirror.Content?
  /// Nil where claims are local, cannot be read, or nothing has registered.
  var fleetView: FleetView? { isFleet ? fleet?.view : nil }
  /// Whether answers are the fleet's.
  var isFleet: Bool { fleet != nil && fleet?.error == nil }

  init(_ scheduler: Scheduler, fleet: FleetMirror.Content?) {
    self.scheduler = scheduler
    self.fleet = fleet
    snapshot = scheduler.recentSnapshot
    jobs = snapshot.allJobs
    status = snapshot.summary
    now = scheduler.currentTime
    let shared = fleet?.error == nil ? fleet?.view?.runs ?? [] : []
    runs = GoingRun.all(own: scheduler.openRuns, fleet: shared, instance: scheduler.instance)
    runsOfJobs = Dictionary(grouping: runs, by: \.firing.job)
  }

  /// Whose view it is.
  var view: JSON { view(without: nil) }

  /// Whose view it is, and what an answer lacks.
  func view(without missing: String?) -> JSON {
    let age = fleet.map { scheduler.goesByItself ? max(.zero, MonotonicTime.now() - $0.readAt) : .zero } ?? .zero
    return [
      "of": isFleet ? "fleet" : "replica", "instance": .text(scheduler.instance),
      "as_of": JSON((isFleet ? now - age : now)), "age_ms": JSON(isFleet ? age : .zero),
      "reason": JSON(missing ?? reason),
    ]
  }

  private var reason: String? {
    guard scheduler.isInFleet else { return nil }
    guard let fleet else { return "the claims of kind \(status.claims.kind) keep no history that can be read" }
    if let error = fleet.error { return "the fleet cannot be read: \(error)" }
    return fleet.jobsError.map { "jobs that only other replicas have are known by their runs alone: \($0)" }
  }

  func job(_ id: JobID) -> JobInfo? {
    var (low, high) = (0, jobs.count)
    while low < high {
      let middle = low + (high - low) / 2
      if jobs[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < jobs.count && jobs[low].id == id ? jobs[low] : nil
  }

  /// A job that only other replicas have.
  func jobElsewhere(_ id: JobID) -> FleetJob? { isFleet && job(id) == nil ? fleet?.jobs[id] : nil }

  /// Whether anything is known of a job.
  func knows(_ id: JobID) -> Bool { job(id) != nil || jobElsewhere(id) != nil || !rows(of: id, limit: 1).isEmpty }

  /// A job's rows, newest first.
  func rows(of id: JobID, limit: Int) -> [RunRecord] {
    guard isFleet else { return scheduler.localHistory(of: id, limit: limit) }
    let rows = (fleet?.rowsOfJobs[id] ?? []).suffix(limit).reversed()
    let dry = scheduler.localHistory(of: id, limit: limit).filter(\.isDryRun)
    return dry.isEmpty ? Array(rows) : Array((dry + rows).sorted { $0.ended > $1.ended }.prefix(limit))
  }

  /// Rows that a query lets through, newest first.
  func rows(_ query: HistoryQuery) -> [RunRecord] {
    guard isFleet else { return scheduler.localHistory(query) }
    let all = query.job.map { fleet?.rowsOfJobs[$0] ?? [] } ?? fleet?.rows ?? []
    return Array(all.reversed().lazy.filter { query.matches($0) }.prefix(query.limit))
  }

  /// The switch that holds a job, if one does.
  func pause(of id: JobID) -> (scope: String, pause: PauseNote)? {
    if let fleetView {
      if let stored = fleetView.pauses.jobs[id] { return ("job", PauseNote(stored: stored)) }
      return fleetView.pauses.everything.map { ("everything", PauseNote(stored: $0)) }
    }
    if let pause = job(id)?.pause { return ("job", pause) }
    return status.pause.map { ("everything", $0) }
  }

  /// The switch that holds everything.
  var pauseOfEverything: PauseNote? {
    fleetView.map { $0.pauses.everything.map(PauseNote.init(stored:)) } ?? status.pause
  }
}
