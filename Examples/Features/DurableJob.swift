import Foundation
import Scheduling

#if Redis
  import SchedulingRedis
#endif

private struct ImportStock: JobHandler {
  static let name = "suppliers.import-stock"
  struct Arguments: Codable, Sendable { var supplier: Int }

  func run(_ arguments: Arguments, _ run: RunContext) async throws {
    print("   imported supplier \(arguments.supplier), for \(run.firing.cause)")
  }
}

/// A job that is data: its code is found by a name. With `REDIS_URL` set it is kept in Redis, where any replica may add,
/// change and run it; without, in memory.
func durableJob() async throws {
  var store = JobStore.memory
  #if Redis
    if let url = ProcessInfo.processInfo.environment["REDIS_URL"] {
      store = .redis(try RedisClient(url: url), namespace: "features")
    }
  #endif
  let scheduler = Scheduler(store: store, handlers: [ImportStock()])
  let running = Task { try await scheduler.run() }
  try await scheduler.add(
    "import-23", .cron("5 * * * *", timeZone: "Europe/Berlin"), ifExists: .replaceIfChanged,
    handler: ImportStock.self, arguments: .init(supplier: 23))
  while scheduler.probe.reasonNotReady() != nil { try await Task.sleep(for: .milliseconds(10)) }
  try await scheduler.runNow("import-23", arguments: ["supplier": 42])
  await scheduler.shutdown()
  try await running.value
  let row = try await scheduler.history(of: "import-23").first
  try expect(row?.outcome == .succeeded, "the handler ran with other arguments")
}
