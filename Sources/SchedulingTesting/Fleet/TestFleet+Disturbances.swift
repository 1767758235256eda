public import Scheduling

/// What happens to fleets. A replica is named by its index in ``replicas``; one that is not there is left alone.
extension TestFleet {
  /// The index of a replica that runs the job now; nil where none does.
  public func replica(running job: JobID) -> Int? {
    replicas.indices.first { !replicas[$0].life.isDead && (replicas[$0].scheduler.job(job)?.running ?? 0) > 0 }
  }

  /// Ends a replica at once, as kill -9 and the loss of a machine do: the fleet receives nothing more from it, not even
  /// that it has gone. Its bodies are cancelled, and what they return reaches nobody.
  public func kill(_ replica: Int) {
    guard replicas.indices.contains(replica) else { return }
    replicas[replica].connection.setReachable(false)
    replicas[replica].life.end()
    replicas[replica].clock.setFrozen(false)
  }

  /// Lets a replica stand still, as a paused container and a long garbage collection of its host do: it decides nothing
  /// and renews nothing while time passes for the others. Bodies that have begun go on.
  public func freeze(_ replica: Int) {
    guard replicas.indices.contains(replica) else { return }
    replicas[replica].clock.setFrozen(true)
  }

  /// Lets a frozen replica go on, which finds that time has passed.
  public func thaw(_ replica: Int) {
    guard replicas.indices.contains(replica) else { return }
    replicas[replica].clock.setFrozen(false)
  }

  /// Cuts a replica off from what the fleet shares, or mends that.
  public func setReachable(_ isReachable: Bool, _ replica: Int) {
    guard replicas.indices.contains(replica), !replicas[replica].life.isDead else { return }
    replicas[replica].connection.setReachable(isReachable)
  }

  /// Forgets all that the fleet shares, as a server does that was restarted empty. See ``InProcessFleet/loseData()``.
  public func loseData() { shared.loseData() }
}

/// The task in which a replica runs.
final class ReplicaLife: Sendable {
  private struct State {
    var isDead = false
    var task: Task<Void, any Error>?
  }

  private let state = Lock(State())

  var isDead: Bool { state.withLock { $0.isDead } }

  func live(_ run: @escaping @Sendable () async throws -> Void) async throws {
    let task = Task { try await run() }
    state.withLock { $0.task = task }
    try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  /// Its scheduler waits for answers that cannot come, until its clock says that it has waited enough; nobody waits for it.
  func end() {
    let task = state.withLock { state in
      state.isDead = true
      return state.task
    }
    task?.cancel()
  }
}
