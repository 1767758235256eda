import Foundation
package import Scheduling
import SchedulingYAML

/// The three schedules that were cron jobs, pg_cron jobs and Kubernetes CronJobs.
package enum ScheduleName: String, CaseIterable, Sendable {
  case webshop = "webshop-operations"
  case deliveryApp = "delivery-app"
  case flyingClub = "manage2soar"

  /// Where the file lies.
  package var path: String {
    get throws {
      guard let path = Bundle.module.path(forResource: rawValue, ofType: "yaml", inDirectory: "Schedules") else {
        throw CocoaError(.fileNoSuchFile)
      }
      return path
    }
  }

  package func file() throws -> ScheduleFile { try ScheduleFile(contentsOfFile: path) }
}

extension ScheduleFile {
  /// The webshop's fourteen jobs in code as well as in YAML: the two are equal values.
  package static var webshop: ScheduleFile {
    var defaults = ScheduleJob()
    defaults.overlap = .skip
    defaults.timeout = .after(.seconds(600))
    var retry = ScheduleRetry()
    retry.attempts = 3
    retry.backoff = .exponential
    retry.initial = .seconds(30)
    retry.max = .seconds(300)
    retry.jitter = 0.2
    defaults.retry = retry
    defaults.owner = Owner(responsible: "shared-ops")
    return ScheduleFile(
      timeZone: "Europe/Berlin", defaults: defaults,
      jobs: Dictionary(uniqueKeysWithValues: producers + imports + housekeeping))
  }

  private static func job(
    _ id: JobID, _ trigger: ScheduleTrigger, lock: String, _ priority: JobPriority, accountable: String,
    _ arguments: JobArguments? = nil, idempotency: String, _ more: (inout ScheduleJob) -> Void = { _ in }
  ) -> (JobID, ScheduleJob) {
    var job = ScheduleJob(trigger: trigger)
    job.lock = lock
    job.priority = priority
    job.owner = Owner(accountable: accountable)
    job.arguments = arguments
    job.idempotency = idempotency
    more(&job)
    return (id, job)
  }

  private static let producers: [(JobID, ScheduleJob)] = [
    job(
      "cron:images:enqueue-batches", .cron("*/10 * * * *"), lock: "cron.images.enqueue", .medium,
      accountable: "webshop-admin,stock-import", idempotency: "producer only; batches are keyed by file name"),
    job(
      "cron:stock:export", .cron("15 * * * *"), lock: "cron.stock.export", .high, accountable: "platform-export",
      ["supplier": nil, "customer": nil, "export": nil, "skip-generation": false],
      idempotency: "export file is replaced whole"),
    job(
      "cron:customers:notify-license-expiration", .cron("0 7 * * *"), lock: "cron.customers.license-expiry", .medium,
      accountable: "webshop", ["offsets-days": [14, 7, 1]], idempotency: "one mail per customer, offset and day"),
    job(
      "cron:dwh:update-counters", .cron("H/15 * * * *"), lock: "cron.dwh.counters", .low, accountable: "shared-ops",
      idempotency: "aggregates are recomputed"),
    job(
      "cron:queue:process", .every(.seconds(15)), lock: "cron.queue.process.general", .high, accountable: "shared-ops",
      ["queue": "general"],
      idempotency: "items move NEW, IN_QUEUE, PROCESSING, PROCESSED or CRASH under a row lock"
    ) { job in
      var once = ScheduleRetry()
      once.attempts = 1
      job.retry = once
    },
  ]

  private static let imports: [(JobID, ScheduleJob)] = [
    job(
      "cron:platform:pull-orders", .cron("*/2 * * * *"), lock: "cron.platform.pull-orders", .high,
      accountable: "platform-export", ["platform": nil], idempotency: "orders are keyed by platform order number"),
    job(
      "cron:suppliers:import-stock:all", .cron("30 */4 * * *"), lock: "cron.suppliers.import.all", .high,
      accountable: "stock-import", idempotency: "files older than the last import are skipped"
    ) { $0.timeout = .after(.seconds(7_200)) },
    job(
      "cron:suppliers:import-stock:23", .cron("5 * * * *"), lock: "cron.suppliers.import.supplier.23", .high,
      accountable: "stock-import", ["supplier": 23, "update-anyway": false], idempotency: "as above"),
    job(
      "cron:driveright:sync", .cron("0 4 * * *"), lock: "cron.driveright.sync", .high, accountable: "vehicle-data",
      idempotency: "each stage checkpoints"
    ) { job in
      job.timeout = .after(.seconds(10_800))
      job.pipeline = ["pull", "sync", "email", "update"]
    },
    job(
      "cron:simulator:send-mak-files", .cron("0 5 * * MON-FRI"), lock: "cron.simulator.send-mak-files", .medium,
      accountable: "vehicle-data", idempotency: "files are named by day"),
  ]

  private static let housekeeping: [(JobID, ScheduleJob)] = [
    job(
      "cron:queue:clean", .cron("20 3 * * *"), lock: "cron.queue.clean", .high, accountable: "shared-ops",
      ["retention-days": 30], idempotency: "deletes by age"),
    job(
      "cron:logs:clean", .cron("40 3 * * *"), lock: "cron.logs.clean", .medium, accountable: "shared-ops",
      ["retention-days": 90], idempotency: "deletes by age"),
    job(
      "cron:system:clean-data", .cron("50 3 * * *"), lock: "cron.system.clean-data", .medium, accountable: "shared-ops",
      idempotency: "caches only"),
    job(
      "cron:sessions:purge", .cron("*/30 * * * *"), lock: "cron.sessions.purge", .low, accountable: "shared-ops",
      ["max-session-age": "24h"], idempotency: "deletes by age"),
  ]
}
