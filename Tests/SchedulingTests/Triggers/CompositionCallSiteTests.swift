import CivilTime
import Scheduling
import Testing

/// What is written here has to compile: call sites of compositions, with literals in every place.
@Suite("Compositions at the call site")
struct CompositionCallSiteTests {
  @Test("Any and all take triggers with zones, dialects and start dates as literals")
  func literals() async throws {
    let scheduler = Scheduler()
    let added = try await scheduler.add(
      "one", .any(of: .cron("0 9 * * *", timeZone: "Europe/Berlin"), .cron("0 10 * * *", timeZone: "Europe/Berlin"))
    ) { _ in }
    #expect(added.trigger.timeZoneName == "Europe/Berlin")
    try await scheduler.add(
      "office",
      .any(
        of: .cron("0 9 * * MON-FRI", timeZone: "Europe/Berlin"), .cron("0 11 * * SAT,SUN", timeZone: "Europe/Berlin"),
        .every(.seconds(3_600)))
    ) { _ in }
    try await scheduler.add(
      "both", .all(of: .cron("0 9 * * MON", timeZone: "Europe/Berlin"), .cron("0 9 1 * *", timeZone: "Europe/Berlin"))
    ) { _ in }
    try await scheduler.add(
      "six",
      .any(
        of: .any(of: .at(Instant(secondsSince1970: 4_000_000_000)), .every(.seconds(5)), .every(.seconds(7))),
        .cron("H 3 * * *", timeZone: "Asia/Tokyo"),
        .recurring("FREQ=DAILY", starting: Instant(secondsSince1970: 0), timeZone: "Asia/Tokyo"),
        .calendar(
          every: .days(2), from: #require(CivilDate(year: 2027, month: 1, day: 1)), at: TimeOfDay("09:00"),
          timeZone: "Europe/Berlin"))
    ) { _ in }
    let listed: [any Trigger] = try [CronTrigger("0 9 * * *", timeZone: "Europe/Berlin"), IntervalTrigger(.seconds(5))]
    try await scheduler.add("listed", .any(of: listed)) { _ in }
    #expect(scheduler.status.jobs.count == 5)
  }
}

@Suite("Days and weeks")
struct DailyTriggerTests {
  @Test("Daily and weekly triggers are the cron expressions that say the same")
  func expressions() async throws {
    let scheduler = Scheduler()
    let nightly = try await scheduler.add("nightly", .daily(at: TimeOfDay("02:30"), timeZone: "Europe/Berlin")) { _ in }
    #expect(nightly.trigger.fingerprint == (try CronTrigger("30 2 * * *", timeZone: "Europe/Berlin")).fingerprint)
    let report = try await scheduler.add("report", .weekly(on: .sunday, .monday, at: TimeOfDay("09:00:15"))) { _ in }
    #expect(report.trigger.expression == "15 0 9 * * MON,SUN")
    #expect(report.trigger.description.contains("Monday"))
    #expect(throws: SchedulerError.self) { try CronTrigger.weekly(at: TimeOfDay("09:00")) }
  }
}

@Suite("The zone of exclusions")
struct ExclusionZoneTests {
  @Test("A zone that has no name is kept as it is")
  func unnamed() throws {
    // What a process has whose TZ is a path or a rule, or whose /etc/localtime is a copy.
    for name in ["/etc/localtime", "CET-1CEST,M3.5.0,M10.5.0/3", "JST-9"] {
      let zone = Zone(
        rules: ZoneRules(identifier: name, periods: [.init(start: .min, offset: 9 * 3_600)], fingerprint: 0))
      let cron = CronTrigger(try CronSchedule("0 * * * *", in: zone))
      let trigger = try cron.excluding(.daily(from: TimeOfDay("00:00"), to: TimeOfDay("09:00")))
      #expect(trigger.zone == zone)
      // Midnight in UTC is nine o'clock there.
      #expect(trigger.next(after: .epoch.advanced(byNanoseconds: -1)) == .epoch)
      #expect(try trigger.excluding(.weekdays(.sunday)).zone == zone)
      #expect(try AnyOfTrigger([cron, IntervalTrigger(.seconds(60))]).excluding(.weekdays(.sunday)).zone == zone)
      #expect(try cron.starting(at: .epoch).excluding(.weekdays(.sunday)).zone == zone)
      let given = try IntervalTrigger(.seconds(60)).excluding(.weekdays(.sunday), timeZone: TriggerTimeZone(zone))
      #expect(given.zone == zone)
    }
  }

  @Test("Exclusions of triggers in different zones have to name theirs; those of one zone, or of none, have it")
  func derived() throws {
    let berlin = try CronTrigger("0 9 * * *", timeZone: "Europe/Berlin")
    let tokyo = try CronTrigger("0 9 * * *", timeZone: "Asia/Tokyo")
    let both = try AnyOfTrigger([berlin, tokyo])
    let error = #expect(throws: SchedulerError.self) { try both.excluding(.weekdays(.sunday)) }
    #expect(error?.message.contains("Asia/Tokyo and Europe/Berlin") == true)
    #expect(try both.excluding(.weekdays(.sunday), timeZone: "Asia/Tokyo").zone.identifier == "Asia/Tokyo")
    #expect(try AnyOfTrigger([berlin, berlin]).excluding(.weekdays(.sunday)).zone.identifier == "Europe/Berlin")
    #expect(try IntervalTrigger(.seconds(60)).excluding(.weekdays(.sunday)).zone == .utc)
  }
}
