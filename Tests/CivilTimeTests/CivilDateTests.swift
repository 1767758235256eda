import CivilTime
import Testing

@Suite("Civil dates")
struct CivilDateTests {
  @Test("Every day of the years 1 to 9999 survives the way to a day count and back, in order")
  func roundTrip() {
    var expected = -719_162 as Int64
    var faults = 0
    for year in 1...9999 {
      for month in 1...12 {
        let length = DayCount.length(year: year, month: month)
        let first = DayCount.days(year: year, month: month, day: 1)
        if first != expected { faults += 1 }
        for day in [1, 15, 28, length] {
          if DayCount.civil(days: first + Int64(day - 1)) != (year, month, day) { faults += 1 }
        }
        expected += Int64(length)
      }
    }
    #expect(faults == 0)
    #expect(expected == 2_932_897)
  }

  @Test("Leap years follow the Gregorian rule", arguments: [(1900, false), (2000, true), (2024, true), (2100, false)])
  func leap(year: Int, isLeap: Bool) {
    #expect(DayCount.isLeap(year) == isLeap)
    #expect((CivilDate(year: year, month: 2, day: 29) != nil) == isLeap)
  }

  @Test("Dates that the calendar does not have are refused")
  func refused() {
    #expect(CivilDate(year: 0, month: 1, day: 1) == nil)
    #expect(CivilDate(year: 10_000, month: 1, day: 1) == nil)
    #expect(CivilDate(year: 2026, month: 13, day: 1) == nil)
    #expect(CivilDate(year: 2026, month: 4, day: 31) == nil)
    #expect(CivilDate(year: .max, month: .min, day: 0) == nil)
    #expect(CivilDate(year: 9999, month: 12, day: 31)?.adding(days: 1) == nil)
    #expect(CivilDate(year: 1, month: 1, day: 1)?.adding(days: .min) == nil)
  }

  @Test("Weekdays and ISO weeks are those of the calendar on the wall")
  func weekdays() throws {
    #expect(try #require(CivilDate(year: 1970, month: 1, day: 1)).weekday == .thursday)
    #expect(try #require(CivilDate(year: 1, month: 1, day: 1)).weekday == .monday)
    #expect(try #require(CivilDate(year: 2026, month: 11, day: 21)).weekday == .saturday)
    let newYear = try #require(CivilDate(year: 2027, month: 1, day: 1)).isoWeek
    #expect(newYear == (2026, 53))
    let monday = try #require(CivilDate(year: 2018, month: 12, day: 31)).isoWeek
    #expect(monday == (2019, 1))
  }
}
