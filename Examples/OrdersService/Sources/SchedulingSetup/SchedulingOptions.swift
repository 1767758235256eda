package import ArgumentParser
import Foundation

/// How a process of the fleet schedules: the options that every program here shares.
package struct SchedulingOptions: ParsableArguments {
  @Option(
    help: "Redis, as redis://[user:password@]host:port/db or unix://path: a fleet of replicas runs each firing once.")
  package var redis: String?

  @Option(help: "What the fleet's keys in Redis begin with; \(defaultNamespace) unless given. Only with --redis.")
  package var namespace: String?

  @Option(help: "A schedule file, YAML or JSON, in place of the built-in one.")
  package var schedule: String?

  @Option(help: "A webhook that alerts of failed, overdue and stuck jobs are posted to, as http(s)://….")
  package var alerts: String?

  @Option(
    help: "How many times faster than the machine's clock this process's clock runs, 1 to 100000. In memory only.")
  package var speed = 1

  package init() {}

  package static let defaultNamespace = "orders"

  package func validate() throws {
    guard (1...100_000).contains(speed) else { throw ValidationError("--speed is 1 to 100000; this one is \(speed).") }
    if let alerts, URL(string: alerts)?.scheme?.hasPrefix("http") != true {
      throw ValidationError("--alerts is the address of a webhook, http or https; this one is \(alerts).")
    }
    if redis != nil, speed != 1 {
      throw ValidationError(
        """
        --speed goes with memory only: a fleet goes by Redis's clock, which nobody here can scale. \
        Leave out --redis for a demonstration, or --speed for a fleet.
        """)
    }
    if redis == nil, namespace != nil {
      throw ValidationError("--namespace names a fleet's keys in Redis and has no effect without --redis.")
    }
  }
}
