import CivilTime
import InMemoryTracing
import Logging
import MetricsTestKit
import SchedulingTesting
import ServiceContextModule
import Testing
import Tracing

@testable import Scheduling

@Suite struct InstrumentationTests {
  private func ticket(askedFor: ServiceContext? = nil, _ body: @escaping JobBody) throws -> RunTicket {
    let definition = JobDefinition(
      id: "nightly", trigger: DateTrigger(.epoch), options: JobOptions(), body: body)
    return RunTicket(
      number: 0, definition: definition,
      context: (
        Firing(job: "nightly", instant: Instant("2026-01-01T02:00:00Z")), RunID(origin: 1, sequence: 2), 3, nil, false
      ), order: RunOrder(nil, askedFor: askedFor))
  }

  private struct NoLease: LeaseReader {
    func deadline(of run: RunID) -> MonotonicTime? { nil }
    func continuousNow() -> MonotonicTime { .now() }
  }

  @Test func theBodysOwnLoggerCarriesTheRun() async throws {
    let lines = Tally<String>()
    let logger = Logger(label: "host") { _ in RecordingHandler(lines: lines) }
    let instrumentation = RunInstrumentation(logger: logger, instance: "api-1", tracer: nil)
    let result = await instrumentation.run(
      try ticket { _ in Logger.current.info("at work") }, instance: "api-1", lease: NoLease())
    guard case .returned = result else {
      Issue.record("\(result)")
      return
    }
    #expect(
      lines.all == [
        "info at work job.attempt=3 job.id=nightly job.run_id=00000000000000010000000000000002 "
          + "job.scheduled_at=2026-01-01T02:00:00Z scheduler.instance=api-1"
      ])
  }

  @Test func aRunIsASpanThatIsLinkedToWhoAskedForIt() async throws {
    let tracer = InMemoryTracer()
    let instrumentation = RunInstrumentation(logger: nil, instance: "api-1", tracer: tracer)
    let request = tracer.startAnySpan("request", context: .topLevel)
    struct Broken: Error {}
    _ = await instrumentation.run(
      try ticket(askedFor: request.context) { _ in throw Broken() }, instance: "api-1", lease: NoLease())
    request.end()
    let span = try #require(tracer.finishedSpans.first { $0.operationName == "scheduler.run" })
    #expect(span.attributes.get("job.id") == .string("nightly"))
    #expect(span.attributes.get("job.scheduled_at") == .string("2026-01-01T02:00:00Z"))
    #expect(span.links.count == 1)
    #expect(span.errors.count == 1)
  }

  @Test func firingsAreCountedByJobAndOutcome() throws {
    let factory = TestMetrics()
    let metrics = SchedulerMetrics(factory: factory)
    let instant = Instant("2026-01-01T02:00:00Z")
    for _ in 0..<2 {
      metrics.count(
        .ended(
          RunRecord(
            job: "nightly", instant: instant, outcome: .succeeded, started: instant, ended: instant + .seconds(3),
            instance: "a")))
    }
    metrics.count(
      .ended(
        RunRecord(
          job: "nightly", instant: instant, count: 5, outcome: .missed(.coalesced), ended: instant, instance: "a")))
    metrics.record(jobs: 1, active: 2, queued: 3, lag: .milliseconds(4), offset: .milliseconds(-500))
    func firings(_ outcome: String) throws -> Int64 {
      try factory.expectCounter("scheduler.firings", [("job", "nightly"), ("outcome", outcome)]).totalValue
    }
    #expect(try firings("succeeded") == 2)
    #expect(try firings("missed(coalesced)") == 5)
    #expect(
      try factory.expectTimer("scheduler.run.duration", [("job", "nightly")]).values == [3_000_000_000, 3_000_000_000])
    #expect(try factory.expectGauge("scheduler.clock.offset").lastValue == -0.5)
    // The job's series go with the job.
    metrics.count(.jobRemoved("nightly"))
    #expect(throws: (any Error).self) { try firings("succeeded") }
  }

  @Test func whatNobodyThrowsIsLogged() async throws {
    let lines = Tally<String>()
    let logger = Logger(label: "host") { _ in RecordingHandler(lines: lines) }
    let clock = try ManualClock("2026-01-01T00:00:00Z")
    let scheduler = Scheduler(configuration: .init(instance: "a"), clock: clock, logger: logger)
    struct Broken: Error, CustomStringConvertible { var description: String { "no disk" } }
    try await scheduler.add("bad", .every(.seconds(60))) { _ in throw Broken() }
    try await scheduler.add("good", .every(.seconds(60))) { _ in }
    await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      while !scheduler.isRunning { await Task.yield() }
      clock.advance(by: .seconds(180))
      await scheduler.settle()
      clock.advance(by: .seconds(60))
      await scheduler.settle()
      group.cancelAll()
    }
    #expect(
      lines.all.contains {
        $0.hasPrefix("error run failed") && $0.contains("message=no disk") && $0.contains("job.id=bad")
      })
    #expect(lines.all.contains { $0.hasPrefix("warning firing missed") && $0.contains("count=2") })
    // A healthy job shows once that it is alive.
    let successes = lines.all.filter { $0.contains("run succeeded") }
    #expect(successes.count == 1 && successes[0].hasPrefix("info") && successes[0].contains("job.id=good"))
  }

  @Test func anyLoggerWithinABodyNamesTheRun() async throws {
    let definition = try ticket { _ in }.context
    let context = RunContext(
      firing: definition.firing, id: definition.id, attempt: 2, fencingToken: nil, instance: "a", lease: nil)
    #expect(Logger.MetadataProvider.scheduledRun.get().isEmpty)
    RunContext.$current.withValue(context) {
      #expect(
        Logger.MetadataProvider.scheduledRun.get() == [
          "job.id": "nightly", "job.run_id": "00000000000000010000000000000002",
          "job.scheduled_at": "2026-01-01T02:00:00Z", "job.attempt": .stringConvertible(2),
        ])
    }
  }

  @Test func latenessCountsFirstAttemptsOfTheSchedule() throws {
    let factory = TestMetrics()
    let metrics = SchedulerMetrics(factory: factory)
    let firing = Firing(job: "nightly", instant: Instant("2026-01-01T02:00:00Z"))
    let run = RunID(origin: 1, sequence: 2)
    metrics.count(.runStarted(firing, run: run, attempt: 1, lateness: .milliseconds(3)))
    metrics.count(.runStarted(firing, run: run, attempt: 2, lateness: .seconds(30)))
    let byHand = Firing(job: "nightly", instant: firing.instant, cause: .runNow)
    metrics.count(.runStarted(byHand, run: run, attempt: 1, lateness: .seconds(9)))
    #expect(try factory.expectTimer("scheduler.lateness").values == [3_000_000])
  }

  @Test func optionsWithoutAnEffectAreNamedWhenTheSchedulerBegins() async throws {
    let lines = Tally<String>()
    let logger = Logger(label: "host") { _ in RecordingHandler(lines: lines) }
    let scheduler = Scheduler(configuration: .init(instance: "a"), logger: logger)
    let options = JobOptions(lease: .seconds(10), recovery: .rerun, queue: "imports")
    try await scheduler.add("one", .every(.hours(1)), options: options) { _ in }
    try await scheduler.add("two", .every(.hours(1)), options: options) { _ in }
    try await scheduler.add("report", .after("nobody")) { _ in }
    let running = Task { try await scheduler.run() }
    while !scheduler.isRunning { await Task.yield() }
    await scheduler.shutdown()
    try await running.value
    for option in ["lease", "recovery", "queue"] {
      #expect(
        lines.all.filter { $0.hasPrefix("notice `\(option)` has no effect") && $0.contains("one, two") }.count == 1)
    }
    #expect(lines.all.contains { $0.hasPrefix("notice job report runs after 'nobody', which this scheduler") })
  }
}

/// Keeps lines as text, with the metadata in the order of its keys.
