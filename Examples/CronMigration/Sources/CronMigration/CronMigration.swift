import Foundation
import Logging
import Scheduling
import SchedulingYAML
import ServiceLifecycle
import Shop
import ShopSchedule
import UnixSignals

/// The webshop's jobs in one process, from a schedule file that may be changed while it runs.
///
/// `swift run CronMigration FOLDER [SCHEDULE]`: the shop lives in the folder; without a schedule it is the one that the
/// package has. `CRON_RUNNING=false` is the switch back: nothing runs here, and the old crontab may.
@main
struct CronMigration {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let folder = arguments.first, arguments.count <= 2 else {
      FileHandle.standardError.write(Data("usage: CronMigration FOLDER [SCHEDULE]\n".utf8))
      exit(64)
    }
    let logger = Logger(label: "CronMigration")
    let shop = try Shop(folder: URL(fileURLWithPath: folder))
    let scheduler = Scheduler(logger: logger)
    if ProcessInfo.processInfo.environment["CRON_RUNNING"] == "false" {
      try await scheduler.pauseAll(note: "CRON_RUNNING=false: the old crontab runs")
    }
    let schedule = try arguments.dropFirst().first ?? ScheduleName.webshop.path
    let watcher = ScheduleWatcher(schedule, scheduler: scheduler, bodies: ShopBodies(shop: shop).bodies)
    try await ServiceGroup(
      services: [scheduler, watcher], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
    ).run()
  }
}
