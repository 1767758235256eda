import Scheduling
import SchedulingTesting
import Synchronization

/// The owner of a job receives an alert when it fails, once, and another when it has recovered.
func alerts() async throws {
  struct DiskFull: Error {}
  let received = Mutex([String]())
  let works = Mutex(false)
  let pager = AlertSink.closure("pager") { alert in
    received.withLock { $0.append("\(alert.reason) \(alert.job?.rawValue ?? ""): \(alert.text)") }
  }
  try await TestScheduler.run(at: "2027-01-01T00:00:00Z", alerts: [pager]) { test in
    let options = JobOptions(alerts: AlertRules(afterFailures: 2), owner: JobOptions.Owner(responsible: "anna"))
    try await test.scheduler.add("backup", .every(.hours(1)), options: options) { _ in
      if !works.withLock({ $0 }) { throw DiskFull() }
    }
    await test.advance(by: .hours(4))
    works.withLock { $0 = true }
    await test.advance(by: .hours(1))
  }
  for line in received.withLock({ $0 }) { print("   \(line)") }
  try expect(received.withLock { $0.count } == 4, "failed and overdue: one alert for each, and one when it is over")
}
