import Foundation
import GRDB
import OrdersDomain

/// A database with one restaurant and nothing else, and a time to judge ages by: 2026-11-21T12:00:00Z.
struct Fixture {
  let database: OrdersDatabase
  let now = Date(timeIntervalSince1970: 1_795_262_400)

  init() throws {
    database = try OrdersDatabase()
    try insert("restaurants", ["id": 1, "name": "Trattoria"])
  }

  func insert(_ table: String, _ row: KeyValuePairs<String, (any DatabaseValueConvertible)?>) throws {
    let columns = row.map(\.key).joined(separator: ", ")
    let places = row.map { _ in "?" }.joined(separator: ", ")
    try database.writer.write { db in
      try db.execute(
        sql: "INSERT INTO \(table) (\(columns)) VALUES (\(places))", arguments: StatementArguments(row.map(\.value)))
    }
  }

  func order(_ id: Int, _ status: String, created: Date, closed: Date? = nil, cents: Int = 1_000) throws {
    try insert(
      "orders",
      [
        "id": id, "restaurant_id": 1, "status": status, "total_cents": cents, "created_at": created,
        "closed_at": closed, "is_active": true,
      ])
  }

  func ids(_ table: String, where condition: String = "1") throws -> [Int] {
    try database.writer.read { db in
      try Int.fetchAll(db, sql: "SELECT id FROM \(table) WHERE \(condition) ORDER BY id")
    }
  }

  func row(_ sql: String) throws -> Row? {
    try database.writer.read { db in try Row.fetchOne(db, sql: sql) }
  }

  /// All columns of all rows, in order.
  func integers(_ sql: String) throws -> [Int] {
    try database.writer.read { db in
      try Row.fetchAll(db, sql: sql).flatMap { row in row.columnNames.map { row[$0] as Int } }
    }
  }
}
