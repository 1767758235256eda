import CivilTime
import Scheduling
import SchedulingTesting
import Testing

/// What follows a failure.
@Suite struct RetryBehaviourTests {
  struct Broken: Error {}

  private func retrying(_ attempts: Int, every delay: Duration = .seconds(5)) -> JobOptions {
    var options = JobOptions()
    options.retry = Retry(attempts: attempts, backoff: .fixed(delay), jitter: 0)
    return options
  }

  @Test func aFailedAttemptIsTriedAgainAndTheFiringHasOneOutcome() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let attempts = Tally<Int>()
      try await test.scheduler.add("job", .every(.seconds(60)), options: retrying(3)) { run in
        attempts.add(run.attempt)
        if run.attempt < 3 { throw Broken() }
      }
      await test.advance(by: .seconds(80))
      #expect(attempts.all == [1, 2, 3])
      let rows = test.scheduler.localHistory(of: "job")
      #expect(rows.map(\.outcome) == [.succeeded, .failed, .failed])
      #expect(rows.map(\.willRetry) == [false, true, true])
      #expect(rows.map(\.attempt) == [3, 2, 1])
      #expect(rows.first?.started == Instant("2026-01-01T00:01:10Z"))
      #expect(Set(rows.map(\.instant)) == [Instant("2026-01-01T00:01:00Z")])
      let accounting = test.scheduler.job("job")?.accounting
      #expect(accounting?.succeeded == 1 && accounting?.failed == 0 && accounting?.pending == 0)
      #expect(try await test.scheduler.deadLetters().isEmpty)
    }
  }

  @Test func theSlotIsKeptThroughTheBackoff() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("job", .every(.seconds(10)), options: retrying(2, every: .seconds(15))) { run in
        if run.firing.instant == Instant("2026-01-01T00:00:10Z") { throw Broken() }
      }
      await test.advance(by: .seconds(31))
      let finals = test.scheduler.localHistory(of: "job").filter { !$0.willRetry }
      #expect(finals.map(\.outcome) == [.succeeded, .failed, .skipped(.overlap)])
      #expect(
        finals.map(\.instant) == [
          Instant("2026-01-01T00:00:30Z"), Instant("2026-01-01T00:00:10Z"), Instant("2026-01-01T00:00:20Z"),
        ])
    }
  }

  @Test func aPermanentErrorAndOneThatTheJobDoesNotWantRetriedEndTheFiringAtOnce() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("a", .every(.seconds(60)), options: retrying(5)) { _ in throw Permanent(Broken()) }
      try await test.scheduler.add(
        "b", .every(.seconds(60)), options: retrying(5), retryIf: { !($0 is Broken) }
      ) { _ in throw Broken() }
      await test.advance(by: .seconds(61))
      #expect(test.scheduler.localHistory(of: "a").map(\.attempt) == [1])
      #expect(test.scheduler.localHistory(of: "a").first?.message == "Broken()")
      #expect(test.scheduler.localHistory(of: "b").map(\.attempt) == [1])
    }
  }

  @Test func aTimeoutIsTriedAgainAndWithAFreshTask() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      var options = retrying(2)
      options.timeout = .seconds(3)
      let gate = Gate()
      try await test.scheduler.add("job", .every(.seconds(60)), options: options) { run in
        if run.attempt == 1 { await gate.pass() }
        try Task.checkCancellation()
      }
      await test.advance(by: .seconds(60), running: 1)
      await gate.arrival()
      await test.advance(by: .seconds(3), running: 1)
      await test.settle()
      await test.advance(by: .seconds(6))
      #expect(test.scheduler.localHistory(of: "job").map(\.outcome) == [.succeeded, .timedOut])
    }
  }

  @Test func whatExhaustsItsAttemptsIsADeadLetterThatCanBePutBack() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let isMended = Tally<Bool>()
      try await test.scheduler.add("job", .every(.seconds(60)), options: retrying(2)) { _ in
        if isMended.count == 0 { throw Broken() }
      }
      await test.advance(by: .seconds(70))
      let letter = try #require(try await test.scheduler.deadLetters(of: "job").first)
      #expect(letter.attempts == 2 && letter.outcome == .failed && letter.message == "Broken()")
      #expect(letter.instant == Instant("2026-01-01T00:01:00Z"))

      isMended.add(true)
      try await test.scheduler.requeue(letter.id)
      await test.settle()
      let row = try #require(test.scheduler.localHistory(of: "job").first)
      #expect(row.outcome == .succeeded && row.cause == .requeue && row.instant == letter.instant)
      #expect(try await test.scheduler.deadLetters().isEmpty)
      await #expect(throws: SchedulerError.self) { try await test.scheduler.requeue(letter.id) }
    }
  }

  @Test func aDeadLetterThatCannotBeStartedIsKept() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      try await test.scheduler.add("job", .every(.seconds(60)), options: retrying(1)) { _ in throw Broken() }
      await test.advance(by: .seconds(61))
      let letter = try #require(try await test.scheduler.deadLetters().first)
      try await test.scheduler.pauseAll()
      await #expect(throws: SchedulerError.self) { try await test.scheduler.requeue(letter.id) }
      #expect(try await test.scheduler.deadLetters().map(\.id) == [letter.id])
      #expect(try await test.scheduler.discardDeadLetter(letter.id))
      #expect(try await test.scheduler.discardDeadLetter(letter.id) == false)
    }
  }

  @Test func aShutdownEndsWhatWaitsForItsNextAttempt() async throws {
    let scheduler = try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      let options = retrying(2, every: .seconds(3_600))
      try await test.scheduler.add("job", .every(.seconds(60)), options: options) { _ in throw Broken() }
      await test.advance(by: .seconds(61))
      return test.scheduler
    }
    let rows = scheduler.localHistory(of: "job")
    #expect(rows.map(\.outcome) == [.cancelled(.shutdown), .failed])
    #expect(scheduler.job("job")?.accounting.pending == 0)
  }

  @Test func theBreakerSkipsAndProbes() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      var options = JobOptions()
      options.breaker = CircuitBreaker(failures: 2, coolDown: .seconds(35))
      let isMended = Tally<Bool>()
      try await test.scheduler.add("job", .every(.seconds(10)), options: options) { _ in
        if isMended.count == 0 { throw Broken() }
      }
      await test.advance(by: .seconds(61))
      let outcomes = {
        test.scheduler.localHistory(of: "job").reversed().flatMap { Array(repeating: $0.outcome, count: $0.count) }
      }
      // Opened by the second failure at 0:20 until 0:55; the probe at 1:00 fails.
      #expect(
        outcomes() == [
          .failed, .failed, .skipped(.circuitOpen), .skipped(.circuitOpen), .skipped(.circuitOpen), .failed,
        ])
      isMended.add(true)
      await test.advance(by: .seconds(50))
      #expect(
        outcomes().suffix(5) == [
          .skipped(.circuitOpen), .skipped(.circuitOpen), .skipped(.circuitOpen), .succeeded, .succeeded,
        ])
    }
  }

  @Test func byHandAJobRunsThroughItsOpenBreakerAndClosesIt() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      var options = JobOptions()
      options.breaker = CircuitBreaker(failures: 1, coolDown: .seconds(3_600))
      let isMended = Tally<Bool>()
      try await test.scheduler.add("job", .every(.seconds(10)), options: options) { _ in
        if isMended.count == 0 { throw Broken() }
      }
      await test.advance(by: .seconds(21))
      isMended.add(true)
      try await test.scheduler.runNow("job")
      await test.settle()
      await test.advance(by: .seconds(10))
      #expect(test.scheduler.localHistory(of: "job").first?.outcome == .succeeded)
    }
  }

  @Test func aJobThatFailedForGoodPausesItselfWhereItIsToldTo() async throws {
    try await TestScheduler.run(at: "2026-01-01T00:00:00Z") { test in
      var options = retrying(2, every: .seconds(1))
      options.pausesOnFailure = true
      try await test.scheduler.add("job", .every(.seconds(10)), options: options) { _ in throw Broken() }
      await test.advance(by: .seconds(31))
      let job = try #require(test.scheduler.job("job"))
      #expect(job.isPaused && job.pauseNote?.contains("Broken()") == true)
      #expect(job.accounting.failed == 1 && job.accounting.skipped == 2)
    }
  }
}
