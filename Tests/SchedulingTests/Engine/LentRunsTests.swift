import CivilTime
import Synchronization
import Testing

@testable import Scheduling

@Suite("Runs that carriers are lent in a burst")
struct LentRunsTests {
  private let start = Now(wall: Instant("2026-01-01T00:00:00Z"), monotonic: MonotonicTime(nanoseconds: 0))

  private func ticket(_ number: Int) -> RunTicket {
    let definition = JobDefinition(
      id: JobID("job-\(number)"), trigger: DateTrigger(start.wall), options: JobOptions(), body: { _ in })
    let id = RunID(origin: 1, sequence: UInt64(number + 1))
    return RunTicket(
      number: number, definition: definition,
      context: (Firing(job: definition.id, instant: start.wall, cause: .scheduled), id, 1, nil, false), order: nil)
  }

  @Test("a carrier begins them one after the other, and what it did is reported once")
  func oneAfterTheOther() {
    var lent = LentRuns()
    lent.lend([ticket(1), ticket(2), ticket(3)])
    let first = lent.begin(after: .init(number: 0, at: start, result: .returned))
    let second = lent.begin(after: .init(number: 1, at: start, result: .returned))
    #expect(first?.number == 1 && second?.number == 2)
    let report = lent.takeBack()
    #expect(report.ended.map(\.number) == [0, 1])
    // The machine knows when the first one began, for it handed that one out itself.
    #expect(report.ended.map { $0.began == nil } == [true, false])
    #expect(report.begun?.number == 2)
    #expect(report.returned == [3])
    // The body of 2 goes on; the machine learns of its end from the carrier.
    let third = lent.begin(after: .init(number: 2, at: start, result: .returned))
    #expect(third == nil)
    let rest = lent.takeBack()
    #expect(rest.ended.isEmpty && rest.begun == nil && rest.returned.isEmpty)
  }

  @Test("what a carrier does not get to is taken back, and left where it makes progress")
  func progress() {
    var lent = LentRuns()
    lent.lend([ticket(1), ticket(2), ticket(3)])
    let atFirst = lent.takeBackUnlessProgressing()
    _ = lent.begin(after: .init(number: 0, at: start, result: .returned))
    let progressing = lent.takeBackUnlessProgressing()
    let stalled = lent.takeBackUnlessProgressing()
    #expect(atFirst == nil && progressing == nil)
    #expect(stalled?.returned == [2, 3])
  }

  /// A machine with jobs that are due now, and a carrier that has taken the first of them.
  private func burst(of count: Int, options: JobOptions = JobOptions()) throws -> (Conductor, Carrier) {
    var machine = Conductor(
      settings: .init(
        instance: "test", origin: 1, executors: [("default", 64)], lease: .seconds(30), stuckAfter: .seconds(60),
        historyPerJob: 20, historyTotal: 1_000, historyAge: nil, deadLetters: 10, timeZoneData: nil,
        drainTimeout: .seconds(30)),
      sharesClaims: false)
    var effects = Effects()
    _ = try machine.begin(start, &effects)
    for number in 0..<count {
      let definition = JobDefinition(
        id: JobID("job-\(number)"), trigger: try IntervalTrigger(.seconds(1)), options: options, body: { _ in })
      _ = try machine.add(definition, ifExists: .refuse, start, &effects)
    }
    _ = machine.advance(due, &effects)
    let carrier = Carrier()
    let first = machine.take(carrier, of: 0, isFirst: true, due, &effects)
    #expect(first?.number == 0)
    return (machine, carrier)
  }

  private var due: Now {
    Now(
      wall: start.wall.advanced(byNanoseconds: 1_000_000_000), monotonic: MonotonicTime(nanoseconds: 1_000_000_000))
  }

  @Test("a carrier gets a part of what waits, and gives it back in its order")
  func returned() throws {
    var (machine, carrier) = try burst(of: 41)
    let lent = machine.lend(to: carrier, of: 0, atMost: 64)
    #expect(lent.map(\.number) == Array(1...10))
    var context = Context(now: due)
    machine.record(.init(returned: Array(1...10)), of: carrier, &context)
    #expect(machine.runs.borrowers.isEmpty)
    let other = Carrier()
    for number in 1...40 {
      let taken = machine.take(other, of: 0, isFirst: false, &context)
      #expect(taken?.number == number)
    }
    let more = machine.take(other, of: 0, isFirst: false, &context)
    #expect(more == nil)
  }

  @Test("runs that the machine learns of afterwards are in the books like any other")
  func books() throws {
    var (machine, carrier) = try burst(of: 41)
    let lent = machine.lend(to: carrier, of: 0, atMost: 2)
    let late = Now(
      wall: due.wall.advanced(byNanoseconds: 5_000_000), monotonic: due.monotonic.advanced(byNanoseconds: 5_000_000))
    var context = Context(now: late)
    machine.record(
      .init(
        ended: [
          .init(number: 0, began: nil, at: due, result: .returned),
          .init(number: 1, began: due, at: late, result: .threw("no", isPermanent: false)),
        ],
        begun: .init(number: 2, at: late)),
      of: carrier, &context)
    #expect(lent.map(\.number) == [1, 2])
    #expect(machine.activeRuns == 39)
    let rows = machine.history.rows(limit: 10)
    #expect(rows.map(\.outcome) == [.failed, .succeeded])
    #expect(rows.first?.started == due.wall && rows.first?.ended == late.wall)
    #expect(machine.runs[2]?.started == late.wall)
    let wasStopped = machine.finish(2, .returned, nil, &context)
    #expect(!wasStopped)
    #expect(machine.history.rows(limit: 1).first?.started == late.wall)
  }

  @Test("a run that others wait for, that may be stopped or that is tried again is not lent")
  func notLent() throws {
    let wishes: [@Sendable (inout JobOptions) -> Void] = [
      { $0.retry = Retry(attempts: 3) }, { $0.lock = "shared" }, { $0.overlap = .cancelPrevious },
      { $0.pausesOnFailure = true },
    ]
    for wish in wishes {
      var options = JobOptions()
      wish(&options)
      var (machine, carrier) = try burst(of: 9, options: options)
      let lent = machine.lend(to: carrier, of: 0, atMost: 64)
      #expect(lent.isEmpty)
    }
  }

  @Test("a body that waits keeps nothing from the others", .timeLimit(.minutes(2)))
  func nothingIsStranded() async throws {
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.maxConcurrentRuns = 400
    let scheduler = Scheduler(configuration: configuration)
    let gate = Gate()
    let quick = Atomic(0)
    let due = SystemClock().now().advanced(byNanoseconds: 300_000_000)
    for number in 0..<3_000 {
      // The gate opens when every short body has run, behind which carrier they ever were.
      let waits = number % 10 == 9
      try await scheduler.add(JobID("job-\(number)"), .at(due)) { _ in
        if waits {
          await gate.pass()
        } else if quick.add(1, ordering: .relaxed).newValue == 2_700 {
          gate.open()
        }
      }
    }
    let running = Task { try await scheduler.run() }
    await gate.arrival(of: 300)
    while scheduler.localHistory(limit: 3_000).count < 3_000 { await Task.yield() }
    #expect(scheduler.localHistory(limit: 3_000).allSatisfy { $0.outcome == .succeeded })
    running.cancel()
    try await running.value
  }

  @Test("after a pause of everything has returned nothing begins", .timeLimit(.minutes(2)))
  func pauses() async throws {
    var configuration = SchedulerConfiguration(instance: "test")
    configuration.maxConcurrentRuns = 4
    let scheduler = Scheduler(configuration: configuration)
    let isPaused = Atomic(false)
    let began = Atomic(0)
    let beganPaused = Atomic(0)
    for number in 0..<1_000 {
      try await scheduler.add(JobID("job-\(number)"), .every(.milliseconds(250))) { _ in
        began.add(1, ordering: .relaxed)
        if isPaused.load(ordering: .acquiring) { beganPaused.add(1, ordering: .relaxed) }
      }
    }
    let running = Task { try await scheduler.run() }
    while began.load(ordering: .relaxed) < 3_500 { await Task.yield() }
    try await scheduler.pauseAll()
    isPaused.store(true, ordering: .releasing)
    // Each carrier may have been about to call one body.
    let status = scheduler.status
    #expect(status.queued == 0 || status.running <= 4)
    while scheduler.status.running > 0 { await Task.yield() }
    #expect(beganPaused.load(ordering: .relaxed) <= 4)
    running.cancel()
    try await running.value
    for number in 0..<1_000 {
      let counts = try #require(scheduler.job(JobID("job-\(number)"))).accounting
      #expect(counts.pending == 0)
    }
  }
}
