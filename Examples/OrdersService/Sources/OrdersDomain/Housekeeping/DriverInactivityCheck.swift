import GRDB

extension HousekeepingTask {
  /// Makes drivers unavailable who have been silent for more than 30 minutes.
  package static let driverInactivityCheck = HousekeepingTask(
    "driver-inactivity-check", effect: "drivers made unavailable"
  ) { db, now in
    try db.change(
      "UPDATE drivers SET is_available = 0 WHERE is_available AND last_seen_at < ?", [now.ago(minutes: 30)])
  }
}
