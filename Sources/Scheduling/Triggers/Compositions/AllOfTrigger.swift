public import CivilTime
import Cron

/// Due at the instants that several triggers have in common.
///
/// Where the triggers come close again and again without ever meeting, a search gives up after 100,000 rounds and takes
/// it that there is no such instant. Triggers that are due rarely are skipped over, so that only dense ones, such as two
/// that are due every other second, get there.
public struct AllOfTrigger: Trigger {
  /// The triggers.
  public let triggers: [any Trigger]

  private static let mostRounds = 100_000

  /// Due when all of these are.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when there is none.
  public init(_ triggers: [any Trigger]) throws(SchedulerError) {
    guard !triggers.isEmpty else {
      throw SchedulerError(.invalidTrigger, "all of no triggers is never due: give at least one")
    }
    self.triggers = triggers
  }

  /// The first instant strictly later than `instant`; nil when there is none.
  public func next(after instant: Instant) -> Instant? {
    var after = instant
    for _ in 0..<Self.mostRounds {
      // The latest of all next instants is the earliest that they may have in common.
      var latest = Instant.min
      var isCommon = true
      for (index, trigger) in triggers.enumerated() {
        guard let next = trigger.next(after: after) else { return nil }
        if index > 0, next != latest { isCommon = false }
        latest = max(latest, next)
      }
      if isCommon { return latest }
      after = latest.advanced(byNanoseconds: -1)
    }
    return nil
  }

  /// The last instant strictly earlier than `instant`; nil when there is none.
  public func previous(before instant: Instant) -> Instant? {
    var before = instant
    for _ in 0..<Self.mostRounds {
      var earliest = Instant.max
      var isCommon = true
      for (index, trigger) in triggers.enumerated() {
        guard let previous = trigger.previous(before: before) else { return nil }
        if index > 0, previous != earliest { isCommon = false }
        earliest = min(earliest, previous)
      }
      if isCommon { return earliest }
      before = earliest.advanced(byNanoseconds: 1)
    }
    return nil
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

extension Trigger where Self == AllOfTrigger {
  /// Due at the instants that several triggers have in common; see ``AllOfTrigger``.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when there is none.
  public static func all<each Element: Trigger>(
    of triggers: repeat each Element
  ) throws(SchedulerError) -> AllOfTrigger {
    var list: [any Trigger] = []
    repeat list.append(each triggers)
    return try AllOfTrigger(list)
  }

  /// Due at the instants that several triggers have in common; see ``AllOfTrigger``.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when there is none.
  public static func all(of triggers: [any Trigger]) throws(SchedulerError) -> AllOfTrigger {
    try AllOfTrigger(triggers)
  }
}
