package import Foundation

/// The work queue: items go from NEW over IN_QUEUE and PROCESSING to PROCESSED, or to CRASH.
extension Shop {
  /// An item that is in work for longer than this was left behind by a process that is no more.
  package static let staleAfter = 600

  /// One item of work.
  package struct Item: Sendable, Hashable {
    package var id: Int
    package var key: String
    package var payload: String
  }

  /// Puts work into a queue; false when an item with the key is there already.
  @discardableResult
  package func enqueue(_ key: String, _ payload: String, in queue: String, at now: Date) async throws -> Bool {
    try await database.change(
      "INSERT OR IGNORE INTO queue_items (queue, key, payload, changed_at) VALUES (?, ?, ?, ?)", .text(queue),
      .text(key), .text(payload), SQLValue(now.second)) > 0
  }

  /// Works off a queue: first what a crashed process left behind is put back, then all that is new is done, one by one.
  /// - Returns: how many items were done, crashed and put back.
  package func process(
    queue: String, at now: Date, work: @Sendable (Item) async throws -> Void
  ) async throws -> (processed: Int, crashed: Int, restarted: Int) {
    let restarted = try await database.change(
      """
      UPDATE queue_items SET status = 'NEW', restarts = restarts + 1, changed_at = ?1
      WHERE queue = ?2 AND status IN ('IN_QUEUE', 'PROCESSING') AND changed_at <= ?1 - ?3
      """, SQLValue(now.second), .text(queue), SQLValue(Self.staleAfter))
    try await database.change(
      "UPDATE queue_items SET status = 'IN_QUEUE', changed_at = ? WHERE queue = ? AND status = 'NEW'",
      SQLValue(now.second), .text(queue))
    var (processed, crashed) = (0, 0)
    while let item = try await take(from: queue, at: now) {
      do {
        try Task.checkCancellation()
        try await work(item)
        try await end(item, "PROCESSED", nil, now)
        processed += 1
      } catch is CancellationError {
        // Not the item's fault: the next run takes it up.
        try await end(item, "IN_QUEUE", nil, now)
        throw CancellationError()
      } catch {
        try await end(item, "CRASH", "\(error)", now)
        crashed += 1
      }
    }
    return (processed, crashed, restarted)
  }

  private func take(from queue: String, at now: Date) async throws -> Item? {
    let rows = try await database.rows(
      """
      UPDATE queue_items SET status = 'PROCESSING', changed_at = ?
      WHERE id = (SELECT id FROM queue_items WHERE queue = ? AND status = 'IN_QUEUE' ORDER BY id LIMIT 1)
      RETURNING id, key, payload
      """, SQLValue(now.second), .text(queue))
    guard let row = rows.first, let id = row[0].number, let key = row[1].text, let payload = row[2].text else {
      return nil
    }
    return Item(id: Int(id), key: key, payload: payload)
  }

  private func end(_ item: Item, _ status: String, _ error: String?, _ now: Date) async throws {
    try await database.change(
      "UPDATE queue_items SET status = ?, error = ?, changed_at = ? WHERE id = ?", .text(status), SQLValue(error),
      SQLValue(now.second), SQLValue(item.id))
  }

  /// Deletes what was done, or crashed, long ago.
  package func cleanQueue(keepingDays days: Int, at now: Date) async throws -> Int {
    try await database.change(
      "DELETE FROM queue_items WHERE status IN ('PROCESSED', 'CRASH') AND changed_at < ?",
      SQLValue(now.second - days * 86_400))
  }

  /// Puts pictures that have arrived into the queue, so many to a batch; a batch is known by its first file.
  package func enqueueImages(perBatch size: Int = 10, at now: Date) async throws -> Int {
    let names = try files(in: "images/incoming").map(\.lastPathComponent)
    let known = Set(
      try await database.texts("SELECT payload FROM queue_items WHERE queue = 'images'")
        .flatMap { $0.split(separator: "\n").map(String.init) })
    let fresh = names.filter { !known.contains($0) }
    var batches = 0
    for start in stride(from: 0, to: fresh.count, by: size) {
      let batch = fresh[start..<min(start + size, fresh.count)]
      guard let first = batch.first else { continue }
      if try await enqueue(first, batch.joined(separator: "\n"), in: "images", at: now) { batches += 1 }
    }
    return batches
  }
}
