import Scheduling
import SchedulingTesting
import Synchronization

/// Jobs that name the same lock exclude each other. The name may hold arguments.
func namedLock() async throws {
  try await TestScheduler.run(at: "2027-01-01T00:00:00Z") { test in
    let together = Mutex((now: 0, most: 0))
    let body: @Sendable (RunContext) async throws -> Void = { _ in
      together.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
      for _ in 0..<100 { await Task.yield() }
      together.withLock { $0.now -= 1 }
    }
    for (job, supplier) in [("prices", 23), ("stock", 23), ("images", 42)] {
      let options = JobOptions(
        overlap: .queueOne, lock: "supplier.{supplier}", arguments: ["supplier": .int(Int64(supplier))])
      try await test.scheduler.add(JobID(job), .every(.minutes(1)), options: options, body)
    }
    await test.advance(by: .minutes(10))
    try expect(together.withLock { $0.most } <= 2, "never two runs for supplier 23 at once; 42 goes beside them")
    let runs = test.scheduler.jobs.map(\.accounting.succeeded)
    try expect(runs == [10, 10, 10], "and none was lost: what finds the lock taken waits")
  }
}
