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
  public func next(after instant: Instant) -> Instant? { nil }

  public func previous(before instant: Instant) -> Instant? { nil }

  public func count(from first: Instant, through last: Instant) -> Int { 0 }
}
