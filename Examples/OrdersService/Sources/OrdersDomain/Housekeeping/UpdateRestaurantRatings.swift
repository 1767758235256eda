import GRDB

extension HousekeepingTask {
  /// Recomputes the rating, from all their reviews, of the restaurants that were reviewed within the last day.
  package static let updateRestaurantRatings = HousekeepingTask(
    "update-restaurant-ratings", effect: "ratings recomputed"
  ) { db, now in
    try db.change(
      """
      UPDATE restaurants SET (rating, rating_count) =
        (SELECT avg(stars), count(*) FROM reviews WHERE restaurant_id = restaurants.id AND created_at <= :now)
      WHERE id IN (SELECT restaurant_id FROM reviews WHERE created_at > :limit AND created_at <= :now)
      """,
      ["now": now, "limit": now.ago(days: 1)])
  }
}
