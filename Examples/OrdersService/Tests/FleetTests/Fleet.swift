import FleetLog
import Foundation
import ProcessSupport

/// A redis-server, worker processes, and the log that they write together.
final class Fleet: Sendable {
  let redis: RedisServer
  private let logPath: String

  init() throws {
    redis = try RedisServer.start()
    logPath = FileManager.default.temporaryDirectory.appendingPathComponent("fleet-\(UUID()).log").path
  }

  deinit { try? FileManager.default.removeItem(atPath: logPath) }

  func worker(_ options: String...) throws -> Program {
    try Program("FleetWorker", ["--redis", redis.url, "--namespace", "fleet", "--log", logPath] + options)
  }

  var events: [FleetEvent] { FleetLog.events(in: (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "") }

  var starts: [JournalRun] {
    events.compactMap { if case .start(let run) = $0 { run } else { nil } }
  }

  var outcomes: [FleetOutcome] {
    events.compactMap { if case .outcome(let outcome) = $0 { outcome } else { nil } }
  }

  /// The last start of a job, unless its run has ended.
  func unfinished(job: String) -> JournalRun? {
    var last: JournalRun?
    for event in events {
      switch event {
      case .start(let run) where run.job == job: last = run
      case .end(let run) where run.job == job && run.instant == last?.instant: last = nil
      default: break
      }
    }
    return last
  }

  /// Up to which instant all jobs have been decided; nil while one of them has not begun.
  var decidedUpTo: Int64? {
    var latest: [String: Int64] = [:]
    for event in events {
      switch event {
      case .start(let run): latest[run.job] = max(latest[run.job] ?? run.instant, run.instant)
      case .outcome(let outcome): latest[outcome.job] = max(latest[outcome.job] ?? outcome.to, outcome.to)
      case .end: break
      }
    }
    return latest.count == Schedule.periods.count ? latest.values.min() : nil
  }
}

/// The jobs of fleet.yaml, written down a second time on purpose: what the workers compute is judged by it.
enum Schedule {
  static let periods: [String: Int64] = ["tick-200ms": 200, "tick-250ms": 250, "tick-second": 1_000, "long": 2_000]

  /// All instants from one to another, in ms since 1970.
  static func instants(from first: Int64, through last: Int64) -> [String: [Int64]] {
    periods.mapValues { (period: Int64) -> [Int64] in
      let start: Int64 = (first + period - 1) / period * period
      return Array(stride(from: start, through: last, by: Int64.Stride(period)))
    }
  }
}
