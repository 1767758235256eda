package import Foundation
import GRDB

extension OrdersDatabase {
  /// Fills an empty database so that every task finds rows to change and rows to leave alone; a database with
  /// restaurants in it is left as it is. Returns whether it was filled.
  @discardableResult
  package func seed(at now: Date) async throws -> Bool {
    try await writer.write { db in
      if try Int.fetchOne(db, sql: "SELECT count(*) FROM restaurants") ?? 0 > 0 { return false }
      for (id, name) in [(1, "Trattoria Ostuni"), (2, "Golden Wok"), (3, "Falafel Corner")] {
        try db.execute(sql: "INSERT INTO restaurants (id, name) VALUES (?, ?)", arguments: [id, name])
      }
      for id in 1...12 {
        // Every third driver went silent 40 minutes ago or earlier.
        let silent = id.isMultiple(of: 3) ? 40 * id : id
        try db.execute(
          sql: "INSERT INTO drivers VALUES (?, ?, 1, ?)",
          arguments: [id, "Driver \(id)", now.ago(minutes: silent)])
      }
      try Self.seedOrders(db, at: now)
      for (restaurant, age) in [(1, 100), (nil, 10), (nil, 31), (nil, 45)] as [(Int?, Int)] {
        try db.execute(
          sql: "INSERT INTO menus (restaurant_id, name, created_at) VALUES (?, ?, ?)",
          arguments: [restaurant, "Menu of \(age) days ago", now.ago(days: age)])
      }
      for (index, stars) in [5, 4, 4, 2, 5, 3].enumerated() {
        try db.execute(
          sql: "INSERT INTO reviews (restaurant_id, stars, created_at) VALUES (?, ?, ?)",
          arguments: [1 + index % 3, stars, now.ago(minutes: 10 * 60 * (index + 1))])
      }
      for index in 1...20 {
        try db.execute(
          sql: "INSERT INTO sessions (user, expires_at) VALUES (?, ?)",
          arguments: ["user-\(index)", now.ago(minutes: 30 * (index - 10))])
      }
      for index in 1...10 {
        try db.execute(
          sql: "INSERT INTO distance_requests (driver_id, meters, created_at) VALUES (?, ?, ?)",
          arguments: [index, 800 * index, now.ago(days: 20 * index)])
      }
      return true
    }
  }

  private static func seedOrders(_ db: Database, at now: Date) throws {
    // Unconfirmed since 5, 15, ... 75 minutes.
    for index in 0..<8 {
      try db.execute(
        sql:
          "INSERT INTO orders (restaurant_id, status, total_cents, created_at, is_active) VALUES (?, 'pending', ?, ?, 1)",
        arguments: [1 + index % 3, 1_200 + 150 * index, now.ago(minutes: 5 + 10 * index)])
    }
    // Delivered an hour ago, then every ten days back to 110 days ago.
    for index in 0..<12 {
      let closed = now.ago(minutes: 60 + index * 10 * 24 * 60)
      try db.execute(
        sql: """
          INSERT INTO orders (restaurant_id, driver_id, status, total_cents, created_at, closed_at, is_active)
          VALUES (?, ?, 'delivered', ?, ?, ?, 1)
          """,
        arguments: [1 + index % 3, 1 + index, 2_000 + 100 * index, closed.ago(minutes: 45), closed])
    }
  }
}
