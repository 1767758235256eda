import Logging
import OrdersDomain
import Scheduling

extension HousekeepingTask {
  /// A body for every task, by its job's id.
  ///
  /// A task judges ages by the nominal instant, not by the clock: a run that starts late, or again, does what the run
  /// on time would have done. Where claims are shared the fencing token goes with the write.
  static func bodies(on database: OrdersDatabase, logger: Logger) -> JobBodies {
    var bodies = JobBodies()
    for task in all {
      bodies[JobID(task.id)] = { run in
        let fence = run.fencingToken.map { Fence(job: task.id, token: $0) }
        let rows = try await database.perform(task, at: run.scheduledAt.date, fence: fence)
        logger.log(
          level: rows > 0 ? .info : .debug, "\(rows) \(task.effect)",
          metadata: ["job.id": "\(task.id)", "job.scheduled_at": "\(run.firing.instant)"])
      }
    }
    return bodies
  }
}
