public import CivilTime

/// Where jobs with a ``Pipeline`` keep how far they have come. Hosts choose one with
/// ``Checkpoints``.
///
/// One run of a job writes at a time. A run takes the job's progress over with ``begin(_:writer:)``; from then on the
/// writes of the run before it are refused, and a run with a lower fencing token than the last one cannot take over.
package protocol CheckpointStore: Sendable {
  /// Whether every replica sees what is kept. Without it pipelines that resume are refused where claims are shared.
  var isShared: Bool { get }

  /// Takes a job's progress over for a run, and returns it; nil where the last pass came to its end or there was none.
  func begin(_ job: JobID, writer: CheckpointWriter) async throws(CheckpointError) -> PipelineProgress?

  /// Keeps a job's progress, or forgets it when the last stage has succeeded (nil). A write with a lower
  /// ``PipelineProgress/revision`` than the last one of the same run changes nothing.
  func save(
    _ progress: PipelineProgress?, of job: JobID, writer: CheckpointWriter
  ) async throws(CheckpointError)

  /// A job's progress, for people and dry runs; nil where nothing is left to resume.
  func progress(of job: JobID) async throws(CheckpointError) -> PipelineProgress?

  /// Forgets a job's progress, whoever wrote it: its next run begins at the first stage.
  func clear(_ job: JobID) async throws(CheckpointError)
}

/// The run that writes checkpoints.
package struct CheckpointWriter: Sendable, Hashable {
  /// The run.
  package var run: RunID
  /// The fencing token of its lease; nil where claims are local.
  package var fencingToken: Int64?

  /// A writer.
  package init(run: RunID, fencingToken: Int64?) {
    self.run = run
    self.fencingToken = fencingToken
  }
}

/// Why a checkpoint was not kept or cannot be read, and what to do.
public struct CheckpointError: SchedulingError, Hashable {
  /// A kind of failure. More may be added; match the ones that you handle.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// The name of the code.
    public let description: String
    let kind: SchedulingErrorKind

    /// A newer run of the job has taken over: this one must stop.
    public static let overtaken = Code(description: "overtaken", kind: .conflict)
    /// The store could not be reached; whether it kept the checkpoint is unknown.
    public static let unavailable = Code(description: "unavailable", kind: .unavailable)
    /// The job's checkpoints are larger than 1 MiB together.
    public static let tooLarge = Code(description: "tooLarge", kind: .tooLarge)
    /// What was kept is not of the type that is asked for.
    public static let unreadable = Code(description: "unreadable", kind: .failed)
    /// The value cannot be written as JSON.
    public static let unwritable = Code(description: "unwritable", kind: .invalidInput)
  }

  /// The kind of the failure.
  public var code: Code
  /// What happened and what to do.
  public var message: String

  /// An error.
  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message.printable(bytes: Redaction.longestMessage)
  }

  /// What the code means for a caller.
  public var kind: SchedulingErrorKind { code.kind }

  /// A run that was overtaken.
  package static func overtaken(_ run: RunID) -> CheckpointError {
    CheckpointError(
      .overtaken, "run \(run) may not write: a newer run of the job has taken its checkpoints over. Stop; it goes on")
  }

  /// Code and message in one line.
  public var description: String { "\(code): \(message)" }
}
