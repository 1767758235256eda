import CSQLite

/// A SQLite database: one connection, one caller at a time.
package actor Database {
  private let connection: Connection

  /// Opens a file, or a database in memory when `path` is nil.
  package init(path: String? = nil) throws {
    connection = try Connection(path ?? ":memory:")
    for statement in Schema.statements { _ = try connection.rows(statement, []) }
  }

  /// Executes one statement and returns its rows.
  @discardableResult
  package func rows(_ sql: String, _ values: SQLValue...) throws -> [[SQLValue]] { try connection.rows(sql, values) }

  /// Executes one statement and returns how many rows it changed.
  @discardableResult
  package func change(_ sql: String, _ values: SQLValue...) throws -> Int {
    _ = try connection.rows(sql, values)
    return connection.changes
  }

  /// The first value of the first row, as a number.
  package func number(_ sql: String, _ values: SQLValue...) throws -> Int {
    Int(try connection.rows(sql, values).first?.first?.number ?? 0)
  }

  /// The first column, as texts.
  package func texts(_ sql: String, _ values: SQLValue...) throws -> [String] {
    try connection.rows(sql, values).compactMap { $0.first?.text }
  }

  /// All of it, or nothing of it.
  package func transaction<Result: Sendable>(_ body: @Sendable (isolated Database) throws -> Result) throws -> Result {
    _ = try connection.rows("BEGIN IMMEDIATE", [])
    do {
      let result = try body(self)
      _ = try connection.rows("COMMIT", [])
      return result
    } catch {
      _ = try? connection.rows("ROLLBACK", [])
      throw error
    }
  }
}

/// A value of a column.
package enum SQLValue: Sendable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByNilLiteral
{
  case null
  case number(Int64)
  case text(String)

  package init(integerLiteral value: Int64) { self = .number(value) }
  package init(stringLiteral value: String) { self = .text(value) }
  package init(nilLiteral: ()) { self = .null }
  package init(_ value: Int) { self = .number(Int64(value)) }
  package init(_ value: Int?) { self = value.map { .number(Int64($0)) } ?? .null }
  package init(_ value: String?) { self = value.map(SQLValue.text) ?? .null }

  package var number: Int64? {
    if case .number(let number) = self { number } else { nil }
  }

  package var text: String? {
    if case .text(let text) = self { text } else { nil }
  }
}

/// What SQLite said.
package struct DatabaseError: Error, CustomStringConvertible {
  package var description: String
}

/// Only ever used by the actor that made it.
private final class Connection: @unchecked Sendable {
  private var handle: OpaquePointer?

  init(_ path: String) throws {
    guard sqlite3_open(path, &handle) == SQLITE_OK else {
      throw DatabaseError(description: "\(path) cannot be opened: \(message)")
    }
    sqlite3_busy_timeout(handle, 5_000)
  }

  deinit { sqlite3_close_v2(handle) }

  var changes: Int { Int(sqlite3_changes(handle)) }

  private var message: String { handle.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "out of memory" }

  func rows(_ sql: String, _ values: [SQLValue]) throws -> [[SQLValue]] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw DatabaseError(description: "\(message), in: \(sql)")
    }
    defer { sqlite3_finalize(statement) }
    for (index, value) in values.enumerated() { bind(value, to: statement, at: Int32(index + 1)) }
    var rows: [[SQLValue]] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: rows.append((0..<sqlite3_column_count(statement)).map { Self.column($0, of: statement) })
      case SQLITE_DONE: return rows
      default: throw DatabaseError(description: "\(message), in: \(sql)")
      }
    }
  }

  private func bind(_ value: SQLValue, to statement: OpaquePointer, at index: Int32) {
    switch value {
    case .null: sqlite3_bind_null(statement, index)
    case .number(let number): sqlite3_bind_int64(statement, index, number)
    case .text(let text):
      // SQLITE_TRANSIENT, which C writes as a cast: SQLite copies the text.
      sqlite3_bind_text(statement, index, text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
    }
  }

  private static func column(_ index: Int32, of statement: OpaquePointer) -> SQLValue {
    switch sqlite3_column_type(statement, index) {
    case SQLITE_NULL: .null
    case SQLITE_INTEGER: .number(sqlite3_column_int64(statement, index))
    default: .text(sqlite3_column_text(statement, index).map { String(cString: $0) } ?? "")
    }
  }
}
