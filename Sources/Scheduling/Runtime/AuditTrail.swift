import CivilTime

/// The newest entries of a process that shares no claims.
struct AuditTrail: Sendable {
  private(set) var entries: [AuditEntry] = []
  private var count = 0
  private let limit = 1_000

  /// Keeps an entry under the next id.
  mutating func keep(_ entry: AuditEntry) -> AuditEntry {
    count += 1
    var kept = entry
    kept.id = "\(count)"
    if entries.count >= limit { entries.removeFirst(entries.count - limit + 1) }
    entries.append(kept)
    return kept
  }
}
