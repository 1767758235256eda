public import CivilTime

/// A day on which the clocks are moved over a time of the schedule, or back over it.
public struct ClockAnomaly: Hashable, Sendable, CustomStringConvertible {
  /// What the clocks do.
  public enum Kind: Hashable, Sendable {
    /// They jump over the time.
    case skipped
    /// They show it twice.
    case repeated
  }

  /// What the schedule does.
  #if hasAttribute(nonexhaustive)
    @nonexhaustive
  #endif
  public enum Outcome: Hashable, Sendable {
    /// It runs at the moment of the jump.
    case runsAt(Instant)
    /// It does not run for these times.
    case dropped
    /// It runs at the first of the two.
    case runsFirst(Instant)
    /// It runs at the second of the two.
    case runsSecond(Instant)
    /// It runs both times.
    case runsBoth(Instant, Instant)
  }

  /// What the clocks do.
  public let kind: Kind
  /// The first of the schedule's local times that are concerned.
  public let local: CivilDateTime
  /// The last of them, often the same.
  public let through: CivilDateTime
  /// When the clocks are moved.
  public let transition: Instant
  /// What the schedule does; the instants are those of `local`.
  public let outcome: Outcome
  let zone: Zone

  /// "2027-03-28 02:30 does not exist: runs at 03:00".
  public var description: String {
    let times = local == through ? clock(local) : "\(clock(local)) to \(clock(through))"
    let several = local != through
    let what =
      switch kind {
      case .skipped: several ? "do not exist" : "does not exist"
      case .repeated: several ? "happen twice" : "happens twice"
      }
    return "\(local.date) \(times) \(what): \(consequence(several))"
  }

  private func consequence(_ several: Bool) -> String {
    switch outcome {
    case .runsAt(let instant): "runs \(several ? "once " : "")at \(clock(zone.localTime(at: instant)))"
    case .dropped: "does not run"
    case .runsFirst(let instant): "runs the first time, at offset \(offset(instant))"
    case .runsSecond(let instant): "runs the second time, at offset \(offset(instant))"
    case .runsBoth: "runs both times"
    }
  }

  private func clock(_ time: CivilDateTime) -> String { TimeWords.clock(time.hour, time.minute, time.second) }

  private func offset(_ instant: Instant) -> String {
    let minutes = zone.offset(at: instant) / 60
    return "\(minutes < 0 ? "-" : "+")\(padded(abs(minutes) / 60, 2)):\(padded(abs(minutes) % 60, 2))"
  }
}

extension CronSchedule {
  /// The days in a range of instants on which moved clocks concern the schedule, in order.
  ///
  /// Schedules that run in every hour follow the clocks: they have no anomaly.
  public func anomalies(in range: Range<Instant>) -> [ClockAnomaly] {
    guard let search = expression.fields,
      !(search.sets.isWildcard && search.sets.hours == FieldSets.everyHour)
    else { return [] }
    return zone.transitions(in: range).compactMap { anomaly(search, $0) }
  }

  private func anomaly(_ search: LocalSearch, _ transition: Zone.Transition) -> ClockAnomaly? {
    let second = transition.instant.secondsSince1970
    let (before, after) = (second + Int64(transition.offsetBefore), second + Int64(transition.offsetAfter))
    let (low, high) = (min(before, after), max(before, after))
    guard let first = search.first(from: low), first < high, let last = search.last(through: high - 1),
      let local = CivilDateTime(secondsSince1970: first), let through = CivilDateTime(secondsSince1970: last)
    else { return nil }
    let outcome: ClockAnomaly.Outcome
    if before < after {
      let runs = gap == .shift && !search.sets.isWildcard && after - before < Zone.dateLineGap
      outcome = runs ? .runsAt(transition.instant) : .dropped
    } else {
      let earlier = Instant(secondsSince1970: first - Int64(transition.offsetBefore))
      let later = Instant(secondsSince1970: first - Int64(transition.offsetAfter))
      switch search.sets.isWildcard ? .both : overlap {
      case .first: outcome = .runsFirst(earlier)
      case .last: outcome = .runsSecond(later)
      case .both: outcome = .runsBoth(earlier, later)
      }
    }
    return ClockAnomaly(
      kind: before < after ? .skipped : .repeated, local: local, through: through, transition: transition.instant,
      outcome: outcome, zone: zone)
  }
}
