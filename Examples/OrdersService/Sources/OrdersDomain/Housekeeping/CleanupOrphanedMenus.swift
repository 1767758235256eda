import GRDB

extension HousekeepingTask {
  /// Deletes menus whose restaurant is gone, when they are older than 30 days.
  package static let cleanupOrphanedMenus = HousekeepingTask("cleanup-orphaned-menus", effect: "menus deleted") {
    db, now in
    try db.change(
      """
      DELETE FROM menus WHERE created_at < ?
      AND NOT EXISTS (SELECT 1 FROM restaurants WHERE restaurants.id = menus.restaurant_id)
      """,
      [now.ago(days: 30)])
  }
}
