import CivilTime
import Cron
import Testing

@Suite("Section 4: impossible and distant dates")
struct ImpossibleDateTests {
  @Test(
    "An impossible date is read, and never fires",
    arguments: [
      "0 0 31 2 *", "0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 L-30 2,4 *", "0 0 0 29 2 * 2027", "0 0 31W 2 *",
      "0 0 1-7 * +MON#5",
    ])
  func impossible(text: String) throws {
    let schedule = try CronSchedule(text)
    #expect(schedule.neverFires && schedule.next(after: .min) == nil && schedule.previous(before: .max) == nil)
  }

  @Test("A date that the zone alone leaves out never fires there")
  func leftOut() throws {
    let apia = try Zone(named: "Pacific/Apia")
    #expect(try CronSchedule("0 0 12 30 12 * 2011", in: apia).neverFires)
    #expect(try !CronSchedule("0 0 12 30 12 * 2011").neverFires)
  }

  @Test("A date gone by has no next and still is not one that never fires")
  func past() throws {
    let schedule = try CronSchedule("0 0 12 1 1 * 2020")
    #expect(schedule.next(after: try Instant(rfc3339: "2027-01-01T00:00:00Z")) == nil && !schedule.neverFires)
  }

  @Test(
    "The search does not give up early",
    arguments: [
      ("0 0 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z"),
      ("0 0 * 2 SUN#5", "2100-01-01T00:00:00Z", "2128-02-29T00:00:00Z"),
      ("0 0 0 1 1 * 2199", "1970-01-01T00:00:00Z", "2199-01-01T00:00:00Z"),
    ])
  func distant(text: String, after: String, expected: String) throws {
    #expect(try CronSchedule(text).next(after: Instant(rfc3339: after))?.rfc3339 == expected)
  }

  @Test("The last instant is in 2199, the first in 1970, in the zone's own years")
  func ends() throws {
    let zone = try Zone(named: "Pacific/Kiritimati")
    let schedule = try CronSchedule("* * * * *", in: zone)
    #expect(schedule.previous(before: .max)?.rfc3339(in: zone) == "2199-12-31T23:59:00+14:00")
    #expect(schedule.next(after: .min)?.rfc3339(in: zone) == "1970-01-01T00:00:00-10:40")
  }
}
