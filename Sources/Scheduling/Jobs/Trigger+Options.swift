extension Trigger {
  /// Refuses policies that can have no effect with this trigger.
  func check(_ options: JobOptions, of job: JobID) throws(SchedulerError) {
    guard self is any EventTrigger, options.jitter > .zero else { return }
    throw SchedulerError(
      .invalidOption,
      "jitter spreads instants that are known in advance, and '\(expression)' waits for an event: leave jitter out"
        + (self is CompletionTrigger ? ", or give the trigger a delay" : ""), job: job)
  }
}
