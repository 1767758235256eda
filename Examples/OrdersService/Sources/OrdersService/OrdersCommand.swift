import ArgumentParser
import Foundation
import Hummingbird
import Logging
import Metrics
import OrdersDomain
import Scheduling
import SchedulingHTTP
import SchedulingYAML
import ServiceLifecycle
import UnixSignals

/// A delivery app's back end: an HTTP server with its eight recurring jobs in the same process.
@main
struct OrdersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "OrdersService",
    abstract: "A delivery app's back end with eight scheduled jobs.",
    discussion: """
      Health: GET /v1/health/scheduler/status, /live and /ready. Prometheus: GET /metrics. Dashboard: \
      /v1/scheduler/dashboard/. Changes need the bearer token of \(OperatorToken.variable), 16 bytes or more; without it they \
      are refused. SIGTERM ends the service when its runs have ended.
      """)

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 for one that is free.")
  var port = 8080

  @Option(help: "The SQLite file; defaults to one in memory, which ends with the process.")
  var database: String?

  @OptionGroup var scheduling: SchedulingOptions

  func run() async throws {
    let logger = Logger(label: "orders")
    let metrics = PrometheusText()
    MetricsSystem.bootstrap(metrics)
    let setup = try SchedulingSetup(scheduling, logger: logger)
    let orders = try OrdersDatabase(path: database)
    try await orders.seed(at: setup.now())
    if scheduling.redis != nil, database == nil {
      logger.notice("each replica has a database of its own, in memory; give all of them the same --database")
    }

    let schedule = try scheduling.schedule.map { try ScheduleFile(contentsOfFile: $0) } ?? Self.builtInSchedule()
    try await setup.scheduler.add(schedule, bodies: HousekeepingTask.bodies(on: orders, logger: logger))
    for job in setup.scheduler.jobs {
      let next = job.nextRun.map { "\($0)" } ?? "never"
      logger.info("scheduled \(job.id): \(job.trigger)", metadata: ["next": "\(next)"])
    }

    let router = Router()
    HealthRoutes(scheduler: setup.scheduler).add(to: router)
    MetricsRoute(metrics: metrics).add(to: router)
    router.add(
      middleware: ManagementAdapter(
        routes: ManagementRoutes(setup.scheduler, authorize: OperatorToken.authorization())))
    OrdersRoutes(database: orders, now: setup.now).add(to: router)
    let app = Application(
      router: router, configuration: .init(address: .hostname(host, port: port), serverName: "orders"), logger: logger)
    // A group shuts down in reverse order: the server first, then the scheduler's runs, and Redis last.
    try await ServiceGroup(
      services: setup.services + [app], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
    ).run()
  }

  private static func builtInSchedule() throws -> ScheduleFile {
    try ScheduleFile(
      yaml: String(decoding: PackageResources.delivery_app_yaml, as: UTF8.self), file: "delivery-app.yaml")
  }
}
