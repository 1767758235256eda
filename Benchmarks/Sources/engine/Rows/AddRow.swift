import CivilTime
import Scheduling

/// `count` jobs added one by one while the scheduler runs.
enum AddRow {
  static func run(_ count: Int) async throws {
    let scheduler = Scheduler(configuration: SchedulerConfiguration(instance: "benchmark"))
    let task = Task { try await scheduler.run() }
    let before = ProcessUsage.residentMegabytes()
    let start = MonotonicTime.now()
    for number in 0..<count { try await scheduler.add(JobID("job-\(number)"), .every(.seconds(86_400))) { _ in } }
    let elapsed = MonotonicTime.now() - start
    let bytes = (ProcessUsage.residentMegabytes() - before) * 1_048_576 / Double(count)
    report("add", size: count, ["ms": Double(elapsed.nanoseconds) / 1e6, "bytes_per_job": bytes])
    task.cancel()
    try await task.value
  }
}
