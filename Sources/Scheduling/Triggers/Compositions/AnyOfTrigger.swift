public import CivilTime
import Cron

/// Due whenever one of several triggers is; instants that several share come once.
public struct AnyOfTrigger: SearchingTrigger {
  /// The triggers.
  package let triggers: [any Trigger]

  /// Due whenever one of these is.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when there is none, or when triggers are nested more than 32 deep.
  package init(_ triggers: [any Trigger]) throws(SchedulerError) {
    guard !triggers.isEmpty else {
      throw SchedulerError(.invalidTrigger, "any of no triggers is never due: give at least one")
    }
    try requireDepth(triggers)
    self.triggers = triggers
  }

  /// The first instant strictly later than `instant`, within a budget.
  public func next(after instant: Instant, within budget: inout SearchBudget) -> Instant? {
    var earliest: Instant?
    for trigger in triggers {
      let next = trigger.next(after: instant, within: &budget)
      // A trigger that was not searched to the end might be due earlier.
      if budget.isExhausted { return nil }
      if let next { earliest = min(next, earliest ?? next) }
    }
    return earliest
  }

  /// The last instant strictly earlier than `instant`, within a budget.
  public func previous(before instant: Instant, within budget: inout SearchBudget) -> Instant? {
    var latest: Instant?
    for trigger in triggers {
      let previous = trigger.previous(before: instant, within: &budget)
      if budget.isExhausted { return nil }
      if let previous { latest = max(previous, latest ?? previous) }
    }
    return latest
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

/// The zone in which all of some triggers are evaluated; nil where they differ.
func commonTimeZoneName(_ triggers: [any Trigger]) -> String? {
  let names = Set(triggers.compactMap(\.timeZoneName))
  return names.count == 1 ? names.first : nil
}
