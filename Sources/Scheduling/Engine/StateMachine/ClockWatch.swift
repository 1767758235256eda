import CivilTime

/// Compares wall time with the continuous clock, to notice when somebody sets the clock.
struct ClockWatch {
  private var last: Now?
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
}
