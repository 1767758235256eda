import Scheduling
import SchedulingTesting
import Synchronization

/// Stages that resume where they failed, within a stage from its last checkpoint.
func pipeline() async throws {
  struct MailServerDown: Error {}
  try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
    let log = Mutex([String]())
    let mailWorks = Mutex(false)
    try await test.scheduler.add(
      "nightly", .cron("0 4 * * *"),
      pipeline: Pipeline {
        Pipeline.Stage("pull", checkpoint: Int.self) { stage in
          for page in (stage.checkpoint ?? 0)..<3 {
            log.withLock { $0.append("page \(page)") }
            try await stage.save(page + 1)
          }
        }
        Pipeline.Stage("mail") { _ in
          guard mailWorks.withLock({ $0 }) else { throw MailServerDown() }
          log.withLock { $0.append("mail") }
        }
      })
    await test.advance(by: .hours(5))
    try expect(
      test.rows(of: "nightly").last?.message?.hasPrefix("stage 'mail' (2 of 2) failed") == true,
      "the message names the stage")
    mailWorks.withLock { $0 = true }
    await test.advance(by: .days(1))
    try expect(log.withLock { $0 } == ["page 0", "page 1", "page 2", "mail"], "the next run began with the mail")
  }
}
