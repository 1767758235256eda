extension Scheduler {
  /// Shuts the scheduler down and returns once ``run()`` has nothing left to do: for hosts without a `ServiceGroup`, such
  /// as Vapor's lifecycle handlers, a Lambda, or a test. In a `ServiceGroup` it is not needed.
  ///
  /// ```swift
  /// let running = Task { try await scheduler.run() }
  /// // … until the program has done its work …
  /// await scheduler.shutdown()
  /// try await running.value
  /// ```
  /// Nothing new starts. Runs may go on for ``SchedulerConfiguration/drainTimeout`` and are then cancelled; a body that
  /// ignores its cancellation holds the call up. If the calling task is cancelled, runs are cancelled at once. Where `run()`
  /// was not called yet, the call returns at once and a later `run()` starts nothing. Calling it again waits for the same
  /// end. Do not call it from the body of a job, which it would wait for.
  public func shutdown() async {
    beginShutdown()
    guard core.look({ machine, _ in machine.startedAt != nil }) else { return }
    await withTaskCancellationHandler {
      await core.stopped.wait()
    } onCancel: {
      core.change { machine, context in machine.cancelAll(.shutdown, &context) }
    }
  }
}
