import CivilTime
import Scheduling

/// `GET …/status`. Times are RFC 3339 in UTC; a field without a value is null, so that every field is always there.
struct StatusDocument: Encodable {
  var snapshot: StatusSnapshot
  var page: Page

  init(_ snapshot: StatusSnapshot, page: Page) {
    self.snapshot = snapshot
    self.page = page
  }

  private enum Key: String, CodingKey {
    case isRunning = "scheduler_running"
    case jobCount = "job_count"
    case startedAt = "started_at"
    case lateness = "lateness_ms"
    case nextCursor = "next_cursor"
    case pauseNote = "pause_note"
    case takenAt = "as_of"
    case jobs, status, reasons, instance, running, queued, store, fleet
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    let status = snapshot.summary
    let (jobs, next) = snapshot.page(after: page.cursor, limit: page.limit)
    try container.encode(status.takenAt.rfc3339, forKey: .takenAt)
    try container.encode(status.isRunning, forKey: .isRunning)
    try container.encode(snapshot.jobCount, forKey: .jobCount)
    try container.encode(jobs.map(JobDocument.init), forKey: .jobs)
    try container.encode(next?.rawValue, forKey: .nextCursor)
    try container.encode(status.health.rawValue, forKey: .status)
    try container.encode(status.reasons, forKey: .reasons)
    try container.encode(status.instance, forKey: .instance)
    try container.encode(status.startedAt?.rfc3339, forKey: .startedAt)
    try container.encode(status.running, forKey: .running)
    try container.encode(status.queued, forKey: .queued)
    try container.encode(
      ["p50": status.latenessMedian?.milliseconds, "p99": status.latenessP99?.milliseconds], forKey: .lateness)
    try container.encode(StoreDocument(claims: status.claims), forKey: .store)
    try container.encode(status.fleet.map(MemberDocument.init), forKey: .fleet)
    try container.encode(status.pauseNote, forKey: .pauseNote)
  }
}

/// `store`: where claims are kept.
struct StoreDocument: Encodable {
  var claims: SchedulerStatus.ClaimsStatus

  private enum Key: String, CodingKey {
    case kind, connected, error, facts
    case clockOffset = "clock_offset_ms"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(claims.kind, forKey: .kind)
    try container.encode(claims.isConnected, forKey: .connected)
    try container.encode(claims.clockOffset?.milliseconds, forKey: .clockOffset)
    try container.encode(claims.error, forKey: .error)
    try container.encode(claims.facts, forKey: .facts)
  }
}

/// A replica in `fleet`.
struct MemberDocument: Encodable {
  var member: FleetMember

  private enum Key: String, CodingKey {
    case instance, status
    case lastSeen = "last_seen"
    case timeZoneData = "tzdata"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(member.instance, forKey: .instance)
    try container.encode(member.lastSeen.rfc3339, forKey: .lastSeen)
    try container.encode(member.status, forKey: .status)
    try container.encode(member.timeZoneData, forKey: .timeZoneData)
  }
}

extension Duration {
  /// In milliseconds, to the microsecond.
  var milliseconds: Double { (Double(nanoseconds) / 1_000).rounded() / 1_000 }
}
