import GRDB

extension HousekeepingTask {
  /// Writes the totals of the orders placed on the day (UTC) of `now`; done again, it brings that day's row up to date.
  package static let generateDailyStats = HousekeepingTask("generate-daily-stats", effect: "days totalled") { db, now in
    try db.change(
      """
      INSERT INTO daily_stats (day, orders, delivered, cancelled, revenue_cents)
      SELECT date(:now), count(*), coalesce(sum(status = 'delivered'), 0), coalesce(sum(status = 'cancelled'), 0),
        coalesce(sum(total_cents) FILTER (WHERE status = 'delivered'), 0)
      FROM orders WHERE date(created_at) = date(:now)
      ON CONFLICT (day) DO UPDATE SET orders = excluded.orders, delivered = excluded.delivered,
        cancelled = excluded.cancelled, revenue_cents = excluded.revenue_cents
      """,
      ["now": now])
  }
}
