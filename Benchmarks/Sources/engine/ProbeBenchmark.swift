import HTTPTypes
import Scheduling
import SchedulingHTTP
import Synchronization

/// What probes and the status cost with many jobs, and how late jobs start while many callers ask without pause.
enum ProbeBenchmark {
  static func run(jobs count: Int) async throws {
    let scheduler = Scheduler(configuration: SchedulerConfiguration(instance: "benchmark"))
    for number in 0..<count { try await scheduler.add(JobID("rest-\(number)"), .every(.seconds(86_400))) { _ in } }
    for number in 0..<50 { try await scheduler.add(JobID("tick-\(number)"), .every(.milliseconds(100))) { _ in } }
    let task = Task { try await scheduler.run() }
    try await Task.sleep(for: .seconds(2))
    let routes = SchedulerRoutes(scheduler)

    for name in ["live", "ready", "status"] {
      var times: [Int64] = []
      for _ in 0..<1_000 {
        let begin = MonotonicTime.now()
        _ = routes.respond(to: request(name))
        times.append((MonotonicTime.now() - begin).nanoseconds)
      }
      times.sort()
      report(
        "probe-\(name)", size: count,
        ["p50_us": percentile(times, 0.5) / 1e3, "p99_us": percentile(times, 0.99) / 1e3])
    }
    for callers in [0, 100] { try await lateness(scheduler, routes, jobs: count, callers: callers) }
    task.cancel()
    try await task.value
  }

  /// The lateness of the last 512 of 500 starts a second, after 5 seconds of so many callers.
  private static func lateness(
    _ scheduler: Scheduler, _ routes: SchedulerRoutes, jobs: Int, callers: Int
  ) async throws {
    let load = Load()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<callers {
        group.addTask {
          while !load.isOver.load(ordering: .relaxed) {
            _ = routes.respond(to: request("status"))
            load.answers.add(1, ordering: .relaxed)
            await Task.yield()
          }
        }
      }
      // Not on a thread that the callers fill.
      let end = MonotonicTime.now() + .seconds(5)
      while MonotonicTime.now() < end { try? await Task.sleep(for: .milliseconds(50)) }
      load.isOver.store(true, ordering: .relaxed)
    }
    let status = scheduler.status
    report(
      "lateness-\(callers)-callers", size: jobs,
      [
        "p50_ms": milliseconds(status.latenessMedian), "p99_ms": milliseconds(status.latenessP99),
        "answers": Double(load.answers.load(ordering: .relaxed)),
      ])
  }

  /// What the callers share.
  private final class Load: Sendable {
    let isOver = Atomic<Bool>(false)
    let answers = Atomic<Int>(0)
  }

  private static func request(_ name: String) -> HTTPRequest {
    HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/v1/health/scheduler/\(name)?")
  }

  private static func milliseconds(_ duration: Duration?) -> Double { Double((duration ?? .zero).nanoseconds) / 1e6 }
}
