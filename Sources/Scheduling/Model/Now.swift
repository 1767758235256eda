import CivilTime

/// The time, read once for each decision: wall time (the fleet's where claims are shared) and the continuous clock.
struct Now {
  var wall: Instant
  var monotonic: MonotonicTime
}
