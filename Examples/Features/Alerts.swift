import Scheduling
import SchedulingTesting
import Synchronization

/// Somebody is told when a job fails, once, and when it is over.
func alerts() async throws {
  struct DiskFull: Error {}
  let told = Mutex([String]())
  let works = Mutex(false)
  let pager = AlertSink.closure("pager") { alert in
    told.withLock { $0.append("\(alert.reason) \(alert.job?.rawValue ?? ""): \(alert.text)") }
  }
  try await TestScheduler.run(at: "2027-01-01T00:00:00Z", alerts: [pager]) { test in
    let options = JobOptions(alerts: AlertRules(afterFailures: 2), owner: Owner(responsible: "anna"))
    try await test.scheduler.add("backup", .every(.hours(1)), options: options) { _ in
      if !works.withLock({ $0 }) { throw DiskFull() }
    }
    await test.advance(by: .hours(4))
    works.withLock { $0 = true }
    await test.advance(by: .hours(1))
  }
  for line in told.withLock({ $0 }) { print("   \(line)") }
  try expect(told.withLock { $0.count } == 4, "failed and overdue: one alert for each, and one when it is over")
}
