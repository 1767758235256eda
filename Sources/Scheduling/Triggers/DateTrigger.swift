public import CivilTime

/// Due once, at one instant.
public struct DateTrigger: Trigger, Hashable {
  /// The instant.
  public var instant: Instant

  /// Due once, at an instant.
  package init(_ instant: Instant) { self.instant = instant }

  /// The first instant strictly later than `instant`; nil when there is none.
  public func next(after instant: Instant) -> Instant? { instant < self.instant ? self.instant : nil }

  /// The last instant strictly earlier than `instant`; nil when there is none.
  public func previous(before instant: Instant) -> Instant? { instant > self.instant ? self.instant : nil }

  /// How many instants there are from `first` to `last`, both of which are instants of this trigger.
  public func count(from first: Instant, through last: Instant, within budget: inout SearchBudget) -> Int {
    first <= instant && instant <= last ? 1 : 0
  }

  /// The trigger in one line of English.
  public var description: String { "Once, at \(instant)" }

  /// The trigger as it is written in tables and the status.
  public var expression: String { "\(instant)" }

  /// Names the trigger: equal for equal triggers, across processes and releases.
  public var fingerprint: String { "at:\(instant.nanosecondsSince1970)" }
}

extension Trigger where Self == DateTrigger {
  /// Due once, at an instant.
  public static func at(_ instant: Instant) -> DateTrigger { DateTrigger(instant) }
}
