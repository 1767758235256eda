import CivilTime

extension SchedulerCore: AlertSource {
  var time: Instant { now().wall }

  func options(of job: JobID) -> JobOptions? { look { machine, _ in machine.jobs.definition(job)?.options } }
}
