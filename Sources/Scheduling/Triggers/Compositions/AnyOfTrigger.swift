public import CivilTime
import Cron

/// Due whenever one of several triggers is; instants that several share come once.
public struct AnyOfTrigger: Trigger {
  /// The triggers.
  public let triggers: [any Trigger]

  /// Due whenever one of these is.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when there is none.
  public init(_ triggers: [any Trigger]) throws(SchedulerError) {
    guard !triggers.isEmpty else {
      throw SchedulerError(.invalidTrigger, "any of no triggers is never due: give at least one")
    }
    self.triggers = triggers
  }

  /// The first instant strictly later than `instant`; nil when there is none.
  public func next(after instant: Instant) -> Instant? {
    triggers.lazy.compactMap { $0.next(after: instant) }.min()
  }

  /// The last instant strictly earlier than `instant`; nil when there is none.
  public func previous(before instant: Instant) -> Instant? {
    triggers.lazy.compactMap { $0.previous(before: instant) }.max()
  }

  /// How many instants there are from `first` to `last`, both of which are instants of this trigger.
  public func count(from first: Instant, through last: Instant) -> Int {
    if triggers.count == 1, let only = triggers.first { return only.count(from: first, through: last) }
    return countOneByOne(from: first, through: last)
  }

  /// The trigger as it is for one job.
  public func prepared(for job: JobID) throws -> any Trigger {
    try AnyOfTrigger(triggers.map { try $0.preparedPart(for: job) })
  }

  /// The trigger as it is written in tables and the status.
  public var expression: String { triggers.map(\.expression).joined(separator: " or ") }

  /// The zone in which the trigger is evaluated; nil where none matters.
  public var timeZoneName: String? { commonTimeZoneName(triggers) }

  /// The trigger in one line of English.
  public var description: String {
    ([triggers.first?.description ?? ""] + triggers.dropFirst().map { English.continued($0.description) })
      .joined(separator: "; or ")
  }

  /// Names the trigger: equal for equal triggers, across processes and releases.
  public var fingerprint: String { Fingerprint.of("any", triggers.map(\.fingerprint)) }
}

extension AnyOfTrigger: Hashable {
  /// Whether the triggers have the same fingerprints, in the same order.
  public static func == (a: AnyOfTrigger, b: AnyOfTrigger) -> Bool { a.fingerprint == b.fingerprint }

  /// Hashes the fingerprint.
  public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}

extension Trigger where Self == AnyOfTrigger {
  /// Due whenever one of several triggers is; see ``AnyOfTrigger``.
  ///
  /// ```swift
  /// let trigger = try AnyOfTrigger.any(of: .cron("0 9 * * MON-FRI"), .cron("0 11 * * SAT,SUN"))
  /// ```
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when there is none.
  public static func any<each Element: Trigger>(
    of triggers: repeat each Element
  ) throws(SchedulerError) -> AnyOfTrigger {
    var list: [any Trigger] = []
    repeat list.append(each triggers)
    return try AnyOfTrigger(list)
  }

  /// Due whenever one of several triggers is; see ``AnyOfTrigger``.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when there is none.
  public static func any(of triggers: [any Trigger]) throws(SchedulerError) -> AnyOfTrigger {
    try AnyOfTrigger(triggers)
  }
}

/// The zone in which all of some triggers are evaluated; nil where they differ.
func commonTimeZoneName(_ triggers: [any Trigger]) -> String? {
  let names = Set(triggers.compactMap(\.timeZoneName))
  return names.count == 1 ? names.first : nil
}
