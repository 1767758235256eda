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

@Suite("Two replicas with Redis")
struct TwoReplicasTests {
  @Test(
    "Either shows both and has both's runs; a job paused on one is paused on the other; a killed one is shown as lost")
  func fleet() async throws {
    let fleet = try Fleet()
    defer { fleet.end() }
    try #require(await eventually { fleet.replicas.allSatisfy { $0.members.count == 2 } }, fleet.report)
    let first = fleet.replicas[0]
    let second = fleet.replicas[1]
    #expect((first.status?.json["store"] as? [String: Any])?["kind"] as? String == "redis")

    // The last run is the fleet's, so both replicas name the same one.
    try #require(
      await eventually { first.lastRun != nil && first.lastRun == second.lastRun }, fleet.report)

    let pause = first.client.request(
      "/v1/scheduler/jobs/\(Fleet.job)/pause", method: "POST", token: Fleet.token, body: #"{"note": "stock-taking"}"#)
    #expect(pause?.status == 202, "\(pause?.text ?? "")")
    #expect(await eventually { second.isPaused(Fleet.job) }, fleet.report)

    first.service.signal(SIGKILL)
    #expect(await eventually { second.lostMembers == 1 }, fleet.report)
  }

  @Test("Without Redis both answer 503 and name the reason, and 200 again once it is back")
  func outage() async throws {
    let fleet = try Fleet()
    defer { fleet.end() }
    func statuses() -> [Int] { fleet.replicas.map { $0.status?.status ?? 0 } }
    try #require(await eventually { statuses() == [200, 200] }, fleet.report)

    fleet.redis.pause()
    try #require(await eventually(within: .seconds(60)) { statuses() == [503, 503] }, fleet.report)
    try #require(
      await eventually {
        fleet.replicas.allSatisfy { $0.reasons.contains { $0.hasPrefix("claims cannot be reached since ") } }
      }, fleet.report)

    fleet.redis.resume()
    #expect(await eventually(within: .seconds(60)) { statuses() == [200, 200] }, fleet.report)
  }
}

/// A redis-server and two services on one database, whose jobs run each second. The lease is short, so that an outage
/// counts as one soon.
private struct Fleet {
  static let job = "auto-cancel-unconfirmed-orders"
  static let token = "a-token-for-this-test"
  let redis: RedisServer
  let replicas: [Replica]
  private let folder: String

  init() throws {
    setenv("ORDERS_OPERATOR_TOKEN", Self.token, 1)
    redis = try RedisServer.start()
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("fleet-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let ids = [
      Self.job, "cleanup-orphaned-menus", "archive-old-orders", "update-restaurant-ratings", "cleanup-expired-sessions",
      "generate-daily-stats", "cleanup-distance-requests", "driver-inactivity-check",
    ]
    let jobs = ids.map { "  \($0): { every: 1s }\n" }.joined()
    try "jobs:\n\(jobs)".write(toFile: folder + "/schedule.yaml", atomically: true, encoding: .utf8)
    let options = [
      "--redis", redis.url, "--lease", "3", "--schedule", folder + "/schedule.yaml", "--database",
      folder + "/orders.sqlite",
    ]
    replicas = try [Replica(options), Replica(options)]
  }

  var report: Comment {
    Comment(
      rawValue: replicas.map { "\($0.status?.text ?? "no answer")\n\($0.service.output.suffix(4_000))" }
        .joined(separator: "\n---\n"))
  }

  func end() { try? FileManager.default.removeItem(atPath: folder) }
}

private struct Replica {
  let service: Program
  let client: WebClient

  init(_ options: [String]) throws {
    client = try #require(WebClient.onFreePort())
    service = try Program("OrdersService", ["--port", "\(client.port)"] + options)
  }

  var status: WebClient.Reply? { client.request("/v1/health/scheduler/status") }
  var reasons: [String] { status?.json["reasons"] as? [String] ?? [] }
  private var fleet: [[String: Any]] { status?.json["fleet"] as? [[String: Any]] ?? [] }
  var members: Set<String> { Set(fleet.compactMap { $0["instance"] as? String }) }
  var lostMembers: Int { fleet.count { $0["status"] as? String == "lost" } }

  private func job(_ id: String) -> [String: Any]? {
    (status?.json["jobs"] as? [[String: Any]])?.first { $0["id"] as? String == id }
  }

  /// Which replica ran the job last, and when.
  var lastRun: String? {
    guard let run = job(Fleet.job)?["last_run"] as? [String: Any], let instance = run["instance"] else { return nil }
    return "\(run["scheduled_at"] ?? "") \(instance)"
  }

  func isPaused(_ id: String) -> Bool { job(id)?["paused"] as? Bool == true }
}
