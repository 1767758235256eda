/// A zone's periods of constant offset, sorted, neighbours always of different offsets; with an index that finds the
/// period of an instant in constant time.
package final class ZoneRules: Sendable {
  /// A stretch of time from `start` to the next period's start, at one offset.
  package struct Period: Hashable, Sendable {
    /// The first second of the period since 1970; `Int64.min` for the first period of all.
    package let start: Int64
    /// Seconds east of UTC.
    package let offset: Int64

    package init(start: Int64, offset: Int64) { (self.start, self.offset) = (start, offset) }

    var offsetSeconds: Int { Int(offset) }
  }

  package let identifier: String
  package let periods: [Period]
  package let fingerprint: UInt64

  /// For each stretch of 2^23 seconds (97 days) from 1970 on, the period its first second lies in.
  private let index: [UInt16]
  private static let shift: Int64 = 23
  /// 2200-01-01T00:00:00Z, where the index ends.
  static let horizon: Int64 = 7_258_118_400

  /// Rules from periods in order; the first must start at `Int64.min`. Neighbours of equal offset are merged.
  package init(identifier: String, periods: [Period], fingerprint: UInt64) {
    self.identifier = identifier
    self.fingerprint = fingerprint
    var merged: [Period] = []
    merged.reserveCapacity(periods.count)
    for period in periods where merged.last?.offset != period.offset { merged.append(period) }
    if merged.isEmpty { merged.append(Period(start: .min, offset: 0)) }
    self.periods = merged

    guard merged.count > 1 else {
      index = []
      return
    }
    var index: [UInt16] = []
    let count = Int(Self.horizon >> Self.shift) + 1
    index.reserveCapacity(count)
    var period = 0
    for bucket in 0..<count {
      let start = Int64(bucket) << Self.shift
      while period + 1 < merged.count, merged[period + 1].start <= start { period += 1 }
      index.append(UInt16(truncatingIfNeeded: period))
    }
    self.index = index
  }

  /// The position in ``periods`` of the period that holds a second since 1970.
  @inline(__always)
  package func index(at second: Int64) -> Int {
    if periods.count == 1 { return 0 }
    let bucket = second >> Self.shift
    guard bucket >= 0, bucket < index.count else { return search(second) }
    var position = Int(index[Int(bucket)])
    while position + 1 < periods.count, periods[position + 1].start <= second { position += 1 }
    return position
  }

  /// Binary search, for what lies outside the index.
  private func search(_ second: Int64) -> Int {
    var low = 0
    var high = periods.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if periods[middle].start <= second { low = middle } else { high = middle }
    }
    return low
  }
}
