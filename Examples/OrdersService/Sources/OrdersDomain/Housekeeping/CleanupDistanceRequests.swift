import GRDB

extension HousekeepingTask {
  /// Deletes distance requests older than 90 days.
  package static let cleanupDistanceRequests = HousekeepingTask(
    "cleanup-distance-requests", effect: "distance requests deleted"
  ) { db, now in
    try db.change("DELETE FROM distance_requests WHERE created_at < ?", [now.ago(days: 90)])
  }
}
