import CivilTime

/// Whether the claims answer. While they do not, one probe at a time asks again: full-jitter backoff, from 30 ms to a second
/// or a tenth of a lease, whichever is shorter. Ends and renewals wait for a probe: an outage of half a lease that began just
/// before a renewal leaves a sixth of it to report an end in.
struct Reachability {
  private(set) var isUp = true
  private(set) var error: ClaimsUnavailable?
  /// The instants of the last outage; open-ended while it goes on.
  private(set) var outage: ClosedRange<Instant>?
  /// When the outage began that goes on. How long it has lasted is measured on the continuous clock.
  private(set) var downSince: MonotonicTime?
  private(set) var probeAt = MonotonicTime(nanoseconds: .min)
  var isProbing = false
  private(set) var hasAnswered = false
  private var tries: UInt64 = 0
  private let seed: UInt64
  /// In nanoseconds.
  private let longestPause: Int64

  init(seed: UInt64, longestPause: Duration = .seconds(1)) {
    self.seed = seed
    self.longestPause = min(max(longestPause.nanoseconds, 30_000_000), 1_000_000_000)
  }

  /// True when this is the first failure of an outage.
  mutating func failed(_ error: ClaimsUnavailable, _ now: Now) -> Bool {
    self.error = error
    isProbing = false
    tries &+= 1
    let ceiling = min(longestPause, 30_000_000 << Int64(min(tries, 6)))
    let delay = 30_000_000 + Int64(StableHash.mix(seed ^ tries) % UInt64(ceiling - 30_000_000 + 1))
    probeAt = now.monotonic.advanced(byNanoseconds: delay)
    guard isUp else {
      // A wall clock that was set back shows earlier instants, which fall into the outage too.
      outageIncludes(now.wall)
      return false
    }
    isUp = false
    downSince = now.monotonic
    outage = now.wall ... .max
    return true
  }

  /// A firing that was due at `instant` fell into the outage: what was asked for it never came.
  mutating func outageIncludes(_ instant: Instant) {
    if let known = outage, instant < known.lowerBound { outage = instant...known.upperBound }
  }

  /// True when an outage ends with this answer.
  mutating func reached(_ now: Now) -> Bool {
    isProbing = false
    hasAnswered = true
    guard !isUp else { return false }
    isUp = true
    downSince = nil
    error = nil
    tries = 0
    if let since = outage?.lowerBound { outage = min(since, now.wall)...now.wall }
    return true
  }

  /// How long the outage has lasted; nil where none goes on.
  func outageLength(_ now: MonotonicTime) -> Duration? { downSince.map { now - $0 } }
}
