/// What a fleet shares beside its claims. Management reads and writes it; the engine never does.
package protocol FleetArchive: Sendable {
  /// The fleet at this moment; nil when nothing has ever registered in its namespace, or its data was lost.
  func fleetView() async throws(ClaimsUnavailable) -> FleetView?

  /// The jobs that the fleet knows, by id. May walk through all keys of the server.
  func fleetJobs() async throws(ClaimsUnavailable) -> [FleetJob]

  /// The locks that are taken.
  func fleetLocks() async throws(ClaimsUnavailable) -> [FleetLock]

  /// The newest rows of the fleet's history, at most `limit`, oldest first: all of them, or those after a place.
  func fleetRows(after place: String?, limit: Int) async throws(ClaimsUnavailable) -> FleetRows

  /// What a run that has ended left; nil where it left nothing, or newer runs of its job have taken its place.
  func evidence(of run: RunID, job: JobID) async throws(ClaimsUnavailable) -> RunEvidence?

  /// Keeps an entry of the audit trail; the oldest ones go.
  func keep(_ entry: AuditEntry) async throws(ClaimsUnavailable)

  /// The newest entries of the audit trail, newest first; those before a place where one is named.
  func audit(before place: String?, limit: Int) async throws(ClaimsUnavailable) -> [AuditEntry]
}

/// Rows of a fleet's history, and the place where they end.
package struct FleetRows: Sendable {
  /// Oldest first.
  package var rows: [RunRecord]
  /// The place of the newest row that was read: the next question names it. Nil in an empty history.
  package var place: String?
  /// There were more new rows than were asked for: what was read before does not join on.
  package var hasGap: Bool

  package init(rows: [RunRecord] = [], place: String? = nil, hasGap: Bool = false) {
    self.rows = rows
    self.place = place
    self.hasGap = hasGap
  }
}
