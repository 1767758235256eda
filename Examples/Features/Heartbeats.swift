import Scheduling
import SchedulingTesting
import Synchronization

/// Pings to a monitor outside of the fleet, which raises an alarm when they stop. A service sends an HTTP request here.
func heartbeats() async throws {
  let sent = Mutex([String]())
  try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
    let heartbeats = Heartbeats(of: test.scheduler) { ping in
      sent.withLock { $0.append("\(ping.monitor): \(ping.signal)") }
    }
    async let sending: Void = heartbeats.run()
    try await test.scheduler.add("nightly", .every(.hours(24)), options: JobOptions(heartbeat: "nightly-key")) { _ in }
    // The listener is there once the first ping has come.
    for _ in 0..<100 where sent.withLock({ $0.count }) < 2 {
      await test.advance(by: .hours(24))
      try await Task.sleep(for: .milliseconds(10))
    }
    await test.scheduler.shutdown()
    try await sending
  }
  try expect(
    sent.withLock { $0.starts(with: ["nightly-key: started", "nightly-key: succeeded"]) },
    "a ping for the start and one for the end of each run")
}
