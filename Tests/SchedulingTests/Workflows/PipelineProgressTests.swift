import Testing

@testable import Scheduling

/// Where a pipeline goes on, as a pure decision.
@Suite struct PipelineProgressTests {
  private func stopped(at stage: String, after completed: [String]) -> PipelineProgress {
    var progress = PipelineProgress(passInstant: .epoch, stage: completed.first ?? stage)
    for (index, name) in completed.enumerated() {
      progress.checkpoints[name] = "1"
      progress.complete(name, next: index + 1 < completed.count ? completed[index + 1] : stage)
    }
    progress.checkpoints[stage] = "2"
    return progress
  }

  @Test func theSameStagesGoOnWhereTheyStoppedWithAllCheckpoints() {
    var progress = stopped(at: "email", after: ["pull", "sync"])
    #expect(progress.align(with: ["pull", "sync", "email", "update"]) == .goesOn(at: 2))
    #expect(progress.checkpoints == ["pull": "1", "sync": "1", "email": "2"])
  }

  @Test func aStagePutBeforeTheOneThatFailedIsNotPassedOver() {
    var progress = stopped(at: "email", after: ["pull", "sync"])
    #expect(progress.align(with: ["pull", "audit", "sync", "email"]) == .changed(at: 1))
    #expect(progress.completed == ["pull"] && progress.checkpoints == ["pull": "1"])
  }

  @Test func aRenamedStageRunsUnderItsNewNameWithoutTheOldCheckpoint() {
    var progress = stopped(at: "email", after: ["pull", "sync"])
    #expect(progress.align(with: ["pull", "sync", "mail", "update"]) == .changed(at: 2))
    #expect(progress.stage == "mail" && progress.checkpoints == ["pull": "1", "sync": "1"])
  }

  @Test func whereOnlyRemovedStagesWereLeftANewPassBegins() {
    var progress = stopped(at: "email", after: ["pull", "sync"])
    #expect(progress.align(with: ["pull", "sync"]) == nil)
  }

  @Test func checkpointsHaveABoundForTheJob() throws {
    var progress = PipelineProgress(passInstant: .epoch, stage: "a")
    let half = String(repeating: "x", count: PipelineProgress.maximumBytes / 2)
    try progress.keep(half, of: "a")
    try progress.keep(half, of: "a")
    try progress.keep(half, of: "b")
    let error = #expect(throws: CheckpointError.self) { try progress.keep("x", of: "c") }
    #expect(error?.code == .tooLarge)
  }
}
