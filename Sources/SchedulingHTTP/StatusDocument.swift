import CivilTime
import Scheduling

/// `GET …/status`. Times are RFC 3339 in UTC; a field without a value is null, so that every field is always there.
struct StatusDocument {
  var snapshot: StatusSnapshot
  var page: Page

  init(_ snapshot: StatusSnapshot, page: Page) {
    self.snapshot = snapshot
    self.page = page
  }

  var json: JSON {
    let status = snapshot.summary
    let (jobs, next) = snapshot.page(after: page.cursor, limit: page.limit)
    return [
      "as_of": JSON(status.takenAt), "fleet": .list(status.fleet.map(Self.member)), "instance": .text(status.instance),
      "job_count": JSON(snapshot.jobCount), "jobs": .list(jobs.map { JobDocument(job: $0).json }),
      "lateness_ms": ["p50": JSON(status.latenessMedian), "p99": JSON(status.latenessP99)],
      "next_cursor": JSON(next?.rawValue), "pause_note": JSON(status.pauseNote), "queued": JSON(status.queued),
      "reasons": JSON(status.reasons), "running": JSON(status.running), "scheduler_running": .bool(status.isRunning),
      "started_at": JSON(status.startedAt), "status": .text(status.health.rawValue),
      "store": Self.store(status.claims),
    ]
  }

  /// Where claims are kept.
  private static func store(_ claims: SchedulerStatus.ClaimsStatus) -> JSON {
    [
      "clock_offset_ms": JSON(claims.clockOffset), "connected": .bool(claims.isConnected), "error": JSON(claims.error),
      "facts": .object(claims.facts.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }),
      "kind": .text(claims.kind),
    ]
  }

  private static func member(_ member: FleetMember) -> JSON {
    [
      "instance": .text(member.instance), "last_seen": JSON(member.lastSeen), "status": .text(member.status),
      "tzdata": JSON(member.timeZoneData),
    ]
  }
}

extension Duration {
  /// In milliseconds, to the microsecond.
  var milliseconds: Double { (Double(nanoseconds) / 1_000).rounded() / 1_000 }
}
