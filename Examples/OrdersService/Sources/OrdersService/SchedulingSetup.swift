import AsyncHTTPClient
import Foundation
import Logging
import Scheduling
import SchedulingRedis
import ServiceLifecycle

/// What the options ask for: a scheduler, and the services to run with it.
struct SchedulingSetup: Sendable {
  let scheduler: Scheduler
  /// The scheduler and what it needs, in the order in which they start.
  let services: [any Service]
  /// The clock that the scheduler goes by.
  let now: @Sendable () -> Date

  init(_ options: SchedulingOptions, logger: Logger) throws {
    var configuration = SchedulerConfiguration()
    if let lease = options.lease { configuration.lease = .seconds(lease) }
    let system = SystemClock()
    let clock: any SchedulerClock =
      options.speed == 1 ? system : ScaledClock(speed: options.speed, from: system.now())
    now = { clock.now().date }
    let alerts = options.alerts.flatMap { URL(string: $0) }.map { [AlertSink.log(logger), .webhook($0)] } ?? []
    guard let url = options.redis else {
      scheduler = Scheduler(alerts: alerts, configuration: configuration, clock: clock, logger: logger)
      services = [scheduler] + Self.heartbeats(options, scheduler, logger)
      return
    }
    let redis = try RedisClient(url: url, logger: logger)
    scheduler = Scheduler(
      claims: .redis(redis, namespace: options.namespace ?? SchedulingOptions.defaultNamespace), alerts: alerts,
      configuration: configuration, clock: clock, logger: logger)
    services = [redis, scheduler] + Self.heartbeats(options, scheduler, logger)
  }

  /// Pings to monitors outside, where there is an address for them. They end with the scheduler.
  private static func heartbeats(
    _ options: SchedulingOptions, _ scheduler: Scheduler, _ logger: Logger
  ) -> [any Service] {
    guard let base = options.heartbeats.flatMap({ URL(string: $0) }) else { return [] }
    let sink = HeartbeatSink(base: base, client: .shared)
    return [Heartbeats(of: scheduler, scheduler: options.monitor, logger: logger) { try await sink.send($0) }]
  }
}
