import CivilTime
import HTTPTypes
import SchedulingHTTP
import Testing

@testable import Scheduling

@Suite("What probes and status cost a busy scheduler")
struct ProbeCostTests {
  @Test("Liveness and readiness answer while the machine's lock is held: they take none")
  func noLock() async throws {
    let scheduler = Scheduler()
    try await whileRunning(scheduler) { _ in
      let routes = SchedulerRoutes(scheduler)
      // A second attempt to lock on one thread would end the process.
      let statuses = scheduler.core.look { _, _ in
        ["live", "ready"].map { routes.respond(to: Reply.request("/v1/health/scheduler/\($0)")).0.status }
      }
      #expect(statuses == [.ok, .ok])
      #expect(scheduler.core.snapshots.made == 0)
    }
  }

  @Test("However many callers ask for the status and the jobs, one snapshot is made a second")
  func oneSnapshot() async throws {
    let scheduler = Scheduler()
    for number in 0..<300 { try await scheduler.add(JobID("job-\(number)"), .every(.seconds(60))) { _ in } }
    let begin = MonotonicTime.now()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        group.addTask {
          _ = SchedulerRoutes(scheduler).respond(to: Reply.request("/v1/health/scheduler/status"))
          _ = JobRoutes(scheduler).respond(to: Reply.request("/v1/scheduler/jobs"))
        }
      }
    }
    let seconds = Int((MonotonicTime.now() - begin) / .seconds(1))
    #expect((1...seconds + 1).contains(scheduler.core.snapshots.made))
  }

  @Test("A snapshot read in pieces has every job once, in order, and pages join without a gap")
  func pieces() async throws {
    let scheduler = Scheduler()
    let ids = (0..<3 * SchedulerCore.snapshotPiece + 7).map { JobID("job-\($0)") }
    for id in ids { try await scheduler.add(id, .every(.seconds(60))) { _ in } }
    try await scheduler.remove(ids[5])
    let expected = ids.filter { $0 != ids[5] }.sorted()
    #expect(scheduler.jobs.map(\.id) == expected)
    let snapshot = scheduler.core.snapshot()
    var cursor: JobID?
    var seen: [JobID] = []
    repeat {
      let page = snapshot.page(after: cursor, limit: 100)
      seen += page.jobs.map(\.id)
      cursor = page.next
    } while cursor != nil
    #expect(seen == expected && snapshot.jobCount == expected.count)
  }
}
