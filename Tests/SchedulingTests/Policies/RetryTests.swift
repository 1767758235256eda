import CivilTime
import Testing

@testable import Scheduling

@Suite struct RetryTests {
  private func delays(_ retry: Retry, attempts: Int = 6) -> [Duration?] {
    (1...attempts).map { retry.delay(after: $0, elapsed: .zero, seed: 1) }
  }

  @Test func waitsDoubleUpToTheLongestAndEndWithTheAttempts() {
    let retry = Retry(
      attempts: 5, backoff: .exponential(initial: .seconds(30)), maxDelay: .seconds(100), jitter: 0)
    #expect(delays(retry) == [.seconds(30), .seconds(60), .seconds(100), .seconds(100), nil, nil])
  }

  @Test func fixedAndCustomWaits() {
    #expect(
      delays(Retry(attempts: 3, backoff: .fixed(.seconds(7)), jitter: 0), attempts: 3) == [
        .seconds(7), .seconds(7), nil,
      ])
    let custom = Retry(attempts: 4, backoff: .custom([.seconds(1), .seconds(5)]), jitter: 0)
    #expect(delays(custom, attempts: 4) == [.seconds(1), .seconds(5), .seconds(5), nil])
  }

  @Test func theJitterShortensAWaitByItsShareAtMostAndIsTheSameEverywhere() throws {
    let retry = Retry(attempts: 1_000, backoff: .fixed(.seconds(10)), jitter: 0.2)
    var seen: Set<Duration> = []
    for attempt in 1..<1_000 {
      let delay = try #require(retry.delay(after: attempt, elapsed: .zero, seed: 42))
      #expect(delay >= .seconds(8) && delay <= .seconds(10))
      #expect(delay == retry.delay(after: attempt, elapsed: .zero, seed: 42))
      seen.insert(delay)
    }
    #expect(seen.count > 900)
  }

  @Test func noRetryBeginsAfterTheTimeForAllOfThem() {
    let retry = Retry(attempts: 10, backoff: .fixed(.seconds(10)), jitter: 0, maxElapsed: .seconds(25))
    #expect(retry.delay(after: 1, elapsed: .seconds(15), seed: 1) == .seconds(10))
    #expect(retry.delay(after: 2, elapsed: .seconds(16), seed: 1) == nil)
  }

  @Test func nothingOverflows() {
    let retry = Retry(attempts: 1_000, backoff: .exponential(initial: .seconds(1 << 40)), maxDelay: .seconds(1 << 33))
    #expect(retry.delay(after: 900, elapsed: .seconds(1 << 33), seed: .max) != nil)
  }

  @Test(arguments: [
    Retry.Backoff.fixed(.seconds(3_600)), .custom([.seconds(3_600)]), .exponential(initial: .seconds(3_600)),
  ])
  func aWrittenWaitIsNeverCut(_ backoff: Retry.Backoff) {
    let retry = Retry(attempts: 3, backoff: backoff, jitter: 0)
    #expect(retry.fault == nil)
    #expect(retry.delay(after: 1, elapsed: .zero, seed: 1) == .seconds(3_600))
    var limited = retry
    limited.maxDelay = .seconds(600)
    #expect(limited.fault?.contains("longer than its maxDelay") == true)
  }
}

@Suite struct CircuitBreakerTests {
  private let breaker = CircuitBreaker(failures: 3, coolDown: .seconds(60))
  private func at(_ seconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: seconds * 1_000_000_000) }

  @Test func itOpensAfterSoManyFailuresInARowAndLetsOneProbeThrough() {
    var state = CircuitBreaker.State()
    func skips(_ seconds: Int64) -> Bool { state.skips(breaker, at: at(seconds)) }
    func opens(_ outcome: RunOutcome, _ seconds: Int64) -> Bool { state.ended(outcome, breaker, at: at(seconds)) }
    #expect(!opens(.failed, 0))
    #expect(!opens(.timedOut, 1))
    #expect(!skips(2))
    #expect(opens(.failed, 2))
    #expect(skips(3))
    #expect(skips(61))
    #expect(!skips(62), "the probe")
    #expect(skips(63), "one probe, not two")
    #expect(!opens(.failed, 64), "it was open already")
    #expect(skips(123))
    #expect(!skips(124))
    #expect(!opens(.succeeded, 125))
    #expect(!skips(126))
  }

  @Test func aSuccessBetweenFailuresKeepsItClosedAndACancellationDoesNotCount() {
    var state = CircuitBreaker.State()
    func skips(_ seconds: Int64) -> Bool { state.skips(breaker, at: at(seconds)) }
    func opens(_ outcome: RunOutcome, _ seconds: Int64) -> Bool { state.ended(outcome, breaker, at: at(seconds)) }
    for outcome: RunOutcome in [.failed, .failed, .succeeded, .failed, .cancelled(.shutdown), .failed] {
      #expect(!opens(outcome, 0))
    }
    #expect(!skips(1))
    #expect(opens(.crashed, 1))
  }
}
