import CivilTime

/// Whether the claims answer, and what they say of themselves.
extension Conductor {
  mutating func claimsFailed(_ error: ClaimsUnavailable, _ context: inout Context) {
    if claims.reach.failed(error, context.now) { context.report(.claimsUnavailable(error)) }
  }

  mutating func claimsReached(_ context: inout Context) {
    if claims.reach.reached(context.now) { context.report(.claimsConnected(facts: claims.fleet.facts)) }
  }

  /// Reports an outage of the claims that goes on for so long that runs have lost their leases.
  mutating func watchOutage(_ context: inout Context) {
    guard let (length, error) = claims.longOutage(context.now.monotonic) else { return }
    context.report(.claimsOutage(since: context.now.wall.advanced(byNanoseconds: -length.nanoseconds), error))
  }

  /// What the claims' service says of itself.
  mutating func observed(_ event: ClaimsEvent, _ context: inout Context) {
    let now = context.now.monotonic
    switch event {
    case .connected(let facts): claims.fleet.connected(facts)
    case .disconnected: break  // The next question finds out, and reports it once.
    case .dataLost(let detail):
      window.lookNow()
      context.report(.dataLost(detail: detail))
    case .clockOffset(let offset):
      if let reason = claims.fleet.observe(offset: offset) { context.report(.warning(reason)) }
    case .serverClockJumped(let by):
      context.report(.serverClockJumped(by: by))
      // Leases end by the server's clock: all of them are renewed at once.
      runs.renewAll(now)
    case .fleetChanged:
      claims.heartbeat.hasten(now)
      window.look(now)
    case .jobChanged(let id, let next, let before, let changes):
      jobChanged(id, next: next, before: before, changes: changes)
    case .cancelRequested(let run):
      // A renewal finds out whether it is to be cancelled.
      if let number = runs.number(leased: run) { runs.renewNow(number, now) }
    case .warning(let text): if claims.fleet.warn(text) { context.report(.warning(text)) }
    case .note(let text): if claims.fleet.note(text) { context.report(.warning(text)) }
    case .mended(let text): claims.fleet.mended(text)
    }
  }
}
