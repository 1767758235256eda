import CivilTime
import MetricsTestKit
import SchedulingTesting
import Testing

@testable import Scheduling

@Suite("Metrics")
struct MetricNamesTests {
  private let factory = TestMetrics()
  private let instant = Instant("2026-01-01T02:00:00Z")
  private var metrics: SchedulerMetrics { SchedulerMetrics(factory: factory) }
  private var firing: Firing { Firing(job: "nightly", instant: instant) }

  @Test("Every name that the documentation lists is recorded, with its labels")
  func names() throws {
    let metrics = metrics
    let run = RunID(origin: 1, sequence: 2)
    metrics.count(.runStarted(firing, run: run, attempt: 1, lateness: .milliseconds(5)))
    let record = RunRecord(
      job: "nightly", instant: instant, outcome: .failed, started: instant, ended: instant + .seconds(3), instance: "a")
    metrics.count(.ended(record))
    metrics.count(.retrying(record, after: .seconds(1)))
    metrics.count(.leaseLost(firing, run: run))
    metrics.count([.lost(cursor: instant), .busy(for: .seconds(1)), .stale])
    metrics.storeLatency("decide", .milliseconds(2))
    metrics.record(jobs: 7, active: 2, queued: 3, lag: .milliseconds(4), offset: .milliseconds(-500))

    let job = [("job", "nightly")]
    #expect(try factory.expectCounter("scheduler.firings", job + [("outcome", "failed")]).totalValue == 1)
    #expect(try factory.expectTimer("scheduler.run.duration", job).values == [3_000_000_000])
    #expect(try factory.expectTimer("scheduler.lateness").values == [5_000_000])
    #expect(try factory.expectCounter("scheduler.retries").totalValue == 1)
    #expect(try factory.expectGauge("scheduler.runs.active").lastValue == 2)
    #expect(try factory.expectGauge("scheduler.runs.queued").lastValue == 3)
    for result in ["lost", "busy", "stale"] {
      #expect(try factory.expectCounter("scheduler.claims", [("result", result)]).totalValue == 1)
    }
    #expect(try factory.expectCounter("scheduler.lock.lost").totalValue == 1)
    #expect(try factory.expectTimer("scheduler.store.latency", [("operation", "decide")]).values == [2_000_000])
    #expect(try factory.expectTimer("scheduler.loop.lag").values == [4_000_000])
    #expect(try factory.expectGauge("scheduler.clock.offset").lastValue == -0.5)
    #expect(try factory.expectGauge("scheduler.jobs").lastValue == 7)
  }

  @Test("What an alert rule asks for is a gauge: 1 while it is so, 0 afterwards, gone with the job")
  func states() throws {
    let metrics = metrics
    let job = [("job", "nightly")]
    func overdue() throws -> Double? { try factory.expectGauge("scheduler.job.overdue", job).lastValue }
    metrics.count(.overdue("nightly", since: instant, lastSuccess: nil))
    #expect(try overdue() == 1)
    metrics.count(.overdueEnded("nightly"))
    #expect(try overdue() == 0)

    metrics.count(.circuitOpened("nightly", failures: 5, for: .seconds(60)))
    #expect(try factory.expectGauge("scheduler.breaker.open", job).lastValue == 1)
    metrics.count(.circuitClosed("nightly"))
    #expect(try factory.expectGauge("scheduler.breaker.open", job).lastValue == 0)

    // A scheduler in memory has no claims, so it must not look as if they were out of reach.
    #expect(throws: (any Error).self) { try factory.expectGauge("scheduler.claims.reachable") }
    metrics.count(.claimsConnected(facts: [:]))
    #expect(try factory.expectGauge("scheduler.claims.reachable").lastValue == 1)
    metrics.count(.claimsUnavailable(ClaimsUnavailable("gone")))
    #expect(try factory.expectGauge("scheduler.claims.reachable").lastValue == 0)

    metrics.count(.jobRemoved("nightly"))
    #expect(throws: (any Error).self) { try overdue() }
  }
}
