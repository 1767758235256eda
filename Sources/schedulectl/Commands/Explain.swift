import ArgumentParser
import CivilTime
import Cron
import Scheduling

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `schedulectl explain`: what an expression means.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says in a line of English when an expression is due, and on which days moved clocks concern it.")

  @Argument(help: "A cron expression, APScheduler's fields ('hour=4; minute=30'), a duration or an rrule.")
  var expression: String

  @OptionGroup var options: ScheduleOptions

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    try reporting {
      let trigger = try options.trigger(expression)
      let now = Instant(Date())
      let anomalies = try options.schedule(expression)?.anomalies(in: now..<(now + .seconds(2 * 366 * 86_400))) ?? []
      if json {
        Terminal.writeLine(
          JSONText.object([
            ("expression", .string(expression)), ("timezone", .string(try options.zone().identifier)),
            ("description", .string(trigger.description)),
            ("movedClocks", .array(anomalies.map { .string($0.description) })),
          ]).text)
        return
      }
      Terminal.writeLine(trigger.description)
      if !anomalies.isEmpty { Terminal.writeLine("In the next two years clocks are moved over its time:") }
      for anomaly in anomalies { Terminal.writeLine("  \(anomaly)") }
    }
  }
}
