/// Where a scheduler keeps its jobs: in ``memory``, or in `.redis(…)` of `SchedulingRedis`.
public struct JobStore: Sendable {
  let service: (any JobStoreService)?
  let triggers: TriggerCoding
  /// Where pipelines keep their checkpoints when the scheduler has no other place for them.
  let checkpoints: (any CheckpointStore)?

  /// In memory: jobs are added by code each time the process starts.
  public static let memory = JobStore(service: nil, triggers: .builtIn, checkpoints: nil)

  private init(service: (any JobStoreService)?, triggers: TriggerCoding, checkpoints: (any CheckpointStore)?) {
    self.service = service
    self.triggers = triggers
    self.checkpoints = checkpoints
  }

  /// A durable store that replicas share.
  /// - Parameters:
  ///   - service: keeps the jobs, and decides who runs them.
  ///   - triggers: the trigger types that it can hold; defaults to the library's own.
  ///   - checkpoints: where the replicas keep the checkpoints of their pipelines.
  package init(
    _ service: any JobStoreService, triggers: TriggerCoding = .builtIn, checkpoints: (any CheckpointStore)? = nil
  ) {
    self.init(service: service as (any JobStoreService)?, triggers: triggers, checkpoints: checkpoints)
  }
}
