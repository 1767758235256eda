import CivilTime
import Scheduling

/// Runs and rows as the API writes them.
enum RunJSON {
  static func row(_ record: RunRecord) -> JSON {
    [
      "run_id": JSON(record.runID?.description), "job": .text(record.job.rawValue),
      "scheduled_at": JSON(record.instant), "first_scheduled_at": JSON(record.firstInstant),
      "count": JSON(record.count), "cause": .text(record.cause.rawValue), "state": "ended",
      "outcome": .text(record.outcome.kind.rawValue), "reason": JSON(record.outcome.reason), "why": .text(why(record)),
      "started_at": JSON(record.started), "ended_at": JSON(record.ended), "duration_ms": JSON(record.duration),
      "lateness_ms": JSON(lateness(record)), "attempt": JSON(record.attempt), "will_retry": .bool(record.willRetry),
      "dry_run": .bool(record.isDryRun), "message": JSON(record.message), "instance": .text(record.instance),
      "fencing_token": JSON(record.fencingToken), "lock": nil, "lease_ends": nil,
      "progress": EvidenceJSON.progress(record.evidence?.progress),
    ]
  }

  static func going(_ run: GoingRun, at now: Instant) -> JSON {
    let lateness = run.firing.cause == .scheduled ? run.started.map { $0 - run.firing.instant } : nil
    return [
      "run_id": .text(run.id.description), "job": .text(run.firing.job.rawValue),
      "scheduled_at": JSON(run.firing.instant), "first_scheduled_at": JSON(run.firing.instant), "count": 1,
      "cause": .text(run.firing.cause.rawValue), "state": "running", "outcome": nil, "reason": nil,
      "why": .text(run.note ?? "it is running on \(run.instance)"), "started_at": JSON(run.started), "ended_at": nil,
      "duration_ms": JSON(run.started.map { now - $0 }), "lateness_ms": JSON(lateness), "attempt": JSON(run.attempt),
      "will_retry": false, "dry_run": .bool(run.isDryRun), "message": nil, "instance": .text(run.instance),
      "fencing_token": JSON(run.fencingToken), "lock": .text(run.lock), "lease_ends": JSON(run.leaseEnds),
      "progress": EvidenceJSON.progress(run.progress),
    ]
  }

  /// From the nominal instant to the start; nil where nobody promised that instant.
  static func lateness(_ record: RunRecord) -> Duration? {
    record.cause == .scheduled && record.attempt == 1 ? record.started.map { max(.zero, $0 - record.instant) } : nil
  }

  /// The outcome and its reason in words.
  static func why(_ record: RunRecord) -> String {
    var text = words(record.outcome)
    if record.attempt > 1 { text += ", attempt \(record.attempt)" }
    if record.willRetry { text += "; it is tried again" }
    if record.count > 1 { text += "; \(record.count) instants share this" }
    if record.isDryRun { text += "; a dry run" }
    return text
  }

  private static func words(_ outcome: RunOutcome) -> String {
    switch outcome {
    case .succeeded: "the run succeeded"
    case .failed: "the run failed"
    case .timedOut: "the run was cancelled at its timeout"
    case .crashed: "the process that ran it disappeared"
    case .cancelled(.requested): "the run was cancelled on request"
    case .cancelled(.replaced): "a newer run took its place"
    case .cancelled(.leaseLost): "the run lost its lease and was cancelled"
    case .cancelled(.shutdown): "the service shut down before the run ended"
    case .skipped(.overlap): "not run: as many runs as allowed were still going on"
    case .skipped(.paused): "not run: the job, or everything, was paused"
    case .skipped(.circuitOpen): "not run: the circuit breaker was open after failures in a row"
    case .skipped(.draining): "not run: the service was shutting down"
    case .missed(.grace): "not run: it could only have started later than the misfire grace allows"
    case .missed(.coalesced): "not run: a newer instant was due as well and stands for it"
    case .missed(.schedulerDown): "not run: no scheduler was running"
    case .missed(.noHandler): "not run: no replica had the handler"
    case .missed(.claimsUnreachable): "not run: the claims could not be reached within the grace"
    case .missed(.rescheduled): "not run: the job's trigger was changed while it waited"
    }
  }

  /// One letter for a strip.
  static func letter(_ outcome: RunOutcome) -> Character {
    switch outcome {
    case .succeeded: "S"
    case .failed: "F"
    case .timedOut: "T"
    case .cancelled: "C"
    case .crashed: "X"
    case .skipped: "K"
    case .missed: "M"
    }
  }
}
