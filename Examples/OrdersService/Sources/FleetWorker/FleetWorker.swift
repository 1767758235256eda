import ArgumentParser
import FleetLog
import Logging
import Scheduling
import SchedulingRedis
import SchedulingSetup
import SchedulingYAML
import ServiceLifecycle
import UnixSignals

/// One replica of a fleet: the wiring of OrdersService, with bodies that write down when they begin and end.
@main
struct FleetWorker: AsyncParsableCommand {
  @OptionGroup var scheduling: SchedulingOptions

  @Option(help: "The file that all workers append to.")
  var log: String

  @Flag(help: "Claim by a lock per name that is released after the run: the mistake that the fleet test must catch.")
  var naive = false

  @Option(help: "How many milliseconds late this replica asks for each claim.")
  var askLate = 0

  func validate() throws {
    if scheduling.redis == nil { throw ValidationError("a fleet needs --redis") }
  }

  func run() async throws {
    let logger = Logger(label: "worker")
    let log = try FleetLog(path: log)
    var configuration = SchedulerConfiguration()
    configuration.lease = .seconds(2)
    let setup = try SchedulingSetup(scheduling, configuration: configuration, logger: logger) { redis, namespace in
      let claims: any ClaimService =
        naive ? NaiveClaims(redis, namespace: namespace) : RedisClaims(redis, namespace: namespace)
      return Claims(askLate == 0 ? claims : LateClaims(claims, late: .milliseconds(askLate)))
    }
    let schedule = try ScheduleFile(
      yaml: String(decoding: PackageResources.fleet_yaml, as: UTF8.self), file: "fleet.yaml")
    try await setup.scheduler.add(schedule, bodies: Journal(log: log).bodies)
    let journal = EventJournal(log: log, events: setup.scheduler.events)
    try await ServiceGroup(
      services: setup.services + [journal], gracefulShutdownSignals: [.sigterm], logger: logger
    ).run()
  }
}
