import CivilTime
import Cron
import Testing

@Suite("Properties of next and previous")
struct NextProperties {
  @Test("Next strictly increases, does not depend on where one steps from, matches, and previous leads back")
  func walk() async throws {
    var expressions = RandomExpression(random: SeededRandom(state: 5))
    var random = SeededRandom(state: 6)
    let zones = try OracleTests.zones.map { name throws(ZoneError) in try Zone(named: name) }
    var cases = 0
    var faults: [String] = []
    while cases < SeededRandom.cases(100_000) {
      await Task.yield()  // Other tests wait for servers, whose time does not stand still.
      let five = random.chance(60) ? expressions.frequent() : expressions.sparse()
      let text = random.chance(50) ? five : "\(expressions.field(0...59)) \(five)"
      let schedule = CronSchedule(
        try CronExpression(text), in: random.pick(zones), gap: random.pick(Zone.GapPolicy.allCases),
        overlap: random.pick(Zone.OverlapPolicy.allCases))
      var after = Instant(
        nanosecondsSince1970: Int64.random(in: -1_000_000_000...7_300_000_000_000_000_000, using: &random))
      for _ in 0..<25 {
        cases += 1
        guard let next = schedule.next(after: after) else { break }
        if next <= after { faults.append("\(text) \(schedule.zone): \(next) is not after \(after)") }
        // From any instant in between the answer is the same.
        let between = Int64.random(in: after.nanosecondsSince1970..<next.nanosecondsSince1970, using: &random)
        if schedule.next(after: Instant(nanosecondsSince1970: between)) != next {
          faults.append("\(text) \(schedule.zone): after \(after) comes \(next), but not from in between, \(between)")
        }
        if !schedule.matches(next) { faults.append("\(text) \(schedule.zone): does not match \(next)") }
        if schedule.previous(before: next.advanced(byNanoseconds: 1)) != next {
          faults.append("\(text) \(schedule.zone): previous does not lead back to \(next)")
        }
        if let previous = schedule.previous(before: next), previous > after {
          faults.append("\(text) \(schedule.zone): next after \(after) skipped \(previous)")
        }
        after = next
      }
    }
    #expect(faults.prefix(5) == [])
  }

  @Test("No instant and no zone makes next or previous trap, from the earliest to the latest")
  func ends() throws {
    for text in ["* * * * * *", "0 0 29 2 *", "0 0 31 2 *", "@every 1ms", "@every 2562047h", "@reboot", "0 0 L * *"] {
      for zone in ["UTC", "Pacific/Kiritimati", "America/New_York", "Pacific/Pago_Pago"] {
        let schedule = CronSchedule(try CronExpression(text), in: try Zone(named: zone), anchor: .max)
        for instant in [Instant.min, .max, .epoch, .min.advanced(byNanoseconds: 1), .max.advanced(byNanoseconds: -1)] {
          if let next = schedule.next(after: instant) { #expect(next > instant) }
          if let previous = schedule.previous(before: instant) { #expect(previous < instant) }
        }
      }
    }
  }
}
