import Scheduling
import SchedulingYAML
import Shop
import ShopSchedule
import Testing

@Suite("The schedules")
struct ScheduleTests {
  @Test("Every job of the webshop has its body, and every body its job")
  func bodies() async throws {
    let shop = try TestShop()
    let scheduler = Scheduler()
    try await scheduler.apply(ScheduleName.webshop.file(), bodies: ShopBodies(shop: shop.shop).bodies)
    #expect(scheduler.jobs.count == 14)
    #expect(scheduler.jobs.allSatisfy { $0.options.owner?.responsible == "shared-ops" && $0.options.lock != nil })
  }

  @Test("The other teams' schedules run here too", arguments: [ScheduleName.deliveryApp, .flyingClub])
  func others(_ name: ScheduleName) async throws {
    let file = try name.file()
    var bodies = JobBodies()
    for id in file.jobIDs { bodies[id] = { _ in } }
    let scheduler = Scheduler()
    try await scheduler.apply(file, bodies: bodies)
    #expect(scheduler.jobs.allSatisfy { $0.nextRun != nil })
  }
}
