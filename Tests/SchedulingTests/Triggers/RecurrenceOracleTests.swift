import CivilTime
import Testing

@testable import Scheduling

@Suite("Recurrence rules against a naive reading")
struct RecurrenceOracleTests {
  @Test("Rules by days and longer give what listing every day gives", arguments: 0..<12)
  func coarse(part: Int) throws {
    var random = SeededGenerator(seed: UInt64(part) &* 131 &+ 3)
    for _ in 0..<8 {
      let frequency = random.pick(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"])
      try compare(random.rule(frequency), from: random.instant(), days: 1_800)
    }
  }

  @Test("Rules by hours, minutes and seconds give what listing every second gives", arguments: 0..<4)
  func fine(part: Int) throws {
    var random = SeededGenerator(seed: UInt64(part) &* 17 &+ 1)
    for _ in 0..<8 {
      try compare(random.rule("HOURLY"), from: random.instant(), days: 60)
      try compare(random.rule("MINUTELY"), from: random.instant(), days: 6)
      try compare(random.rule("SECONDLY"), from: random.instant(), days: 2)
    }
  }

  @Test(
    "On a zone's clocks each local time is due once: at the jump over it, or at its first showing", arguments: 0..<6)
  func zones(part: Int) throws {
    var random = SeededGenerator(seed: UInt64(part) &* 41 &+ 9)
    for _ in 0..<6 {
      let zone = try Zone(named: random.zoneName())
      let hours = random.pick(["0", "1", "2", "1,2", "0,2,3"])
      let text = "FREQ=\(random.pick(["DAILY", "WEEKLY"]));BYHOUR=\(hours);BYMINUTE=0,30;BYDAY=SU,SA,FR,TH"
      let start = random.instant()
      let trigger = try RecurrenceTrigger(text, starting: start, timeZone: TriggerTimeZone(zone.identifier))
      let local = zone.localTime(at: start)
      let end = try #require(local.date.adding(days: 800).flatMap { CivilDateTime(date: $0, hour: 0, minute: 0) })
      var expected: [Instant] = []
      for time in NaiveRecurrence(rule: trigger.parsed, start: local).instants(until: end) {
        let instant: Instant
        switch zone.resolve(Zone.utc.localTime(at: time)) {
        case .unique(let only): instant = only
        case .gap(let transition, _): instant = transition
        case .ambiguous(let first, _): instant = first
        }
        if instant >= start, instant != expected.last { expected.append(instant) }
      }
      #expect(expected.count > 400)
      #expect(trigger.next(expected.count, after: start.advanced(byNanoseconds: -1)) == expected, "\(text) in \(zone)")
    }
  }

  private func compare(_ text: String, from start: Instant, days: Int) throws {
    let trigger = try RecurrenceTrigger(text, starting: start)
    let local = Zone.utc.localTime(at: start)
    let end = try #require(local.date.adding(days: days).flatMap { CivilDateTime(date: $0, hour: 0, minute: 0) })
    let expected = Array(NaiveRecurrence(rule: trigger.parsed, start: local).instants(until: end).prefix(300))
    var found = trigger.next(expected.count, after: start.advanced(byNanoseconds: -1))
    #expect(found == expected, "\(text) from \(start)")
    guard let last = expected.last else {
      let first = trigger.next(after: start.advanced(byNanoseconds: -1))
      let limit = Instant(secondsSince1970: end.secondsSince1970)
      #expect(first.map { $0 >= limit } ?? true, "\(text) from \(start): \(String(describing: first))")
      return
    }
    found = []
    var before = last.advanced(byNanoseconds: 1)
    while let previous = trigger.previous(before: before), found.count <= expected.count {
      found.append(previous)
      before = previous
    }
    #expect(found == expected.reversed(), "backwards \(text) from \(start)")
  }
}
