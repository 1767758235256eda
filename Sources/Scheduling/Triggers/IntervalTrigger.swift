public import CivilTime

/// Due every so often: `anchor + k × every`, in elapsed time, so neither daylight saving nor a restart moves it.
///
/// The default anchor is 1970-01-01T00:00:00Z. Every replica then computes the same instants, and `.every(.seconds(300))`
/// is due at :00, :05, :10 and so on.
public struct IntervalTrigger: Trigger, Hashable {
  /// The time from one instant to the next, in nanoseconds; at least a millisecond.
  package let nanoseconds: Int64
  /// One of the instants.
  package let anchor: Instant

  /// Due every `interval`, at least 1 ms.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` for an interval below 1 ms or beyond 292 years.
  package init(_ interval: Duration, anchor: Instant = .epoch) throws {
    let nanoseconds = interval.nanoseconds
    guard nanoseconds >= 1_000_000 else {
      throw SchedulerError(
        .invalidTrigger, "an interval is at least 1 ms; this one is \(interval). Write for example .every(.seconds(30))"
      )
    }
    guard nanoseconds < .max else {
      throw SchedulerError(.invalidTrigger, "an interval is at most 292 years; this one is \(interval)")
    }
    self.nanoseconds = nanoseconds
    self.anchor = anchor
  }

  /// The first instant strictly later than `instant`; nil when there is none.
  public func next(after instant: Instant) -> Instant? {
    shifted(instant, by: nanoseconds - behind(instant))
  }

  /// The last instant strictly earlier than `instant`; nil when there is none.
  public func previous(before instant: Instant) -> Instant? {
    let distance = behind(instant)
    return shifted(instant, by: distance == 0 ? -nanoseconds : -distance)
  }

  /// How many instants there are from `first` to `last`, both of which are instants of this trigger.
  public func count(from first: Instant, through last: Instant, within budget: inout SearchBudget) -> Int {
    guard first <= last else { return 0 }
    return Int(clamping: last.nanoseconds(since: first) / nanoseconds + 1)
  }

  /// How far an instant lies behind the last one that is due, from 0 to below the interval.
  private func behind(_ instant: Instant) -> Int64 {
    // Remainders first: the difference of two instants may not fit 64 bits.
    let difference = remainder(instant) - remainder(anchor)
    return difference < 0 ? difference + nanoseconds : difference
  }

  private func remainder(_ instant: Instant) -> Int64 {
    let remainder = instant.nanosecondsSince1970 % nanoseconds
    return remainder < 0 ? remainder + nanoseconds : remainder
  }

  private func shifted(_ instant: Instant, by distance: Int64) -> Instant? {
    let (sum, overflow) = instant.nanosecondsSince1970.addingReportingOverflow(distance)
    return overflow ? nil : Instant(nanosecondsSince1970: sum)
  }

  /// The trigger in one line of English.
  public var description: String {
    "Every \(durationWords(nanoseconds))" + (anchor == .epoch ? "" : ", counted from \(anchor)")
  }

  /// The trigger as it is written in tables and the status.
  public var expression: String { "every \(durationText(nanoseconds))" }

  /// Names the trigger: equal for equal triggers, across processes and releases.
  public var fingerprint: String { "every:\(nanoseconds):\(anchor.nanosecondsSince1970)" }
}

extension Trigger where Self == IntervalTrigger {
  /// Due every `interval` of elapsed time, at least 1 ms; see ``IntervalTrigger``.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` for an interval below 1 ms.
  public static func every(_ interval: Duration, anchor: Instant = .epoch) throws -> IntervalTrigger {
    try IntervalTrigger(interval, anchor: anchor)
  }
}
