extension Zone {
  /// What a local time means in a zone.
  public enum Resolution: Hashable, Sendable {
    /// Clocks show it once.
    case unique(Instant)
    /// Clocks jump over it at `transition`; it is `skipped` seconds that they jump.
    case gap(transition: Instant, skipped: Int)
    /// Clocks show it twice.
    case ambiguous(first: Instant, second: Instant)
  }

  /// The instants at which the zone's clocks show a local time.
  ///
  /// Instants saturate outside the years 1677 to 2262.
  public func resolve(_ local: CivilDateTime) -> Resolution {
    let seconds = local.secondsSince1970
    func instant(_ offset: Int64) -> Instant {
      Instant(secondsSince1970: seconds - offset).advanced(byNanoseconds: Int64(local.nanosecond))
    }
    let (first, last) = rules.indices(local: seconds)
    guard let first, let last else {
      let next = rules.firstIndex(endingAfterLocal: seconds)
      let (before, after) = (rules.periods[max(next - 1, 0)], rules.periods[next])
      return .gap(
        transition: Instant(secondsSince1970: after.start), skipped: Int(after.offset - before.offset))
    }
    if first == last { return .unique(instant(rules.periods[first].offset)) }
    return .ambiguous(first: instant(rules.periods[first].offset), second: instant(rules.periods[last].offset))
  }

  /// A moment at which a zone's clocks are moved.
  public struct Transition: Hashable, Sendable {
    /// When.
    public let instant: Instant
    /// Seconds east of UTC before it.
    public let offsetBefore: Int
    /// Seconds east of UTC from it on.
    public let offsetAfter: Int
  }

  /// The zone's transitions in a range of instants, in order.
  public func transitions(in range: Range<Instant>) -> [Transition] {
    var found: [Transition] = []
    var position = rules.index(at: range.lowerBound.secondsSince1970)
    while position < rules.periods.count {
      let period = rules.periods[position]
      let instant = Instant(secondsSince1970: period.start)
      if instant >= range.upperBound { break }
      if position > 0, instant >= range.lowerBound {
        found.append(
          Transition(
            instant: instant, offsetBefore: rules.periods[position - 1].offsetSeconds,
            offsetAfter: period.offsetSeconds))
      }
      position += 1
    }
    return found
  }
}

extension ZoneRules {
  /// Offsets lie within a day or so of UTC; the reader refuses others.
  static let largestOffset: Int64 = 26 * 3_600

  /// The local second at which a period ends (exclusive); `Int64.max` for the last.
  @inline(__always)
  package func localEnd(_ position: Int) -> Int64 {
    position + 1 < periods.count ? periods[position + 1].start &+ periods[position].offset : .max
  }

  /// The local second at which a period starts; `Int64.min` for the first.
  @inline(__always)
  package func localStart(_ position: Int) -> Int64 {
    position == 0 ? .min : periods[position].start &+ periods[position].offset
  }

  /// The first period whose local time ends after a local second: it shows that second, or starts beyond it.
  @inline(__always)
  package func firstIndex(endingAfterLocal local: Int64) -> Int {
    var position = index(at: local.subtractingSaturated(Self.largestOffset))
    while localEnd(position) <= local { position += 1 }
    return position
  }

  /// The last period whose local time starts at or before a local second.
  @inline(__always)
  package func lastIndex(startingByLocal local: Int64) -> Int {
    var position = index(at: local.addingSaturated(Self.largestOffset))
    while localStart(position) > local { position -= 1 }
    return position
  }

  /// The first and last period that show a local second; nil in a gap.
  func indices(local: Int64) -> (first: Int?, last: Int?) {
    var (first, last): (Int?, Int?)
    var position = firstIndex(endingAfterLocal: local)
    while position < periods.count, periods[position].start <= local.addingSaturated(Self.largestOffset) {
      if localStart(position) <= local, local < localEnd(position) {
        first = first ?? position
        last = position
      }
      position += 1
    }
    return (first, last)
  }
}

extension Int64 {
  @inline(__always)
  package func addingSaturated(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other > 0 ? .max : .min) : sum
  }

  @inline(__always)
  package func subtractingSaturated(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other > 0 ? .min : .max) : difference
  }
}
