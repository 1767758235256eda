package import Foundation
package import GRDB

/// The delivery app's database: SQLite, in a file or in memory.
package struct OrdersDatabase: Sendable {
  package let writer: DatabaseQueue

  /// Opens the file, or a database in memory when `path` is nil, and makes the tables that are not there.
  package init(path: String? = nil) throws {
    var configuration = Configuration()
    // Two replicas on one machine may share a file: wait for each other's short transactions instead of failing.
    configuration.busyMode = .timeout(5)
    writer =
      try path.map { try DatabaseQueue(path: $0, configuration: configuration) }
      ?? DatabaseQueue(configuration: configuration)
    try writer.write { db in try db.execute(sql: Self.schema) }
  }

  /// Does a task in one transaction: all of it, or nothing of it. Returns how many rows it changed.
  package func perform(_ task: HousekeepingTask, at now: Date, fence: Fence? = nil) async throws -> Int {
    try await writer.write { db in
      try fence?.enter(db)
      return try task.body(db, now)
    }
  }

  /// Places an order that nobody has confirmed yet; returns its id.
  package func placeOrder(restaurant: Int64, totalCents: Int, at now: Date) async throws -> Int64 {
    try await writer.write { db in
      try db.execute(
        sql: """
          INSERT INTO orders (restaurant_id, status, total_cents, created_at, is_active)
          VALUES (?, 'pending', ?, ?, 1)
          """,
        arguments: [restaurant, totalCents, now])
      return db.lastInsertedRowID
    }
  }

  /// How many rows there are, by what the tasks change: for looking on.
  package func summary() async throws -> [String: Int] {
    try await writer.read { db in
      var counts: [String: Int] = [:]
      for row in try Row.fetchAll(db, sql: "SELECT status, count(*) AS n FROM orders GROUP BY status") {
        counts["orders.\(row["status"] as String)"] = row["n"]
      }
      for (name, condition) in [
        ("drivers", "is_available"), ("orders", "is_active"), ("menus", "1"), ("sessions", "1"),
        ("distance_requests", "1"), ("daily_stats", "1"),
      ] {
        let key = condition == "1" ? name : "\(name).\(condition)"
        counts[key] = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(name) WHERE \(condition)")
      }
      return counts
    }
  }
}
