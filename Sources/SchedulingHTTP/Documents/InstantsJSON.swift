import CivilTime
import Scheduling

/// A job's instants in one list, newest first: to come, going on, past.
struct InstantsJSON {
  let picture: Picture
  let id: JobID
  let zone: Zone

  init(_ picture: Picture, _ id: JobID) {
    self.picture = picture
    self.id = id
    zone = Self.zone(of: picture.job(id))
  }

  static func zone(of job: JobInfo?) -> Zone {
    job?.trigger.timeZoneName.flatMap { try? Zone(named: $0) } ?? .utc
  }

  func all(upcoming: Int, past: Int) -> JSON {
    let rows = picture.rows(of: id, limit: past)
    let going = (picture.runsOfJobs[id] ?? []).sorted { $0.firing.instant > $1.firing.instant }
    let median = Percentiles.durations(rows)[50]
    return .list(coming(upcoming, median) + going.map(self.going) + rows.map(self.row))
  }

  private func coming(_ limit: Int, _ median: Duration?) -> [JSON] {
    guard let job = picture.job(id) else {
      return picture.jobElsewhere(id)?.next.map {
        [line($0, state: "upcoming", why: "another replica has the job", median)]
      }
        ?? []
    }
    let taken = Set((picture.runsOfJobs[id] ?? []).map(\.firing.instant))
    var instants = picture.scheduler.upcoming(id, after: picture.now, limit: limit).instants.map(\.nominal)
    if let next = job.nextRun, next <= picture.now, !taken.contains(next) { instants.insert(next, at: 0) }
    return instants.reversed().map { instant in
      let isPending = instant <= picture.now
      return line(instant, state: isPending ? "pending" : "upcoming", why: whyNot(job, instant, isPending), median)
    }
  }

  private func whyNot(_ job: JobInfo, _ instant: Instant, _ isPending: Bool) -> String {
    if let hold = job.holdReason { return hold }
    if let (scope, pause) = picture.pause(of: id), pause.until.map({ instant < $0 }) ?? true {
      let end = pause.until.map { "; the pause ends at \($0)" } ?? ""
      return "it will be skipped: \(scope == "job" ? "the job" : "everything") is paused\(end)"
    }
    if let until = job.breakerOpenUntil, instant < until {
      return "it will be skipped: the circuit breaker is open until \(until)"
    }
    return isPending ? "it is due and not decided" : "it is still to come"
  }

  private func line(_ instant: Instant, state: String, why: String, _ duration: Duration?) -> JSON {
    document(
      instant, state: state, outcome: nil, why: why, cause: .scheduled, duration: duration, lateness: nil, run: nil)
  }

  private func going(_ run: GoingRun) -> JSON {
    let now = picture.now
    let lateness = run.firing.cause == .scheduled ? run.started.map { max(.zero, $0 - run.firing.instant) } : nil
    return document(
      run.firing.instant, state: run.isRunning ? "running" : "waiting", outcome: nil,
      why: run.note ?? "it is running on \(run.instance)", cause: run.firing.cause,
      duration: run.started.map { now - $0 }, lateness: lateness, run: run.id, attempt: run.attempt,
      started: run.started, instance: run.instance, isDryRun: run.isDryRun)
  }

  private func row(_ row: RunRecord) -> JSON {
    let state =
      switch row.outcome.kind {
      case .skipped: "skipped"
      case .missed: "missed"
      default: "ran"
      }
    return document(
      row.instant, first: row.firstInstant, count: row.count, state: state, outcome: row.outcome,
      why: RunJSON.why(row), cause: row.cause, duration: row.duration, lateness: RunJSON.lateness(row), run: row.runID,
      attempt: row.attempt, started: row.started, ended: row.ended, instance: row.instance, message: row.message,
      willRetry: row.willRetry, isDryRun: row.isDryRun)
  }

  private func document(
    _ instant: Instant, first: Instant? = nil, count: Int = 1, state: String, outcome: RunOutcome?, why: String,
    cause: FiringCause, duration: Duration?, lateness: Duration?, run: RunID?, attempt: Int = 1,
    started: Instant? = nil, ended: Instant? = nil, instance: String? = nil, message: String? = nil,
    willRetry: Bool = false, isDryRun: Bool = false
  ) -> JSON {
    [
      "at": JSON(instant), "first_at": JSON(first ?? instant), "count": JSON(count),
      "local": .text(instant.rfc3339(in: zone)), "state": .text(state), "outcome": JSON(outcome?.word),
      "reason": JSON(outcome?.reason), "why": .text(why), "cause": .text(cause.rawValue),
      "run_id": JSON(run?.description), "attempt": JSON(attempt), "started_at": JSON(started), "ended_at": JSON(ended),
      "duration_ms": JSON(duration), "lateness_ms": JSON(lateness), "instance": JSON(instance),
      "message": JSON(message), "will_retry": .bool(willRetry), "dry_run": .bool(isDryRun),
    ]
  }
}
