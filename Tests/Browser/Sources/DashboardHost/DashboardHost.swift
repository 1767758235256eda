import FlyingFox
import FlyingFoxManagement
import FlyingSocks
import Foundation
import HTTPTypes
import Logging
import Scheduling
import SchedulingHTTP
import SchedulingRedis

/// A real scheduler with its management API and dashboard on loopback, for the browser tests:
/// `DashboardHost --port 8080 [--jobs N] [--busy N] [--no-changes] [--no-events] [--token TEXT] [--redis URL]`.
///
/// Everything is below `/ops/scheduler`, a prefix that is not the default one. Changes of jobs whose id begins with
/// `protected` are refused.
@main
enum DashboardHost {
  static let prefix = "/ops/scheduler"

  static func main() async throws {
    let options = try HostOptions(CommandLine.arguments.dropFirst())
    let instance = SchedulerConfiguration(instance: "browser-test/1")
    // The lines of bodies are kept with their runs; this process writes them nowhere.
    let quiet = Logger(label: "jobs") { _ in QuietLog() }
    let scheduler =
      if let redis = options.redis {
        Scheduler(
          claims: .redis(try RedisClient(url: redis), namespace: "shop"), configuration: instance, logger: quiet)
      } else {
        Scheduler(configuration: instance, logger: quiet)
      }
    try await DemoJobs.add(to: scheduler, more: options.jobs, busy: options.busy)

    var configuration = ManagementConfiguration()
    configuration.environment = "browser test"
    configuration.environmentColour = "violet"
    configuration.pollInterval = .seconds(1)
    if !options.hasEvents { configuration.eventListeners = 0 }
    let token = options.token
    let authorize: ManagementAuthorization = { request, _, job in
      // Without a token everybody is known; with one, anybody may read.
      if let token, request.headerFields[.authorization] != "Bearer \(token)" { return nil }
      return
        job?.rawValue.hasPrefix("protected") == true ? .refused("mara") : Caller("mara")
    }
    let management = ManagementRoutes(
      scheduler, prefix: prefix, configuration: configuration, authorize: options.allowsChanges ? authorize : nil)
    let server = HTTPServer(
      address: try .inet(ip4: "127.0.0.1", port: options.port), handler: RoutesHandler(management: management))
    try await withThrowingTaskGroup { group in
      group.addTask { try await scheduler.run() }
      group.addTask { try await server.run() }
      try await server.waitUntilListening()
      if case .ip4(_, let port) = await server.listeningAddress { print("listening on \(port)") }
      fflush(nil)
      try await group.next()
      group.cancelAll()
    }
  }
}

/// Lets everything through from info on, and writes it nowhere.
struct QuietLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  subscript(metadataKey name: String) -> Logger.Metadata.Value? {
    get { metadata[name] }
    set { metadata[name] = newValue }
  }

  func log(event: LogEvent) {}
}

/// The options of the command line.
struct HostOptions {
  var port: UInt16 = 0
  var jobs = 0
  var allowsChanges = true
  var hasEvents = true
  /// So many more jobs that fire every second.
  var busy = 0
  /// What a change needs.
  var token: String?
  /// The server of the fleet's claims; in memory without one.
  var redis: String?

  init(_ arguments: some Sequence<String>) throws {
    var rest = Array(arguments)[...]
    while let name = rest.popFirst() {
      switch name {
      case "--port": port = try Self.number(rest.popFirst(), of: name)
      case "--jobs": jobs = try Self.number(rest.popFirst(), of: name)
      case "--busy": busy = try Self.number(rest.popFirst(), of: name)
      case "--token": token = rest.popFirst()
      case "--no-changes": allowsChanges = false
      case "--no-events": hasEvents = false
      case "--redis": redis = rest.popFirst()
      default:
        throw UsageError(
          message:
            "\(name) is no option; there are --port, --jobs, --busy, --no-changes, --no-events, --token and --redis")
      }
    }
  }

  private static func number<Number: FixedWidthInteger>(_ text: String?, of option: String) throws -> Number {
    guard let text, let number = Number(text) else { throw UsageError(message: "\(option) needs a number") }
    return number
  }

  struct UsageError: Error { var message: String }
}
