import GRDB

extension HousekeepingTask {
  /// Takes orders that were closed more than 90 days ago out of the active ones.
  package static let archiveOldOrders = HousekeepingTask("archive-old-orders", effect: "orders archived") { db, now in
    try db.change(
      "UPDATE orders SET is_active = 0 WHERE is_active AND closed_at < ?", [now.ago(days: 90)])
  }
}
