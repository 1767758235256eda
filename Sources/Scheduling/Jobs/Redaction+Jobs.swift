extension Redaction {
  /// The arguments of a job to show; nil where it has none.
  public func arguments(of job: JobInfo) -> JobArguments? {
    job.arguments.map { arguments($0, handler: job.handler ?? job.id.rawValue) }
  }
}
