import Foundation
import GRDB
import OrdersDomain
import Testing

@Suite("Each task changes the right rows and no others")
struct HousekeepingTests {
  let fixture: Fixture
  let now: Date

  init() throws {
    fixture = try Fixture()
    now = fixture.now
  }

  func perform(_ task: HousekeepingTask) async throws -> Int { try await fixture.database.perform(task, at: now) }

  @Test("Orders pending for more than 30 minutes are cancelled, with the reason")
  func autoCancel() async throws {
    try fixture.order(1, "pending", created: now.ago(minutes: 31))
    try fixture.order(2, "pending", created: now.ago(minutes: 30))
    try fixture.order(3, "pending", created: now.ago(minutes: 1))
    try fixture.order(4, "confirmed", created: now.ago(minutes: 90))
    #expect(try await perform(.autoCancelUnconfirmedOrders) == 1)
    #expect(try fixture.ids("orders", where: "status = 'cancelled'") == [1])
    #expect(try fixture.ids("orders", where: "cancel_reason IS NOT NULL AND closed_at IS NOT NULL") == [1])
    #expect(try fixture.ids("orders", where: "status = 'confirmed'") == [4])
    #expect(try await perform(.autoCancelUnconfirmedOrders) == 0)
  }

  @Test("Menus without a restaurant go after 30 days; menus of a restaurant stay for ever")
  func orphanedMenus() async throws {
    try fixture.insert("restaurants", ["id": 2, "name": "Closing down"])
    for (id, restaurant, age) in [(1, 1, 400), (2, nil, 31), (3, nil, 29), (4, 2, 31)] as [(Int, Int?, Int)] {
      try fixture.insert(
        "menus", ["id": id, "restaurant_id": restaurant, "name": "m", "created_at": now.ago(days: age)])
    }
    try await fixture.database.writer.write { db in try db.execute(sql: "DELETE FROM restaurants WHERE id = 2") }
    #expect(try await perform(.cleanupOrphanedMenus) == 2)
    #expect(try fixture.ids("menus") == [1, 3])
  }

  @Test("Orders closed over 90 days ago are archived; open ones are not, however old")
  func archive() async throws {
    try fixture.order(1, "delivered", created: now.ago(days: 92), closed: now.ago(days: 91))
    try fixture.order(2, "delivered", created: now.ago(days: 92), closed: now.ago(days: 89))
    try fixture.order(3, "confirmed", created: now.ago(days: 200))
    #expect(try await perform(.archiveOldOrders) == 1)
    #expect(try fixture.ids("orders", where: "is_active") == [2, 3])
    #expect(try await perform(.archiveOldOrders) == 0)
  }

  @Test("A restaurant reviewed within the last day gets the mean of all its reviews; others keep their rating")
  func ratings() async throws {
    try fixture.insert("restaurants", ["id": 2, "name": "Quiet", "rating": 4.5, "rating_count": 9])
    for (restaurant, stars, hours) in [(1, 5, 1), (1, 2, 300), (2, 1, 25)] {
      try fixture.insert(
        "reviews", ["restaurant_id": restaurant, "stars": stars, "created_at": now.ago(minutes: 60 * hours)])
    }
    #expect(try await perform(.updateRestaurantRatings) == 1)
    let reviewed = try #require(try fixture.row("SELECT * FROM restaurants WHERE id = 1"))
    #expect(reviewed["rating"] == 3.5)
    #expect(reviewed["rating_count"] == 2)
    let quiet = try #require(try fixture.row("SELECT * FROM restaurants WHERE id = 2"))
    #expect(quiet["rating"] == 4.5)
  }

  @Test("Expired sessions are deleted, live ones are kept")
  func sessions() async throws {
    for (id, minutes) in [(1, 1), (2, 0), (3, -1)] {
      try fixture.insert("sessions", ["id": id, "user": "u", "expires_at": now.ago(minutes: minutes)])
    }
    #expect(try await perform(.cleanupExpiredSessions) == 2)
    #expect(try fixture.ids("sessions") == [3])
  }

  @Test("The day's totals count that day's orders only, and are brought up to date when done again")
  func dailyStats() async throws {
    try fixture.order(1, "delivered", created: now.ago(minutes: 60), cents: 700)
    try fixture.order(2, "delivered", created: now.ago(minutes: 12 * 60), cents: 800)
    try fixture.order(3, "cancelled", created: now.ago(minutes: 5))
    try fixture.order(4, "delivered", created: now.ago(minutes: 12 * 60 + 1))
    #expect(try await perform(.generateDailyStats) == 1)
    try fixture.order(5, "pending", created: now)
    #expect(try await perform(.generateDailyStats) == 1)
    #expect(
      try fixture.integers("SELECT orders, delivered, cancelled, revenue_cents FROM daily_stats") == [4, 2, 1, 1_500])
    #expect(try fixture.row("SELECT day FROM daily_stats")?["day"] == "2026-11-21")
  }

  @Test("A day without orders has totals of zero")
  func emptyDay() async throws {
    #expect(try await perform(.generateDailyStats) == 1)
    #expect(try fixture.integers("SELECT orders, revenue_cents FROM daily_stats") == [0, 0])
  }

  @Test("Distance requests go after 90 days")
  func distanceRequests() async throws {
    for (id, age) in [(1, 91), (2, 90), (3, 1)] {
      try fixture.insert("distance_requests", ["id": id, "meters": 5, "created_at": now.ago(days: age)])
    }
    #expect(try await perform(.cleanupDistanceRequests) == 1)
    #expect(try fixture.ids("distance_requests") == [2, 3])
  }

  @Test("Drivers silent for more than 30 minutes become unavailable")
  func drivers() async throws {
    for (id, minutes, available) in [(1, 31, true), (2, 30, true), (3, 90, false)] {
      try fixture.insert(
        "drivers", ["id": id, "name": "d", "is_available": available, "last_seen_at": now.ago(minutes: minutes)])
    }
    #expect(try await perform(.driverInactivityCheck) == 1)
    #expect(try fixture.ids("drivers", where: "is_available") == [2])
  }
}
