import CivilTime
import Foundation
import Scheduling

/// So many firings each second, of jobs that are due each 10 ms: whether all run, how late, and what it costs.
enum SustainedRow {
  static func run(_ perSecond: Int) async throws {
    let jobs = max(1, perSecond / 100)
    var configuration = SchedulerConfiguration(instance: "benchmark")
    configuration.historyPerJob = 1
    let scheduler = Scheduler(configuration: configuration)
    let seconds = 5
    let lateness = Lateness(room: perSecond * (seconds + 3))
    for number in 0..<jobs {
      let offset = Int64(number % 10)
      try await scheduler.add(
        JobID("job-\(number)"), .every(.milliseconds(10), anchor: .epoch + .milliseconds(offset))
      ) { _ in lateness.note(period: 10_000_000, offset: offset * 1_000_000) }
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
      "sustained", size: perSecond,
      [
        "per_second": Double(sorted.count) / elapsed, "p99_ms": percentile(sorted, 0.99) / 1e6,
        "machine_percent": used / elapsed * 100 / Double(ProcessInfo.processInfo.activeProcessorCount),
      ])
    task.cancel()
    try await task.value
  }
}
