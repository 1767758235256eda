package import Foundation
package import Logging
package import Scheduling
package import SchedulingRedis
package import ServiceLifecycle

/// What the options ask for: a scheduler, and the services to run with it.
package struct SchedulingSetup: Sendable {
  package let scheduler: Scheduler
  /// The scheduler and what it needs, in the order in which they start.
  package let services: [any Service]
  /// The clock that the scheduler goes by.
  package let now: @Sendable () -> Date

  /// - Parameter fleet: the claims that a fleet shares; a test brings others to see them fail.
  package init(
    _ options: SchedulingOptions, configuration: SchedulerConfiguration = SchedulerConfiguration(), logger: Logger,
    fleet: (RedisClient, _ namespace: String) throws -> Claims = { .redis($0, namespace: $1) }
  ) throws {
    let system = SystemClock()
    let clock: any SchedulerClock =
      options.speed == 1 ? system : ScaledClock(speed: options.speed, from: system.now())
    now = { clock.now().date }
    let alerts = options.alerts.flatMap { URL(string: $0) }.map { [AlertSink.log(logger), .webhook($0)] } ?? []
    guard let url = options.redis else {
      scheduler = Scheduler(alerts: alerts, configuration: configuration, clock: clock, logger: logger)
      services = [scheduler]
      return
    }
    let redis = try RedisClient(url: url, logger: logger)
    let claims = try fleet(redis, options.namespace ?? SchedulingOptions.defaultNamespace)
    scheduler = Scheduler(
      claims: claims, alerts: alerts, configuration: configuration, clock: clock, logger: logger)
    services = [redis, scheduler]
  }
}
