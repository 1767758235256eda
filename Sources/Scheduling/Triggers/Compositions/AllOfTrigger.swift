public import CivilTime
import Cron

/// Due at the instants that several triggers have in common.
///
/// Where the triggers come close again and again without ever meeting, a search ends with its ``SearchBudget``, and
/// whether there is such an instant is not known. Triggers that are due rarely are skipped over, so that only dense ones,
/// such as two that are due every other second, get there.
public struct AllOfTrigger: SearchingTrigger {
  /// The triggers.
  package let triggers: [any Trigger]

  /// Due when all of these are.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when there is none, or when triggers are nested more than 32 deep.
  package init(_ triggers: [any Trigger]) throws(SchedulerError) {
    guard !triggers.isEmpty else {
      throw SchedulerError(.invalidTrigger, "all of no triggers is never due: give at least one")
    }
    try requireDepth(triggers)
    self.triggers = triggers
  }

  /// The first instant strictly later than `instant`, within a budget.
  public func next(after instant: Instant, within budget: inout SearchBudget) -> Instant? {
    guard var latest = triggers[0].next(after: instant, within: &budget) else { return nil }
    // A candidate that every trigger in turn has agreed to is common to all of them.
    var agreed = 1
    var index = 0
    while agreed < triggers.count {
      index = (index + 1) % triggers.count
      guard let next = triggers[index].next(after: latest.advanced(byNanoseconds: -1), within: &budget) else {
        return nil
      }
      agreed = next == latest ? agreed + 1 : 1
      latest = next
    }
    return latest
  }

  /// The last instant strictly earlier than `instant`, within a budget.
  public func previous(before instant: Instant, within budget: inout SearchBudget) -> Instant? {
    guard var earliest = triggers[0].previous(before: instant, within: &budget) else { return nil }
    var agreed = 1
    var index = 0
    while agreed < triggers.count {
      index = (index + 1) % triggers.count
      guard let previous = triggers[index].previous(before: earliest.advanced(byNanoseconds: 1), within: &budget)
      else { return nil }
      agreed = previous == earliest ? agreed + 1 : 1
      earliest = previous
    }
    return earliest
  }

  /// The trigger as it is for one job.
  public func prepared(for job: JobID) throws -> any Trigger {
    try AllOfTrigger(triggers.map { try $0.preparedPart(for: job) })
  }

  /// The trigger as it is written in tables and the status.
  public var expression: String { triggers.map(\.expression).joined(separator: " and ") }

  /// The zone in which the trigger is evaluated; nil where none matters.
  public var timeZoneName: String? { commonTimeZoneName(triggers) }

  /// The trigger in one line of English.
  public var description: String {
    ([triggers.first?.description ?? ""] + triggers.dropFirst().map { English.continued($0.description) })
      .joined(separator: "; and at once ")
  }

  /// Names the trigger: equal for equal triggers, across processes and releases.
  public var fingerprint: String { Fingerprint.of("all", triggers.map(\.fingerprint)) }
}

extension AllOfTrigger: Hashable {
  /// Whether the triggers have the same fingerprints, in the same order.
  public static func == (a: AllOfTrigger, b: AllOfTrigger) -> Bool { a.fingerprint == b.fingerprint }

  /// Hashes the fingerprint.
  public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}
