import Foundation
import ProcessSupport
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("The service as a process")
struct OrdersServiceTests {
  /// The same as in the tests of two replicas: processes inherit it from this one.
  private static let token = "a-token-for-this-test"

  @Test("On a fast clock an unconfirmed order is cancelled half an hour after it was placed")
  func cancelsOrders() async throws {
    let client = try #require(WebClient.onFreePort())
    // A minute takes 50 ms.
    let service = try Program("OrdersService", ["--port", "\(client.port)", "--speed", "1200"])
    #expect(await eventually { client.request("/v1/health/scheduler/ready")?.status == 200 }, "\(service.output)")

    // The seed's eight unconfirmed orders go first.
    func cancelled() -> Int? { client.request("/v1/orders/summary")?.json["orders.cancelled"] as? Int }
    #expect(await eventually { cancelled() == 8 }, "\(service.output)")
    #expect(client.request("/v1/orders", method: "POST", body: #"{"restaurant": 1, "totalCents": 990}"#)?.status == 201)
    #expect(client.request("/v1/orders/summary")?.json["orders.pending"] as? Int == 1)
    #expect(await eventually { cancelled() == 9 }, "\(service.output)")

    // On a clock this fast a busy machine is overdue for a moment now and then: the status says so, and recovers.
    var healthy: WebClient.Reply?
    try #require(
      await eventually {
        healthy = client.request("/v1/health/scheduler/status")
        return healthy?.status == 200
      }, "\(service.output)")
    let status = try #require(healthy)
    #expect(status.json["job_count"] as? Int == 8)
    #expect(status.json["scheduler_running"] as? Bool == true)
    let jobs = try #require(status.json["jobs"] as? [[String: Any]])
    let job = try #require(jobs.first { $0["id"] as? String == "auto-cancel-unconfirmed-orders" })
    #expect((job["last_run"] as? [String: Any])?["outcome"] as? String == "succeeded")
  }

  @Test("/metrics has what Prometheus scrapes: firings by job and outcome, durations, lateness")
  func metrics() async throws {
    let client = try #require(WebClient.onFreePort())
    let service = try Program("OrdersService", ["--port", "\(client.port)", "--speed", "1200"])
    let firings = #"scheduler_firings{job="auto-cancel-unconfirmed-orders",outcome="succeeded"}"#
    try #require(
      await eventually { client.request("/metrics")?.text.contains(firings) == true }, "\(service.output)")
    let text = try #require(client.request("/metrics")).text
    for name in ["scheduler_run_duration", "scheduler_lateness", "scheduler_runs_active", "scheduler_jobs"] {
      #expect(text.contains("# TYPE \(name) "), "\(name) in:\n\(text)")
    }
  }

  @Test("Monitors outside receive the start and the end of runs, paired, and that the scheduler is alive")
  func heartbeats() async throws {
    let monitors = try #require(PingServer.start())
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("watched-\(UUID()).yaml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let resource = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/OrdersService/Resources/delivery-app.yaml")
    let watched = "  driver-inactivity-check: { every: 1s, heartbeat: driver key }"
    let lines = try String(contentsOf: resource, encoding: .utf8).components(separatedBy: "\n").map {
      $0.hasPrefix("  driver-inactivity-check:") ? watched : $0
    }
    let schedule = lines.joined(separator: "\n")
    try schedule.write(toFile: path, atomically: true, encoding: .utf8)
    let service = try Program(
      "OrdersService",
      ["--port", "0", "--schedule", path, "--heartbeats", "http://127.0.0.1:\(monitors.port)/ping", "--monitor", "own"])
    try #require(
      await eventually { monitors.paths.contains { $0.hasPrefix("/ping/driver%20key?rid=") } }, "\(service.output)")
    let end = try #require(monitors.paths.first { $0.hasPrefix("/ping/driver%20key?rid=") })
    let run = String(end.dropFirst("/ping/driver%20key?rid=".count))
    #expect(monitors.paths.contains("/ping/driver%20key/start?rid=\(run)") && UUID(uuidString: run) != nil)
    #expect(await eventually { monitors.paths.contains("/ping/own") }, "\(monitors.paths)")
  }

  @Test("A wrong token is answered with 401, the right one may change things")
  func tokens() async throws {
    let client = try #require(WebClient.onFreePort())
    setenv("ORDERS_OPERATOR_TOKEN", Self.token, 1)
    let service = try Program("OrdersService", ["--port", "\(client.port)"])
    #expect(await eventually { client.request("/v1/health/scheduler/ready")?.status == 200 }, "\(service.output)")
    let path = "/v1/scheduler/jobs/archive-old-orders/pause"
    func status(_ token: String?) -> Int? { client.request(path, method: "POST", token: token, body: "{}")?.status }
    #expect(status(String(Self.token.dropLast())) == 401 && status("another-token-of-20-b") == 401)
    #expect(client.request("/v1/scheduler/session")?.json["asks_for_credentials"] as? Bool == true)
    #expect(status(Self.token) == 202)
  }

  @Test("Plain SwiftNIO serves the management API, the dashboard and its events, and lets nobody change anything")
  func plainNIO() async throws {
    let client = try #require(WebClient.onFreePort())
    let server = try Program("PlainNIO", ["\(client.port)"])
    #expect(await eventually { client.request("/v1/scheduler/jobs")?.status == 200 }, "\(server.output)")
    let jobs = client.request("/v1/scheduler/jobs")?.json["jobs"] as? [[String: Any]]
    #expect(jobs?.first?["id"] as? String == "say-hello")
    #expect(client.request("/v1/scheduler/dashboard/")?.status == 200)
    #expect(client.request("/v1/scheduler/jobs", method: "HEAD")?.status == 200)
    #expect(client.request("/nothing")?.status == 404)
    #expect(client.request("/v1/scheduler/jobs/say-hello/pause", method: "POST", body: "{}")?.status == 403)
    // Of a body that is too large one byte too many is kept.
    let large = String(repeating: " ", count: 2_000_000)
    #expect(client.request("/v1/scheduler/jobs/say-hello/pause", method: "POST", body: large)?.status == 403)
    // A stream has no end: what it begins with is read, and the connection given up.
    #expect(client.firstBytes("/v1/scheduler/events", containing: "retry:"), "\(server.output)")
  }

  @Test("SIGTERM ends it in order")
  func terminates() async throws {
    let client = try #require(WebClient.onFreePort())
    let service = try Program("OrdersService", ["--port", "\(client.port)"])
    #expect(await eventually { client.request("/v1/health/scheduler/ready")?.status == 200 })
    service.signal(SIGTERM)
    #expect(await eventually { service.hasEnded }, "\(service.output)")
    #expect(service.output.contains("scheduler stopped"))
  }

  @Test("A schedule file that is wrong ends it at once, with file, line and key")
  func wrongSchedule() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("wrong-\(UUID()).yaml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    for (text, message) in [
      ("jobs:\n  driver-inactivity-check: { evry: 5m }", "\(path):2: jobs.driver-inactivity-check.evry: "),
      ("jobs:\n  driver-check: { every: 5m }", "\(path):2: jobs.driver-check: has no body in the code"),
    ] {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let service = try Program("OrdersService", ["--port", "0", "--schedule", path])
      #expect(await eventually { service.hasEnded })
      #expect(service.output.contains(message), "\(service.output)")
    }
  }

  @Test(
    "Options that are out of range or do not go together are refused with what to do",
    arguments: [
      (["--speed", "0"], "Error: --speed is 1 to 100000"),
      (["--redis", "redis://127.0.0.1:1", "--speed", "60"], "Error: --speed goes with memory only"),
      (["--namespace", "shop"], "Error: --namespace names a fleet's keys in Redis"),
      (["--monitor", "key"], "Error: --monitor has no effect without --heartbeats"),
      (["--heartbeats", "hc-ping"], "Error: --heartbeats is the address of a monitoring service"),
      (["--lease", "5"], "Error: --lease has no effect without --redis"),
      (["--redis", "http://127.0.0.1"], "the scheme must be redis, rediss or unix"),
    ])
  func options(_ arguments: [String], _ message: String) async throws {
    let service = try Program("OrdersService", arguments)
    #expect(await eventually { service.hasEnded })
    #expect(service.output.contains(message), "\(service.output)")
  }
}
