extension Scheduler {
  /// Adds a job whose body is a ``Pipeline``; otherwise as ``add(_:_:timeout:options:ifExists:expectedVersion:retryIf:_:)``.
  ///
  /// A pipeline that resumes has one run at a time, as its progress belongs to the job.
  /// - Throws: also ``SchedulerError`` with the code `invalidPipeline` for its stages, `invalidOption` for more than one
  ///   run at once, and `invalidConfiguration` where claims are shared and checkpoints are not.
  @discardableResult
  public func add(
    _ id: JobID, _ trigger: some Trigger, timeout: Duration? = nil, options: JobOptions = JobOptions(),
    ifExists: IfExists = .refuse, expectedVersion: Int64? = nil, retryIf: (@Sendable (any Error) -> Bool)? = nil,
    pipeline: Pipeline
  ) async throws -> JobInfo {
    let body = try body(of: pipeline, for: id, options)
    return try await add(
      id, trigger, timeout: timeout, options: options, ifExists: ifExists, expectedVersion: expectedVersion,
      retryIf: retryIf, body)
  }

  /// The body that runs a pipeline.
  func body(of pipeline: Pipeline, for id: JobID, _ options: JobOptions) throws(SchedulerError) -> JobBody {
    if let fault = pipeline.fault { throw SchedulerError(.invalidPipeline, fault, job: id) }
    if pipeline.resume == .failedStage {
      guard options.instanceLimit == 1 else {
        throw SchedulerError(
          .invalidOption,
          "a pipeline that resumes runs one at a time, as its progress belongs to the job: leave maxInstances and the "
            + "overlap policy allow away, or write resume: .fromStart", job: id)
      }
      guard core.claims == nil || checkpoints.isShared else {
        throw SchedulerError(
          .invalidConfiguration,
          "claims are shared and checkpoints are kept in this process alone, so another replica could not resume: give "
            + "the scheduler shared checkpoints, or write resume: .fromStart", job: id)
      }
    }
    let body = PipelineBody(
      pipeline: pipeline, store: checkpoints, clock: core.clock, redaction: core.configuration.redaction
    ) { [hub = core.hub] event in
      hub.publish([event])
    }
    return { run in try await body.run(run) }
  }

  /// How far a job's pipeline has come; nil where its last pass came to the end, there was none, or the job is no
  /// pipeline that resumes.
  /// - Throws: ``CheckpointError`` with the code `unavailable` when the store does not answer.
  public func pipelineProgress(of job: JobID) async throws(CheckpointError) -> PipelineProgress? {
    try await checkpoints.progress(of: job)
  }

  /// Lets a job's pipeline begin at its first stage with the next run. A run that is going on keeps its place and writes
  /// it down again: cancel it first.
  /// - Throws: ``CheckpointError`` with the code `unavailable` when the store does not answer.
  public func clearCheckpoints(of job: JobID) async throws(CheckpointError) { try await checkpoints.clear(job) }
}
