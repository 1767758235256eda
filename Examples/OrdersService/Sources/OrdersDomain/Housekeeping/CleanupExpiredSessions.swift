import GRDB

extension HousekeepingTask {
  /// Deletes sessions that have expired.
  package static let cleanupExpiredSessions = HousekeepingTask("cleanup-expired-sessions", effect: "sessions deleted") {
    db, now in
    try db.change("DELETE FROM sessions WHERE expires_at <= ?", [now])
  }
}
