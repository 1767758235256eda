import Scheduling
import SchedulingYAML
import Testing

@Suite("A schedule as it runs in production")
struct RealScheduleTests {
  @Test("The delivery app's file, which lives with the example, is accepted whole")
  func deliveryApp() throws {
    let path = #filePath.replacing(
      "Tests/SchedulingYAMLTests/RealScheduleTests.swift",
      with: "Examples/OrdersService/Sources/OrdersService/Resources/delivery-app.yaml")
    let jobs = try ScheduleFile(contentsOfFile: path).resolved()
    #expect(
      jobs.map { "\($0.id) \($0.trigger.expression)" } == [
        "auto-cancel-unconfirmed-orders * * * * *", "cleanup-orphaned-menus 0 2 * * *", "archive-old-orders 0 3 * * 0",
        "update-restaurant-ratings 0 1 * * *", "cleanup-expired-sessions 0 * * * *",
        "generate-daily-stats 59 23 * * *", "cleanup-distance-requests 30 2 * * *",
        "driver-inactivity-check */5 * * * *",
      ])
    #expect(jobs.map(\.options.timeout) == [.seconds(50)] + Array(repeating: .seconds(600), count: 7))
  }
}
