/// What a field's items are collected in.
protocol ValueSet {
  /// Adds start, start + step, … up to end.
  mutating func insert(from start: Int, through end: Int, step: Int)
}

extension YearSet: ValueSet {}

/// Values of 0 to 63, one bit each.
struct BitSet: ValueSet {
  var bits: UInt64 = 0

  mutating func insert(from start: Int, through end: Int, step: Int) {
    guard start >= 0, start <= end, end <= 63 else { return }
    if step == 1 {
      bits |= (UInt64.max >> UInt64(63 - (end - start))) << UInt64(start)
      return
    }
    // A step may be as large as nine digits are.
    var value = start
    while value <= end {
      bits |= 1 << UInt64(value)
      value += step
    }
  }
}
