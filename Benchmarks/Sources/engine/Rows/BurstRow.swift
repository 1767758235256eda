import Scheduling
import Synchronization

/// `count` jobs without a body's work, all due at one instant: from that instant until the last one has run.
enum BurstRow {
  static func run(_ count: Int) async throws {
    var configuration = SchedulerConfiguration(instance: "benchmark")
    configuration.historyPerJob = 1
    let scheduler = Scheduler(configuration: configuration)
    let left = Atomic<Int>(count)
    let last = Atomic<Int64>(0)
    // Far enough away for the additions, on a machine that is busy too.
    let instant = Instant(
      millisecondsSince1970: (SystemClock().now() + .seconds(count / 20_000 + 2)).millisecondsSince1970)
    let task = Task { try await scheduler.run() }
    for number in 0..<count {
      try await scheduler.add(JobID("job-\(number)"), .at(instant)) { _ in
        if left.subtract(1, ordering: .relaxed).newValue == 0 {
          last.store(SystemClock().now().nanosecondsSince1970, ordering: .relaxed)
        }
      }
    }
    let rest = ProcessUsage.residentMegabytes()
    while last.load(ordering: .relaxed) == 0 { try await Task.sleep(for: .milliseconds(20)) }
    let nanoseconds = last.load(ordering: .relaxed) - instant.nanosecondsSince1970
    // Before the status is asked for, whose answer takes memory too.
    let resident = ProcessUsage.residentMegabytes()
    let recorded = scheduler.status.jobs.reduce(0) { $0 + $1.accounting.succeeded }
    report(
      "burst", size: count,
      [
        "ms": Double(nanoseconds) / 1e6, "over_rest_mb": resident - rest,
        "recorded": Double(recorded),
      ])
    task.cancel()
    try await task.value
  }
}
