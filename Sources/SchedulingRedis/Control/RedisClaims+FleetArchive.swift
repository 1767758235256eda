#if Redis
  package import Scheduling

  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  /// What the management API of a replica reads of its fleet: the same that ``FleetControl`` reads from outside.
  extension RedisClaims: FleetArchive {
    package func fleetView() async throws(ClaimsUnavailable) -> FleetView? { try await FleetControl(self).view() }

    package func fleetJobs() async throws(ClaimsUnavailable) -> [FleetJob] { try await FleetControl(self).storedJobs() }

    package func fleetLocks() async throws(ClaimsUnavailable) -> [FleetLock] { try await FleetControl(self).locks() }

    package func fleetRows(after place: String?, limit: Int) async throws(ClaimsUnavailable) -> FleetRows {
      try await session.newestRows(after: place, limit: limit)
    }

    package func evidence(of run: RunID, job: JobID) async throws(ClaimsUnavailable) -> RunEvidence? {
      try await session.evidence(of: run, job: job)
    }

    package func keep(_ entry: AuditEntry) async throws(ClaimsUnavailable) {
      guard let json = try? JSONEncoder().encode(entry.bounded.json) else { return }
      _ = try await session.command([
        "XADD", session.keys.audit, "MAXLEN", "~", "\(FleetSession.auditLength)", "*", "e",
        String(decoding: json, as: UTF8.self),
      ])
    }

    package func audit(before place: String?, limit: Int) async throws(ClaimsUnavailable) -> [AuditEntry] {
      try await session.audit(before: place, limit: limit)
    }
  }

  extension FleetSession {
    /// About how many entries the audit trail keeps.
    static let auditLength = 10_000

    /// Entries of the audit trail, newest first. What another version wrote and this one cannot read is passed over.
    func audit(before place: String?, limit: Int) async throws(ClaimsUnavailable) -> [AuditEntry] {
      let before = place.flatMap { StreamID($0) }
      if place != nil, before == nil { return [] }
      // One more than is wanted: the page begins with the entry that was the last of the page before.
      let answer = try await command([
        "XREVRANGE", keys.audit, before?.text ?? "+", "-", "COUNT", "\(max(0, limit) + 1)",
      ])
      guard let entries = answer.array else { throw Self.unexpected(answer) }
      var found: [AuditEntry] = []
      for item in entries where found.count < limit {
        guard let parts = item.array, parts.count == 2, let id = parts[0].string, id != place,
          let fields = parts[1].array, fields.count == 2, let text = fields[1].string,
          let json = try? JSONDecoder().decode(JobArguments.self, from: Data(text.utf8)),
          let entry = AuditEntry(id: id, json: json)
        else { continue }
        found.append(entry)
      }
      return found
    }

    /// The newest rows of the history, oldest first: all, or those after a place.
    func newestRows(after place: String?, limit: Int) async throws(ClaimsUnavailable) -> FleetRows {
      let known = place.flatMap { StreamID($0) }
      var newest: String?
      var found: [RunRecord] = []
      var end: StreamID?
      // Small at first: where somebody asks each second, little is new.
      var page = known == nil ? 1_000 : 50
      pages: while found.count < limit {
        let words = try await run(
          .historyPage, ScriptCall(keys: [keys.history], arguments: [end?.text ?? "+", "\(page)"]))
        var isOlder = false
        for (id, row) in FleetReading.pairs(Array(words)) {
          guard let current = StreamID(id), end.map({ current < $0 }) ?? true else { continue }
          if let known, !(known < current) { break pages }
          (isOlder, end) = (true, current)
          newest = newest ?? id
          if let record = RecordCoding.record(row) { found.append(record) }
          if found.count >= limit {
            return FleetRows(rows: found.reversed(), place: newest ?? place, hasGap: known != nil)
          }
        }
        guard isOlder else {
          // The end of the history was reached without the place that is known: it has been cut, or lost.
          return FleetRows(rows: found.reversed(), place: newest, hasGap: known != nil)
        }
        page = 1_000
      }
      return FleetRows(rows: found.reversed(), place: newest ?? place)
    }
  }
#endif
