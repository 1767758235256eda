import CivilTime
import Cron
import Testing

@Suite("What is computed without stepping")
struct ComplementTests {
  @Test("The count of instants in a range is that of stepping through it")
  func count() throws {
    var expressions = RandomExpression(random: SeededRandom(state: 15))
    var random = SeededRandom(state: 16)
    let zones = try (OracleTests.zones + ["Pacific/Apia"]).map { name throws(ZoneError) in try Zone(named: name) }
    for _ in 0..<SeededRandom.cases(1_500) {
      let five = random.chance(60) ? expressions.frequent() : expressions.sparse()
      let text = random.chance(30) ? "\(expressions.field(0...59)) \(five)" : five
      let schedule = CronSchedule(
        try CronExpression(text), in: random.pick(zones), gap: random.pick(Zone.GapPolicy.allCases),
        overlap: random.pick(Zone.OverlapPolicy.allCases))
      let start = Instant(secondsSince1970: Int64(random.int(1_200_000_000...1_900_000_000)))
      let instants = schedule.next(random.int(1...400), after: start)
      guard let first = instants.first, let last = instants.last else { continue }
      #expect(schedule.count(from: first, through: last) == instants.count, "\(text) \(schedule.zone) \(first) \(last)")
    }
  }

  @Test("Ranges across changes of the clocks are counted by the policies")
  func countAcrossChanges() throws {
    for zone in ["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"] {
      for text in ["30 2 * * *", "15,45 0-3 * * *", "*/20 * * * *", "0 0 * * *", "30 1 * * SUN", "0-59 2 * * *"] {
        for overlap in Zone.OverlapPolicy.allCases {
          for gap in Zone.GapPolicy.allCases {
            let schedule = CronSchedule(try CronExpression(text), in: try Zone(named: zone), gap: gap, overlap: overlap)
            let instants = schedule.next(1_000, after: Instant(secondsSince1970: 1_322_000_000))
            guard let first = instants.first else { continue }
            for index in [0, 1, 10, 77, 500, 998, 999] where index < instants.count {
              #expect(
                schedule.count(from: first, through: instants[index]) == index + 1, "\(text) \(zone) \(gap) \(overlap)")
            }
          }
        }
      }
    }
  }

  @Test("The times that an expression leaves out are found at once, forwards and backwards")
  func misses() throws {
    var expressions = RandomExpression(random: SeededRandom(state: 17))
    var random = SeededRandom(state: 18)
    for _ in 0..<SeededRandom.cases(3_000) {
      let five = random.chance(60) ? expressions.frequent() : expressions.sparse()
      let text = random.chance(50) ? "\(expressions.field(0...59)) \(five)" : "* \(five)"
      let schedule = try CronSchedule(text)
      let misses = try #require(CronMisses(schedule.expression))
      let local = Int64(random.int(0...7_000_000_000))
      func isNamed(_ second: Int64) -> Bool { schedule.matches(Instant(secondsSince1970: second)) }
      if let first = misses.first(from: local) {
        #expect(first >= local && !isNamed(first), "\(text) from \(local): \(first)")
        if first > local { #expect(isNamed(local) && isNamed(first - 1), "\(text) from \(local): \(first)") }
        // Between the two all are named: stepping comes to each.
        let passed = min(first - local, 2_000)
        #expect((0..<passed).allSatisfy { isNamed(local + $0) }, "\(text) from \(local): \(first)")
      }
      if let last = misses.last(through: local) {
        #expect(last <= local && !isNamed(last), "\(text) through \(local): \(last)")
        if last < local { #expect(isNamed(local) && isNamed(last + 1), "\(text) through \(local): \(last)") }
        let passed = min(local - last, 2_000)
        #expect((0..<passed).allSatisfy { isNamed(local - $0) }, "\(text) through \(local): \(last)")
      }
    }
    let all = try #require(CronMisses(try CronExpression("* * * * *")))
    #expect(all.first(from: 0) == nil && all.last(through: 86_400) == nil)
    let days = try #require(CronMisses(try CronExpression("* * * 1-11 *")))
    // 2027-01-01 to 2027-12-01, and back to 2026-12-31.
    #expect(days.first(from: 1_798_761_600) == 1_827_619_200)
    #expect(days.last(through: 1_798_761_600) == 1_798_761_599)
  }
}
