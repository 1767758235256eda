import CivilTime

/// Stops a job that keeps failing from being started again and again.
///
/// After `failures` failures in a row the breaker opens: firings are recorded as skipped(circuitOpen) until the
/// cool-down has passed. Then one firing is let through; it closes the breaker if it succeeds, and opens it for another
/// cool-down if it fails.
public struct CircuitBreaker: Sendable, Hashable {
  /// How many failures in a row open it: 1 to 10,000.
  public var failures: Int
  /// How long it stays open. More than zero.
  public var coolDown: Duration

  /// A breaker.
  public init(failures: Int, coolDown: Duration) {
    self.failures = failures
    self.coolDown = coolDown
  }

  /// What is wrong with it; nil when nothing is.
  var fault: String? {
    if !(1...10_000).contains(failures) { return "breaker opens after 1 to 10000 failures; this one has \(failures)" }
    if coolDown <= .zero { return "breaker's coolDown must be more than zero" }
    return nil
  }

  /// Where a breaker stands: a value that receives starts and ends.
  struct State: Equatable {
    /// Failures in a row.
    var failures = 0
    /// Open until then, on the continuous clock; after it one probe is let through. Nil while closed.
    var openUntil: MonotonicTime?

    /// Whether a firing is to be skipped. A firing that is let through while the breaker is not closed is the probe:
    /// until it ends, or a cool-down has passed without its end, no other one is.
    mutating func skips(_ breaker: CircuitBreaker, at now: MonotonicTime) -> Bool {
      guard let openUntil else { return false }
      guard now >= openUntil else { return true }
      self.openUntil = now + breaker.coolDown
      return false
    }

    /// True when this end opened the breaker.
    mutating func ended(_ outcome: RunOutcome, _ breaker: CircuitBreaker, at now: MonotonicTime) -> Bool {
      if outcome == .succeeded {
        self = State()
        return false
      }
      guard outcome.isFailure else { return false }
      let wasOpen = openUntil != nil
      failures = min(failures + 1, breaker.failures)
      guard wasOpen || failures >= breaker.failures else { return false }
      openUntil = now + breaker.coolDown
      return !wasOpen
    }
  }
}

extension CircuitBreaker: Codable {
  private enum Key: String, CodingKey { case failures, coolDown }

  /// Reads what ``encode(to:)`` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    failures = try container.decode(Int.self, forKey: .failures)
    coolDown = try container.decode(CodedDuration.self, forKey: .coolDown).duration
  }

  /// Writes both values.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(failures, forKey: .failures)
    try container.encode(CodedDuration(coolDown), forKey: .coolDown)
  }
}
