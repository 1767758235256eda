import Scheduling
import SchedulingTesting

/// A run that fails is tried again under the same firing; what fails for good is a dead letter that can be requeued.
func retry() async throws {
  struct Refused: Error {}
  try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
    let options = JobOptions(retry: Retry(attempts: 3, backoff: .exponential(initial: .seconds(10))))
    try await test.scheduler.add("flaky", .cron("0 1 * * *"), options: options) { run in
      if run.attempt < 3 { throw Refused() }
    }
    try await test.scheduler.add("broken", .cron("0 1 * * *"), options: options) { _ in
      // What cannot succeed is not tried again.
      throw Permanent(Refused())
    }
    await test.advance(by: .hours(2))
    try expect(test.outcomes(of: "flaky") == [.failed, .failed, .succeeded], "the third attempt succeeded")
    try expect(test.scheduler.job("flaky")?.accounting.succeeded == 1, "the firing counts once")
    let letters = try await test.scheduler.deadLetters(of: "broken")
    try expect(letters.map(\.attempts) == [1], "a permanent error ends the firing at once, as a dead letter")
  }
}
