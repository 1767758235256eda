/// Who decides which replica runs a firing: ``local``, or `.redis(…)` of `SchedulingRedis`.
public struct Claims: Sendable {
  let service: (any ClaimService)?
  /// Where pipelines keep their checkpoints when the scheduler has no other place for them.
  let checkpoints: (any CheckpointStore)?

  /// This process alone: the right choice for a service that runs once.
  public static let local = Claims(service: nil, checkpoints: nil)

  private init(service: (any ClaimService)?, checkpoints: (any CheckpointStore)?) {
    self.service = service
    self.checkpoints = checkpoints
  }

  /// A service shared by all replicas, and where they keep the checkpoints of their pipelines.
  package init(_ service: any ClaimService, checkpoints: (any CheckpointStore)? = nil) {
    self.init(service: service, checkpoints: checkpoints)
  }
}
