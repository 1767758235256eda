import Logging
import Scheduling
import ServiceLifecycle
import UnixSignals

/// Four jobs in memory, with nothing installed but Swift: `swift run Quickstart --seconds 5`.
@main
enum Quickstart {
  static func main() async throws {
    let seconds = Arguments.seconds(CommandLine.arguments)
    let scheduler = Scheduler()

    // The three kinds of trigger: an interval, a cron expression (six fields: seconds first) and a date.
    try await scheduler.add("heartbeat", .every(.seconds(1))) { run in
      say("heartbeat   is due every second; this is the one of \(run.firing.instant)")
    }
    try await scheduler.add("even-seconds", .cron("*/2 * * * * *"), timeout: .seconds(1)) { _ in
      say("even-seconds ran by its cron expression")
    }
    let soon = SystemClock().now() + .milliseconds(2_500)
    try await scheduler.add("once", .at(soon)) { run in
      say("once        ran \(SystemClock().now() - run.firing.instant) after its instant, and never again")
    }
    try await scheduler.add("nightly", .cron("30 2 * * *", timeZone: "Europe/Berlin")) { _ in
      say("nightly     ran")
    }

    say("What is due:")
    for job in scheduler.jobs {
      let next = job.nextRun.map { "next at \($0)" } ?? "has no instant left"
      say("  \(job.id): \(job.trigger.description); \(next)")
    }
    say("Running for \(seconds) seconds; Ctrl-C stops it sooner.")

    // ServiceGroup brings the graceful shutdown: nothing new starts, what runs may end. A job ends the demonstration.
    let group = ServiceGroup(
      services: [scheduler], gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "quickstart"))
    try await scheduler.add("stop", .at(SystemClock().now() + .seconds(seconds))) { _ in
      await group.triggerGracefulShutdown()
    }
    try await group.run()

    say("Stopped. What happened:")
    for job in scheduler.jobs where job.id != "stop" {
      say(
        "  \(job.id): \(job.accounting.succeeded) ran, \(job.accounting.failed) failed, \(job.accounting.missed) missed"
      )
    }
  }

  /// Whole lines, also where the output is not a terminal.
  static func say(_ line: String) {
    print(line)
    Output.flush()
  }
}
