import Foundation
import OrdersDomain
import Testing

@Suite("The database")
struct DatabaseTests {
  @Test("After seeding, every task has something to do, and a second seed changes nothing")
  func seed() async throws {
    let fixture = try Fixture()
    #expect(try await fixture.database.seed(at: fixture.now) == false, "a database in use is left as it is")

    let database = try OrdersDatabase()
    #expect(try await database.seed(at: fixture.now))
    for task in HousekeepingTask.all {
      #expect(try await database.perform(task, at: fixture.now) > 0, "\(task.id) found nothing to do")
    }
    let summary = try await database.summary()
    #expect(summary["orders.cancelled"] == 5)
    #expect(summary["drivers.is_available"] == 8)
    #expect(try await database.seed(at: fixture.now) == false)
    #expect(try await database.summary() == summary)
  }

  @Test("A file keeps its rows when it is opened again")
  func file() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("orders-\(UUID()).sqlite").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await OrdersDatabase(path: path).seed(at: Date(timeIntervalSince1970: 0))
    #expect(try await OrdersDatabase(path: path).summary()["orders.pending"] == 8)
  }

  @Test("Replicas that share a file may open and seed it at the same time: it is seeded once")
  func sharedFile() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("orders-\(UUID()).sqlite").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let seeded = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 {
        group.addTask { try await OrdersDatabase(path: path).seed(at: Date(timeIntervalSince1970: 0)) }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(seeded == 1)
    #expect(try await OrdersDatabase(path: path).summary()["orders.pending"] == 8)
  }

  @Test("A run with an older fencing token than the last writer's is refused and changes nothing")
  func fencing() async throws {
    let fixture = try Fixture()
    let task = HousekeepingTask.autoCancelUnconfirmedOrders
    let database = fixture.database
    #expect(try await database.perform(task, at: fixture.now, fence: Fence(job: task.id, token: 7)) == 0)
    try fixture.order(1, "pending", created: fixture.now.ago(minutes: 60))
    await #expect(throws: StaleFence(job: task.id, token: 6)) {
      try await database.perform(task, at: fixture.now, fence: Fence(job: task.id, token: 6))
    }
    #expect(try fixture.ids("orders", where: "status = 'pending'") == [1])
    #expect(try await database.perform(task, at: fixture.now, fence: Fence(job: task.id, token: 7)) == 1)
    #expect(
      try await database.perform(.driverInactivityCheck, at: fixture.now, fence: Fence(job: "other", token: 1)) == 0)
  }

  @Test("An order that is placed is pending")
  func placeOrder() async throws {
    let fixture = try Fixture()
    let id = try await fixture.database.placeOrder(restaurant: 1, totalCents: 990, at: fixture.now)
    #expect(try fixture.ids("orders", where: "status = 'pending' AND total_cents = 990") == [Int(id)])
  }
}
