import Metrics
import MetricsTestKit
import Scheduling
import SchedulingTesting

/// Counters of the host's own metrics back end, which may be bootstrapped after the scheduler was made. A service would
/// bootstrap swift-prometheus or swift-otel here.
func metrics() async throws {
  struct Broken: Error {}
  let backend = TestMetrics()
  MetricsSystem.bootstrap(backend)
  try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
    try await test.scheduler.add("hourly", .every(.hours(1))) { run in
      if run.firing.instant.description.contains("T03") { throw Broken() }
    }
    await test.advance(by: .hours(5))
  }
  func firings(_ outcome: String) throws -> Int64 {
    let counter = try backend.expectCounter("scheduler.firings", [("job", "hourly"), ("outcome", outcome)])
    return counter.totalValue
  }
  try expect(firings("succeeded") == 4 && firings("failed") == 1, "scheduler.firings counts by job and outcome")
  try expect(
    backend.expectTimer("scheduler.lateness").values.count == 5, "scheduler.lateness has every first attempt")
}
