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
