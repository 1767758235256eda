import CivilTime

extension Scheduler {
  /// Keeps an entry of the audit trail: as an event, and in the fleet's history or, where claims are local, in this
  /// process. What the fleet does not take is kept here, and reported as a warning.
  package func record(_ entry: AuditEntry) async {
    let entry = entry.bounded
    guard let archive = fleetArchive else {
      let kept = core.audit.withLock { $0.keep(entry) }
      return core.hub.publish([.audited(kept)])
    }
    core.hub.publish([.audited(entry)])
    do throws(ClaimsUnavailable) {
      try await archive.keep(entry)
    } catch {
      _ = core.audit.withLock { $0.keep(entry) }
      core.hub.publish([.warning("the audit trail of the fleet did not take '\(entry)': \(error.message)")])
    }
  }

  /// The newest entries that this process keeps, newest first.
  package func ownAudit(before id: String?, limit: Int) -> [AuditEntry] {
    core.audit.withLock { trail in
      let before = id.flatMap { Int($0) } ?? .max
      return Array(trail.entries.reversed().lazy.filter { (Int($0.id) ?? 0) < before }.prefix(max(0, limit)))
    }
  }
}
