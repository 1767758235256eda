import ArgumentParser
import Foundation

/// How this replica schedules.
struct SchedulingOptions: ParsableArguments {
  @Option(
    help: "Redis, as redis://[user:password@]host:port/db or unix://path: a fleet of replicas runs each firing once.")
  var redis: String?

  @Option(help: "What the fleet's keys in Redis begin with; defaults to \(defaultNamespace). Only with --redis.")
  var namespace: String?

  @Option(help: "How many seconds a run keeps its lock after its replica died, 1 to 86400. Only with --redis.")
  var lease: Int?

  @Option(help: "A schedule file, YAML or JSON, in place of the built-in one.")
  var schedule: String?

  @Option(help: "A webhook that alerts of failed, overdue and stuck jobs are posted to, as http(s)://….")
  var alerts: String?

  @Option(
    help:
      "Where pings of jobs with a heartbeat are sent, as Healthchecks takes them: http(s)://…, without the monitor's key."
  )
  var heartbeats: String?

  @Option(
    help: "The key of the monitor of the scheduler itself, which receives a ping a minute. Only with --heartbeats.")
  var monitor: String?

  @Option(
    help: "How many times faster than the machine's clock this process's clock runs, 1 to 100000. In memory only.")
  var speed = 1

  init() {}

  static let defaultNamespace = "orders"

  func validate() throws {
    guard (1...100_000).contains(speed) else { throw ValidationError("--speed is 1 to 100000; this one is \(speed).") }
    if let alerts, URL(string: alerts)?.scheme?.hasPrefix("http") != true {
      throw ValidationError("--alerts is the address of a webhook, http or https; this one is \(alerts).")
    }
    if let heartbeats, URL(string: heartbeats)?.scheme?.hasPrefix("http") != true {
      throw ValidationError(
        "--heartbeats is the address of a monitoring service, http or https; this one is \(heartbeats).")
    }
    if heartbeats == nil, monitor != nil { throw ValidationError("--monitor has no effect without --heartbeats.") }
    if redis != nil, speed != 1 {
      throw ValidationError(
        """
        --speed goes with memory only: a fleet goes by Redis's clock, which nobody here can scale. \
        Leave out --redis for a demonstration, or --speed for a fleet.
        """)
    }
    if redis == nil, lease != nil { throw ValidationError("--lease has no effect without --redis.") }
    if redis == nil, namespace != nil {
      throw ValidationError("--namespace names a fleet's keys in Redis and has no effect without --redis.")
    }
  }
}
