import CivilTime
import Scheduling

/// Jobs that are due each second, at one instant or spread over the second: how late they start, and what it costs.
enum EverySecondRow {
  static func run(name: String, jobs: Int, spread: Bool) async throws {
    var configuration = SchedulerConfiguration(instance: "benchmark")
    configuration.historyPerJob = 1
    let scheduler = Scheduler(configuration: configuration)
    let seconds = 8
    let lateness = Lateness(room: jobs * (seconds + 4))
    for number in 0..<jobs {
      let offset = spread ? Int64(number % 1_000) : 0
      try await scheduler.add(
        JobID("job-\(number)"), .every(.seconds(1), anchor: .epoch + .milliseconds(offset))
      ) { _ in lateness.note(period: 1_000_000_000, offset: offset * 1_000_000) }
    }
    let task = Task { try await scheduler.run() }
    try await Task.sleep(for: .seconds(2))
    lateness.reset()
    let before = ProcessUsage()
    let began = MonotonicTime.now()
    try await Task.sleep(for: .seconds(seconds))
    let used = ProcessUsage().processorSeconds - before.processorSeconds
    let elapsed = Double((MonotonicTime.now() - began).nanoseconds) / 1e9
    let sorted = lateness.sorted
    report(
      name, size: jobs,
      [
        "p50_ms": percentile(sorted, 0.5) / 1e6, "p99_ms": percentile(sorted, 0.99) / 1e6,
        "cpu_percent": used / elapsed * 100, "early": Double(sorted.prefix { $0 < 0 }.count),
        "per_second": Double(sorted.count) / elapsed,
      ])
    task.cancel()
    try await task.value
  }
}
