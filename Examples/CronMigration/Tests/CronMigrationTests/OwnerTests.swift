import Scheduling
import SchedulingTesting
import Shop
import ShopSchedule
import Testing

/// The operating model's rule of two recipients.
@Suite("Owners")
struct OwnerTests {
  @Test("runtime and domain owner are both notified on failure", .timeLimit(.minutes(1)))
  func bothOwners() async throws {
    let test = try TestShop()
    try test.write("sku,quantity\nA-1,5\n", to: "suppliers/23/stock.csv")
    let received = Received()
    // The environment has no credentials for the simulator's files: the job of five o'clock fails, once, for good.
    try await test.run(alerts: [.closure("test") { await received.add($0) }]) { scheduler async throws in
      await scheduler.advance(by: .seconds(5 * 3_600 + 30))
      while await received.failures.isEmpty { await Task.yield() }
      let alerts = await received.failures
      let alert = try #require(alerts.first)
      #expect(alerts.count == 1)
      #expect(alert.job == "cron:simulator:send-mak-files")
      #expect(
        alert.recipients == [
          .init(name: "shared-ops", urgency: .page), .init(name: "vehicle-data", urgency: .notify),
        ])
      #expect(alert.text.contains("FTP_USER and FTP_PASSWORD is not in the environment"), "\(alert.text)")
      #expect(scheduler.rows(of: "cron:simulator:send-mak-files").last?.runID == alert.run)
    }
  }
}

/// The alerts that were received.
actor Received {
  private(set) var failures: [Scheduler.Alert] = []

  func add(_ alert: Scheduler.Alert) {
    if alert.reason == .failed, alert.kind == .raised { failures.append(alert) }
  }
}
