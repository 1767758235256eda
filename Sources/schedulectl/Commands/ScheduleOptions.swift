import ArgumentParser
import CivilTime
import Cron
import Scheduling

/// What an expression may be written in.
enum ExpressionKind: String, CaseIterable, ExpressibleByArgument {
  case standard, quartz, aws
  case apscheduler = "apscheduler-fields"
  case every, rrule

  var dialect: CronDialect? { CronDialect(rawValue: rawValue) }
}

/// An expression and all that gives it its meaning.
struct ScheduleOptions: ParsableArguments {
  @Option(help: "The zone on whose clocks it is read, such as Europe/Berlin.")
  var tz = "UTC"

  @Option(
    help:
      "\(ExpressionKind.allCases.map(\.rawValue).joined(separator: ", ")). Defaults to rrule for what begins with FREQ= or RRULE:, to apscheduler-fields for 'hour=4', to every for '5m', else to standard."
  )
  var dialect: ExpressionKind?

  @Option(help: "What H is hashed from; in a scheduler it is the job's id.")
  var seed: String?

  @Option(
    help:
      "Where an rrule or 'every' begins, an RFC 3339 time. Defaults to 1970-01-01T00:00:00Z for 'every'; an rrule needs it."
  )
  var start: String?

  func kind(of expression: String) -> ExpressionKind {
    if let dialect { return dialect }
    let upper = expression.uppercased()
    if upper.hasPrefix("RRULE:") || (upper.contains("FREQ=") && !upper.contains(" ")) { return .rrule }
    // Neither an equals sign nor a single word that begins with a digit is in any other dialect.
    if expression.contains("=") { return .apscheduler }
    let isDuration =
      expression.first?.isASCII == true && expression.first?.isNumber == true && !expression.contains(" ")
    return isDuration && expression.last?.isLetter == true ? .every : .standard
  }

  func zone() throws -> Zone { try Zone(named: tz) }

  /// The schedule of a cron expression; nil for an rrule.
  func schedule(_ expression: String) throws -> CronSchedule? {
    let kind = kind(of: expression)
    guard kind != .rrule else { return nil }
    let text = kind == .every && !expression.hasPrefix("@") ? "@every \(expression)" : expression
    let read = try CronExpression(text, dialect: kind.dialect ?? .standard, seed: seed)
    return CronSchedule(read, in: try zone(), anchor: try start.map { try Instant(rfc3339: $0) } ?? .epoch)
  }

  func trigger(_ expression: String) throws -> any Trigger {
    if let schedule = try schedule(expression) { return CronTrigger(schedule) }
    guard let start else {
      throw ValidationError("an rrule is counted from its start: add --start 2027-01-04T09:00:00Z")
    }
    return try RecurrenceTrigger(
      expression, starting: Instant(rfc3339: start), timeZone: TriggerTimeZone(tz))
  }
}
