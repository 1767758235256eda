import Scheduling
import SchedulingTesting
import Testing

@Suite("Jobs that share a lock agree on how many it lets in") struct LockSlotsTests {
  private func options(_ lock: String?, _ slots: Int?) -> JobOptions {
    var options = JobOptions()
    options.lock = lock
    options.maxInstances = slots
    options.overlap = .allow
    return options
  }

  @Test("a job that counts otherwise is refused, whichever comes first; removed, moved or replaced ones do not count")
  func refused() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      func add(_ id: JobID, _ lock: String?, _ slots: Int?, _ ifExists: Scheduler.IfExists = .refuse) async -> String? {
        do {
          try await test.scheduler.add(
            id, .every(.seconds(60)), options: options(lock, slots), ifExists: ifExists
          ) { _ in }
          return nil
        } catch {
          return (error as? SchedulerError)?.message
        }
      }
      #expect(await add("a", "stock", 2) == nil)
      #expect(await add("b", "stock", 2) == nil)
      let message = await add("c", "stock", 3)
      #expect(message?.contains("'stock'") == true)
      #expect(message?.contains("2 runs") == true)
      #expect(await add("c", "stock", nil) != nil)
      // A lock that is named as a job is that job's own.
      #expect(await add("stock", nil, 1) != nil)
      #expect(await add("own", nil, 4) == nil)
      #expect(await add("user", "own", 1) != nil)
      #expect(await add("user", "own", 4) == nil)
      // The only other user changes its count: itself it does not disagree with.
      try await test.scheduler.remove("b")
      #expect(await add("a", "stock", 5, .replace) == nil)
      #expect(await add("c", "stock", 5) == nil)
      #expect(await add("a", "elsewhere", 1, .replace) == nil)
      #expect(await add("c", "stock", 1, .replace) == nil)
    }
  }
}
