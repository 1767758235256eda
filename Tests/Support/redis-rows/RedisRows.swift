import CivilTime
import Foundation
import RedisServerTestSupport
import Scheduling
import SchedulingRedis

/// The rows of `Benchmarks/run` that need a Redis server: `redis-rows client 16`, `redis-rows lock 1`. Each starts a
/// server of its own and measures the peer on the same server, in the same process.
@main
enum RedisRows {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let row = arguments.first, let depth = arguments.dropFirst().first.flatMap({ Int($0) }), depth > 0 else {
      print("usage: redis-rows client|lock DEPTH")
      exit(64)
    }
    let server = try RedisServer.start()
    defer { server.stop() }
    let client = try RedisClient(url: server.url)
    defer { client.close() }
    _ = try await client.command("PING")
    switch row {
    case "client":
      let ours = try await perSecond(callers: depth, calls: min(400_000, depth * 20_000)) {
        _ = try await client.command("SET", "row", "value")
      }
      report("redis-client", "swift-scheduling", depth, ours)
    case "lock":
      let locks = try RedisLocks(client, namespace: "rows")
      let ours = try await perSecond(callers: depth, calls: depth * 2_000) {
        try await locks.withLock("row-\(UInt64.random(in: 0..<1 << 40))") { _ in }
      }
      let bare = try await perSecond(callers: depth, calls: depth * 2_000) {
        let key = "bare-\(UInt64.random(in: 0..<1 << 40))"
        _ = try await client.command("SET", key, "token", "NX", "PX", "30000")
        _ = try await client.command("DEL", key)
      }
      report("lock", "swift-scheduling", depth, ours)
      report("lock", "SET NX PX and DEL", depth, bare)
    default:
      print("redis-rows: the rows are client and lock.")
      exit(64)
    }
    // The address, for redis-benchmark on the same server; it ends with this process's standard input.
    if row == "client" {
      print(server.url)
      _ = readLine()
    }
  }

  private static func report(_ row: String, _ system: String, _ depth: Int, _ perSecond: Double) {
    print(#"{"row":"\#(row)","system":"\#(system)","size":\#(depth),"per_second":\#(perSecond.rounded())}"#)
    fflush(nil)
  }

  /// How many calls a second so many callers make, each one after the other.
  private static func perSecond(
    callers: Int, calls: Int, _ call: @escaping @Sendable () async throws -> Void
  ) async throws -> Double {
    for _ in 0..<100 { try await call() }
    let began = MonotonicTime.now()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<callers { group.addTask { for _ in 0..<(calls / callers) { try await call() } } }
      try await group.waitForAll()
    }
    return Double(calls / callers * callers) / (Double((MonotonicTime.now() - began).nanoseconds) / 1e9)
  }
}
