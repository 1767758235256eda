public import CivilTime

/// How far a job's pipeline has come, from its first stage until its last one has succeeded.
public struct PipelineProgress: Sendable, Hashable {
  /// The nominal instant of the run that began at the first stage.
  public var passInstant: Instant
  /// The stages that succeeded, in order.
  public internal(set) var completed: [String] = []
  /// The stage that is going on, or was when the last run ended.
  public internal(set) var stage: String
  /// The last checkpoint of each stage that kept one, as JSON.
  public internal(set) var checkpoints: [String: String] = [:]
  /// Counts the changes, so that two writes of one run cannot change places on their way.
  package internal(set) var revision = 0

  /// The most bytes that the checkpoints of one job may have together: 1 MiB.
  package static let maximumBytes = 1 << 20

  /// A beginning.
  package init(passInstant: Instant, stage: String) {
    self.passInstant = passInstant
    self.stage = stage
  }

  mutating func keep(_ checkpoint: String, of stage: String) throws(CheckpointError) {
    let others = checkpoints.reduce(0) { $0 + ($1.key == stage ? 0 : $1.value.utf8.count) }
    guard others + checkpoint.utf8.count <= Self.maximumBytes else {
      throw CheckpointError(
        .tooLarge,
        "the checkpoints of a job have at most 1 MiB together; with the one of stage '\(stage)' they have "
          + "\(others + checkpoint.utf8.count) bytes. Keep the data elsewhere and its place here")
    }
    checkpoints[stage] = checkpoint
    revision += 1
  }

  mutating func complete(_ stage: String, next: String) {
    completed.append(stage)
    self.stage = next
    revision += 1
  }

  /// Where a pipeline of these stages goes on.
  enum Resumption: Hashable {
    /// At the stage where the last run stopped.
    case goesOn(at: Int)
    /// The list of stages is another: at the first stage that differs from what was done.
    case changed(at: Int)
  }

  /// Finds where a pipeline goes on, and forgets the checkpoints of stages that start over.
  ///
  /// What counts as done is the longest beginning of `stages` that was completed in the same order. So a stage that was
  /// put before the one that failed is not passed over, and one that was renamed is run under its new name without the
  /// old one's checkpoint. Where nothing is left to do a new pass begins: the result is nil.
  mutating func align(with stages: [String]) -> Resumption? {
    let done = zip(completed, stages).prefix { $0 == $1 }.count
    guard done < stages.count else { return nil }
    let isSame = done == completed.count && stages[done] == stage
    let kept = Set(stages[..<done]).union(isSame ? [stage] : [])
    checkpoints = checkpoints.filter { kept.contains($0.key) }
    completed = Array(stages[..<done])
    stage = stages[done]
    revision += 1
    return isSame ? .goesOn(at: done) : .changed(at: done)
  }
}

extension PipelineProgress: Codable {
  private enum Key: String, CodingKey { case pass, completed, stage, checkpoints, revision }

  /// Reads what ``encode(to:)`` wrote.
  /// - Throws: `DecodingError` for anything else.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    passInstant = Instant(nanosecondsSince1970: try container.decode(Int64.self, forKey: .pass))
    completed = try container.decode([String].self, forKey: .completed)
    stage = try container.decode(String.self, forKey: .stage)
    checkpoints = try container.decode([String: String].self, forKey: .checkpoints)
    revision = try container.decode(Int.self, forKey: .revision)
    // It is counted on from here.
    guard (0...(1 << 53)).contains(revision) else {
      throw DecodingError.dataCorruptedError(
        forKey: .revision, in: container, debugDescription: "a revision is 0 to 2^53; this one is \(revision)")
    }
  }

  /// Writes all of it; the instant in nanoseconds since 1970.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(passInstant.nanosecondsSince1970, forKey: .pass)
    try container.encode(completed, forKey: .completed)
    try container.encode(stage, forKey: .stage)
    try container.encode(checkpoints, forKey: .checkpoints)
    try container.encode(revision, forKey: .revision)
  }
}
