import CivilTime
import Scheduling

/// A job in `jobs`.
struct JobDocument {
  var job: JobInfo

  var json: JSON {
    let written = job.written(for: .status) {
      JSON.members([
        "description": JSON(job.options.description), "id": .text(job.id.rawValue),
        "owner": JobJSON.owner(job.options.owner), "schedule": .text(job.trigger.description),
        "tags": JSON(job.options.tags), "time_zone": JSON(job.trigger.timeZoneName),
        "trigger": .text(job.trigger.expression),
      ])
    }
    return .extended(
      written,
      [
        "last_run": job.lastRun.map { RunDocument(record: $0).json } ?? .null,
        "last_success": JSON(job.lastSuccess),
        "next_run": JSON(job.nextRun), "overdue": .bool(job.isOverdue), "pause_note": JSON(job.pauseNote),
        "paused": .bool(job.isPaused), "progress": EvidenceJSON.progress(job.progress),
        "running": JSON(job.running),
      ])
  }
}

/// A row of history, as `last_run` shows it.
struct RunDocument {
  var record: RunRecord

  var json: JSON {
    [
      "attempt": JSON(record.attempt), "cause": .text(record.cause.rawValue), "count": JSON(record.count),
      "dry_run": .bool(record.isDryRun), "duration_ms": JSON(record.duration), "ended_at": JSON(record.ended),
      "fencing_token": JSON(record.fencingToken), "first_scheduled_at": JSON(record.firstInstant),
      "instance": .text(record.instance), "message": JSON(record.message),
      "outcome": .text(record.outcome.kind.rawValue),
      "reason": JSON(record.outcome.reason), "run_id": JSON(record.runID?.description),
      "scheduled_at": JSON(record.instant), "started_at": JSON(record.started), "will_retry": .bool(record.willRetry),
    ]
  }
}
