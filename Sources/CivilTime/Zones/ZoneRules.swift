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
  package let fingerprint: UInt64
  /// How many periods there are, at least one.
  package let count: Int

  /// The periods. Plain memory, which lives as long as this object: an array's reference count would cost the search
  /// for a next instant as much as the search itself. Written by `init` alone, so that any thread may read it.
  @usableFromInline
  nonisolated(unsafe) let periods: UnsafeMutablePointer<Period>
  /// For each stretch of 2^23 seconds (97 days) from 1970 on, the period its first second lies in; none where there is
  /// only one. Written by `init` alone, too.
  @usableFromInline
  nonisolated(unsafe) let index: UnsafeMutablePointer<UInt16>
  @usableFromInline
  let indexCount: Int

  @usableFromInline
  static var shift: Int64 { 23 }
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
    count = merged.count
    self.periods = .allocate(capacity: merged.count)
    for (position, period) in merged.enumerated() { (self.periods + position).initialize(to: period) }

    indexCount = merged.count > 1 ? Int(Self.horizon >> Self.shift) + 1 : 0
    index = .allocate(capacity: max(indexCount, 1))
    var position = 0
    for bucket in 0..<indexCount {
      let start = Int64(bucket) << Self.shift
      while position + 1 < merged.count, merged[position + 1].start <= start { position += 1 }
      (index + bucket).initialize(to: UInt16(truncatingIfNeeded: position))
    }
  }

  deinit {
    periods.deallocate()
    index.deallocate()
  }

  /// The period at a position, which must be one that ``index(at:)`` or its like gave, or below ``count``.
  @inlinable
  package subscript(position: Int) -> Period {
    assert(position >= 0 && position < count)
    return periods[position]
  }

  /// The position of the period that holds a second since 1970.
  @inlinable
  package func index(at second: Int64) -> Int {
    let bucket = second >> Self.shift
    guard bucket >= 0, bucket < indexCount else { return search(second) }
    var position = Int(index[Int(truncatingIfNeeded: bucket)])
    while position &+ 1 < count, periods[position &+ 1].start <= second { position &+= 1 }
    return position
  }

  /// Binary search, for what lies outside the index.
  @usableFromInline
  func search(_ second: Int64) -> Int {
    var low = 0
    var high = count
    while high - low > 1 {
      let middle = (low + high) / 2
      if periods[middle].start <= second { low = middle } else { high = middle }
    }
    return low
  }
}

extension ZoneRules {
  /// The local second at which a period ends (exclusive); `Int64.max` for the last.
  @inlinable
  package func localEnd(_ position: Int) -> Int64 {
    position &+ 1 < count ? periods[position &+ 1].start &+ periods[position].offset : .max
  }

  /// The local second at which a period starts; `Int64.min` for the first.
  @inlinable
  package func localStart(_ position: Int) -> Int64 {
    position == 0 ? .min : periods[position].start &+ periods[position].offset
  }

  /// Offsets lie within a day or so of UTC; the reader refuses others.
  static let largestOffset: Int64 = 26 * 3_600

  /// The first period whose local time ends after a local second: it shows that second, or starts beyond it.
  package func firstIndex(endingAfterLocal local: Int64) -> Int {
    var position = index(at: local.subtractingSaturated(Self.largestOffset))
    while localEnd(position) <= local { position += 1 }
    return position
  }

  /// The last period whose local time starts at or before a local second.
  package func lastIndex(startingByLocal local: Int64) -> Int {
    var position = index(at: local.addingSaturated(Self.largestOffset))
    while localStart(position) > local { position -= 1 }
    return position
  }

  /// The first and last period that show a local second; nil in a gap.
  func indices(local: Int64) -> (first: Int?, last: Int?) {
    var (first, last): (Int?, Int?)
    var position = firstIndex(endingAfterLocal: local)
    while position < count, periods[position].start <= local.addingSaturated(Self.largestOffset) {
      if localStart(position) <= local, local < localEnd(position) {
        first = first ?? position
        last = position
      }
      position += 1
    }
    return (first, last)
  }
}
