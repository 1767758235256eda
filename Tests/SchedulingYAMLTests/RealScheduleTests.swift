import CivilTime
import Foundation
import Scheduling
import SchedulingYAML
import Testing

/// The schedules of three teams, unchanged.
enum RealSchedule: String, CaseIterable {
  case deliveryApp = "delivery-app"
  case flyingClub = "manage2soar"
  case webshop = "webshop-operations"

  /// Where the example that runs them has them.
  var path: String {
    #filePath.replacing(
      "Tests/SchedulingYAMLTests/RealScheduleTests.swift",
      with: "Examples/CronMigration/Sources/ShopSchedule/Schedules/\(rawValue).yaml")
  }
}

@Suite("Schedules as they run in production")
struct RealScheduleTests {
  @Test("The delivery app's file is accepted whole")
  func deliveryApp() throws {
    let jobs = try ScheduleFile(contentsOfFile: RealSchedule.deliveryApp.path).resolved()
    #expect(
      jobs.map { "\($0.id) \($0.trigger.expression)" } == [
        "auto-cancel-unconfirmed-orders * * * * *", "cleanup-orphaned-menus 0 2 * * *", "archive-old-orders 0 3 * * 0",
        "update-restaurant-ratings 0 1 * * *", "cleanup-expired-sessions 0 * * * *",
        "generate-daily-stats 59 23 * * *", "cleanup-distance-requests 30 2 * * *",
        "driver-inactivity-check */5 * * * *",
      ])
    #expect(jobs.map(\.options.timeout) == [.seconds(50)] + Array(repeating: .seconds(600), count: 7))
  }

  @Test("The flying club's file is accepted whole")
  func flyingClub() throws {
    let jobs = try ScheduleFile(contentsOfFile: RealSchedule.flyingClub.path).resolved()
    #expect(jobs.count == 6)
    #expect(jobs.allSatisfy { $0.options.timeout == .seconds(3_600) && $0.options.description != nil })
  }

  @Test("The webshop's file is accepted whole: locks, owners, retries, arguments and stages arrive")
  func webshop() throws {
    let jobs = try ScheduleFile(contentsOfFile: RealSchedule.webshop.path).resolved()
    #expect(jobs.count == 14)
    let byID = Dictionary(uniqueKeysWithValues: jobs.map { ($0.id, $0) })
    let queue = try #require(byID["cron:queue:process"])
    #expect(queue.options.retry?.attempts == 1)
    #expect(queue.options.retry?.backoff == .exponential(initial: .seconds(30)), "the other keys are the defaults'")
    #expect(queue.options.arguments == ["queue": "general"])
    #expect(queue.options.owner == JobOptions.Owner(responsible: "shared-ops", accountable: "shared-ops"))
    let supplier = try #require(byID["cron:suppliers:import-stock:23"])
    #expect(supplier.options.lock == "cron.suppliers.import.supplier.23")
    #expect(supplier.options.arguments == ["supplier": 23, "update-anyway": false])
    #expect(byID["cron:driveright:sync"]?.pipeline == ["pull", "sync", "email", "update"])
    #expect(byID["cron:stock:export"]?.options.priority == .high)
    #expect(byID["cron:sessions:purge"]?.options.arguments == ["max-session-age": "24h"])
    #expect(
      byID["cron:stock:export"]?.options.arguments == [
        "supplier": nil, "customer": nil, "export": nil, "skip-generation": false,
      ])
    #expect(
      jobs.allSatisfy { $0.trigger.timeZoneName == "Europe/Berlin" || $0.id == "cron:queue:process" }, "the file's zone"
    )
  }

  @Test("Each is the same after it was written and read again", arguments: RealSchedule.allCases)
  func roundTrip(_ schedule: RealSchedule) throws {
    let file = try ScheduleFile(contentsOfFile: schedule.path)
    let again = try ScheduleFile(yaml: file.yaml())
    #expect(again.jobs == file.jobs)
    #expect(again.defaults == file.defaults)
    #expect(again.timeZone == file.timeZone)
    #expect(again.changes(from: file).isEmpty)
  }
}
