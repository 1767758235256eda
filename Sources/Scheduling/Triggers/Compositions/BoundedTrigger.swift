public import CivilTime

/// Another trigger from a start, up to an end, or up to a number of instants.
///
/// Start and end are inclusive. A limit counts the trigger's nominal instants from its start, whether or not a job ran at
/// them, so that every replica and every restart comes to the same last instant.
public struct BoundedTrigger: SearchingTrigger {
  /// The trigger.
  package let base: any Trigger
  /// No instant is earlier.
  package let start: Instant?
  /// No instant is later.
  package let end: Instant?
  /// How many instants there are at most, counted from the start.
  package let limit: Int?

  /// The first possible instant minus one.
  private let after: Instant
  /// Where a limit ends; nil where there is none.
  private let counted: NthInstant?

  static let largestLimit = 1_000_000

  init(_ base: any Trigger, start: Instant?, end: Instant?) {
    self.base = base
    (self.start, self.end, limit) = (start, end, nil)
    after = start?.advanced(byNanoseconds: -1) ?? .min
    counted = nil
  }

  init(_ base: any Trigger, start: Instant?, end: Instant?, limit: Int) throws(SchedulerError) {
    guard (1...Self.largestLimit).contains(limit) else {
      throw SchedulerError(
        .invalidTrigger, "a limit is 1 to \(Self.largestLimit) instants, not \(limit): for more, give an end")
    }
    guard let origin = start ?? base.knownStart else {
      throw SchedulerError(
        .invalidTrigger,
        "a limit of \(limit) is counted from a start, and '\(base.expression)' has none: call .starting(at:) before "
          + ".limited(to:)")
    }
    try requireDepth([base])
    self.base = base
    (self.start, self.end, self.limit) = (start, end, limit)
    after = start?.advanced(byNanoseconds: -1) ?? .min
    counted = NthInstant(limit, after: max(after, origin.advanced(byNanoseconds: -1)))
  }

  /// The last possible instant; nil when the budget ends before a limit is counted.
  private func last(within budget: inout SearchBudget) -> Instant? {
    guard let counted else { return end ?? .max }
    let last = counted.instant(within: &budget) { base.next(after: $0, within: &$1) }
    return last.map { min($0, end ?? .max) }
  }

  /// The first instant strictly later than `instant`, within a budget.
  public func next(after instant: Instant, within budget: inout SearchBudget) -> Instant? {
    if let end, instant >= end { return nil }
    guard let last = last(within: &budget), instant < last,
      let next = base.next(after: max(instant, after), within: &budget), next <= last
    else { return nil }
    return next
  }

  /// The last instant strictly earlier than `instant`, within a budget.
  public func previous(before instant: Instant, within budget: inout SearchBudget) -> Instant? {
    if let start, instant <= start { return nil }
    guard let last = last(within: &budget) else { return nil }
    // Nothing is later than the latest instant that can be represented.
    let before = last == .max ? instant : min(instant, last.advanced(byNanoseconds: 1))
    guard let previous = base.previous(before: before, within: &budget), start.map({ previous >= $0 }) ?? true else {
      return nil
    }
    return previous
  }

  /// How many instants there are from `first` to `last`, both of which are instants of this trigger.
  public func count(from first: Instant, through last: Instant, within budget: inout SearchBudget) -> Int {
    base.count(from: first, through: last, within: &budget)
  }

  /// The trigger as it is for one job.
  public func prepared(for job: JobID) throws -> any Trigger {
    let prepared = try base.preparedPart(for: job)
    guard let limit else { return BoundedTrigger(prepared, start: start, end: end) }
    return try BoundedTrigger(prepared, start: start, end: end, limit: limit)
  }

  /// The trigger as it is written in tables and the status.
  public var expression: String { base.expression }

  /// The zone in which the trigger is evaluated; nil where none matters.
  public var timeZoneName: String? { base.timeZoneName }

  /// The trigger in one line of English.
  public var description: String {
    var text = base.description
    if let start { text += ", not before \(start)" }
    if let end { text += ", not after \(end)" }
    if let limit { text += limit == 1 ? ", once" : ", \(limit) times" }
    return text
  }

  /// Names the trigger: equal for equal triggers, across processes and releases.
  public var fingerprint: String {
    func text(_ instant: Instant?) -> String { instant.map { "\($0.nanosecondsSince1970)" } ?? "" }
    return Fingerprint.of("bounded", text(start), text(end), limit.map(String.init) ?? "", base.fingerprint)
  }
}

extension BoundedTrigger: Hashable {
  /// Whether trigger, start, end and limit are the same.
  public static func == (a: BoundedTrigger, b: BoundedTrigger) -> Bool { a.fingerprint == b.fingerprint }

  /// Hashes the fingerprint.
  public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}
