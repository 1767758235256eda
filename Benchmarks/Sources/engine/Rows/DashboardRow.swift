import CivilTime
import Foundation
import HTTPTypes
import Scheduling
import SchedulingHTTP

/// What operators cost: the status, the data of the jobs page, and dashboards that are open while nothing happens.
enum DashboardRow {
  private static let dashboards = 200

  static func run(jobs count: Int) async throws {
    let scheduler = Scheduler(configuration: SchedulerConfiguration(instance: "benchmark"))
    var options = JobOptions()
    options.tags = ["one", "two"]
    options.owner = JobOptions.Owner(responsible: "ops")
    options.description = "One of many jobs"
    for number in 0..<count {
      try await scheduler.add(JobID("job-\(number)"), .every(.seconds(86_400)), options: options) { _ in }
    }
    let task = Task { try await scheduler.run() }
    try await Task.sleep(for: .seconds(1))
    let health = SchedulerRoutes(scheduler)
    var configuration = ManagementConfiguration()
    configuration.eventListeners = dashboards
    let routes = ManagementRoutes(scheduler, configuration: configuration)

    // A snapshot serves for a second, so that the first answer after one is what is measured.
    let status = try await times(10) { _ = health.respond(to: request("/v1/health/scheduler/status?limit=1000")) }
    report("status", size: count, ["p50_ms": percentile(status, 0.5) / 1e6, "worst_ms": percentile(status, 1) / 1e6])
    let page = try await times(10) {
      // As the page asks: 150 with their strips, then 1,000 without.
      var path: String? = "/v1/scheduler/jobs?limit=150&strip=60"
      while let next = path {
        let (_, body) = await routes.respond(to: request(next))
        path = cursor(body).map { "/v1/scheduler/jobs?limit=1000&strip=0&cursor=\($0)" }
      }
    }
    report("jobs-page", size: count, ["p50_ms": percentile(page, 0.5) / 1e6, "worst_ms": percentile(page, 1) / 1e6])
    try await idle(routes, count)
    task.cancel()
    try await task.value
  }

  /// The share of a core that open dashboards take while nothing happens, with and without them.
  private static func idle(_ routes: ManagementRoutes, _ count: Int) async throws {
    let without = try await load(seconds: 10)
    let listeners = (0..<dashboards).map { _ in
      Task {
        guard case .events(let events) = await routes.respond(to: request("/v1/scheduler/events")).1 else { return }
        for await _ in events {}
      }
    }
    // Each asks for everything once in 30 seconds, as an open page does.
    let polls = (0..<dashboards).map { number in
      Task {
        try await Task.sleep(for: .milliseconds(number * 150))
        while true {
          for path in ["jobs?limit=150&strip=60", "overview", "attention", "fleet"] {
            _ = await routes.respond(to: request("/v1/scheduler/\(path)"))
          }
          try await Task.sleep(for: .seconds(30))
        }
      }
    }
    try await Task.sleep(for: .seconds(2))
    let with = try await load(seconds: 30)
    for task in listeners { task.cancel() }
    for task in polls { task.cancel() }
    report(
      "idle-dashboards", size: dashboards,
      ["core_percent": with * 100, "without_percent": without * 100, "jobs": Double(count)])
  }

  private static func load(seconds: Int) async throws -> Double {
    let (before, begin) = (ProcessUsage(), MonotonicTime.now())
    try await Task.sleep(for: .seconds(seconds))
    let used = ProcessUsage().processorSeconds - before.processorSeconds
    return used / (Double((MonotonicTime.now() - begin).nanoseconds) / 1e9)
  }

  private static func times(_ count: Int, _ body: () async -> Void) async throws -> [Int64] {
    var times: [Int64] = []
    for _ in 0..<count {
      try await Task.sleep(for: .milliseconds(1_100))
      let begin = MonotonicTime.now()
      await body()
      times.append((MonotonicTime.now() - begin).nanoseconds)
    }
    return times.sorted()
  }

  /// `next_cursor` of a page, which is its last member but the view.
  private static func cursor(_ body: ManagementRoutes.Body) -> String? {
    guard case .bytes(let bytes) = body else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let name = text.range(of: "\"next_cursor\":\"") else { return nil }
    return String(text[name.upperBound...].prefix { $0 != "\"" })
  }

  private static func request(_ path: String) -> HTTPRequest {
    HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1", path: path)
  }
}
