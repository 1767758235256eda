import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Scheduling

/// Pings monitors outside of the fleet in the way of Healthchecks: a request to the monitor's address when a run has
/// succeeded, and to `/start` and `/fail` below it when one starts and when one fails.
struct HeartbeatSink: Sendable {
  /// What the addresses of monitors that are named by a key begin with.
  let base: URL
  let client: HTTPClient

  /// - Throws: ``Refused`` for an answer other than success, and what the client throws; the scheduler's log then names it.
  func send(_ ping: Heartbeat) async throws {
    var request = HTTPClientRequest(url: address(of: ping).absoluteString)
    request.method = .POST
    if let run = ping.run { request.url += "?rid=\(Self.uuid(run))" }
    if case .failed(let message) = ping.signal {
      request.headers.add(name: "content-type", value: "text/plain; charset=utf-8")
      request.body = .bytes(ByteBuffer(string: message))
    }
    // `Heartbeats` gives up a ping after its own time-out and cancels this.
    let response = try await client.execute(request, timeout: .seconds(10))
    guard (200..<300).contains(response.status.code) else { throw Refused(status: response.status.code) }
  }

  private func address(of ping: Heartbeat) -> URL {
    let url = URL(string: ping.monitor)
    let own = url?.scheme?.hasPrefix("http") == true ? url : nil
    let monitor = own ?? base.appendingPathComponent(ping.monitor)
    return switch ping.signal {
    case .alive, .succeeded: monitor
    case .started: monitor.appendingPathComponent("start")
    case .failed: monitor.appendingPathComponent("fail")
    }
  }

  /// The same for the start and the end of a run, so that the monitor measures how long it took.
  private static func uuid(_ run: RunID) -> String {
    let digits = Array("\(run)")
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
  }

  /// The monitor answered with something other than success.
  struct Refused: Error, CustomStringConvertible {
    var status: UInt
    var description: String { "the monitor answered with status \(status)" }
  }
}
