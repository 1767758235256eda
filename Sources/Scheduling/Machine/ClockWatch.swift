import CivilTime

/// Compares wall time with the continuous clock, to notice when somebody sets the clock.
struct ClockWatch {
  private var last: Now?
  /// Jobs that wait until a clock that was set back has caught up with what they have decided: until when.
  private var waits: [Int: Instant] = [:]
  /// A step is reported from this size on.
  static let threshold: Int64 = 50_000_000
  /// Frequent jobs whose cursor is farther ahead of the clock than this do not wait for the clock.
  static let patience: Int64 = 600 * 1_000_000_000
  /// A cursor farther ahead than this was decided under a wrong clock: the instants are planned anew.
  static let correction: Int64 = 3 * 3_600 * 1_000_000_000

  /// How far wall time moved against the continuous clock since the last look; nil when it did not, or hardly.
  mutating func step(_ now: Now) -> Duration? {
    defer { last = now }
    guard let last else { return nil }
    let wall = now.wall.nanoseconds(since: last.wall)
    let (step, overflow) = wall.subtractingReportingOverflow((now.monotonic - last.monotonic).nanoseconds)
    // A clock that was set from one end of time to the other has stepped too.
    if overflow { return .nanoseconds(wall > 0 ? Int64.max : Int64.min) }
    guard step.magnitude > UInt64(Self.threshold) else { return nil }
    return .nanoseconds(step)
  }

  /// A job waits until the clock has caught up.
  mutating func wait(_ slot: Int, until instant: Instant) { waits[slot] = instant }

  mutating func forget(_ slot: Int) { if !waits.isEmpty { waits[slot] = nil } }

  /// The jobs that wait, and until when.
  func waiting(_ now: Instant) -> [Int: Instant] { waits.isEmpty ? [:] : waits.filter { $0.value > now } }
}
