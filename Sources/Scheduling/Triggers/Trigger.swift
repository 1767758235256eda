public import CivilTime

/// Says when a job is due: an increasing sequence of nominal instants.
///
/// A trigger is a pure value: the same trigger answers the same question in the same way on every replica, whatever was
/// asked before. A host's own type works like the built-in ones:
/// ```swift
/// struct TideTrigger: Trigger {
///   func next(after instant: Instant) -> Instant? { … }
///   func previous(before instant: Instant) -> Instant? { … }
///   var description: String { "At high tide, Dover" }
///   var fingerprint: String { "tide:dover" }
/// }
/// ```
public protocol Trigger: Sendable, CustomStringConvertible {
  /// The first instant strictly later than `instant`; nil when there is none.
  func next(after instant: Instant) -> Instant?

  /// The last instant strictly earlier than `instant`; nil when there is none.
  func previous(before instant: Instant) -> Instant?

  /// The first instant strictly later than `instant`, searched for within a budget that others share; nil when there is
  /// none, or when the budget ends before one is found: `budget.isExhausted` says which. The default spends one step for
  /// ``next(after:)``.
  ///
  /// A trigger made of others passes the budget on to them, and returns nil as soon as it is exhausted.
  func next(after instant: Instant, within budget: inout SearchBudget) -> Instant?

  /// The last instant strictly earlier than `instant`, searched for within a budget that others share; see
  /// ``next(after:within:)``.
  func previous(before instant: Instant, within budget: inout SearchBudget) -> Instant?

  /// How many instants there are from `first` to `last`, both of which are instants of this trigger.
  func count(from first: Instant, through last: Instant) -> Int

  /// How many instants there are from `first` to `last`, both of which are instants of this trigger. When the budget
  /// ends before the count does, there are at least as many as the number returned. The default counts one by one.
  func count(from first: Instant, through last: Instant, within budget: inout SearchBudget) -> Int

  /// Names the trigger: equal for equal triggers, across processes and releases. A job whose fingerprint changes begins
  /// anew and inherits no backlog.
  var fingerprint: String { get }

  /// The expression or value as it was written, for tables and the status, such as `*/5 * * * *`.
  var expression: String { get }

  /// The zone in which the trigger is evaluated; nil where none matters.
  var timeZoneName: String? { get }

  /// The trigger as it is for one job; called when the job is added. The place to mix in the job's id, and to refuse:
  /// what it throws is thrown by `add`. The default returns the trigger itself.
  func prepared(for job: JobID) throws -> any Trigger
}

extension Trigger {
  /// The first instant strictly later than `instant`, for one step of the budget.
  public func next(after instant: Instant, within budget: inout SearchBudget) -> Instant? {
    budget.spend() ? next(after: instant) : nil
  }

  /// The last instant strictly earlier than `instant`, for one step of the budget.
  public func previous(before instant: Instant, within budget: inout SearchBudget) -> Instant? {
    budget.spend() ? previous(before: instant) : nil
  }

  /// How many instants there are from `first` to `last`, both of which are instants of this trigger. Where there are very
  /// many, at least as many as the number returned.
  public func count(from first: Instant, through last: Instant) -> Int {
    var budget = SearchBudget()
    return count(from: first, through: last, within: &budget)
  }

  /// How many instants there are from `first` to `last`, counted one by one while the budget lasts.
  public func count(from first: Instant, through last: Instant, within budget: inout SearchBudget) -> Int {
    var count = 0
    var instant: Instant? = first
    while let current = instant, current <= last {
      count += 1
      instant = next(after: current, within: &budget)
    }
    return count
  }

  /// The trigger as it is written in tables and the status.
  public var expression: String { description }

  /// The zone in which the trigger is evaluated; nil where none matters.
  public var timeZoneName: String? { nil }

  /// The trigger as it is for one job.
  public func prepared(for job: JobID) throws -> any Trigger { self }

  /// The first `n` instants strictly later than `instant`; fewer when there are no more.
  public func next(_ n: Int, after instant: Instant) -> [Instant] {
    var budget = SearchBudget()
    return next(n, after: instant, within: &budget)
  }

  /// The first `n` instants strictly later than `instant`; fewer when there are no more, or when the budget that they
  /// share is exhausted.
  public func next(_ n: Int, after instant: Instant, within budget: inout SearchBudget) -> [Instant] {
    var instants: [Instant] = []
    var current = instant
    while instants.count < n, let following = next(after: current, within: &budget) {
      instants.append(following)
      current = following
    }
    return instants
  }
}
