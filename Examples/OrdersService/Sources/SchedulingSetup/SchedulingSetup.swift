package import Foundation
package import Logging
package import Scheduling
package import ServiceLifecycle

/// What the options ask for: a scheduler, and the services to run with it.
package struct SchedulingSetup: Sendable {
  package let scheduler: Scheduler
  /// The scheduler and what it needs, in the order in which they start.
  package let services: [any Service]
  /// The clock that the scheduler goes by.
  package let now: @Sendable () -> Date

  package init(
    _ options: SchedulingOptions, configuration: SchedulerConfiguration = SchedulerConfiguration(), logger: Logger
  ) throws {
    let system = SystemClock()
    let clock: any SchedulerClock =
      options.speed == 1 ? system : ScaledClock(speed: options.speed, from: system.now())
    now = { clock.now().date }
    scheduler = Scheduler(configuration: configuration, clock: clock, logger: logger)
    services = [scheduler]
  }
}
