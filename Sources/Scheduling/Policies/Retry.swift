/// How a firing whose body threw, or ran into its timeout, is tried again.
///
/// A retry belongs to its firing: it keeps the run's slot and lease through the backoff, so no other firing of the job
/// comes between. An attempt that a shutdown or a lost lease cuts short is not burnt.
public struct Retry: Sendable, Hashable {
  /// How often a firing is tried in all, the first time included: 1 to 1,000.
  public var attempts: Int
  /// How long to wait before each retry.
  public var backoff: Backoff
  /// The longest wait; zero or more. A backoff that grows defaults to 5 minutes, or to its first wait if that is longer. Waits
  /// that are written out have no limit by default, and one beyond a written limit is refused.
  public var maxDelay: Duration?
  /// Each wait is drawn from [delay × (1 − jitter), delay]: 0 to 1; defaults to 0.2. The draw is a function of the job,
  /// the instant and the attempt: the same in every replica.
  public var jitter: Double
  /// No retry begins later than this after the first attempt began; nil for no limit.
  public var maxElapsed: Duration?

  /// How the waits grow.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum Backoff: Sendable, Hashable {
    /// The same wait each time.
    case fixed(Duration)
    /// The wait doubles each time.
    case exponential(initial: Duration)
    /// One wait after the other; the last one goes on for what is beyond the list.
    case custom([Duration])
  }

  /// A policy. `attempts: 3` tries twice more after 30 and 60 seconds, less the jitter.
  public init(
    attempts: Int, backoff: Backoff = .exponential(initial: .seconds(30)), maxDelay: Duration? = nil,
    jitter: Double = 0.2, maxElapsed: Duration? = nil
  ) {
    self.attempts = attempts
    self.backoff = backoff
    self.maxDelay = maxDelay
    self.jitter = jitter
    self.maxElapsed = maxElapsed
  }

  /// How long to wait after attempt number `attempt` (1 is the first) has failed; nil when it was the last one.
  /// - Parameters:
  ///   - attempt: the attempt that failed.
  ///   - elapsed: since the first attempt began.
  ///   - seed: names the firing.
  func delay(after attempt: Int, elapsed: Duration, seed: UInt64) -> Duration? {
    guard attempt < attempts else { return nil }
    let most = largestDelay
    let planned: Int64
    switch backoff {
    case .fixed(let delay): planned = delay.nanoseconds
    case .exponential(let initial):
      let shift = min(max(attempt - 1, 0), 62)
      let (grown, overflow) = initial.nanoseconds.multipliedReportingOverflow(by: Int64(1) << Int64(shift))
      planned = overflow ? most : grown
    case .custom(let delays):
      planned = (delays.isEmpty ? .zero : delays[min(attempt - 1, delays.count - 1)]).nanoseconds
    }
    let longest = min(max(0, planned), most)
    // In millionths: the same in every process, whatever its rounding.
    let share = UInt64(min(max(jitter, 0), 1) * 1_000_000)
    let drawn = share == 0 ? 0 : StableHash.mix(seed &+ UInt64(clamping: attempt)) % (share + 1)
    let (less, overflow) = longest.multipliedReportingOverflow(by: Int64(drawn))
    let delay = longest - (overflow ? longest / 1_000_000 * Int64(drawn) : less / 1_000_000)
    if let maxElapsed, (elapsed + .nanoseconds(delay)) > maxElapsed { return nil }
    return .nanoseconds(delay)
  }

  /// No wait between two attempts is longer.
  var longestDelay: Duration {
    let planned: Int64
    switch backoff {
    case .fixed(let delay): planned = delay.nanoseconds
    case .exponential: planned = largestDelay
    case .custom(let delays): planned = delays.map(\.nanoseconds).max() ?? 0
    }
    return .nanoseconds(max(0, min(planned, largestDelay)))
  }

  private var largestDelay: Int64 {
    if let maxDelay { return max(0, maxDelay.nanoseconds) }
    guard case .exponential(let initial) = backoff else { return .max }
    return max(300_000_000_000, initial.nanoseconds)
  }

  private func isBeyondLimit(_ delay: Duration) -> Bool { maxDelay.map { delay > $0 } ?? false }

  /// What is wrong with it; nil when nothing is.
  var fault: String? {
    if !(1...1_000).contains(attempts) { return "retry takes 1 to 1000 attempts in all; this one has \(attempts)" }
    if let maxDelay, maxDelay < .zero { return "retry's maxDelay must be zero or more" }
    if !(0...1).contains(jitter) { return "retry's jitter is a share from 0 to 1; this one is \(jitter)" }
    if let maxElapsed, maxElapsed <= .zero { return "retry's maxElapsed must be more than zero" }
    switch backoff {
    case .fixed(let delay) where delay < .zero, .exponential(let delay) where delay < .zero:
      return "retry's delay must be zero or more"
    case .custom(let delays) where delays.isEmpty: return "retry's custom backoff needs at least one delay"
    case .custom(let delays) where delays.contains { $0 < .zero }: return "retry's delays must be zero or more"
    case .fixed(let delay) where isBeyondLimit(delay), .exponential(let delay) where isBeyondLimit(delay):
      return "retry's delay of \(delay) is longer than its maxDelay: raise maxDelay, or leave it out"
    case .custom(let delays) where delays.contains(where: isBeyondLimit):
      return "retry's custom backoff has a delay longer than its maxDelay: raise maxDelay, or leave it out"
    default: return nil
    }
  }
}

/// Throw it, or let an error conform to it, to say that trying again is useless: the firing fails at once.
public protocol PermanentError: Error {}

/// An error that no retry mends.
///
/// ```swift
/// throw Permanent(error)   // keeps the error's own text
/// ```
public struct Permanent: PermanentError, CustomStringConvertible {
  /// The error itself.
  public let underlying: any Error

  /// Marks an error as permanent.
  public init(_ underlying: any Error) { self.underlying = underlying }

  /// The text of the error itself.
  public var description: String { String(describing: underlying) }
}

extension Retry: Codable {
  private enum Key: String, CodingKey { case attempts, fixed, exponential, custom, max, jitter, maxElapsed }

  /// Reads what ``encode(to:)`` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func duration(_ key: Key) throws -> Duration? {
      try container.decodeIfPresent(CodedDuration.self, forKey: key)?.duration
    }
    var retry = Retry(attempts: try container.decode(Int.self, forKey: .attempts))
    if let delay = try duration(.fixed) {
      retry.backoff = .fixed(delay)
    } else if let delays = try container.decodeIfPresent([CodedDuration].self, forKey: .custom) {
      retry.backoff = .custom(delays.map(\.duration))
    } else if let initial = try duration(.exponential) {
      retry.backoff = .exponential(initial: initial)
    }
    if let most = try duration(.max) {
      retry.maxDelay = most
      // Before maxDelay was optional its default of 5 minutes was written with every definition, and cut longer waits.
      if most == .seconds(300), retry.fault != nil { retry.maxDelay = nil }
    }
    retry.jitter = try container.decodeIfPresent(Double.self, forKey: .jitter) ?? retry.jitter
    retry.maxElapsed = try duration(.maxElapsed)
    self = retry
  }

  /// Writes every value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(attempts, forKey: .attempts)
    switch backoff {
    case .fixed(let delay): try container.encode(CodedDuration(delay), forKey: .fixed)
    case .exponential(let initial): try container.encode(CodedDuration(initial), forKey: .exponential)
    case .custom(let delays): try container.encode(delays.map(CodedDuration.init), forKey: .custom)
    }
    try container.encodeIfPresent(maxDelay.map(CodedDuration.init), forKey: .max)
    try container.encode(jitter, forKey: .jitter)
    try container.encodeIfPresent(maxElapsed.map(CodedDuration.init), forKey: .maxElapsed)
  }
}
