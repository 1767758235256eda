import CivilTime
import HTTPTypes
import Scheduling

/// Dead letters, locks and the audit trail.
extension ManagementRoutes {
  func deadLetters(_ call: Call, _ picture: Picture) async throws -> (HTTPResponse, [UInt8]) {
    try call.target.allow(["job", "limit"])
    let limit = try call.target.limit() ?? 100
    let jobs = Set(call.target.values("job").map { JobID($0) })
    let letters = try await scheduler.deadLetters(limit: 100_000).filter { jobs.isEmpty || jobs.contains($0.job) }
    return Answer.json(
      DeadLettersJSON(redaction: steering.redaction).grouped(letters, limit: limit, view: picture.view))
  }

  func locks(_ call: Call, _ picture: Picture) async throws -> (HTTPResponse, [UInt8]) {
    try call.target.allow([])
    var locks: [FleetLock] = []
    var missing: String?
    if picture.isFleet, let archive = scheduler.fleetArchive {
      // A Redis user that may not SCAN sees the leases of runs, which are most of it.
      do throws(ClaimsUnavailable) { locks = try await archive.fleetLocks() } catch {
        missing = "locks that no run holds are not listed: \(error.message)"
      }
    }
    return Answer.json(FleetJSON(picture: picture).locks(locks, missing: missing))
  }

  func audit(_ call: Call, _ picture: Picture) async throws -> (HTTPResponse, [UInt8]) {
    let target = call.target
    try target.allow(["job", "by", "action", "limit", "cursor"])
    let limit = try target.limit() ?? 100
    var cursor = target["cursor"]
    var found: [AuditEntry] = []
    // A filter may pass over many: so many are looked at, and the cursor goes on from there.
    for _ in 0..<10 {
      let page: [AuditEntry]
      if picture.isFleet, let archive = scheduler.fleetArchive {
        page = try await archive.audit(before: cursor, limit: 1_000)
      } else {
        page = scheduler.ownAudit(before: cursor, limit: 1_000)
      }
      for entry in page where found.count < limit {
        cursor = entry.id
        if matches(entry, target) { found.append(entry) }
      }
      if page.count < 1_000 || found.count >= limit {
        if found.count < limit || page.last?.id == cursor, page.count < 1_000 { cursor = nil }
        break
      }
    }
    return Answer.json([
      "entries": .list(found.map(AuditJSON.entry)), "next_cursor": JSON(cursor), "view": picture.view,
    ])
  }

  private func matches(_ entry: AuditEntry, _ target: RequestTarget) -> Bool {
    if let job = target["job"], entry.job?.rawValue != job { return false }
    if let by = target["by"], entry.by != by { return false }
    if let action = target["action"], entry.action != action { return false }
    return true
  }
}
