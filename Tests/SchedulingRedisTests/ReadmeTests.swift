#if Redis
  import Foundation
  import Logging
  import Scheduling
  import SchedulingRedis
  import ServiceLifecycle
  import Testing
  import UnixSignals

  private protocol Orders: Sendable {
    func cancelUnconfirmed(olderThan: Duration, fencing: Int64?) async throws
    func writeDailyStats() async throws
  }

  private protocol Drivers: Sendable {
    func markInactive() async throws
  }

  /// The code of the README, compiled. It is never called.
  private func codeOfTheReadme(logger: Logger, orders: any Orders, drivers: any Drivers) async throws {
    // swift-format-ignore
    do {
// README begins
let redis = try RedisClient(url: "redis://127.0.0.1:6379")
let scheduler = Scheduler(claims: .redis(redis, namespace: "orders"), logger: logger)

// Every minute; a run that takes longer than 50 seconds is cancelled and recorded as timedOut.
try await scheduler.add("auto-cancel-unconfirmed-orders", .cron("* * * * *"), timeout: .seconds(50)) { run in
  try await orders.cancelUnconfirmed(olderThan: .minutes(30), fencing: run.fencingToken)
}
// At half past two on the clocks of Berlin, also on the two nights when they are moved.
try await scheduler.add("daily-stats", .cron("30 2 * * *", timeZone: "Europe/Berlin")) { _ in
  try await orders.writeDailyStats()
}
// Every five minutes of elapsed time.
try await scheduler.add("driver-inactivity-check", .every(.minutes(5))) { _ in
  try await drivers.markInactive()
}

// SIGTERM: nothing new starts, and runs may end.
let services = ServiceGroup(
  services: [redis, scheduler], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
try await services.run()
// README ends
    }
  }

  @Suite("The README")
  struct ReadmeTests {
    @Test("its code is the code that is compiled here")
    func code() throws {
      let this = URL(fileURLWithPath: #filePath)
      let source = try String(contentsOf: this, encoding: .utf8)
      let readme = try String(
        contentsOf: this.deletingLastPathComponent().appendingPathComponent("../../README.md"), encoding: .utf8)
      let parts = source.components(separatedBy: "\n// README begins\n")
      let code = try #require(parts.last?.components(separatedBy: "\n// README ends\n").first)
      #expect(parts.count == 2)
      #expect(readme.contains("```swift\n\(code)\n```"))
    }
  }
#endif
