import CivilTime

/// Whether the claims answer, and what they say of themselves.
extension SchedulerStateMachine {
  mutating func claimsFailed(_ error: ClaimsUnavailable, _ context: inout Context) {
    if shared?.reach.failed(error, context.now) == true { context.report(.claimsUnavailable(error)) }
  }

  mutating func claimsReached(_ context: inout Context) {
    if shared?.reach.reached(context.now) == true {
      context.report(.claimsConnected(facts: shared?.facts ?? [:]))
    }
  }

  /// What the claims' service says of itself.
  mutating func observed(_ event: ClaimsEvent, _ context: inout Context) {
    switch event {
    case .connected(let facts): shared?.facts = facts
    case .disconnected: break  // The next question finds out, and reports it once.
    case .dataLost(let detail):
      store?.lookNow()
      context.report(.dataLost(detail: detail))
    case .clockOffset(let offset):
      if shared?.clockWatch.observe(offset) == true, let reason = shared?.clockWatch.reason {
        context.report(.warning(reason))
      }
    case .serverClockJumped(let by):
      context.report(.serverClockJumped(by: by))
      // Leases end by the server's clock: all of them are renewed at once.
      runs.renewAll(context.now.monotonic)
    case .fleetChanged:
      beatNow(context.now)
      store?.askAt = context.now.monotonic
    case .jobChanged(let id, let next, let before, let changes):
      jobChanged(id, next: next, before: before, changes: changes)
    case .cancelRequested(let run): renewNow(run, context.now)
    case .warning(let text):
      if shared?.warnings.contains(text) == false {
        shared?.warnings.append(text)
        context.report(.warning(text))
      }
    case .note(let text):
      if shared?.notes.contains(text) == false {
        shared?.notes.append(text)
        context.report(.warning(text))
      }
    case .mended(let text):
      shared?.warnings.removeAll { $0 == text }
      shared?.notes.removeAll { $0 == text }
    }
  }
}
