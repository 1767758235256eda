/// Runs before the bodies of a scheduler's jobs, so that a test can let them fail.
package struct Rehearsal: Sendable {
  let rehearse: @Sendable (RunContext) async throws -> Void

  /// The body with the rehearsal before it.
  func before(_ body: @escaping JobBody) -> JobBody {
    { [rehearse] run in
      try await rehearse(run)
      try await body(run)
    }
  }
}

extension Scheduler {
  /// Runs `rehearse` before the body of each job that is added from now on, and of each handler.
  package func rehearse(_ rehearse: @escaping @Sendable (RunContext) async throws -> Void) {
    let rehearsal = Rehearsal(rehearse: rehearse)
    self.rehearsal.withLock { $0 = rehearsal }
    core.handlers.withLock { $0.rehearse(rehearsal) }
  }
}
