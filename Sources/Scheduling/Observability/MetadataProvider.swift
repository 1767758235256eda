public import Logging

extension Logger.MetadataProvider {
  /// Adds `job.id`, `job.run_id`, `job.scheduled_at` and `job.attempt` to whatever is logged within the body of a job, by
  /// any logger of the process. Outside a body it adds nothing.
  ///
  /// ```swift
  /// LoggingSystem.bootstrap(StreamLogHandler.standardOutput, metadataProvider: .scheduledRun)
  /// ```
  /// Combine it with others by `.multiplex([.scheduledRun, …])`. Tasks that a body detaches are outside of it.
  public static var scheduledRun: Logger.MetadataProvider {
    Logger.MetadataProvider {
      guard let run = RunContext.current else { return [:] }
      return [
        "job.id": .string(run.job.rawValue), "job.run_id": .string(run.id.description),
        "job.scheduled_at": .string(run.firing.instant.description), "job.attempt": .stringConvertible(run.attempt),
      ]
    }
  }
}
