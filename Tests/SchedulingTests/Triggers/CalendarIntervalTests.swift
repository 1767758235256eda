import CivilTime
import Scheduling
import Testing

@Suite("Calendar intervals")
struct CalendarIntervalTests {
  private func stamps(_ trigger: some Trigger, _ count: Int, after: String) throws -> [String] {
    let zone = try Zone(named: trigger.timeZoneName ?? "UTC")
    return trigger.next(count, after: try Instant(rfc3339: after)).map { $0.rfc3339(in: zone) }
  }

  @Test("The 31st comes back after a shorter month, which is skipped or clamped")
  func monthEnds() throws {
    let anchor = try #require(CivilDate(year: 2027, month: 1, day: 31))
    let skipping = try CalendarIntervalTrigger(every: .months(1), from: anchor, at: TimeOfDay("09:00"))
    #expect(
      try stamps(skipping, 3, after: "2027-01-31T09:00:00Z") == [
        "2027-03-31T09:00:00Z", "2027-05-31T09:00:00Z", "2027-07-31T09:00:00Z",
      ])
    let clamping = try CalendarIntervalTrigger(
      every: .months(1), from: anchor, at: TimeOfDay("09:00"), dayOverflow: .clamp)
    #expect(
      try stamps(clamping, 3, after: "2027-01-31T09:00:00Z") == [
        "2027-02-28T09:00:00Z", "2027-03-31T09:00:00Z", "2027-04-30T09:00:00Z",
      ])
  }

  @Test("A day whose time the clocks jump over is not lost: it is due at the jump")
  func gap() throws {
    let anchor = try #require(CivilDate(year: 2027, month: 3, day: 26))
    let trigger = try CalendarIntervalTrigger(
      every: .days(1), from: anchor, at: TimeOfDay("02:30"), timeZone: "Europe/Berlin")
    #expect(
      try stamps(trigger, 3, after: "2027-03-27T00:00:00Z") == [
        "2027-03-27T02:30:00+01:00", "2027-03-28T03:00:00+02:00", "2027-03-29T02:30:00+02:00",
      ])
  }

  @Test("29 February by years waits eight years around 2100")
  func leapDays() throws {
    let anchor = try #require(CivilDate(year: 2096, month: 2, day: 29))
    let trigger = try CalendarIntervalTrigger(every: .years(1), from: anchor)
    #expect(
      try stamps(trigger, 3, after: "2090-01-01T00:00:00Z") == [
        "2096-02-29T00:00:00Z", "2104-02-29T00:00:00Z", "2108-02-29T00:00:00Z",
      ])
  }

  @Test("Nothing is due before the anchor, and counts out of range are refused")
  func bounds() throws {
    let anchor = try #require(CivilDate(year: 2027, month: 1, day: 4))
    let trigger = try CalendarIntervalTrigger(every: .weeks(2), from: anchor)
    #expect(trigger.previous(before: try Instant(rfc3339: "2027-01-04T00:00:00Z")) == nil)
    #expect(throws: SchedulerError.self) { try CalendarIntervalTrigger(every: .days(0), from: anchor) }
    #expect(throws: SchedulerError.self) { try TimeOfDay("24:00") }
    #expect(throws: SchedulerError.self) { try TimeOfDay("9:00") }
  }

  @Test("It says in English what it does")
  func words() throws {
    let anchor = try #require(CivilDate(year: 2027, month: 1, day: 31))
    let monthly = try CalendarIntervalTrigger(every: .months(2), from: anchor, at: TimeOfDay("09:00"))
    #expect("\(monthly)" == "Every 2 months on the 31st where there is one at 09:00, from 2027-01-31, UTC")
    let weekly = try CalendarIntervalTrigger(every: .weeks(1), from: anchor, timeZone: "Europe/Berlin")
    #expect("\(weekly)" == "Every week on Sunday at 00:00, from 2027-01-31, Europe/Berlin")
  }
}
