import CivilTime
import Cron
import Testing

@Suite("Words")
struct WordsTests {
  @Test(
    "Every expression has one correct line of English",
    arguments: [
      ("30 2 * * 5L", "At 02:30 on the last Friday of the month"),
      ("*/15 9-17 * * MON-FRI", "Every 15 minutes, Monday to Friday, between 09:00 and 17:59"),
      ("* * * * *", "Every minute"),
      ("* * * * * *", "Every second"),
      ("0 * * * *", "Every hour"),
      ("15 * * * *", "At minute 15 of every hour"),
      ("5,35 * * * *", "At minutes 5 and 35 of every hour"),
      ("*/7 * * * *", "At minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour"),
      ("0 2 * * *", "At 02:00 every day"),
      ("0 3 * * 0", "At 03:00 on Sunday"),
      ("30 */4 * * *", "At 00:30, 04:30, 08:30, 12:30, 16:30 and 20:30 every day"),
      ("0 */2 * * *", "Every 2 hours from 00:00"),
      ("30 9-17 * * *", "Every hour from 09:30 to 17:30"),
      ("* 22-23,0-2 * * *", "Every minute, between 22:00 and 02:59"),
      ("0 0 29 2 *", "At 00:00 on 29 February"),
      ("0 0 31 2 *", "At 00:00 on 31 February: never, for there is no such date"),
      ("0 0 1,15 * *", "At 00:00 on the 1st and 15th of the month"),
      ("0 0 13 * FRI", "At 00:00 on the 13th of the month and also on every Friday"),
      ("0 0 13 * +FRI", "At 00:00 on the 13th of the month where that is a Friday"),
      ("0 0 L * *", "At 00:00 on the last day of the month"),
      ("0 0 L-1 * *", "At 00:00 on the last day but one of the month"),
      ("0 0 LW * *", "At 00:00 on the last weekday (Monday to Friday) of the month"),
      ("0 0 15W * *", "At 00:00 on the weekday (Monday to Friday) nearest to the 15th of the month"),
      ("0 12 * 6-8 1#2", "At 12:00 on the second Monday of the month, in June to August"),
      ("30 0 12 1 1 * 2027", "At 12:00:30 on 1 January, in 2027"),
      (
        "0 0 12 29 2 * */4",
        "At 12:00 on 29 February, every 4 years from 1970 to 2198: never, for there is no such date"
      ),
      ("*/10 * * * * *", "Every 10 seconds"),
      ("15 * * * * *", "At second 15 of every minute"),
      ("*/20 5 * * * *", "Every 20 seconds in minute 5 of every hour"),
      ("0 12 * 1 *", "At 12:00 every day, in January"),
      ("@every 1h30m", "Every 1 hour 30 minutes"),
      ("@reboot", "When the scheduler starts"),
      ("@hourly", "Every hour"),
    ])
  func sentence(text: String, expected: String) throws {
    #expect(try CronExpression(text).explanation == expected)
  }

  @Test("Other dialects are told in the same words")
  func dialects() throws {
    #expect(
      try CronExpression("0 0/20 12 ? * 2#1", dialect: .quartz).explanation
        == "At 12:00, 12:20 and 12:40 on the first Monday of the month")
    #expect(
      try CronExpression("week=7; day_of_week=mon,tue,wed; hour=4", dialect: .apscheduler).explanation
        == "At 04:00 on Monday to Wednesday, in ISO week 7")
  }

  @Test("A schedule names its zone")
  func zone() throws {
    let schedule = try CronSchedule("0 2 * * MON-FRI", in: Zone(named: "America/New_York"))
    #expect(schedule.explanation == "At 02:00 on Monday to Friday, America/New_York")
  }

  private func year(_ text: String, _ zone: String, gap: Zone.GapPolicy = .shift, overlap: Zone.OverlapPolicy = .first)
    throws -> [String]
  {
    let range = try Instant(rfc3339: "2027-01-01T00:00:00Z")..<Instant(rfc3339: "2028-01-01T00:00:00Z")
    let schedule = CronSchedule(try CronExpression(text), in: try Zone(named: zone), gap: gap, overlap: overlap)
    return schedule.anomalies(in: range).map(\.description)
  }

  @Test("The days on which moved clocks concern a schedule are told with what it does")
  func anomalies() throws {
    #expect(
      try year("30 2 * * *", "Europe/Berlin") == [
        "2027-03-28 02:30 does not exist: runs at 03:00",
        "2027-10-31 02:30 happens twice: runs the first time, at offset +02:00",
      ])
    #expect(
      try year("0,30 2 * * *", "Europe/Berlin", gap: .skip, overlap: .last) == [
        "2027-03-28 02:00 to 02:30 do not exist: does not run",
        "2027-10-31 02:00 to 02:30 happen twice: runs the second time, at offset +01:00",
      ])
    #expect(
      try year("*/15 2 * * *", "Europe/Berlin") == [
        "2027-03-28 02:00 to 02:45 do not exist: does not run",
        "2027-10-31 02:00 to 02:45 happen twice: runs both times",
      ])
    #expect(try year("*/15 * * * *", "Europe/Berlin") == [])
    #expect(try year("30 4 * * *", "Europe/Berlin") == [])
    #expect(try year("30 2 * * *", "UTC") == [])
  }
}
