import CivilTime
import Cron
import Testing

@Suite("Section 2: the standard dialect")
struct StandardDialectTests {
  private func next(_ text: String, _ count: Int = 4, after: String = "2027-01-01T00:00:00Z", seed: String? = nil)
    throws
    -> [String]
  {
    let schedule = CronSchedule(try CronExpression(text, seed: seed))
    return schedule.next(count, after: try Instant(rfc3339: after)).map(\.rfc3339)
  }

  private func message(_ text: String) throws -> String {
    try #require(throws: CronError.self) { try CronExpression(text) }.message
  }

  @Test("Five fields start with the minute, six with seconds, seven end with a year; blanks are spaces and tabs")
  func fieldCounts() throws {
    #expect(try next("5 4 * * *", 1) == ["2027-01-01T04:05:00Z"])
    #expect(try next("6 5 4 * * *", 1) == ["2027-01-01T04:05:06Z"])
    #expect(try next(" 6\t 5 4 *  * * 2030 ", 1) == ["2030-01-01T04:05:06Z"])
  }

  @Test("A step larger than the span is legal and leaves the first value")
  func largeStep() throws {
    #expect(try next("0 3-5/100 * * *", 2) == ["2027-01-01T03:00:00Z", "2027-01-02T03:00:00Z"])
  }

  @Test("A step without a range is an error with a fix-it")
  func bareStep() throws {
    #expect(try message("5/15 * * * *").hasSuffix("(write 5-59/15)"))
    #expect(try message("/15 * * * *").hasSuffix("(write */15)"))
  }

  @Test("A backward range is an error with a fix-it, but SUN closes a week")
  func backwards() throws {
    #expect(try message("0 22-2 * * *").hasSuffix("(write 22-23,0-2)"))
    #expect(try next("0 0 * * FRI-SUN") == next("0 0 * * 5,6,0"))
    #expect(try message("0 0 * * SAT-0").contains("backwards"))
    #expect(try next("0 0 * * SUN-SUN") == next("0 0 * * SUN"))
  }

  @Test("Sunday is 0, 7 and SUN; names of three letters in any case mix with numbers")
  func names() throws {
    for text in ["0 0 * * 7", "0 0 * * sUn", "0 0 * * 7-7", "0 0 * * SUN#1,0#2,7#3,sun#4,SUN#5"] {
      #expect(try next(text) == next("0 0 * * 0"), "\(text)")
    }
    #expect(try next("0 0 1 jan,6-Aug *") == next("0 0 1 1,6,7,8 *"))
  }

  @Test("Leading zeros are read; signs, hex and ten digits are not")
  func numbers() throws {
    #expect(try next("005 04 * * *") == next("5 4 * * *"))
    for text in [
      "+5 * * * *", "0x5 * * * *", "0000000005 * * * *", "99999999999999999999 * * * *", "*/1000000000 * * * *",
    ] {
      #expect(throws: CronError.self, "\(text)") { try CronExpression(text) }
    }
  }

  @Test("L, L-n, LW and nW name days from the end and near weekdays")
  func specialDays() throws {
    #expect(try next("0 0 L * *", 3) == ["2027-01-31T00:00:00Z", "2027-02-28T00:00:00Z", "2027-03-31T00:00:00Z"])
    #expect(try next("0 0 L-29 * *", 3) == ["2027-01-02T00:00:00Z", "2027-03-02T00:00:00Z", "2027-04-01T00:00:00Z"])
    #expect(try next("0 0 LW * *", 2) == ["2027-01-29T00:00:00Z", "2027-02-26T00:00:00Z"])
    // Saturday the 1st moves forward within its month; months without a 31st have no run.
    #expect(try next("0 0 1W 5 *", 1) == ["2027-05-03T00:00:00Z"])
    #expect(try next("0 0 31W * *", 2) == ["2027-01-29T00:00:00Z", "2027-03-31T00:00:00Z"])
  }

  @Test("nL, n#L and n#k name weekdays of the month, in lists too")
  func specialWeekdays() throws {
    #expect(try next("0 0 * * 5L", 2) == ["2027-01-29T00:00:00Z", "2027-02-26T00:00:00Z"])
    #expect(try next("0 0 * * FRI#L", 2) == next("0 0 * * 5L", 2))
    #expect(
      try next("0 0 * * MON#1,MON#3", 3) == ["2027-01-04T00:00:00Z", "2027-01-18T00:00:00Z", "2027-02-01T00:00:00Z"])
  }

  @Test("Two restricted day fields mean either; a plus means both; only * and ? are unrestricted")
  func dayRule() throws {
    #expect(try next("0 0 13 * FRI", 3) == ["2027-01-08T00:00:00Z", "2027-01-13T00:00:00Z", "2027-01-15T00:00:00Z"])
    #expect(try next("0 0 13 * +FRI", 1) == ["2027-08-13T00:00:00Z"])
    #expect(try next("0 0 ? * FRI", 1) == ["2027-01-08T00:00:00Z"])
    #expect(try next("0 0 */2 * MON", 3) == ["2027-01-03T00:00:00Z", "2027-01-04T00:00:00Z", "2027-01-05T00:00:00Z"])
  }

  @Test("By the daemon's rule a field that begins with * is unrestricted")
  func vixie() throws {
    let expression = try CronExpression("0 0 */2 * MON", dayMatch: .vixie)
    let next = CronSchedule(expression).next(2, after: try Instant(rfc3339: "2027-01-01T00:00:00Z"))
    #expect(next.map(\.rfc3339) == ["2027-01-11T00:00:00Z", "2027-01-25T00:00:00Z"])
    let plain = try CronExpression("0 0 13 * FRI", dayMatch: .vixie)
    let standard = try CronSchedule("0 0 13 * FRI")
    #expect(CronSchedule(plain).next(3, after: .epoch) == standard.next(3, after: .epoch))
  }

  @Test("Macros stand for fields; @every is an interval and @reboot the start-up trigger")
  func macros() throws {
    #expect(try next("@weekly") == next("0 0 * * 0"))
    #expect(try CronExpression("@every 1h30m").kind == .interval(.seconds(5_400)))
    #expect(try CronExpression("@every 1.5s").kind == .interval(.milliseconds(1_500)))
    #expect(try CronExpression("@reboot").kind == .startup)
    #expect(try next("@reboot") == [])
    #expect(try !CronSchedule("@reboot").neverFires)
    #expect(
      try next("@every 20m", 2, after: "2027-01-01T00:07:00.5Z") == ["2027-01-01T00:20:00Z", "2027-01-01T00:40:00Z"])
    for text in [
      "@every", "@every 0s", "@every -5m", "@every 1h 30m", "@every 999us", "@every 3000000h", "@every 5", "@Daily",
    ] {
      #expect(throws: CronError.self, "\(text)") { try CronExpression(text) }
    }
  }

  @Test("A zone in the expression is an error")
  func zone() throws {
    #expect(try message("CRON_TZ=UTC 0 0 * * *").contains("zone"))
    #expect(try message("TZ=UTC 0 0 * * *").contains("zone"))
  }
}

@Suite("Section 2: H, a stable hash")
struct HashTests {
  @Test("H gives the same values for the same seed, in every build and on every replica")
  func stable() throws {
    func explanation(_ text: String, _ seed: String) throws -> String {
      try CronExpression(text, seed: seed).explanation
    }
    // These values are a contract: they were computed once, and a change of them moves every user's jobs.
    #expect(try explanation("H H * * *", "cron:dwh:update-counters") == "At 08:09 every day")
    #expect(try explanation("H H H * *", "reports") == "At 14:01 on the 7th of the month")
  }

  @Test("H without a seed is an error; a scheduler puts the job's id in its place")
  func seed() throws {
    #expect(throws: CronError.self) { try CronExpression("H * * * *") }
    let expression = try CronExpression("H/15 * * * *", seed: "a")
    let other = try CronExpression("H/15 * * * *", seed: "b")
    #expect(expression.usesHash && expression.seeded(with: "b") == other)
    #expect(try !CronExpression("0 0 * * THU", seed: "a").usesHash)
  }

  @Test("H stays within its field, its range and its step, and spreads over them")
  func bounds() throws {
    var minutes: Set<Int> = []
    for index in 0..<500 {
      let seed = "job-\(index)"
      let schedule = CronSchedule(try CronExpression("H H(9-17) H * *", seed: seed))
      let local = Zone.utc.localTime(at: try #require(schedule.next(after: .epoch)))
      minutes.insert(local.minute)
      #expect((9...17).contains(local.hour) && (1...28).contains(local.date.day))
      let stepped = CronSchedule(try CronExpression("H/15 * * * *", seed: seed)).next(5, after: .min)
      let first = Zone.utc.localTime(at: try #require(stepped.first)).minute
      #expect((0...14).contains(first))
      #expect(zip(stepped, stepped.dropFirst()).allSatisfy { $1.nanoseconds(since: $0) == 900_000_000_000 })
      let ranged = CronSchedule(try CronExpression("H(30-39)/5 * * * *", seed: seed)).next(2, after: .epoch)
      #expect(ranged.map { Zone.utc.localTime(at: $0).minute }.allSatisfy { (30...39).contains($0) })
    }
    #expect(minutes.count == 60)
  }

  @Test(
    "What is no H is refused",
    arguments: ["H(5) * * * *", "H(9-5) * * * *", "H(0-60) * * * *", "Hx * * * *", "H/0 * * * *", "H( * * * *"])
  func refused(text: String) {
    #expect(throws: CronError.self) { try CronExpression(text, seed: "a") }
  }
}
