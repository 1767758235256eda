import Scheduling
import SchedulingTesting
import Testing

/// What a host answers with when a call throws, whichever type the error has.
@Suite struct ErrorKindTests {
  private func status(_ body: (Scheduler) async throws -> Void) async -> Int? {
    let scheduler = Scheduler()
    do {
      try await scheduler.add("taken", .every(.hours(1))) { _ in }
      try await body(scheduler)
      return nil
    } catch {
      return (error as? any SchedulingError)?.kind.httpStatus
    }
  }

  @Test func aUsersMistakeIsA400() async {
    #expect(await status { try await $0.add("a", .cron("0 25 * * *")) { _ in } } == 400)
    #expect(await status { try await $0.add("a", .cron("0 2 * * *", timeZone: "Mars/Olympus")) { _ in } } == 400)
    #expect(await status { try await $0.add("", .every(.hours(1))) { _ in } } == 400)
    #expect(await status { try await $0.add("a", .every(.zero)) { _ in } } == 400)
    #expect(await status { _ = try await $0.add("a", .every(.hours(1)), timeout: .zero) { _ in } } == 400)
    #expect(
      await status {
        try await $0.add("a", RecurrenceTrigger("FREQ=SOMETIMES", starting: .epoch)) { _ in }
      } == 400)
    #expect(await status { _ in _ = try Instant(rfc3339: "tomorrow") } == 400)
  }

  @Test func whatIsNotThereIsA404AndWhatIsThereAlreadyA409() async {
    #expect(await status { try await $0.remove("nobody") } == 404)
    #expect(await status { try await $0.pause("nobody") } == 404)
    #expect(await status { try await $0.add("taken", .every(.hours(1))) { _ in } } == 409)
  }

  @Test func aSchedulerThatShutsDownIsA503() async {
    #expect(
      await status { scheduler in
        await scheduler.shutdown()
        try await scheduler.add("late", .every(.hours(1))) { _ in }
      } == 503)
    #expect(ClaimsUnavailable("out of reach").kind == .unavailable)
  }

  @Test func aMistakeInTheDeploymentIsNotTheCallers() async {
    var configuration = SchedulerConfiguration()
    configuration.lease = .zero
    let scheduler = Scheduler(configuration: configuration)
    let error = await #expect(throws: SchedulerError.self) {
      try await scheduler.add("a", .every(.hours(1))) { _ in }
    }
    #expect(error?.kind == .misconfigured)
    #expect(error?.kind.isCallersFault == false)
  }
}
