import CivilTime
import Cron
import Testing

@Suite("Conversion between dialects")
struct ConversionTests {
  @Test(
    "An expression is written in another dialect with the same meaning",
    arguments: [
      ("*/15 9-17 * * MON-FRI", CronDialect.standard, CronDialect.quartz, "0 */15 9-17 ? * MON-FRI"),
      ("30 2 * * 5L", .standard, .aws, "30 2 ? * FRIL *"),
      ("0 12 ? * MON *", .aws, .standard, "0 12 * * MON"),
      ("0 0/20 12 ? * 2#1", .quartz, .standard, "*/20 12 * * MON#1"),
      ("day=last fri; hour=2", .apscheduler, .standard, "0 2 * * FRIL"),
      ("day=1st mon,15; hour=2", .apscheduler, .standard, "0 2 15 * MON#1"),
      (
        "0 0 13 * +FRI", .standard, .apscheduler, "year=*; month=*; day=13; day_of_week=FRI; hour=0; minute=0; second=0"
      ),
      ("@daily", .standard, .quartz, "0 0 0 * * ?"),
    ])
  func meaning(text: String, from: CronDialect, to: CronDialect, expected: String) throws {
    #expect(try CronExpression(text, dialect: from).converted(to: to).text == expected)
  }

  @Test(
    "What the other dialect cannot say is an error that tells why",
    arguments: [
      ("@every 5m", CronDialect.standard, CronDialect.quartz, CronConversionError.Reason.notFields),
      ("*/10 * * * * *", .standard, .aws, .seconds),
      ("0 0 13 * FRI", .standard, .quartz, .eitherDayField),
      ("0 0 13 * +FRI", .standard, .aws, .bothDayFields),
      ("0 0 15W * *", .standard, .apscheduler, .days),
      ("0 0 0 L-3W * ?", .quartz, .standard, .days),
      ("week=7; day_of_week=mon", .apscheduler, .standard, .weeks),
      ("0 3/15 9 * * ?", .quartz, .standard, .daylightSaving),
    ])
  func impossible(text: String, from: CronDialect, to: CronDialect, reason: CronConversionError.Reason) throws {
    let expression = try CronExpression(text, dialect: from)
    let error = try #require(throws: CronConversionError.self) { try expression.converted(to: to) }
    #expect(error.reason == reason, "\(error)")
  }

  @Test("Every vector that can be converted is due at the same instants afterwards")
  func vectors() async throws {
    var converted = 0
    for file in ["vixie5", "seconds6", "macros", "dst", "quartz6", "apscheduler-fields"] {
      for row in try VectorRow.rows(file) {
        await Task.yield()  // Other tests wait for servers, whose time does not stand still.
        let dialect = CronDialect(rawValue: row.dialect) ?? .standard
        let expression = try CronExpression(row.expr, dialect: dialect)
        let zone = try Zone(named: row.tz ?? "UTC")
        let after = try Instant(rfc3339: #require(row.after))
        let expected = CronSchedule(expression, in: zone).next(3, after: after)
        for other in CronDialect.allCases {
          guard let result = try? expression.converted(to: other) else { continue }
          converted += 1
          #expect(
            CronSchedule(result, in: zone).next(3, after: after) == expected, "\(row.expr) as \(other): \(result)")
        }
      }
    }
    #expect(converted > 3_500)
  }

  @Test("The dialects a text fits are told")
  func fitting() {
    #expect(CronDialect.fitting("*/5 * * * *") == [.standard])
    #expect(CronDialect.fitting("0 0 12 ? * MON") == [.standard, .quartz])
    #expect(CronDialect.fitting("0 12 ? * MON-FRI 2027") == [.aws])
    #expect(CronDialect.fitting("hour=4") == [.apscheduler])
    #expect(CronDialect.fitting("H/15 * * * *") == [.standard])
    #expect(CronDialect.fitting("soon") == [])
  }
}
