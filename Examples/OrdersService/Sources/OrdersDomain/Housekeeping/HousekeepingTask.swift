package import Foundation
package import GRDB

/// One of the app's recurring tasks: what it does to the database at a given time. Each may be done again without harm.
package struct HousekeepingTask: Sendable {
  /// The job's id in `delivery-app.yaml`.
  package var id: String
  /// What the number of changed rows counts, for the log.
  package var effect: String
  package var body: @Sendable (Database, Date) throws -> Int

  init(_ id: String, effect: String, body: @escaping @Sendable (Database, Date) throws -> Int) {
    self.id = id
    self.effect = effect
    self.body = body
  }

  package static let all: [HousekeepingTask] = [
    .autoCancelUnconfirmedOrders, .cleanupOrphanedMenus, .archiveOldOrders, .updateRestaurantRatings,
    .cleanupExpiredSessions, .generateDailyStats, .cleanupDistanceRequests, .driverInactivityCheck,
  ]
}

extension Database {
  /// Executes one statement and returns how many rows it changed.
  func change(_ sql: String, _ arguments: StatementArguments) throws -> Int {
    try execute(sql: sql, arguments: arguments)
    return changesCount
  }
}
