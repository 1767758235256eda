import CivilTime
import Scheduling

/// A job in `jobs`.
struct JobDocument: Encodable {
  var job: JobInfo

  private enum Key: String, CodingKey {
    case nextRun = "next_run"
    case timeZone = "time_zone"
    case pauseNote = "pause_note"
    case lastRun = "last_run"
    case lastSuccess = "last_success"
    case id, trigger, schedule, paused, running, overdue, description, owner, tags
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(job.id.rawValue, forKey: .id)
    try container.encode(job.nextRun?.rfc3339, forKey: .nextRun)
    try container.encode(job.trigger.expression, forKey: .trigger)
    try container.encode(job.trigger.description, forKey: .schedule)
    try container.encode(job.trigger.timeZoneName, forKey: .timeZone)
    try container.encode(job.isPaused, forKey: .paused)
    try container.encode(job.pauseNote, forKey: .pauseNote)
    try container.encode(job.running, forKey: .running)
    try container.encode(job.lastRun.map(RunDocument.init), forKey: .lastRun)
    try container.encode(job.lastSuccess?.rfc3339, forKey: .lastSuccess)
    try container.encode(job.isOverdue, forKey: .overdue)
    try container.encode(job.options.description, forKey: .description)
    try container.encode(job.options.owner, forKey: .owner)
    try container.encode(job.options.tags, forKey: .tags)
  }
}

/// A row of history, as `last_run` shows it.
struct RunDocument: Encodable {
  var record: RunRecord

  private enum Key: String, CodingKey {
    case runID = "run_id"
    case scheduledAt = "scheduled_at"
    case startedAt = "started_at"
    case endedAt = "ended_at"
    case duration = "duration_ms"
    case fencingToken = "fencing_token"
    case firstInstant = "first_scheduled_at"
    case willRetry = "will_retry"
    case isDryRun = "dry_run"
    case outcome, reason, attempt, cause, message, instance, count
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(record.runID?.description, forKey: .runID)
    try container.encode(record.instant.rfc3339, forKey: .scheduledAt)
    try container.encode(record.firstInstant.rfc3339, forKey: .firstInstant)
    try container.encode(record.count, forKey: .count)
    try container.encode(record.willRetry, forKey: .willRetry)
    try container.encode(record.isDryRun, forKey: .isDryRun)
    try container.encode(record.cause.rawValue, forKey: .cause)
    try container.encode(record.started?.rfc3339, forKey: .startedAt)
    try container.encode(record.ended.rfc3339, forKey: .endedAt)
    try container.encode(record.duration?.milliseconds, forKey: .duration)
    try container.encode(record.outcome.word, forKey: .outcome)
    try container.encode(record.outcome.reason, forKey: .reason)
    try container.encode(record.attempt, forKey: .attempt)
    try container.encode(record.message, forKey: .message)
    try container.encode(record.instance, forKey: .instance)
    try container.encode(record.fencingToken, forKey: .fencingToken)
  }
}
