import CivilTime

/// Instants at equal distances through an anchor, in both directions.
struct Grid {
  let anchor: Instant
  /// The distance in nanoseconds, at least 1.
  let distance: Int64

  func next(after instant: Instant) -> Instant? { point(below: instant, plus: distance) }

  func previous(before instant: Instant) -> Instant? {
    behind(instant) == 0 ? point(below: instant, plus: -distance) : point(below: instant, plus: 0)
  }

  /// The last point at or before an instant, moved by a number of nanoseconds.
  private func point(below instant: Instant, plus offset: Int64) -> Instant? {
    let (point, overflow) = instant.nanosecondsSince1970.subtractingReportingOverflow(behind(instant))
    let (moved, overflowMoved) = point.addingReportingOverflow(offset)
    return overflow || overflowMoved ? nil : Instant(nanosecondsSince1970: moved)
  }

  /// How far an instant lies behind the last point, from 0 to below the distance.
  private func behind(_ instant: Instant) -> Int64 {
    // Remainders first: the difference of two instants may not fit 64 bits.
    let difference = remainder(instant) - remainder(anchor)
    return difference < 0 ? difference + distance : difference
  }

  private func remainder(_ instant: Instant) -> Int64 {
    let remainder = instant.nanosecondsSince1970 % distance
    return remainder < 0 ? remainder + distance : remainder
  }
}
