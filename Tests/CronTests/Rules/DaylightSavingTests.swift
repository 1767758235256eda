import CivilTime
import Cron
import Testing

@Suite("Section 3: daylight saving")
struct DaylightSavingTests {
  private func next(
    _ text: String, _ zone: String, after: String, _ count: Int = 3, gap: Zone.GapPolicy = .shift,
    overlap: Zone.OverlapPolicy = .first, dialect: CronDialect = .standard
  ) throws -> [String] {
    let zone = try Zone(named: zone)
    let schedule = CronSchedule(try CronExpression(text, dialect: dialect), in: zone, gap: gap, overlap: overlap)
    return schedule.next(count, after: try Instant(rfc3339: after)).map { $0.rfc3339(in: zone) }
  }

  @Test("Results are strictly later than the instant asked from, to the nanosecond")
  func strictlyLater() throws {
    let schedule = try CronSchedule("0 12 * * *")
    let noon = try Instant(rfc3339: "2027-01-01T12:00:00Z")
    #expect(schedule.next(after: noon) == noon.advanced(byNanoseconds: 86_400_000_000_000))
    #expect(schedule.next(after: noon.advanced(byNanoseconds: -1)) == noon)
    #expect(schedule.previous(before: noon.advanced(byNanoseconds: 1)) == noon)
    #expect(schedule.previous(before: noon) == noon.advanced(byNanoseconds: -86_400_000_000_000))
    #expect(schedule.matches(noon) && !schedule.matches(noon.advanced(byNanoseconds: 1)))
  }

  @Test("A wildcard schedule follows the clocks: nothing in a gap, both passes of an overlap")
  func wildcard() throws {
    #expect(
      try next("*/30 * * * *", "Europe/Berlin", after: "2027-03-28T01:15:00+01:00")
        == ["2027-03-28T01:30:00+01:00", "2027-03-28T03:00:00+02:00", "2027-03-28T03:30:00+02:00"])
    #expect(
      try next("*/30 2 * * *", "Europe/Berlin", after: "2027-10-31T01:00:00+02:00", 4)
        == [
          "2027-10-31T02:00:00+02:00", "2027-10-31T02:30:00+02:00", "2027-10-31T02:00:00+01:00",
          "2027-10-31T02:30:00+01:00",
        ])
  }

  @Test("A fixed time in a gap runs once, at the transition, merged with what is due there anyway")
  func gap() throws {
    #expect(
      try next("30 2 * * *", "America/New_York", after: "2027-03-13T12:00:00-05:00", 2)
        == ["2027-03-14T03:00:00-04:00", "2027-03-15T02:30:00-04:00"])
    #expect(
      try next("0,30 2,3 * * *", "America/New_York", after: "2027-03-13T12:00:00-05:00")
        == ["2027-03-14T03:00:00-04:00", "2027-03-14T03:30:00-04:00", "2027-03-15T02:00:00-04:00"])
  }

  @Test("A fixed time in an overlap runs once, the first time")
  func overlap() throws {
    #expect(
      try next("30 1 * * *", "America/New_York", after: "2027-11-06T12:00:00-04:00", 2)
        == ["2027-11-07T01:30:00-04:00", "2027-11-08T01:30:00-05:00"])
  }

  @Test("A gap of three hours or more moves the date line and its times are dropped")
  func dateLine() throws {
    #expect(
      try next("0 12 * * *", "Pacific/Apia", after: "2011-12-29T00:00:00-10:00", 2)
        == ["2011-12-29T12:00:00-10:00", "2011-12-31T12:00:00+14:00"])
  }

  @Test("Policies: skip loses the day of the gap, last and both choose among the passes of an overlap")
  func policies() throws {
    #expect(
      try next("30 2 * * *", "Europe/Berlin", after: "2027-03-27T12:00:00+01:00", 1, gap: .skip)
        == ["2027-03-29T02:30:00+02:00"])
    #expect(
      try next("30 2 * * *", "Europe/Berlin", after: "2027-10-30T12:00:00+02:00", 2, overlap: .last)
        == ["2027-10-31T02:30:00+01:00", "2027-11-01T02:30:00+01:00"])
    #expect(
      try next("30 2 * * *", "Europe/Berlin", after: "2027-10-30T12:00:00+02:00", 2, overlap: .both)
        == ["2027-10-31T02:30:00+02:00", "2027-10-31T02:30:00+01:00"])
  }

  @Test("Shifts of half an hour, two hours, 44:30, at midnight and of negative daylight saving follow the same rule")
  func oddShifts() throws {
    #expect(
      try next("15 2 * * *", "Australia/Lord_Howe", after: "2026-10-03T12:00:00+10:30", 1)
        == ["2026-10-04T02:30:00+11:00"])
    #expect(
      try next("30 2 * * *", "Antarctica/Troll", after: "2026-03-28T12:00:00Z", 1) == ["2026-03-29T03:00:00+02:00"])
    #expect(
      try next("0 0 * * *", "America/Sao_Paulo", after: "2018-11-03T12:00:00-03:00", 1) == ["2018-11-04T01:00:00-02:00"]
    )
    #expect(
      try next("30 1 * * *", "Europe/Dublin", after: "2027-03-27T12:00:00Z", 1) == ["2027-03-28T02:00:00+01:00"])
    // Monrovia's clocks went from 00:00 to 00:44:30 on 1972-01-07.
    #expect(
      try next("20 0 7 1 *", "Africa/Monrovia", after: "1972-01-06T12:00:00Z", 1) == ["1972-01-07T00:44:30Z"])
  }

  @Test("In Quartz's dialect digits and a slash make a wildcard too")
  func quartz() throws {
    #expect(
      try next("0 0/30 2 * * ?", "Europe/Berlin", after: "2027-03-27T12:00:00+01:00", 1, dialect: .quartz)
        == ["2027-03-29T02:00:00+02:00"])
    #expect(
      try next("0 0,30 2 * * ?", "Europe/Berlin", after: "2027-03-27T12:00:00+01:00", 1, dialect: .quartz)
        == ["2027-03-28T03:00:00+02:00"])
  }
}
