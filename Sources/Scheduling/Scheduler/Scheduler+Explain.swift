public import CivilTime

extension Scheduler {
  /// Why a job ran, or did not, at an instant, from its records: how it ended, why it was skipped or missed, that the
  /// trigger has no such instant, that another replica has decided it, that it is still to come.
  ///
  /// ```swift
  /// print(try scheduler.explain("driveright", at: Instant(rfc3339: "2026-11-21T04:00:00Z")))
  /// // skipped(overlap): as many runs as allowed were still going on
  /// ```
  /// It knows the rows of this process. What another replica decided is said to be elsewhere: ask that one, or the
  /// fleet's history in Redis.
  /// - Throws: ``SchedulerError`` with the code `unknownJob` when there is no such job and no row of one.
  public func explain(_ job: JobID, at instant: Instant) throws(SchedulerError) -> FiringExplanation {
    guard let answer = core.explain(job, at: instant) else {
      throw SchedulerError(.unknownJob, "there is no job with this id, and no row of one", job: job)
    }
    return answer
  }
}
