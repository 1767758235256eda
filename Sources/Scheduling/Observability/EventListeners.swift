import CivilTime

/// A listener that was given to ``Scheduler/onEvent(_:)``.
public struct EventSubscription: Sendable {
  let task: Task<Void, Never>

  /// Ends it: an event that is being delivered is the last one.
  public func cancel() { task.cancel() }
}
