import CivilTime
import Scheduling
import Testing

@Suite("Triggers made of triggers")
struct CompositionTests {
  private func instant(_ text: String) throws -> Instant { try Instant(rfc3339: text) }

  private func stamps(_ trigger: some Trigger, _ count: Int, after: String) throws -> [String] {
    trigger.next(count, after: try instant(after)).map(\.rfc3339)
  }

  @Test("Any of several is due whenever one is, and shared instants come once")
  func anyOf() throws {
    let trigger = try AnyOfTrigger.any(of: .cron("0 9 * * *"), .cron("0 */3 * * *"))
    #expect(
      try stamps(trigger, 3, after: "2027-01-01T05:00:00Z") == [
        "2027-01-01T06:00:00Z", "2027-01-01T09:00:00Z", "2027-01-01T12:00:00Z",
      ])
    #expect(throws: SchedulerError.self) { try AnyOfTrigger([]) }
  }

  @Test("All of several is due when they meet, and gives up where they never do")
  func allOf() throws {
    let trigger = try AllOfTrigger.all(of: .cron("0 9 13 * *"), .cron("0 9 * * FRI"))
    #expect(
      try stamps(trigger, 2, after: "2027-01-01T00:00:00Z") == ["2027-08-13T09:00:00Z", "2028-10-13T09:00:00Z"])
    let never = try AllOfTrigger.all(of: .cron("0 9 1 1 *"), .cron("30 9 * * *"))
    #expect(never.next(after: .epoch) == nil)
    #expect(never.previous(before: .max) == nil)
  }

  @Test("Excluded times are left out, on the clocks of the exclusion's zone")
  func excluding() throws {
    let office = try CronTrigger("0 * * * *", timeZone: "Europe/Berlin")
      .excluding(.weekdays(.saturday, .sunday), .daily(from: TimeOfDay("18:00"), to: TimeOfDay("09:00")))
    #expect(
      try stamps(office, 3, after: "2027-01-01T15:30:00Z") == [
        "2027-01-01T16:00:00Z", "2027-01-04T08:00:00Z", "2027-01-04T09:00:00Z",
      ])
    let holidays = try CronTrigger("0 9 * * *")
      .excluding(
        .annualDays(AnnualDay(month: 12, day: 25)), .dates([try #require(CivilDate(year: 2027, month: 12, day: 24))]))
    #expect(try stamps(holidays, 1, after: "2027-12-23T10:00:00Z") == ["2027-12-26T09:00:00Z"])
    let nights = try IntervalTrigger(.seconds(45)).excluding(.cron("* 0-7 * * *"))
    #expect(try stamps(nights, 1, after: "2027-01-01T00:00:00Z") == ["2027-01-01T08:00:00Z"])
  }

  @Test("Where everything is excluded there is no instant, and the search ends")
  func everythingExcluded() throws {
    let base = try IntervalTrigger(.seconds(1))
    let days = try base.excluding(
      .weekdays(.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday))
    #expect(days.next(after: .epoch) == nil)
    #expect(days.previous(before: .max) == nil)
    let minutes = try base.excluding(.cron("* * * * *"))
    #expect(minutes.next(after: .epoch) == nil)
    let halves = try base.excluding(
      .daily(from: TimeOfDay("00:00"), to: TimeOfDay("12:00")), .daily(from: TimeOfDay("12:00"), to: TimeOfDay("00:00"))
    )
    #expect(halves.next(after: .epoch) == nil)
  }

  @Test("A limit counts nominal instants from the start, whoever asks and when")
  func limits() throws {
    let start = try instant("2027-01-01T00:00:00Z")
    let trigger = try CronTrigger("0 9 * * *").starting(at: start).limited(to: 3)
    #expect(trigger.next(after: try instant("2027-01-03T08:00:00Z"))?.rfc3339 == "2027-01-03T09:00:00Z")
    #expect(trigger.next(after: try instant("2027-01-03T09:00:00Z")) == nil)
    #expect(trigger.previous(before: .max)?.rfc3339 == "2027-01-03T09:00:00Z")
    #expect(throws: SchedulerError.self) { try CronTrigger("0 9 * * *").limited(to: 3) }
    #expect(throws: SchedulerError.self) { try CronTrigger("0 9 * * *").starting(at: start).limited(to: 0) }
  }

  @Test("Start and end are inclusive")
  func bounds() throws {
    let trigger = try CronTrigger("0 9 * * *").starting(at: instant("2027-01-02T09:00:00Z"))
      .ending(at: instant("2027-01-03T09:00:00Z"))
    #expect(
      try stamps(trigger, 9, after: "2020-01-01T00:00:00Z") == ["2027-01-02T09:00:00Z", "2027-01-03T09:00:00Z"])
  }

  @Test("H in a nested expression is hashed from the job's id")
  func preparation() throws {
    let trigger = try AnyOfTrigger.any(of: .cron("H H * * *"), .cron("H 3 * * *")).starting(at: .epoch)
    let alone = try CronTrigger("H H * * *").prepared(for: "reports")
    let nested = try trigger.prepared(for: "reports")
    let next = try #require(alone.next(after: .epoch))
    #expect(nested.next(after: next.advanced(byNanoseconds: -1)) == next)
    #expect(nested.fingerprint != trigger.fingerprint)
  }

  @Test("What waits for an event is refused as a part of another trigger, where it would be forgotten")
  func events() throws {
    let combined = try AnyOfTrigger([StartupTrigger(), IntervalTrigger(.seconds(5))])
    #expect(throws: SchedulerError.self) { try combined.prepared(for: "job") }
    #expect(throws: SchedulerError.self) { try StartupTrigger().ending(at: .epoch).prepared(for: "job") }
  }

  @Test("No composition shares its fingerprint with another that reads alike")
  func fingerprints() throws {
    let (a, b) = (try CronTrigger("0 1 * * *"), try CronTrigger("0 2 * * *"))
    let fingerprints = [
      try AnyOfTrigger([a, b]).fingerprint, try AnyOfTrigger([b, a]).fingerprint, try AllOfTrigger([a, b]).fingerprint,
      try AnyOfTrigger([AnyOfTrigger([a]), b]).fingerprint, try AnyOfTrigger([AnyOfTrigger([a, b])]).fingerprint,
      a.starting(at: .epoch).fingerprint, a.ending(at: .epoch).fingerprint,
    ]
    #expect(Set(fingerprints).count == fingerprints.count)
  }
}
