package import Foundation

extension Shop {
  /// Deletes sessions that were not used for longer than the retention.
  package func purgeSessions(olderThan age: Duration, at now: Date) async throws -> Int {
    try await database.change(
      "DELETE FROM sessions WHERE last_used < ?", SQLValue(now.second - Int(age.components.seconds)))
  }

  /// Deletes log files that were not written to for so many days.
  package func cleanLogs(keepingDays days: Int, at now: Date) throws -> Int {
    let old = try files(in: "logs").filter { file in
      try file.pathExtension == "log" && Self.modified(file) < now.addingTimeInterval(-86_400 * Double(days))
    }
    for file in old { try FileManager.default.removeItem(at: file) }
    return old.count
  }

  /// Deletes caches that have expired.
  package func cleanCaches(at now: Date) async throws -> Int {
    try await database.change("DELETE FROM caches WHERE expires <= ?", SQLValue(now.second))
  }

  /// Recomputes the numbers that the warehouse asks for.
  package func updateCounters() async throws -> Int {
    try await database.transaction { database in
      for (name, query) in [
        ("orders", "SELECT count(*) FROM orders"), ("revenue_cents", "SELECT coalesce(sum(cents), 0) FROM orders"),
        ("skus", "SELECT count(*) FROM stock"),
        ("crashed_items", "SELECT count(*) FROM queue_items WHERE status = 'CRASH'"),
      ] {
        try database.change("INSERT OR REPLACE INTO counters VALUES (?, (\(query)))", .text(name))
      }
      return 4
    }
  }

  /// Mails customers whose license ends in one of so many days: one mail for a customer, offset and day.
  package func notifyOfLicenses(offsets: [Int], at now: Date) async throws -> Int {
    let today = now.second / 86_400
    var mails = 0
    for offset in offsets {
      let day = today + offset
      let customers = try await database.rows(
        "SELECT id, mail FROM customers WHERE license_ends / 86400 = ?", SQLValue(day))
      for customer in customers {
        let id = customer[0].number ?? 0
        mails += try await send(
          to: customer[1].text ?? "", "Your license ends in \(offset) days", key: "license-\(id)-\(offset)-\(today)",
          at: now)
      }
    }
    return mails
  }

  /// Puts a mail into the outbox, once for each key.
  func send(to recipient: String, _ subject: String, key: String, at now: Date) async throws -> Int {
    try await database.change(
      "INSERT OR IGNORE INTO mails VALUES (?, ?, ?, ?)", .text(recipient), .text(subject), .text(key),
      SQLValue(now.second))
  }
}
