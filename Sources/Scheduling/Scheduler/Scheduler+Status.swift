import CivilTime

extension Scheduler {
  /// How the scheduler is doing, as it is read now: in short pieces under the scheduler's lock. Its cost grows with the
  /// number of jobs; a probe asks ``probe``, which costs nothing.
  public var status: SchedulerStatus {
    let snapshot = core.snapshot()
    var status = snapshot.summary
    status.jobs = snapshot.allJobs
    return status
  }
}
