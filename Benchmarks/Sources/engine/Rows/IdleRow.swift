import CivilTime
import Scheduling

/// Jobs whose next instants are far away: what the scheduler costs while nothing is due.
enum IdleRow {
  static func run(_ jobs: Int) async throws {
    let scheduler = Scheduler(configuration: SchedulerConfiguration(instance: "benchmark"))
    let far = SystemClock().now() + .seconds(86_400)
    for number in 0..<jobs { try await scheduler.add(JobID("job-\(number)"), .at(far)) { _ in } }
    let task = Task { try await scheduler.run() }
    try await Task.sleep(for: .seconds(3))
    let before = ProcessUsage()
    let began = MonotonicTime.now()
    try await Task.sleep(for: .seconds(10))
    let after = ProcessUsage()
    let elapsed = Double((MonotonicTime.now() - began).nanoseconds) / 1e9
    report(
      "idle", size: jobs,
      [
        "cpu_percent": (after.processorSeconds - before.processorSeconds) / elapsed * 100,
        "wakes_per_second": Double(after.wakes - before.wakes) / elapsed,
        "resident_mb": ProcessUsage.residentMegabytes(),
      ])
    task.cancel()
    try await task.value
  }
}
