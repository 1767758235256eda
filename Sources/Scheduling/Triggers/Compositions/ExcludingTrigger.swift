public import CivilTime
import Cron

/// Due when another trigger is, except at excluded times.
///
/// Exclusions are local times on the clocks of a zone, evaluated at each instant: what the clocks jump over excludes
/// nothing, and what they show twice excludes both.
public struct ExcludingTrigger: SearchingTrigger {
  /// The trigger.
  package let base: any Trigger
  /// What is left out of it.
  package let exclusions: [Exclusion]
  /// The zone on whose clocks the exclusions are evaluated.
  package let zone: Zone

  private let search: ExclusionSearch

  init(_ base: any Trigger, _ exclusions: [Exclusion], in zone: Zone) {
    self.base = base
    self.exclusions = exclusions
    self.zone = zone
    search = ExclusionSearch(exclusions)
  }

  /// The first instant strictly later than `instant`, within a budget.
  public func next(after instant: Instant, within budget: inout SearchBudget) -> Instant? {
    var after = instant
    while let next = base.next(after: after, within: &budget) {
      let second = next.secondsSince1970
      let position = zone.rules.index(at: second)
      let offset = zone.rules[position].offset
      guard let free = search.firstFree(from: second + offset, within: &budget) else { return nil }
      if free == second + offset { return next }
      // The clocks may be moved before they show the free time.
      var resume = free - offset
      if position + 1 < zone.rules.count { resume = min(resume, zone.rules[position + 1].start) }
      after = Instant(secondsSince1970: resume).advanced(byNanoseconds: -1)
    }
    return nil
  }

  /// The last instant strictly earlier than `instant`, within a budget.
  public func previous(before instant: Instant, within budget: inout SearchBudget) -> Instant? {
    var before = instant
    while let previous = base.previous(before: before, within: &budget) {
      let second = previous.secondsSince1970
      let period = zone.rules[zone.rules.index(at: second)]
      guard let free = search.lastFree(through: second + period.offset, within: &budget) else { return nil }
      if free == second + period.offset { return previous }
      before = Instant(secondsSince1970: max(free + 1 - period.offset, period.start))
    }
    return nil
  }

  /// The trigger as it is for one job.
  public func prepared(for job: JobID) throws -> any Trigger {
    ExcludingTrigger(try base.preparedPart(for: job), exclusions, in: zone)
  }

  /// The trigger as it is written in tables and the status.
  public var expression: String {
    "\(base.expression) except \(exclusions.map(\.description).joined(separator: ", "))"
  }

  /// The zone in which the trigger is evaluated; nil where none matters.
  public var timeZoneName: String? { base.timeZoneName ?? zone.identifier }

  /// The trigger in one line of English.
  public var description: String {
    let other = base.timeZoneName == zone.identifier ? "" : " (\(zone.identifier))"
    return "\(base.description), except \(exclusions.map(\.description).joined(separator: ", "))\(other)"
  }

  /// Names the trigger: equal for equal triggers, across processes and releases.
  public var fingerprint: String {
    Fingerprint.of(
      "excluding", zone.identifier, Fingerprint.of("calendars", exclusions.map(\.fingerprint)), base.fingerprint)
  }
}

extension ExcludingTrigger: Hashable {
  /// Whether trigger, exclusions and zone are the same.
  public static func == (a: ExcludingTrigger, b: ExcludingTrigger) -> Bool { a.fingerprint == b.fingerprint }

  /// Hashes the fingerprint.
  public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}

extension Trigger {
  /// This trigger, except at excluded times.
  ///
  /// ```swift
  /// let trigger = try IntervalTrigger.every(.seconds(600))
  ///   .excluding(.weekdays(.saturday, .sunday), .daily(from: TimeOfDay("22:00"), to: TimeOfDay("06:00")))
  /// ```
  /// - Parameters:
  ///   - exclusions: what is left out; an instant that any of them covers is.
  ///   - timeZone: the zone on whose clocks they are read; defaults to the trigger's own, and to UTC where the trigger
  ///     depends on no zone. Required where the trigger is made of triggers in different zones.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when there is no exclusion, or when the zone has to be
  ///   named; `ZoneError`.
  public func excluding(_ exclusions: Exclusion..., timeZone: TriggerTimeZone? = nil) throws -> ExcludingTrigger {
    try excluding(exclusions, timeZone: timeZone)
  }

  /// This trigger, except at excluded times; see ``excluding(_:timeZone:)-(Exclusion...,_)``.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` when there is no exclusion, or when the zone has to be
  ///   named; `ZoneError`.
  public func excluding(_ exclusions: [Exclusion], timeZone: TriggerTimeZone? = nil) throws -> ExcludingTrigger {
    guard !exclusions.isEmpty else {
      throw SchedulerError(.invalidTrigger, "there is nothing to exclude: name weekdays, dates or times")
    }
    return ExcludingTrigger(self, exclusions, in: try timeZone?.load() ?? ownZone())
  }

  /// The one zone in which the trigger is evaluated; UTC where none matters.
  private func ownZone() throws -> Zone {
    let zones = try evaluationZones
    guard zones.count <= 1 else {
      let names = zones.map(\.identifier).sorted().joined(separator: " and ")
      throw SchedulerError(
        .invalidTrigger,
        "the trigger is evaluated in \(names): name the zone of the exclusions with timeZone: \"\(zones[0].identifier)\""
      )
    }
    return zones.first ?? .utc
  }
}
