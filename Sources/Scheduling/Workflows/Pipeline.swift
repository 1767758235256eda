/// A job's body in named stages, one after the other. It stops at the first stage that fails, and the retry or the next
/// run goes on there.
///
/// ```swift
/// try await scheduler.add("driveright", .cron("0 4 * * *"), pipeline: Pipeline {
///   Pipeline.Stage("pull", checkpoint: PageCursor.self) { stage in
///     var cursor = stage.checkpoint ?? PageCursor()
///     while let page = try await trips.page(after: cursor) {
///       try await database.insert(page.trips)
///       cursor = page.cursor
///       try await stage.save(cursor)
///     }
///   }
///   Pipeline.Stage("email") { stage in try await mail.sendReport(for: stage.passInstant) }
/// })
/// ```
/// What has been done is kept in ``Checkpoints``: with those in Redis another replica goes on after a
/// crash. A stage that was cut short is begun again with its last checkpoint: what it did after that is done twice.
public struct Pipeline: Sendable {
  /// Where a run begins when the one before it has not come to the end.
  public enum Resume: String, Sendable, Hashable, Codable {
    /// At the stage that failed or was cut short.
    case failedStage
    /// At the first stage. Checkpoints are passed from stage to stage within a run and are not kept after it.
    case fromStart
  }

  /// Where a run begins when the one before it has not come to the end.
  public let resume: Resume
  let stages: [Stage]

  /// A pipeline of stages, checked when a job is added with it.
  public init(resume: Resume = .failedStage, @StageBuilder _ stages: () -> [Stage]) {
    self.init(resume: resume, stages: stages())
  }

  /// A pipeline of stages that were made before.
  public init(resume: Resume = .failedStage, stages: [Stage]) {
    self.resume = resume
    self.stages = stages
  }

  /// The stages' names, in order.
  public var stageNames: [String] { stages.map(\.name) }

  /// The most stages of a pipeline.
  package static let maximumStages = 100

  /// Why a job cannot have this pipeline; nil when it can.
  var fault: String? {
    if stages.isEmpty { return "a pipeline has at least one stage" }
    if stages.count > Self.maximumStages { return "a pipeline has at most \(Self.maximumStages) stages" }
    var names: Set<String> = []
    for stage in stages {
      if let fault = stage.fault { return fault }
      if !names.insert(stage.name).inserted { return "two stages are named '\(stage.name)'" }
    }
    return nil
  }

  /// Compares the stages with the names that a schedule file gives, which must be the same in the same order.
  /// - Throws: ``SchedulerError`` with the code `invalidPipeline`, naming the first difference.
  func check(names: [String], of job: JobID) throws(SchedulerError) {
    guard names != stageNames else { return }
    let own = stageNames
    let place = zip(names, own).prefix { $0 == $1 }.count
    let difference =
      if place == names.count {
        "the code goes on with '\(own[place])'"
      } else if place == own.count {
        "the code has no stage '\(names[place])' at its end"
      } else {
        "stage \(place + 1) is '\(own[place])' in the code"
      }
    throw SchedulerError(
      .invalidPipeline,
      "the pipeline is [\(names.joined(separator: ", "))], but \(difference): names and order must be those of the code",
      job: job)
  }
}

/// Puts the stages of a ``Pipeline`` one under the other.
@resultBuilder
public enum StageBuilder {
  /// One stage.
  public static func buildExpression(_ stage: Pipeline.Stage) -> [Pipeline.Stage] { [stage] }
  /// Stages one after the other.
  public static func buildBlock(_ parts: [Pipeline.Stage]...) -> [Pipeline.Stage] { parts.flatMap { $0 } }
  /// Stages of an `if` without `else`. A list that differs from run to run begins where it differs from what was done.
  public static func buildOptional(_ part: [Pipeline.Stage]?) -> [Pipeline.Stage] { part ?? [] }
  /// Stages of an `if`.
  public static func buildEither(first: [Pipeline.Stage]) -> [Pipeline.Stage] { first }
  /// Stages of an `else`.
  public static func buildEither(second: [Pipeline.Stage]) -> [Pipeline.Stage] { second }
  /// Stages of a loop.
  public static func buildArray(_ parts: [[Pipeline.Stage]]) -> [Pipeline.Stage] { parts.flatMap { $0 } }
}
