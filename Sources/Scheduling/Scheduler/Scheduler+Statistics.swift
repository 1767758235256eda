import CivilTime

extension Scheduler {
  /// How a job has done here: in this process, or of the runs elsewhere that it knows; nil when there is no such job.
  public func statistics(of job: JobID) -> JobStatistics? {
    core.look { machine, now in
      machine.jobs.slot(job).map { slot in
        JobStatistics(
          job, rows: machine.ledger.rows(slot: slot, now), lastSuccess: machine.overdue[slot].lastSuccess)
      }
    }
  }
}
