import Scheduling
import Synchronization

/// Schedule files, bursts, additions and probes, one JSON line each: `swift run -c release --package-path Benchmarks engine`.
@main
enum EngineBenchmark {
  static func main() async throws {
    for count in [5_000, 20_000] { try ScheduleBenchmark.run(jobs: count) }
    for count in [10_000, 100_000] { try await burst(count) }
    try await additions(100_000)
    try await ProbeBenchmark.run(jobs: 10_000)
  }

  /// `count` jobs without a body's work, all due at one instant: from that instant until the last one has run.
  private static func burst(_ count: Int) async throws {
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
    let memory = residentMegabytes()
    while last.load(ordering: .relaxed) == 0 { try await Task.sleep(for: .milliseconds(20)) }
    let milliseconds = Double(last.load(ordering: .relaxed) - instant.nanosecondsSince1970) / 1e6
    let status = scheduler.status
    print(
      """
      {"row":"burst","jobs":\(count),"ms":\(milliseconds),"ns_per_firing":\(milliseconds * 1e6 / Double(count)),\
      "rest_mb":\(memory),"burst_mb":\(residentMegabytes()),"succeeded":\(status.jobs.reduce(0) { $0 + $1.accounting.succeeded })}
      """)
    task.cancel()
    try await task.value
  }

  /// `count` jobs added one by one while the scheduler runs.
  private static func additions(_ count: Int) async throws {
    let scheduler = Scheduler(configuration: SchedulerConfiguration(instance: "benchmark"))
    let task = Task { try await scheduler.run() }
    let before = residentMegabytes()
    let start = MonotonicTime.now()
    for number in 0..<count { try await scheduler.add(JobID("job-\(number)"), .every(.seconds(86_400))) { _ in } }
    let elapsed = MonotonicTime.now() - start
    let bytes = (residentMegabytes() - before) * 1_048_576 / Double(count)
    print(
      """
      {"row":"add","jobs":\(count),"ms":\(Double(elapsed.nanoseconds) / 1e6),"bytes_per_job":\(Int(bytes))}
      """)
    task.cancel()
    try await task.value
  }
}
