import CivilTime

/// A trigger that waits for something to happen instead of naming instants in advance.
protocol EventTrigger: Trigger {
  var event: TriggerEvent { get }
}

/// What an ``EventTrigger`` waits for.
enum TriggerEvent: Hashable, Sendable {
  /// The scheduler of this process starts.
  case startup
  /// A run of a job ends; of the job itself when `job` is nil.
  case completion(of: JobID?, on: CompletionTrigger.Ending, delay: Int64)
}

extension EventTrigger {
  /// The first instant strictly later than `instant`; nil when there is none.
  public func next(after instant: Instant) -> Instant? { nil }

  /// The last instant strictly earlier than `instant`; nil when there is none.
  public func previous(before instant: Instant) -> Instant? { nil }

  /// How many instants there are from `first` to `last`, both of which are instants of this trigger.
  public func count(from first: Instant, through last: Instant, within budget: inout SearchBudget) -> Int { 0 }
}
