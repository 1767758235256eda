import CivilTime
import Foundation
import Scheduling
import SchedulingTesting
import SchedulingYAML
import Testing

/// `any`, `all` and `after-each-run` in schedule files.
@Suite struct CombinedTriggerTests {
  private func trigger(_ job: String, _ top: String = "") throws -> any Trigger {
    let jobs = try ScheduleFile(yaml: "\(top)\njobs:\n  a: { \(job) }").resolved()
    return try #require(jobs.first).trigger
  }

  private func message(_ job: String, _ top: String = "") -> String {
    do {
      _ = try ScheduleFile(yaml: "\(top)\njobs:\n  b: { every: 1h }\n  a: { \(job) }").resolved()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func aFileSaysWhatCodeSays() throws {
    let mondays = try CronTrigger("0 9 * * MON", timeZone: "Europe/Berlin")
    let first = try CronTrigger("0 9 1 * *", timeZone: "Europe/Berlin")
    let zone = "timezone: Europe/Berlin"
    #expect(
      try trigger("any: [{ cron: '0 9 * * MON' }, { every: 6h }]", zone).fingerprint
        == AnyOfTrigger([mondays, IntervalTrigger(.seconds(21_600))]).fingerprint)
    #expect(
      try trigger("all: [{ cron: '0 9 * * MON' }, { cron: '0 9 1 * *' }]", zone).fingerprint
        == AllOfTrigger([mondays, first]).fingerprint)
    let end = try Instant(rfc3339: "2030-01-01T00:00:00Z")
    #expect(
      try trigger(
        "any: [{ all: [{ cron: '0 9 * * MON' }, { cron: '0 9 1 * *' }] }, { at: '\(end)' }], end: \(end)", zone
      )
      .fingerprint == AnyOfTrigger([AllOfTrigger([mondays, first]), DateTrigger(end)]).ending(at: end).fingerprint)
    #expect(
      try trigger("after-each-run: 30s").fingerprint == CompletionTrigger(job: nil, delay: .seconds(30)).fingerprint)
  }

  @Test func aPartHasTheKeysThatGoWithItsTriggerAndElseThoseOfItsJob() throws {
    let start = try Instant(rfc3339: "2026-01-01T00:00:00Z")
    let made = try trigger(
      """
      any: [
        { cron: '0 9 * * MON', timezone: Asia/Tokyo, exclude: [{ dates: [2026-02-02] }] }, { cron: '0 18 * * *' },
        { every: 1h, anchor: 2026-01-01T00:10:00Z, start: 2026-01-01T00:00:00Z, limit: 2 },
        { rrule: FREQ=DAILY, start: 2026-01-01T00:00:00Z }
      ], timezone: America/New_York, gap: skip
      """)
    let parts = try #require(made as? AnyOfTrigger).triggers
    let tokyo = try CronTrigger("0 9 * * MON", timeZone: "Asia/Tokyo", gap: .skip)
    let day = try #require(CivilDate(year: 2026, month: 2, day: 2))
    #expect(
      parts.map(\.fingerprint) == [
        try tokyo.excluding(.dates([day]), timeZone: "Asia/Tokyo").fingerprint,
        try CronTrigger("0 18 * * *", timeZone: "America/New_York", gap: .skip).fingerprint,
        try IntervalTrigger(.seconds(3_600), anchor: start + .seconds(600)).starting(at: start).limited(to: 2)
          .fingerprint,
        try RecurrenceTrigger("FREQ=DAILY", starting: start, timeZone: "America/New_York").starting(at: start)
          .fingerprint,
      ])
  }

  @Test(arguments: [
    ("any: [{ startup: true }]", "jobs.a.any[0].startup: waits for an event, which cannot be combined with instants"),
    ("any: [{ every: 1h }, { after: b }]", "jobs.a.any[1].after: waits for an event"),
    ("all: [{ every: 1h }, { cron: '0 25 * * *' }]", "jobs.a.all[1].cron: hour must be 0-23"),
    ("any: [{ cron: '0 2 * * *', anchor: 2026-01-01T00:00:00Z }]", "jobs.a.any[0].anchor: has no effect beside 'cron'"),
    ("any: [{ every: 1h, timezone: Mars/Olympus }, { cron: x }]", "jobs.a.any[0].timezone: has no effect"),
    ("any: [{ cron: '0 2 * * *', timezone: Mars/Olympus }]", "jobs.a.any[0].timezone: no time zone 'Mars/Olympus'"),
    ("any: [{ every: 1h }], dialect: quartz", "jobs.a.dialect: has no effect beside 'any'"),
    ("any: [{ evry: 1h }]", "jobs.a.any[0].evry: unknown key 'evry'; did you mean 'every'?"),
    ("any: [{ timezone: UTC }]", "jobs.a.any[0]: has no trigger; give it one of cron, every"),
    ("any: [{ every: 1h, timeout: 5m }]", "jobs.a.any[0].timeout: unknown key 'timeout'"),
    ("any: [{ every: 1h, limit: 3 }]", "jobs.a.any[0].limit: needs 'start' beside it"),
    ("any: []", "jobs.a.any: is empty; expected a list such as"),
    ("all: [{ cron: '0 0 * * *' }, { cron: '30 0 * * *' }]", "jobs.a.all: 0 0 * * * and 30 0 * * * has no instant"),
    ("any: [{ every: 1h }, { cron: '0 2 * * *', timezone: Asia/Tokyo }], any: [{ every: 2h }]", "twice"),
    ("after-each-run: 0s", "jobs.a.after-each-run: the delay between a job's own runs is at least 1 ms"),
    ("after-each-run: 5s, jitter: 3s", "jobs.a: jitter spreads instants"),
    ("after-each-run: 5s, timezone: UTC", "jobs.a.timezone: has no effect beside 'after-each-run'"),
  ])
  func whatIsWrongIsSaidWithItsPlace(_ job: String, _ expected: String) {
    #expect(message(job).contains(expected), "\(message(job))")
  }

  @Test func allFaultsOfAllPartsAreReported() {
    let text = message("any: [{ every: 1 }, { cron: '0 2 * * *', gap: shft }, { rule: x }]")
    for place in ["any[0].every", "any[1].gap", "any[2].rule"] { #expect(text.contains("jobs.a.\(place):"), "\(text)") }
  }

  @Test func nestingAndNumberAreLimited() throws {
    let deep = String(repeating: "any: [{ ", count: 40) + "every: 1h" + String(repeating: " }]", count: 40)
    #expect(message(deep).contains("nested"), "\(message(deep))")
    let data = Data(
      #"{"jobs":{"a":\#(String(repeating: #"{"all":["#, count: 200))1\#(String(repeating: "]}", count: 200))}}"#.utf8)
    #expect(throws: (any Error).self) { try JSONDecoder().decode(ScheduleFile.self, from: data) }
    let many = (0..<300).map { _ in "{ every: 1h }" }.joined(separator: ", ")
    #expect(message("any: [\(many)]").contains("a trigger is made of at most 256"), "\(message("any: [\(many)]"))")
  }

  @Test func exclusionsAreInTheOneZoneOfThePartsOrNameIt() throws {
    let parts = "any: [{ cron: '0 2 * * *', timezone: Asia/Tokyo }, { cron: '0 2 * * *', timezone: Europe/Berlin }]"
    let text = message("\(parts), exclude: [{ weekdays: [sunday] }]")
    #expect(text.contains("name the zone of 'exclude' with timezone: \"Asia/Tokyo\""), "\(text)")
    let named = try trigger("\(parts), exclude: [{ weekdays: [sunday] }], timezone: UTC")
    #expect((named as? ExcludingTrigger)?.zone.identifier == "UTC")
    let one = try trigger("any: [{ cron: '0 2 * * *', timezone: Asia/Tokyo }], exclude: [{ weekdays: [sunday] }]")
    #expect((one as? ExcludingTrigger)?.zone.identifier == "Asia/Tokyo")
  }

  @Test func theyRun() async throws {
    let file = try ScheduleFile(
      yaml: """
        jobs:
          both: { any: [{ cron: "0 1 * * *" }, { cron: "0 2 * * *" }] }
          poll: { after-each-run: 1h }
        """)
    try await TestScheduler.run(at: "2026-01-01T00:30:00Z") { test in
      try await test.scheduler.apply(file, bodies: ["both": { _ in }, "poll": { _ in }])
      await test.advance(by: .seconds(86_400))
      #expect(test.scheduler.localHistory(of: "both").count == 2)
      #expect(test.scheduler.localHistory(of: "poll").count == 24)
    }
  }

  @Test func lintAndDiffLookIntoTheParts() throws {
    let old = try ScheduleFile(
      yaml: "jobs:\n  a: { any: [{ cron: '30 2 * * *' }, { every: 6h }], timezone: Europe/Berlin }")
    let new = try ScheduleFile(
      yaml: "jobs:\n  a: { any: [{ cron: '30 2 * * *' }, { every: 7h }], timezone: Europe/Berlin }")
    let rules = old.findings(now: try Instant(rfc3339: "2026-11-21T00:00:00Z")).map(\.rule)
    #expect(rules.contains("moved-clocks"))
    #expect(
      new.changes(from: old).description.contains(
        "any: [{cron: 30 2 * * *}, {every: 6h}] -> [{cron: 30 2 * * *}, {every: 7h}]"), "\(new.changes(from: old))")
  }
}
