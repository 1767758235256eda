/// Days of a month as one day field names them: by number, from the end, nearest to a weekday, by day of the week.
/// A day is in the set when any of the parts holds it.
struct DaySet: Hashable, Sendable {
  /// Bit d: day d, 1 to 31.
  var days: UInt32 = 0
  /// Bit n: the last day but n, `L-n`; months too short have none.
  var fromLast: UInt32 = 0
  /// Bit d: the weekday (Monday to Friday) nearest to day d within the month, `dW`; months without day d have none.
  var nearest: UInt32 = 0
  /// Bit n: the weekday nearest to the last day but n within the month; bit 0 is `LW`.
  var nearestFromLast: UInt32 = 0
  /// Bit w: every weekday w, Sunday 0.
  var weekdays: UInt8 = 0
  /// Bit w: the last weekday w of the month, `wL`.
  var last: UInt8 = 0
  /// Bit 7 * (k - 1) + w: the k-th weekday w of the month, `w#k`.
  var ordinals: UInt64 = 0

  init(days: UInt32 = 0, weekdays: UInt8 = 0) { (self.days, self.weekdays) = (days, weekdays) }

  static let everyDay: UInt32 = 0xFFFF_FFFE
  static let all = DaySet(days: everyDay)

  /// Whether the set names days by number only.
  var isPlain: Bool {
    fromLast | nearest | nearestFromLast == 0 && weekdays | last == 0 && ordinals == 0
  }

  mutating func insert(ordinal: Int, weekday: Int) { ordinals |= 1 << UInt64(7 * (ordinal - 1) + weekday) }

  func weekdays(ordinal: Int) -> UInt8 { UInt8(truncatingIfNeeded: ordinals >> UInt64(7 * (ordinal - 1)) & 0x7F) }

  /// The days of a month of `length` days whose first day is the weekday `first`; bit d is day d.
  @inline(__always)
  func mask(length: Int, first: Int) -> UInt32 {
    let whole = ~(UInt32.max << UInt32(truncatingIfNeeded: length &+ 1)) & Self.everyDay
    return isPlain ? days & whole : specialMask(length: length, first: first, whole: whole)
  }

  private func specialMask(length: Int, first: Int, whole: UInt32) -> UInt32 {
    var mask = days
    mask |= pattern(weekdays, first: first)
    if last != 0 {
      mask |= pattern(last, first: first) & (UInt32.max << UInt32(truncatingIfNeeded: length &- 6))
    }
    if ordinals != 0 {
      for ordinal in 1...5 {
        let week: UInt32 = 0x7F << UInt32(7 &* (ordinal &- 1) &+ 1)
        mask |= pattern(weekdays(ordinal: ordinal), first: first) & week
      }
    }
    mask &= whole
    forEachBit(of: fromLast) { n in
      if length - n >= 1 { mask |= 1 << UInt32(length - n) }
    }
    forEachBit(of: nearest) { day in
      if day <= length { mask |= 1 << UInt32(weekday(nearest: day, length: length, first: first)) }
    }
    forEachBit(of: nearestFromLast) { n in
      if length - n >= 1 { mask |= 1 << UInt32(weekday(nearest: length - n, length: length, first: first)) }
    }
    return mask
  }

  /// All days that fall on given weekdays; bits beyond the month's length are not cleared.
  @inline(__always)
  private func pattern(_ weekdays: UInt8, first: Int) -> UInt32 {
    let bits = UInt64(weekdays)
    let week = (bits >> UInt64(first) | bits << UInt64(7 &- first)) & 0x7F
    return UInt32(truncatingIfNeeded: (week &* 0x1020_4081) << 1)
  }

  private func weekday(nearest day: Int, length: Int, first: Int) -> Int {
    switch (first + day - 1) % 7 {
    case 6: day > 1 ? day - 1 : day + 2
    case 0: day < length ? day + 1 : day - 2
    default: day
    }
  }
}

@inline(__always)
func forEachBit(of bits: UInt32, _ body: (Int) -> Void) {
  var rest = bits
  while rest != 0 {
    body(rest.trailingZeroBitCount)
    rest &= rest &- 1
  }
}
