import CivilTime
import Cron
import Scheduling

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The answer to one row: its instants, or the place of its fault.
enum VectorAnswer {
  /// More instants than this are refused, so that no row holds up the rest.
  private static let most = 100_000

  static func line(for text: String) -> String {
    let row: VectorRow
    do {
      row = try JSONDecoder().decode(VectorRow.self, from: Data(text.utf8))
    } catch {
      return line(nil, Fault(field: nil, position: nil, message: "the row is not JSON of the expected form: \(error)"))
    }
    do {
      let instants = try instants(of: row)
      return JSONText.object([("id", JSONText(row.id?.text)), ("next", .array(instants.map(JSONText.init)))]).text
    } catch {
      return line(row.id?.text, Fault(error, dialect: row.dialect))
    }
  }

  private static func line(_ id: String?, _ fault: Fault) -> String {
    JSONText.object([
      ("id", JSONText(id)),
      (
        "error",
        .object([
          ("field", JSONText(fault.field)), ("pos", fault.position.map(JSONText.number) ?? .null),
          ("message", .string(fault.message)),
        ])
      ),
    ]).text
  }

  /// As many stamps as are wanted; nil where the schedule has no more.
  private static func instants(of row: VectorRow) throws -> [String?] {
    guard (0...most).contains(row.wanted) else {
      throw Fault(field: "count", position: nil, message: "count is 0 to \(most)")
    }
    let rule = try row.dialect == "rrule" || row.rrule != nil ? recurrence(row) : nil
    let expression = try rule == nil ? expression(row) : nil
    let zone = try Fault.of("tz") { try Zone(named: row.tz ?? "UTC") }
    guard row.wanted > 0 else { return [] }
    let after: Instant
    if let text = row.after {
      after = try Fault.of("after") { try Instant(rfc3339: text) }
    } else if let rule {
      after = rule.start.advanced(byNanoseconds: -1)
    } else {
      throw Fault(field: "after", position: nil, message: "after is missing: the time after which to look")
    }
    let trigger: any Trigger
    if let expression {
      let anchor: Instant = row.dialect == "every" ? after : .epoch
      trigger = CronTrigger(CronSchedule(expression, in: zone, anchor: anchor))
    } else if let rule {
      trigger = rule
    } else {
      return []
    }
    let found: [String?] = trigger.next(row.wanted, after: after).map { stamp($0, in: zone) }
    return found + Array(repeating: nil, count: row.wanted - found.count)
  }

  private static func recurrence(_ row: VectorRow) throws -> RecurrenceTrigger {
    guard let rule = row.rrule ?? row.expr else {
      throw Fault(field: "rrule", position: nil, message: "rrule is missing")
    }
    guard let text = row.dtstart ?? row.after else {
      throw Fault(field: "dtstart", position: nil, message: "dtstart is missing: the time at which the rule begins")
    }
    let start = try Fault.of("dtstart") { try Instant(rfc3339: text) }
    return try RecurrenceTrigger(rule, starting: start, timeZone: TriggerTimeZone(row.tz ?? "UTC"))
  }

  private static func expression(_ row: VectorRow) throws -> CronExpression {
    if let fields = row.fields { return try CronExpression(CronFields(fields.mapValues(\.text))) }
    guard let text = row.expr else { throw Fault(field: "expr", position: nil, message: "expr is missing") }
    switch row.dialect ?? "standard" {
    case "every", "event": return try CronExpression(text, seed: row.seed)
    case let name:
      guard let dialect = CronDialect(rawValue: name) else {
        throw Fault(
          field: "dialect", position: nil,
          message: "there is no dialect '\(name)': write "
            + CronDialect.allCases.map(\.rawValue).joined(separator: ", ") + ", every, event or rrule")
      }
      return try CronExpression(text, dialect: dialect, seed: row.seed)
    }
  }
}
