import CivilTime
import Scheduling
import Testing

@Suite("Recurrence rules")
struct RecurrenceTests {
  @Test(
    "A fault is told with its part, its place and what to write",
    arguments: [
      ("FREQ=FORTNIGHTLY", "FREQ", 5), ("FREQ=DAILY;INTERVAL=0", "INTERVAL", 20), ("INTERVAL=2", "FREQ", 10),
      ("FREQ=MONTHLY;BYDAY=MO,-1FT", "BYDAY", 22), ("FREQ=DAILY;BYHOUR=24", "BYHOUR", 18),
      ("FREQ=DAILY;COUNT=2;UNTIL=20300101", "UNTIL", 19), ("FREQ=DAILY;BYWEEKNO=3", "BYWEEKNO", 11),
      ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY", 12), ("FREQ=DAILY;BYSETPOS=1", "BYSETPOS", 11),
      ("FREQ=DAILY;FREQ=DAILY", "FREQ", 11), ("FREQ=DAILY;EXDATE=20300101", "EXDATE", 11),
      ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL", 17), ("FREQ=SECONDLY;BYSECOND=60", "BYSECOND", 23),
    ])
  func faults(text: String, part: String, place: Int) throws {
    let error = #expect(throws: RecurrenceError.self) { try RecurrenceTrigger(text, starting: .epoch) }
    #expect(error?.part == part && error?.range.lowerBound == place, "\(String(describing: error))")
  }

  @Test(
    "An impossible rule has no instant, and says so at once",
    arguments: [
      "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
      "FREQ=HOURLY;INTERVAL=2;BYHOUR=1,3", "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1,3,59",
      "FREQ=MONTHLY;BYDAY=6MO", "FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=7",
    ])
  func impossible(rule: String) throws {
    // Midnight on a Thursday.
    let trigger = try RecurrenceTrigger(rule, starting: .epoch)
    #expect(trigger.next(after: .min) == nil)
    #expect(trigger.previous(before: .max) == nil)
  }

  @Test("A time that the clocks jump over is due at the jump, one shown twice at the first showing")
  func movedClocks() throws {
    let start = try Instant(rfc3339: "2027-03-01T02:30:00+01:00")
    let daily = try RecurrenceTrigger("FREQ=DAILY", starting: start, timeZone: "Europe/Berlin")
    #expect(daily.next(after: try Instant(rfc3339: "2027-03-27T12:00:00Z"))?.rfc3339 == "2027-03-28T01:00:00Z")
    #expect(
      daily.next(2, after: try Instant(rfc3339: "2027-10-30T12:00:00Z")).map(\.rfc3339) == [
        "2027-10-31T00:30:00Z", "2027-11-01T01:30:00Z",
      ])
    // By the hour the clocks are followed: every real hour, whatever they show.
    let hourly = try RecurrenceTrigger("FREQ=HOURLY", starting: start, timeZone: "Europe/Berlin")
    for day in ["2027-03-28", "2027-10-31"] {
      let instants = hourly.next(6, after: try Instant(rfc3339: "\(day)T00:00:00+00:00") - .seconds(7_200))
      #expect(zip(instants, instants.dropFirst()).allSatisfy { $1 - $0 == .seconds(3_600) })
    }
  }

  @Test("UNTIL as a date includes the whole day on the trigger's clocks")
  func untilDate() throws {
    let start = try Instant(rfc3339: "2027-01-01T23:00:00+01:00")
    let trigger = try RecurrenceTrigger("FREQ=DAILY;UNTIL=20270103", starting: start, timeZone: "Europe/Berlin")
    #expect(trigger.previous(before: .max)?.rfc3339 == "2027-01-03T22:00:00Z")
  }

  @Test(
    "It says in English what it does",
    arguments: [
      ("FREQ=MONTHLY;BYDAY=-1FR", "Every month on the last Friday at 09:00, from 2027-01-04, UTC"),
      ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "Every 2 weeks on Monday and Wednesday at 09:00, from 2027-01-04, UTC"),
      ("FREQ=YEARLY", "Every year on the 4th of January at 09:00, from 2027-01-04, UTC"),
      ("FREQ=DAILY;COUNT=3", "Every day at 09:00, from 2027-01-04, 3 times, UTC"),
      ("FREQ=MONTHLY;BYMONTHDAY=-1", "Every month on the last day of the month at 09:00, from 2027-01-04, UTC"),
      ("FREQ=HOURLY;INTERVAL=6", "Every 6 hours at minute 0, from 2027-01-04, UTC"),
      (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "Every month on the last of Monday, Tuesday, Wednesday, Thursday and Friday at 09:00, from 2027-01-04, UTC"
      ),
      (
        "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "Every year on the 2nd Sunday of the month in March at 09:00, from 2027-01-04, UTC"
      ),
    ])
  func words(rule: String, english: String) throws {
    let trigger = try RecurrenceTrigger(rule, starting: Instant(rfc3339: "2027-01-04T09:00:00Z"))
    #expect("\(trigger)" == english)
  }
}
