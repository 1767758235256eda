import CivilTime
import Cron
import Scheduling
import SchedulingTesting
import Testing

@Suite("Updates of the tz database")
struct TimeZoneUpdateTests {
  /// A zone that is renamed nowhere, at another offset from UTC.
  private static func zone(hours: Int64, fingerprint: UInt64) -> Zone {
    Zone(
      rules: ZoneRules(
        identifier: "Test/Zone", periods: [.init(start: .min, offset: hours * 3_600)], fingerprint: fingerprint))
  }

  @Test("A job follows new rules of its zone: what was decided stays, and its next instant is the one by the new rules")
  func follows() async throws {
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      let old = Self.zone(hours: 1, fingerprint: 1)
      let new = CronTrigger(try CronSchedule("0 9 * * *", in: Self.zone(hours: 3, fingerprint: 3)))
      try await test.scheduler.add("nine", CronTrigger(CronSchedule("0 9 * * *", in: old))) { _ in }
      try await test.scheduler.add("other", .cron("0 9 * * *")) { _ in }
      await test.advance(by: .seconds(12 * 3_600))
      #expect(test.scheduler.localHistory(of: "nine").map(\.instant.description) == ["2027-01-01T08:00:00Z"])
      test.scheduler.refreshTimeZones { ($0 as? CronTrigger)?.schedule.zone == old ? new : nil }
      let jobs = test.scheduler.status.jobs
      #expect(jobs.first { $0.id == "nine" }?.nextRun?.description == "2027-01-02T06:00:00Z")
      #expect(jobs.first { $0.id == "other" }?.nextRun?.description == "2027-01-02T09:00:00Z")
      await test.advance(by: .seconds(24 * 3_600))
      #expect(
        Set(test.scheduler.localHistory(of: "nine").map(\.instant.description)) == [
          "2027-01-01T08:00:00Z", "2027-01-02T06:00:00Z",
        ])
    }
  }
}
