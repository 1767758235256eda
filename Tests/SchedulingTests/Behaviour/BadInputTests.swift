import CivilTime
import Cron
import Scheduling
import SchedulingTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct BadInputTests {
  private func code(_ body: (Scheduler) async throws -> Void) async -> SchedulerError.Code? {
    do {
      try await body(Scheduler())
      return nil
    } catch {
      return (error as? SchedulerError)?.code
    }
  }

  @Test func anInvalidCronExpressionIsRefusedAndPointsAtTheFault() async {
    await #expect(throws: CronError.self) { try await Scheduler().add("a", .cron("0 25 * * *")) { _ in } }
  }

  @Test func anUnknownZoneIsRefusedByName() async {
    let error = await #expect(throws: ZoneError.self) {
      try await Scheduler().add("a", .cron("0 2 * * *", timeZone: "Europe/Atlantis")) { _ in }
    }
    #expect(error?.description.contains("Europe/Atlantis") == true)
  }

  @Test func aSecondJobWithTheSameIDIsRefused() async {
    let code = await code { scheduler in
      try await scheduler.add("a", .every(.seconds(1))) { _ in }
      try await scheduler.add("a", .every(.seconds(1))) { _ in }
    }
    #expect(code == .duplicateJob)
  }

  @Test(arguments: [Duration.seconds(-5), .zero, .microseconds(999)])
  func anIntervalBelowAMillisecondIsRefused(_ interval: Duration) async {
    #expect(await code { try await $0.add("a", .every(interval)) { _ in } } == .invalidTrigger)
  }

  @Test func aJobThatCanNeverFireIsRefused() async {
    #expect(await code { try await $0.add("a", .cron("0 0 31 2 *")) { _ in } } == .neverFires)
  }

  @Test func aDateGoneByIsAcceptedAndDecidedAtTheStart() async throws {
    let date = Instant("2001-01-01T00:00:00Z")
    let job = try await Scheduler().add("a", .at(date)) { _ in }
    #expect(job.nextRun == date)
  }

  @Test(arguments: ["", String(repeating: "x", count: 201), "a\nb", "a\u{0}"])
  func aNameThatCannotBeWrittenIsRefused(_ id: String) async {
    #expect(await code { try await $0.add(JobID(id), .every(.seconds(1))) { _ in } } == .invalidJobID)
  }

  @Test func policiesOutOfRangeAreRefused() async {
    func refuses(_ change: (inout JobOptions) -> Void) async -> Bool {
      var options = JobOptions()
      change(&options)
      let changed = options
      return await code { try await $0.add("a", .every(.seconds(1)), options: changed) { _ in } } == .invalidOption
    }
    #expect(await refuses { $0.timeout = .zero })
    #expect(await refuses { $0.maxInstances = 0 })
    #expect(await refuses { $0.maxInstances = 17 })
    #expect(await refuses { $0.jitter = .seconds(-1) })
    #expect(await refuses { $0.misfireGrace = .seconds(-1) })
    #expect(await refuses { $0.coalesce = .all(limit: 0) })
    #expect(await refuses { $0.lease = .milliseconds(1) })
    #expect(await refuses { $0.minimumHold = .seconds(-1) })
  }

  @Test func aJobThatIsNotThereIsNamed() async {
    #expect(await code { try await $0.remove("ghost") } == .unknownJob)
    #expect(await code { try await $0.pause("ghost") } == .unknownJob)
    #expect(await code { try await $0.runNow("ghost") } == .unknownJob)
    #expect(await code { try await $0.reschedule("ghost", .every(.seconds(1))) } == .unknownJob)
  }

  @Test func settingsOutOfRangeAreRefusedBeforeAnythingIsStored() async {
    var configuration = SchedulerConfiguration()
    configuration.maxConcurrentRuns = 0
    let scheduler = Scheduler(configuration: configuration)
    await #expect(throws: SchedulerError.self) { try await scheduler.add("a", .every(.seconds(1))) { _ in } }
    await #expect(throws: SchedulerError.self) { try await scheduler.run() }
    #expect(scheduler.jobs.isEmpty)
  }

  @Test func aSchedulerRunsOnce() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      await #expect(throws: SchedulerError.self) { try await test.scheduler.run() }
    }
  }

  @Test func aDateThatIsNoNumberDoesNotTrap() async throws {
    #expect(Instant(Date(timeIntervalSince1970: .nan)) == .max)
    #expect(Instant(Date(timeIntervalSince1970: .infinity)) == .max)
    #expect(Instant(Date(timeIntervalSince1970: -1e300)) == .min)
  }
}
