extension Trigger {
  /// The trigger as a part of another, for one job. What waits for an event names no instants that could be combined with
  /// others, or left out, and within another trigger it would be forgotten.
  func preparedPart(for job: JobID) throws -> any Trigger {
    guard !(self is any EventTrigger) else {
      throw SchedulerError(
        .invalidTrigger, "'\(expression)' waits for an event and cannot be a part of another trigger: use it by itself",
        job: job)
    }
    return try prepared(for: job)
  }
}
