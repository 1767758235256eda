import Scheduling
import SchedulingTesting

/// A firing that is due while its job still runs: skipped, or kept until the run has ended.
func overlap() async throws {
  try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
    // Each run takes 90 seconds, and one is due every minute.
    let body: @Sendable (RunContext) async throws -> Void = { _ in try await test.clock.sleep(for: .seconds(90)) }
    try await test.scheduler.add("skips", .every(.minutes(1)), body)
    try await test.scheduler.add("queues", .every(.minutes(1)), options: JobOptions(overlap: .queueOne), body)
    await test.advance(by: .minutes(3))
    let skipped = try await test.scheduler.history(HistoryQuery(job: "skips", kinds: [.skipped]))
    try expect(skipped.map(\.outcome) == [.skipped(.overlap)], "00:02 was skipped and recorded")
    let queued = try await test.scheduler.history(HistoryQuery(job: "queues", kinds: [.skipped]))
    try expect(queued.isEmpty, "with queueOne it waits, and starts when the run before it has ended")
  }
}
