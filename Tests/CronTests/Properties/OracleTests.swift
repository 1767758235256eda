import CivilTime
import Cron
import Testing

@Suite("Agreement with a naive oracle")
struct OracleTests {
  /// Zones with every odd shift there is: an hour, half an hour, 44:30, a day, two hours, at midnight, negative.
  static let zones = [
    "UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Monrovia", "Pacific/Apia",
    "Europe/Dublin", "Africa/Casablanca", "Antarctica/Troll", "America/Sao_Paulo", "America/Havana", "Asia/Beirut",
    "Africa/Cairo", "America/St_Johns", "Asia/Kathmandu", "Pacific/Chatham", "Antarctica/Casey", "Asia/Tehran",
    "Pacific/Kwajalein", "America/Santiago", "Asia/Gaza", "Europe/Moscow", "Asia/Pyongyang", "America/Caracas",
    "Pacific/Kiritimati", "America/Scoresbysund", "Asia/Amman", "America/Godthab", "Australia/Sydney",
  ]

  @Test("Around moved clocks next and previous are what stepping through every half minute finds, in every policy")
  func aroundTransitions() async throws {
    var expressions = RandomExpression(random: SeededRandom(state: 1))
    var random = SeededRandom(state: 2)
    var (windows, checks) = (0, 0)
    let range = Instant.epoch..<(try Instant(rfc3339: "2199-01-01T00:00:00Z"))
    let zones = try Self.zones.map { name throws(ZoneError) in try Zone(named: name) }
    let transitions = zones.map { $0.transitions(in: range) }
    while windows < SeededRandom.cases(1_500) {
      windows += 1
      await Task.yield()  // Other tests wait for servers, whose time does not stand still.
      let index = random.int(0...zones.count - 1)
      let zone = zones[index]
      let center =
        transitions[index].isEmpty
        ? Int64(random.int(0...7_000_000_000)) : random.pick(transitions[index]).instant.secondsSince1970
      let start = center / 30 * 30 - Int64(random.int(0...14_400)) / 30 * 30
      let window = start..<start + 21_600
      let text = random.chance(70) ? expressions.frequent() : "\(expressions.field(0...59)) \(random.int(0...3)) * * *"
      let gap = random.pick(Zone.GapPolicy.allCases)
      let overlap = random.pick(Zone.OverlapPolicy.allCases)
      let schedule = CronSchedule(try CronExpression(text), in: zone, gap: gap, overlap: overlap)
      let due = NaiveSchedule(cron: NaiveCron(text), zone: zone, gap: gap, overlap: overlap).due(in: window)
      checks += try check(schedule, due, window, &random)
    }
    #expect(checks >= SeededRandom.cases(60_000))
  }

  /// Compares from random instants of a window; gives the number of comparisons.
  private func check(
    _ schedule: CronSchedule, _ due: [Int64], _ window: Range<Int64>, _ random: inout SeededRandom
  ) throws -> Int {
    let name = "\(schedule.expression) in \(schedule.zone), \(schedule.gap), \(schedule.overlap)"
    for _ in 0..<20 {
      let after = Int64(random.int(Int(window.lowerBound)...Int(window.upperBound) - 1))
      let fraction = random.chance(50) ? Int64(random.int(1...999_999_999)) : 0
      let instant = Instant(secondsSince1970: after).advanced(byNanoseconds: fraction)
      let next = schedule.next(after: instant)?.secondsSince1970
      if let expected = due.first(where: { $0 > after }) {
        #expect(next == expected, "\(name) after \(instant.rfc3339(in: schedule.zone))")
      } else {
        #expect(next.map { $0 >= window.upperBound } ?? true, "\(name) after \(instant.rfc3339(in: schedule.zone))")
      }
      let previous = schedule.previous(before: instant)?.secondsSince1970
      if let expected = due.last(where: { fraction > 0 ? $0 <= after : $0 < after }) {
        #expect(previous == expected, "\(name) before \(instant.rfc3339(in: schedule.zone))")
      } else {
        #expect(previous.map { $0 < window.lowerBound } ?? true, "\(name) before \(instant.rfc3339(in: schedule.zone))")
      }
    }
    return 40
  }

  @Test("On seldom days next and previous are what stepping through every day of thirty years finds")
  func days() async throws {
    var expressions = RandomExpression(random: SeededRandom(state: 3))
    var random = SeededRandom(state: 4)
    for _ in 0..<SeededRandom.cases(60) {
      await Task.yield()  // Other tests wait for servers, whose time does not stand still.
      let text = expressions.sparse()
      let schedule = try CronSchedule(text)
      let cron = NaiveCron(text)
      let hour = try #require(cron.hours.first)
      let minute = try #require(cron.minutes.first)
      let firstDay = Int64(random.int(0...73_000))
      let window = firstDay * 86_400..<(firstDay + 10_957) * 86_400
      let due = (firstDay..<firstDay + 10_957).filter { CivilDate(daysSince1970: $0).map(cron.matches) ?? false }
        .map { $0 * 86_400 + Int64(hour * 3_600 + minute * 60) }
      for _ in 0..<100 {
        let after = Int64(random.int(Int(window.lowerBound)...Int(window.upperBound) - 1))
        let next = schedule.next(after: Instant(secondsSince1970: after))?.secondsSince1970
        let expected = due.first { $0 > after }
        #expect(
          expected == nil ? next.map { $0 >= window.upperBound } ?? true : next == expected, "\(text) after \(after)")
        let previous = schedule.previous(before: Instant(secondsSince1970: after))?.secondsSince1970
        let before = due.last { $0 < after }
        #expect(
          before == nil ? previous.map { $0 < window.lowerBound } ?? true : previous == before,
          "\(text) before \(after)")
      }
    }
  }
}
