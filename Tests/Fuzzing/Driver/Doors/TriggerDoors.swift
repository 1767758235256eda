import CivilTime
import Foundation
import Scheduling

// Any JSON is a trigger or an error, and what is read is written and read again as the same. Any composition, however it is
// nested and whatever it excludes, is refused or searched within its steps.

extension Door {
  static let triggerJSON = Door(name: "trigger-json", longest: 8_192) { bytes in
    guard let trigger = try? TriggerCoding.builtIn.decode(Data(bytes)) else { return }
    guard let written = try? TriggerCoding.builtIn.encode(trigger) else { return }
    let again = try? TriggerCoding.builtIn.decode(written)
    precondition(again?.fingerprint == trigger.fingerprint, "what is written is read as the same")
    Searches.walk(trigger, from: .epoch)
  }

  static let composition = Door(name: "composition", longest: 400) { bytes in
    var input = Input(bytes)
    var terms = 60
    guard let trigger = Composition.trigger(&input, depth: 6, &terms) else { return }
    Searches.walk(trigger, from: Instant(secondsSince1970: 1_800_000_000))
  }
}

/// Makes triggers of bytes: each byte chooses what comes next.
private enum Composition {
  static let expressions = [
    "* * * * *", "*/7 3 * * *", "0 0 29 2 *", "0-59/4 * * * * *", "0 9 * * MON-FRI", "30 2 31 * *", "1-59/2 * * * *",
    "0 0 30 2 *", "0 0 L * *",
  ]
  static let rules = [
    "FREQ=MONTHLY;COUNT=100000;BYDAY=MO,TU,WE;BYSETPOS=-1", "FREQ=SECONDLY;INTERVAL=86399;BYHOUR=3",
    "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU", "FREQ=DAILY;COUNT=3", "FREQ=HOURLY;BYMONTHDAY=31;BYMONTH=2",
  ]
  static let zones: [TriggerTimeZone] = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]

  static func trigger(_ input: inout Input, depth: Int, _ terms: inout Int) -> (any Trigger)? {
    terms -= 1
    guard terms > 0, !input.isEmpty else { return nil }
    let choice = input.number(below: depth > 0 ? 11 : 5)
    let instant = Instant(secondsSince1970: 1_700_000_000 + Int64(input.byte()) * 1_000_003)
    let zone = zones[input.number(below: zones.count)]
    switch choice {
    case 0, 1: return try? CronTrigger(expressions[input.number(below: expressions.count)], timeZone: zone)
    case 2: return try? IntervalTrigger(.seconds(1 + input.byte()), anchor: instant)
    case 3: return try? RecurrenceTrigger(rules[input.number(below: rules.count)], starting: instant, timeZone: zone)
    case 4: return DateTrigger(instant)
    case 5, 6:
      let count = 1 + input.number(below: 4)
      let parts = (0..<count).compactMap { _ in trigger(&input, depth: depth - 1, &terms) }
      return choice == 5 ? try? AnyOfTrigger(parts) : try? AllOfTrigger(parts)
    case 7:
      let excluded = (0...input.number(below: 4)).map { _ in expressions[input.number(below: expressions.count)] }
      guard let base = trigger(&input, depth: depth - 1, &terms) else { return nil }
      return try? base.excluding(excluded.map { try Exclusion.cron($0) }, timeZone: zone)
    case 8:
      let limit = 1 + input.byte() * 4_000
      return try? trigger(&input, depth: depth - 1, &terms)?.starting(at: instant).limited(to: limit)
    case 9: return trigger(&input, depth: depth - 1, &terms)?.starting(at: instant)
    default: return trigger(&input, depth: depth - 1, &terms)?.ending(at: instant)
    }
  }
}
