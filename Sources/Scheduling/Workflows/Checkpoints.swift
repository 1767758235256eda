/// Where jobs with a ``Pipeline`` keep how far they have come: in ``memory``, or in `.redis(…)` of `SchedulingRedis`.
///
/// Shared claims and durable stores bring checkpoints of their own in the same Redis. Beside local claims,
/// checkpoints in Redis let a single service resume after a restart:
/// ```swift
/// let scheduler = Scheduler(checkpoints: .redis(redis, namespace: "orders"))
/// ```
public struct Checkpoints: Sendable {
  let store: any CheckpointStore

  /// In this process: a retry and the next run resume, a new process begins at the first stage.
  public static var memory: Checkpoints { Checkpoints(MemoryCheckpoints()) }

  /// Checkpoints in a store.
  package init(_ store: any CheckpointStore) { self.store = store }
}
