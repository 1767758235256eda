import Scheduling

/// Arguments and messages as the API writes them: redacted by the scheduler's own settings, which know handlers by name.
struct ArgumentRedaction: Sendable {
  let scheduler: Scheduler

  /// Arguments of a job, whether its own or those of one run.
  func redacted(_ arguments: JobArguments?, of job: JobID?) -> JobArguments? {
    arguments.map { value in
      let handler = job.map { scheduler.job($0)?.handler ?? $0.rawValue }
      return scheduler.redaction.arguments(value, handler: handler)
    }
  }

  /// A text that a caller wrote, such as a note.
  func redacted(_ text: String) -> String { scheduler.redaction.message(text) }
}
