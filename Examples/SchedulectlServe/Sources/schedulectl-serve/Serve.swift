import ArgumentParser
import FlyingFox
import FlyingFoxManagement
import FlyingSocks
import Foundation
import Scheduling
import SchedulingHTTP
import SchedulingRedis

/// The dashboard and the management API of a fleet, from a process that has none of its jobs.
@main
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedulectl-serve",
    abstract: "Serves the dashboard and the management API of a fleet, from outside.",
    discussion: """
      The fleet's Redis is that of the environment variable SCHEDULECTL_REDIS, redis://127.0.0.1:6379 without one; \
      'schedulectl serve' sets it. It only looks, unless --allow-changes is given and there is a token of 16 bytes or more, in \
      --token-file or in the environment variable SCHEDULECTL_TOKEN. With a token every request needs it, as \
      'Authorization: Bearer …'; the dashboard asks for it. Without one it listens on loopback alone.
      """)

  @Option(help: "The namespace of the fleet's claims.")
  var namespace: String

  @Option(help: "The IPv4 address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 for one that is free.")
  var port: UInt16 = 8081

  @Flag(help: "Let holders of the token pause, run, cancel, requeue and discard.")
  var allowChanges = false

  @Option(help: ArgumentHelp("A file whose only line is the token.", valueName: "path"))
  var tokenFile: String?

  @Option(help: "A name that the page shows, such as production.")
  var environment: String?

  func validate() throws {
    if namespace.isEmpty { throw ValidationError("--namespace must not be empty") }
  }

  func run() async throws {
    let token = try Token.find(file: tokenFile)
    if allowChanges, token == nil {
      throw ValidationError(
        "--allow-changes needs a token: put 16 bytes or more into a file that only you can read and name it with "
          + "--token-file, or into the environment variable \(Token.variable)")
    }
    guard token != nil || host.hasPrefix("127.") else {
      throw ValidationError(
        "without a token everybody who reaches \(host) could read: give a token (--token-file, or \(Token.variable)), or listen on "
          + "127.0.0.1")
    }
    let url = ProcessInfo.processInfo.environment["SCHEDULECTL_REDIS"] ?? ""
    let redis = try RedisClient(url: url.isEmpty ? "redis://127.0.0.1:6379" : url)
    // Said before anybody opens a page: a misspelt namespace, or a server that is away.
    guard try await FleetControl(redis, namespace: namespace).fleet() != nil else {
      throw ValidationError("nothing has ever registered in the namespace '\(namespace)', or its data was lost")
    }
    // It never runs: it has no job, and takes no part in the fleet.
    let scheduler = Scheduler(
      claims: .redis(redis, namespace: namespace), configuration: SchedulerConfiguration(instance: "schedulectl serve"))
    var configuration = ManagementConfiguration()
    configuration.environment = environment
    let guardian = token?.authorization
    let routes = ManagementRoutes(
      scheduler, configuration: configuration, read: guardian, authorize: allowChanges ? guardian : nil)
    let server = HTTPServer(
      address: try .inet(ip4: host, port: port),
      logger: .disabled, handler: LocalNames(isOpen: token == nil, handler: RoutesHandler(management: routes)))
    try await withThrowingTaskGroup { group in
      group.addTask { try await server.run() }
      try await server.waitUntilListening()
      if case .ip4(let address, port: let port) = await server.listeningAddress {
        print("listening on http://\(address):\(port)\(routes.prefix)/dashboard/")
        fflush(nil)
      }
      try await group.next()
    }
  }
}
