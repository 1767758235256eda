import CivilTime
public import Logging
public import ServiceLifecycle

/// Sends pings to monitors outside of the fleet: for each start and end of a run of a job with ``JobOptions/heartbeat``, and
/// for the scheduler itself.
///
/// ```swift
/// let heartbeats = Heartbeats(of: scheduler, scheduler: "scheduler-\(region)") { ping in
///   switch ping.signal {
///   case .alive, .succeeded: try await monitors.ping(ping.monitor)
///   case .started: try await monitors.ping(ping.monitor + "/start")
///   case .failed(let message): try await monitors.ping(ping.monitor + "/fail", message)
///   }
/// }
/// let group = ServiceGroup(services: [scheduler, heartbeats], gracefulShutdownSignals: [.sigterm], logger: logger)
/// ```
/// Pings of one monitor are sent one after the other, in their order; those of several side by side. One that has not been
/// sent within ``timeout`` is given up and logged; while a monitor's pings wait, the 64 newest are kept. A run is never held
/// up. The scheduler's own ping is left out while the status is unhealthy.
///
/// In a fleet the replica that runs a job pings for it. `schedulectl monitors schedule.yaml` prints the period and the grace
/// that each monitor should be set to.
public struct Heartbeats: Service {
  /// How often the scheduler's own ping is sent. Defaults to one minute.
  public var period: Duration = .seconds(60)
  /// How long one ping may take. Defaults to 10 seconds.
  public var timeout: Duration = .seconds(10)

  private let scheduler: Scheduler
  private let own: String?
  private let logger: Logger?
  private let send: @Sendable (Heartbeat) async throws -> Void

  /// Pings for a scheduler; ``run()`` sends them.
  /// - Parameters:
  ///   - scheduler: The scheduler whose runs are reported.
  ///   - monitor: The monitor of the scheduler itself; nil for none.
  ///   - logger: Receives a warning for each ping that could not be sent.
  ///   - send: Sends one ping. It is cancelled after ``timeout``.
  public init(
    of scheduler: Scheduler, scheduler monitor: String? = nil, logger: Logger? = nil,
    _ send: @escaping @Sendable (Heartbeat) async throws -> Void
  ) {
    self.scheduler = scheduler
    own = monitor
    self.logger = logger
    self.send = send
  }

  /// Sends pings until the scheduler has stopped or the task is cancelled.
  public func run() async throws {
    let queues = HeartbeatQueues(timeout: timeout, logger: logger, send)
    let events = scheduler.events()
    await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        for await event in events {
          let ping = Heartbeat.of(event) { scheduler.job($0)?.options.heartbeat }
          if let ping { queues.add(ping) }
        }
        return true
      }
      if let own {
        group.addTask {
          while !Task.isCancelled {
            if scheduler.status.health != .unhealthy {
              queues.add(Heartbeat(monitor: own, signal: .alive, job: nil, run: nil, duration: nil))
            }
            try? await Task.sleep(for: max(period, .seconds(1)))
          }
          return false
        }
      }
      // The events end with the scheduler.
      while let isEnd = await group.next(), !isEnd {}
      group.cancelAll()
    }
    await queues.settle()
  }
}
