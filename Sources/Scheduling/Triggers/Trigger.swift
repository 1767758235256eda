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

  /// How many instants there are from `first` to `last`, both of which are instants of this trigger. The default counts
  /// one by one and gives up at ``maximumCount``.
  func count(from first: Instant, through last: Instant) -> Int

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

/// Where the default ``Trigger/count(from:through:)`` gives up: a range with more instants is told as this many.
package let maximumCount = 1_000_000

extension Trigger {
  /// How many instants there are from `first` to `last`, both of which are instants of this trigger.
  public func count(from first: Instant, through last: Instant) -> Int {
    countOneByOne(from: first, through: last)
  }

  func countOneByOne(from first: Instant, through last: Instant) -> Int {
    var count = 0
    var instant: Instant? = first
    while let current = instant, current <= last, count < maximumCount {
      count += 1
      instant = next(after: current)
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
    var instants: [Instant] = []
    var current = instant
    while instants.count < n, let following = next(after: current) {
      instants.append(following)
      current = following
    }
    return instants
  }
}
