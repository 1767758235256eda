import ArgumentParser
import CivilTime
import Cron
import Scheduling

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `schedulectl next`: when an expression, or every job of a schedule file, is due.
struct Next: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows when an expression, or every job of a schedule file, is due next.",
    discussion: """
      EXAMPLES
        schedulectl next '30 2 * * MON-FRI' --tz Europe/Berlin
        schedulectl next 5m --count 3
        schedulectl next 'day=last sun; hour=4'
        schedulectl next schedule.yaml --for 24h
        schedulectl next 'FREQ=MONTHLY;BYDAY=-1FR' --start 2027-01-01T09:00:00Z --count 12
        schedulectl next --jsonl < vectors.jsonl

      What ends in .yaml, .yml or .json is read as a schedule file: what it starts in the time that --for names, job by job
      in the order of time. Jobs that wait for an event are listed at the end.

      With --jsonl, rows of JSON are read from standard input, one a line:
        {"id":"a","dialect":"standard","expr":"*/5 * * * *","tz":"UTC","after":"2027-01-01T00:00:00+00:00","count":2}
      and each is answered by a line:
        {"id":"a","next":["2027-01-01T00:05:00+00:00","2027-01-01T00:10:00+00:00"]}
        {"id":"b","error":{"field":"hour","pos":2,"message":"hour must be 0-23"}}
      As many instants are written as the row's "count" says, or as its own "next" has; null where there are no more.
      """)

  @Argument(
    help: "A cron expression, APScheduler's fields ('hour=4; minute=30'), a duration, an rrule or a schedule file.")
  var expression: String?

  @OptionGroup var options: ScheduleOptions

  @Option(help: "The time after which to look, RFC 3339; defaults to now.")
  var after: String?

  @Option(help: "How many instants to show, 1 to 10,000.")
  var count = 5

  @Option(name: .customLong("for"), help: "Of a schedule file: for how long to look, such as 24h. At most 31d.")
  var window = "24h"

  @Flag(help: "Write JSON.")
  var json = false

  @Flag(help: "Answer rows of JSON on standard input.")
  var jsonl = false

  func validate() throws {
    guard jsonl == (expression == nil) else {
      throw ValidationError(jsonl ? "--jsonl reads its expressions from standard input" : "name an expression")
    }
    guard (1...10_000).contains(count) else { throw ValidationError("--count is 1 to 10000") }
  }

  func run() throws {
    guard let expression else {
      while let line = readLine(strippingNewline: true) {
        if !line.isEmpty { Terminal.writeLine(VectorAnswer.line(for: line)) }
      }
      return
    }
    try reporting { try show(expression) }
  }

  private func show(_ expression: String) throws {
    if [".yaml", ".yml", ".json"].contains(where: expression.hasSuffix) {
      let after = try after.map { try Instant(rfc3339: $0) } ?? Instant(Date())
      return try Agenda(file: expression, after: after, window: window, options: options).show(asJSON: json)
    }
    let trigger = try options.trigger(expression)
    let zone = try options.zone()
    let now = Instant(Date())
    let after = try after.map { try Instant(rfc3339: $0) } ?? now
    var budget = SearchBudget()
    let instants = trigger.next(count, after: after, within: &budget)
    if json {
      Terminal.writeLine(
        JSONText.object([
          ("expression", .string(expression)), ("timezone", .string(zone.identifier)),
          ("description", .string(trigger.description)), ("after", .string(stamp(after, in: zone))),
          ("next", .array(instants.map { .string(stamp($0, in: zone)) })),
        ]).text)
    } else {
      Terminal.writeLine(trigger.description)
      for instant in instants { Terminal.writeLine(row(instant, zone, now)) }
      if instants.isEmpty, !budget.isExhausted { Terminal.writeLine("  no instant after \(stamp(after, in: zone))") }
    }
    if budget.isExhausted {
      throw SchedulerError(
        .triggerTooComplex, "the search gave up after \(budget.steps) steps: whether there are more is not known")
    }
    if instants.isEmpty { throw Exit.nothingFound }
  }

  private func row(_ instant: Instant, _ zone: Zone, _ now: Instant) -> String {
    let local = zone.localTime(at: instant)
    let time = "\(padded(local.hour, 2)):\(padded(local.minute, 2)):\(padded(local.second, 2))"
    let day = local.weekday.description.prefix(3)
    return
      "  \(day) \(local.date) \(time) \(offsetText(zone.offset(at: instant)))   \(instant)   \(distance(instant, now))"
  }

  /// "in 3 days", "2 hours ago", in the largest whole unit.
  private func distance(_ instant: Instant, _ now: Instant) -> String {
    let seconds = instant.nanoseconds(since: now) / 1_000_000_000
    let size = abs(seconds)
    let (count, unit) =
      switch size {
      case ..<60: (size, "second")
      case ..<3_600: (size / 60, "minute")
      case ..<86_400: (size / 3_600, "hour")
      default: (size / 86_400, "day")
      }
    let text = "\(count) \(unit)\(count == 1 ? "" : "s")"
    return seconds < 0 ? "\(text) ago" : "in \(text)"
  }
}
