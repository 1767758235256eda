import CivilTime

extension Scheduler {
  /// Calls `listener` with everything that happens from now on, one event after the other, until the scheduler has
  /// stopped.
  ///
  /// ```swift
  /// scheduler.onEvent { event in
  ///   if case .ended(let record) = event, record.outcome.isFailure { failures.increment() }
  /// }
  /// ```
  /// Listeners have a thread of their own: one that is slow holds up other listeners and no run. Like ``events()`` it
  /// loses what it is too slow for and receives the number. What it throws is logged, and it goes on.
  @discardableResult
  public func onEvent(_ listener: @escaping @Sendable (SchedulerEvent) throws -> Void) -> EventSubscription {
    let events = events()
    let tell = core.hub.observer
    let thread = core.threadForListeners()
    // Without a thread of their own listeners share Swift's.
    let executor: any TaskExecutor = thread.hasThread ? thread : globalConcurrentExecutor
    let task = Task(executorPreference: executor) {
      // The thread must outlive the task, whatever becomes of the scheduler.
      defer { withExtendedLifetime(thread) {} }
      var failures = 0
      for await event in events {
        do {
          try listener(event)
        } catch {
          failures += 1
          // To the log alone: as an event it would come back to the listener that failed.
          if failures.nonzeroBitCount == 1 {
            tell?(.listenerFailed(error: String(describing: error).cut(toBytes: 2_000), times: failures))
          }
        }
      }
    }
    return EventSubscription(task: task)
  }
}
