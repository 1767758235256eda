import Foundation
import Scheduling
import SchedulingTesting
import Testing

/// What the guides of the documentation claim of their samples.
@Suite struct GuideTests {
  @Test func theNightWithoutItsTimeRunsWhenTheClocksHaveMoved() async throws {
    try await TestScheduler.run(at: "2027-03-27T12:00:00Z") { test in
      try await test.scheduler.add("nightly", .cron("30 2 * * *", timeZone: "Europe/Berlin")) { _ in }
      await test.advance(by: .days(2))
      let rows = test.scheduler.localHistory(of: "nightly")
      #expect(rows.map(\.outcome) == [.succeeded, .succeeded])
      #expect(rows.last?.instant.description == "2027-03-28T01:00:00Z")
    }
  }

  @Test func theKitAnswersInTheOrderOfTime() async throws {
    struct Broken: Error {}
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      try await test.scheduler.add("nightly", .cron("0 3 * * *")) { run in
        if run.firing.instant.description.hasPrefix("2027-01-02") { throw Broken() }
      }
      try await test.advance(to: "2027-01-03T12:00:00Z")
      #expect(test.outcomes(of: "nightly") == [.succeeded, .failed, .succeeded])
      #expect(test.rows(of: "nightly").map(\.instant.description).first == "2027-01-01T03:00:00Z")
      // What has passed stays as it is.
      try await test.advance(to: "2027-01-01T00:00:00Z")
      #expect(test.clock.now().description == "2027-01-03T12:00:00Z")
    }
  }

  @Test func aFleetAnswersForAllReplicas() async throws {
    try await TestFleet.run(replicas: 2, at: "2027-01-01T00:00:00Z") { fleet in
      let file = ScheduleFile(jobs: ["sweep": ScheduleJob(trigger: .every(.minutes(10)))])
      try await fleet.add(file, bodies: ["sweep": { _ in }])
      await fleet.advance(to: try Instant(rfc3339: "2027-01-01T00:30:00Z"))
      #expect(fleet.outcomes(of: "sweep") == [.succeeded, .succeeded, .succeeded])
    }
  }

  @Test func aZoneOfFoundationIsFoundByItsName() throws {
    let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
    let trigger = try CronTrigger("30 2 * * *", timeZone: TriggerTimeZone(berlin))
    let winter = try Instant(rfc3339: "2027-01-01T00:00:00Z")
    #expect(trigger.next(after: winter)?.description == "2027-01-01T01:30:00Z")
    #expect(try TriggerTimeZone(.gmt).load() == .utc)
  }

  @Test func attemptsAreCountedInTheRow() async throws {
    struct Broken: Error {}
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      try await test.scheduler.add(
        "import", .at(Instant(rfc3339: "2027-01-01T01:00:00Z")), options: JobOptions(retry: Retry(attempts: 3))
      ) { run in
        if run.attempt < 3 { throw Broken() }
      }
      await test.advance(by: .hours(2))
      let last = test.scheduler.localHistory(of: "import").first
      #expect(last?.outcome == .succeeded && last?.attempt == 3)
    }
  }

  @Test func aClockSetForwardRunsTheNewestInstant() async throws {
    try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
      try await test.scheduler.add("hourly", .every(.hours(1))) { _ in }
      test.clock.setWall(to: try Instant(rfc3339: "2027-01-01T12:00:00Z"))
      await test.settle()
      let rows = test.scheduler.localHistory(of: "hourly")
      #expect(rows.count == 2)
      #expect(rows.contains { $0.outcome == .succeeded && $0.instant.description == "2027-01-01T12:00:00Z" })
      #expect(rows.contains { $0.outcome == .missed(.coalesced) && $0.count == 11 })
    }
  }
}
