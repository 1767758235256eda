public import CivilTime

extension Trigger {
  /// This trigger without its instants before a start, which is inclusive.
  public func starting(at start: Instant) -> BoundedTrigger { bounded(start: start, end: nil) }

  /// This trigger without its instants after an end, which is inclusive.
  public func ending(at end: Instant) -> BoundedTrigger { bounded(start: nil, end: end) }

  /// The first `limit` instants of this trigger, counted from its start, whether or not a job runs at them.
  ///
  /// ```swift
  /// let trigger = try CronTrigger.cron("0 9 * * *").starting(at: launch).limited(to: 30)
  /// ```
  /// - Parameter limit: 1 to 1,000,000.
  /// - Throws: ``SchedulerError`` with the code `invalidTrigger` for a limit out of range, and for a trigger without a
  ///   start, such as a cron expression: call ``starting(at:)`` before.
  public func limited(to limit: Int) throws(SchedulerError) -> BoundedTrigger {
    let (base, start, end) = unlimited
    return try BoundedTrigger(base, start: start, end: end, limit: limit)
  }

  private func bounded(start: Instant?, end: Instant?) -> BoundedTrigger {
    let (base, ownStart, ownEnd) = unlimited
    let starts = [start, ownStart].compactMap(\.self)
    let ends = [end, ownEnd].compactMap(\.self)
    return BoundedTrigger(base, start: starts.max(), end: ends.min())
  }

  /// The trigger within bounds that may be merged with others: one that is limited stays as it is.
  private var unlimited: (base: any Trigger, start: Instant?, end: Instant?) {
    guard let bounded = self as? BoundedTrigger, bounded.limit == nil else { return (self, nil, nil) }
    return (bounded.base, bounded.start, bounded.end)
  }
}
