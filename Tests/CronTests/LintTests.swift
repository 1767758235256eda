import CivilTime
import Cron
import Testing

@Suite("Lint")
struct LintTests {
  private func rules(_ text: String, _ zone: String = "UTC", dialect: CronDialect = .standard) throws -> [String] {
    let schedule = CronSchedule(try CronExpression(text, dialect: dialect), in: try Zone(named: zone))
    return CronLint.findings(schedule, now: try Instant(rfc3339: "2027-01-01T00:00:00Z")).map {
      "\($0.severity) \($0.rule.rawValue)"
    }
  }

  @Test(
    "What is allowed and likely not meant is found",
    arguments: [
      ("0 0 31 2 *", ["error impossible-date"]),
      ("5 0 L-30 2 *", ["error impossible-date"]),
      ("0 5 3 1 1 * 2026", ["warning past"]),
      ("7 3 13 * FRI", ["warning either-day"]),
      ("7 3 */2 * MON", ["warning starred-day", "note uneven-step"]),
      ("*/7 * * * *", ["note uneven-step"]),
      ("*/90 * * * *", ["warning large-step", "note herd"]),
      ("7 3 31 * *", ["warning missing-day"]),
      ("7 3 29 2 *", ["note missing-day"]),
      ("7 3 * * MON#5", ["note missing-day"]),
      ("* 2 * * *", ["warning every-unit"]),
      ("* 5 2 * * *", ["warning every-unit"]),
      ("0 2 * * *", ["note herd"]),
      ("0 7 12 ? * 2", ["warning other-dialect"]),
      ("17 3 * * *", []),
      ("*/15 * * * *", []),
      ("@every 5m", []),
      ("@reboot", []),
    ])
  func found(text: String, expected: [String]) throws {
    #expect(try rules(text) == expected)
  }

  @Test("A time that the zone's clocks jump over or show twice is a finding with the days of the coming two years")
  func movedClocks() throws {
    let schedule = try CronSchedule("30 2 * * *", in: Zone(named: "Europe/Berlin"))
    let finding = try #require(
      CronLint.findings(schedule, now: try Instant(rfc3339: "2027-01-01T00:00:00Z")).first)
    #expect(finding.rule == .movedClocks && finding.severity == .note && finding.range == 0..<4)
    #expect(finding.message.contains("2027-03-28 02:30 does not exist: runs at 03:00"))
    #expect(finding.message.contains("2028-10-29 02:30 happens twice"))
    #expect(try rules("*/15 2 * * *", "Europe/Berlin") == ["warning moved-clocks"])
    #expect(try rules("30 4 * * *", "Europe/Berlin") == [])
  }

  @Test("A finding says what to write instead")
  func suggestion() throws {
    let schedule = try CronSchedule("7 3 13 * FRI")
    let finding = try #require(CronLint.findings(schedule, now: .epoch).first)
    #expect(finding.suggestion?.hasSuffix("7 3 13 * +FRI") == true)
    #expect(finding.range == 4..<12)
  }

  @Test("The schedules this library is measured by have no finding worse than a note")
  func realSchedules() throws {
    for text in ["0 2 * * *", "30 2 * * *", "*/5 * * * *", "59 23 * * *", "0 9 * * SUN", "0 7 1 * *", "30 */4 * * *"] {
      #expect(try rules(text).allSatisfy { $0.hasPrefix("note") }, "\(text)")
    }
  }
}
