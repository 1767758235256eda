extension Scheduler {
  /// Runs `rehearse` before the body of each job that is added from now on, and of each handler.
  package func rehearse(_ rehearse: @escaping @Sendable (RunContext) async throws -> Void) {
    let rehearsal = Rehearsal(rehearse: rehearse)
    self.rehearsal.withLock { $0 = rehearsal }
    core.handlers.withLock { $0.rehearse(rehearsal) }
  }
}
