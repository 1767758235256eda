import CivilTime

/// Whether the claims answer, and what they say of themselves.
extension SchedulerStateMachine {
  mutating func claimsFailed(_ error: ClaimsUnavailable, _ now: Now, _ effects: inout Effects) {
    if shared?.reach.failed(error, now) == true { effects.events.append(.claimsUnavailable(error)) }
  }

  mutating func claimsReached(_ now: Now, _ effects: inout Effects) {
    if shared?.reach.reached(now) == true {
      effects.events.append(.claimsConnected(facts: shared?.facts ?? [:]))
    }
  }

  /// What the claims' service says of itself.
  mutating func observed(_ event: ClaimsEvent, _ now: Now, _ effects: inout Effects) {
    switch event {
    case .connected(let facts): shared?.facts = facts
    case .disconnected: break  // The next question finds out, and reports it once.
    case .dataLost(let detail):
      store?.lookNow()
      effects.events.append(.dataLost(detail: detail))
    case .clockOffset(let offset):
      if shared?.clockWatch.observe(offset) == true, let reason = shared?.clockWatch.reason {
        effects.events.append(.warning(reason))
      }
    case .serverClockJumped(let by):
      effects.events.append(.serverClockJumped(by: by))
      // Leases end by the server's clock: all of them are renewed at once.
      for number in runs.indices where runs[number]?.lease != nil {
        runs[number]?.renewAt = now.monotonic
        rearm(number)
      }
    case .fleetChanged:
      beatNow(now)
      store?.askAt = now.monotonic
    case .jobChanged(let id, let next, let before, let changes):
      jobChanged(id, next: next, before: before, changes: changes)
    case .cancelRequested(let run): renewNow(run, now)
    case .warning(let text):
      if shared?.warnings.contains(text) == false {
        shared?.warnings.append(text)
        effects.events.append(.warning(text))
      }
    case .note(let text):
      if shared?.notes.contains(text) == false {
        shared?.notes.append(text)
        effects.events.append(.warning(text))
      }
    case .mended(let text):
      shared?.warnings.removeAll { $0 == text }
      shared?.notes.removeAll { $0 == text }
    }
  }
}
