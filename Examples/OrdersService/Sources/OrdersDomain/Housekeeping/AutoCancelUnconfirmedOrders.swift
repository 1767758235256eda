import GRDB

extension HousekeepingTask {
  /// Cancels orders that nobody confirmed for more than 30 minutes.
  package static let autoCancelUnconfirmedOrders = HousekeepingTask(
    "auto-cancel-unconfirmed-orders", effect: "orders cancelled"
  ) { db, now in
    try db.change(
      """
      UPDATE orders SET status = 'cancelled', closed_at = :now, cancel_reason = 'not confirmed within 30 minutes'
      WHERE status = 'pending' AND created_at < :limit
      """,
      ["now": now, "limit": now.ago(minutes: 30)])
  }
}
