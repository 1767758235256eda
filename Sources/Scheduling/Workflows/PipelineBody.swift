import CivilTime

/// Runs a pipeline as the body of a job.
struct PipelineBody: Sendable {
  let pipeline: Pipeline
  let store: any CheckpointStore
  let clock: any SchedulerClock
  let redaction: Redaction
  let tell: @Sendable (SchedulerEvent) -> Void

  func run(_ run: RunContext) async throws {
    let (progress, first, isResumed) = try await begin(run)
    let stages = pipeline.stages
    for index in first..<stages.count {
      let position = StagePosition(name: stages[index].name, number: index + 1, count: stages.count)
      let place = StagePlace(run: run, position: position, isResumed: isResumed, progress: progress)
      let next = index + 1 < stages.count ? stages[index + 1].name : nil
      try await perform(stages[index], place, next: next)
    }
  }

  private func perform(_ stage: Pipeline.Stage, _ place: StagePlace, next: String?) async throws {
    guard !Task.isCancelled else { throw StageFailure(stage: place.position, underlying: CancellationError()) }
    let begun = clock.monotonic()
    tell(.stageStarted(place.run.firing, run: place.run.id, place.position))
    do {
      try await stage.body(place)
      try await place.progress.complete(stage.name, next: next)
    } catch {
      let failure = StageFailure(stage: place.position, underlying: error)
      tell(
        .stageEnded(
          place.run.firing, run: place.run.id, place.position, duration: clock.monotonic() - begun,
          error: redaction.message(
            of: failure, handler: place.run.job.rawValue, arguments: place.run.arguments)))
      if error is any PermanentError { throw Permanent(failure) }
      throw failure
    }
    tell(
      .stageEnded(
        place.run.firing, run: place.run.id, place.position, duration: clock.monotonic() - begun, error: nil))
  }

  /// Takes the job's progress over and finds the stage to begin with.
  private func begin(_ run: RunContext) async throws -> (KeptProgress, first: Int, isResumed: Bool) {
    let names = pipeline.stageNames
    let writer = CheckpointWriter(run: run.id, fencingToken: run.fencingToken)
    var fresh = PipelineProgress(passInstant: run.firing.instant, stage: names.first ?? "")
    guard pipeline.resume == .failedStage else {
      return (KeptProgress(fresh, of: run.job, writer: writer, store: nil), 0, false)
    }
    // A dry run begins where a run would, and writes nothing down.
    let isDry = run.dryRun != nil
    let last = try await isDry ? store.progress(of: run.job) : store.begin(run.job, writer: writer)
    let kept = { (progress: PipelineProgress) in
      KeptProgress(progress, of: run.job, writer: writer, store: isDry ? nil : store)
    }
    guard var progress = last else { return (kept(fresh), 0, false) }
    switch progress.align(with: names) {
    case .goesOn(let index):
      return (kept(progress), index, true)
    case .changed(let index):
      tell(.pipelineChanged(run.job, run: run.id, stoppedAt: last?.stage ?? "", resumesAt: names[index]))
      return (kept(progress), index, index > 0)
    case nil:
      fresh.revision = progress.revision
      tell(.pipelineChanged(run.job, run: run.id, stoppedAt: last?.stage ?? "", resumesAt: names.first ?? ""))
      return (kept(fresh), 0, false)
    }
  }
}
