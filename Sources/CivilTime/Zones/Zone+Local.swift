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
      let (before, after) = (rules[max(next - 1, 0)], rules[next])
      return .gap(
        transition: Instant(secondsSince1970: after.start), skipped: Int(after.offset - before.offset))
    }
    if first == last { return .unique(instant(rules[first].offset)) }
    return .ambiguous(first: instant(rules[first].offset), second: instant(rules[last].offset))
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
    while position < rules.count {
      let period = rules[position]
      let instant = Instant(secondsSince1970: period.start)
      if instant >= range.upperBound { break }
      if position > 0, instant >= range.lowerBound {
        found.append(
          Transition(
            instant: instant, offsetBefore: rules[position - 1].offsetSeconds,
            offsetAfter: period.offsetSeconds))
      }
      position += 1
    }
    return found
  }
}

extension Int64 {
  @inlinable
  package func addingSaturated(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other > 0 ? .max : .min) : sum
  }

  @inlinable
  package func subtractingSaturated(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other > 0 ? .min : .max) : difference
  }
}
