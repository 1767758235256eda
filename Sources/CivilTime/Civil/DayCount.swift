/// The calendar's arithmetic: days since 1970 to year, month and day, and back, in the proleptic Gregorian calendar.
///
/// Both directions shift the year to begin in March, so that the leap day is the last of its year. The way to civil
/// dates multiplies where the schoolbook divides (C. Neri and L. Schneider, "Euclidean affine functions and their
/// application to calendar algorithms", 2022).
package enum DayCount {
  /// Years for which both directions hold: all that `CivilDate` admits and a margin.
  package static let years = -1_000...20_000

  /// Added to a day count so that it is never negative: 400-year cycles of 146,097 days.
  @usableFromInline
  static var cycles: Int64 { 20 }
  @usableFromInline
  static var shift: Int64 { 719_468 + cycles * 146_097 }

  /// Days since 1970-01-01 of a civil date, for years within ``years``.
  @inlinable
  @inline(__always)
  package static func days(year: Int, month: Int, day: Int) -> Int64 {
    let y = Int64(truncatingIfNeeded: month <= 2 ? year &- 1 : year) &+ cycles &* 400
    let monthFromMarch = Int64(truncatingIfNeeded: month <= 2 ? month &+ 9 : month &- 3)
    let century = y / 100
    let dayOfYear = (153 &* monthFromMarch &+ 2) / 5 &+ Int64(truncatingIfNeeded: day) &- 1
    return y &* 365 &+ y / 4 &- century &+ century / 4 &+ dayOfYear &- shift
  }

  /// The civil date of a day count. Days outside the years ``years`` give the nearest end's garbage, never a trap.
  @inlinable
  @inline(__always)
  package static func civil(days: Int64) -> (year: Int, month: Int, day: Int) {
    let n = UInt32(truncatingIfNeeded: days &+ shift)
    let n1 = 4 &* n &+ 3
    let century = n1 / 146_097
    let n2 = (n1 % 146_097) | 3
    let product = 2_939_745 &* UInt64(n2)
    let yearOfCentury = UInt32(truncatingIfNeeded: product >> 32)
    let dayOfYear = UInt32(truncatingIfNeeded: product) / 2_939_745 / 4
    let n3 = 2_141 &* dayOfYear &+ 197_913
    let month = n3 >> 16
    let day = (n3 & 0xFFFF) / 2_141
    let isJanuaryOrFebruary = dayOfYear >= 306
    let year = Int(100 &* century &+ yearOfCentury) &- Int(cycles) &* 400 &+ (isJanuaryOrFebruary ? 1 : 0)
    return (year, Int(isJanuaryOrFebruary ? month &- 12 : month), Int(day) &+ 1)
  }

  /// Whether a year has a 29 February.
  @inlinable
  @inline(__always)
  package static func isLeap(_ year: Int) -> Bool {
    // Of the years divisible by 25 only those divisible by 16 are leap, of the others those divisible by 4.
    year % 25 == 0 ? year & 15 == 0 : year & 3 == 0
  }

  /// The number of days in a month, 28 to 31.
  @inlinable
  @inline(__always)
  package static func length(year: Int, month: Int) -> Int {
    month == 2 ? (isLeap(year) ? 29 : 28) : 30 | (month ^ (month >> 3))
  }

  /// The weekday of a day count, Sunday 0 to Saturday 6.
  @inlinable
  @inline(__always)
  package static func weekday(days: Int64) -> Int {
    Int(truncatingIfNeeded: UInt64(truncatingIfNeeded: days &+ shift &+ 3) % 7)
  }
}
