public import CivilTime

/// What a stage of a ``Pipeline`` receives, and where it keeps its progress.
public struct StageContext<Checkpoint: Codable & Sendable>: Sendable {
  private let place: StagePlace
  /// The stage's checkpoint as it stood when the stage began: saved by the run that this one goes on for. Nil at a
  /// fresh beginning.
  public let checkpoint: Checkpoint?

  init(_ place: StagePlace) throws(CheckpointError) {
    self.place = place
    checkpoint =
      Checkpoint.self == Never.self
      ? nil : try place.progress.checkpoint(of: place.position.name, as: Checkpoint.self)
  }

  /// The run that the stage belongs to.
  public var run: RunContext { place.run }
  /// Which stage of how many this is.
  public var position: StagePosition { place.position }
  /// True when an earlier run began the stages and this one goes on.
  public var isResumed: Bool { place.isResumed }
  /// The nominal instant of the run that began at the first stage: of this run, or of the one that it goes on for.
  public var passInstant: Instant { place.progress.passInstant }

  /// Keeps how far the stage has come, in place of what it kept before. A run that goes on for this one is given it as
  /// ``checkpoint``; later stages read it with ``checkpoint(of:as:)``.
  ///
  /// In a dry run, and in a pipeline that resumes ``Pipeline/Resume/fromStart``, only later stages of the same run can read it.
  /// - Throws: ``CheckpointError``: `overtaken` when a newer run of the job has begun, which should end this one;
  ///   `unavailable` when the store did not keep it; `unwritable` and `tooLarge` for the value.
  public func save(_ checkpoint: Checkpoint) async throws(CheckpointError) {
    try await place.progress.save(checkpoint, of: place.position.name)
  }

  /// What an earlier stage of this pipeline kept last; nil when it kept nothing.
  /// - Throws: ``CheckpointError`` with the code `unreadable` when it was kept as another type.
  public func checkpoint<Value: Decodable>(
    of stage: String, as type: Value.Type = Value.self
  ) throws(CheckpointError) -> Value? {
    try place.progress.checkpoint(of: stage, as: type)
  }
}

/// Where in a pipeline's run a stage stands.
struct StagePlace: Sendable {
  let run: RunContext
  let position: StagePosition
  let isResumed: Bool
  let progress: KeptProgress
}
