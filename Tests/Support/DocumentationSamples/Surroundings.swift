// What the samples of the documentation take for granted. They are compiled and never run.
import Foundation
import Logging
import Metrics
import Scheduling
import SchedulingRedis
import ServiceLifecycle

/// Stands for what a sample leaves out.
func elided<Value>() -> Value { fatalError() }

struct Orders: Sendable {
  func writeDailyStats(fencing: Int64? = nil) async throws {}
  func importStock() async throws {}
  func customers() async throws -> [Int] { [] }
  func sendInvoice(to customer: Int, idempotencyKey: String = "") async throws {}
  func total() async throws -> Int { 0 }
  func write(total: Int, fencing: Int64?) async throws {}
  func cancelUnconfirmed(olderThan: Duration, fencing: Int64? = nil) async throws {}
  func cancelUnconfirmed(at: Instant) async throws {}
  func archive(olderThan: Duration) async throws {}
  func sweep(at: Instant) async throws {}
}

struct Drivers: Sendable {
  func markInactive() async throws {}
  func markSilent(at: Instant) async throws {}
}

struct Sessions: Sendable {
  func purge(olderThan: Duration) async throws {}
}

struct Database: Sendable {
  func run(_ statement: String) async throws {}
  func insert(_ trips: [String]) async throws {}
}

struct Pager: Sendable {
  func call(_ name: String, _ text: String, deduplicationKey: String) async throws {}
}

struct Monitors: Sendable {
  func ping(_ address: String, _ message: String = "") async throws {}
}

struct WorkQueue: Sendable {
  func push(_ customer: Int, key: String) async throws {}
}

struct PageCursor: Codable, Sendable {}
struct Trips: Sendable {
  struct Page: Sendable {
    var trips: [String]
    var cursor: PageCursor
  }
  func page(after cursor: PageCursor) async throws -> Page? { nil }
}

struct Mailbox: Sendable {
  func sync() async throws {}
  func update() async throws {}
  func sendReport(for day: Instant) async throws {}
}

struct WebApp: Service {
  func run() async throws {}
}

let orders = Orders()
let drivers = Drivers()
let sessions = Sessions()
let database = Database()
let pager = Pager()
let monitors = Monitors()
let region = "eu"
let queue = WorkQueue()
let trips = Trips()
let crm = Mailbox()
let mail = Mailbox()
let dashboards = Mailbox()
let app = WebApp()
let logger = Logger(label: "samples")
let scheduler = Scheduler()
let now = Instant.epoch
let bodies: JobBodies = [:]
nonisolated(unsafe) let redis: RedisClient = elided()
let inTwoYears = Instant.epoch
let zone = Zone.utc
nonisolated(unsafe) var configuration = SchedulerConfiguration()
let clock = SystemClock()
let start = Instant.epoch
let launch = Instant.epoch
let yesterday = Instant.epoch
nonisolated(unsafe) let schedule: ScheduleFile = elided()
let trigger: any Trigger = StartupTrigger.startup
let error: any Error = CancellationError()
let failures = Counter(label: "failures")
nonisolated(unsafe) var options = JobOptions()
func respond(_ status: Int, _ text: String) {}

struct ImportStock: JobHandler {
  static let name = "suppliers.import-stock"
  struct Arguments: Codable, Sendable { var supplier: Int? }
  func run(_ arguments: Arguments, _ run: RunContext) async throws {}
}
