import CivilTime

/// What reaches beyond this process, where claims are shared.
extension Scheduler {
  /// Stops a run, of this process or of any other replica: its task is cancelled and its outcome is cancelled(requested).
  /// A replica that listens receives the request at once, any other one with its next renewal.
  /// - Returns: false when no such run is going on.
  /// - Throws: ``SchedulerError`` with the code `claimsUnavailable`, for a run that is not of this process.
  @discardableResult
  public func cancel(_ run: RunID) async throws(SchedulerError) -> Bool {
    if core.change({ machine, context in machine.cancel(run, .requested, &context) }) { return true }
    guard let claims = core.claims else { return false }
    do throws(ClaimsUnavailable) {
      return try await claims.cancel(run)
    } catch {
      throw SchedulerError(.claimsUnavailable, error.message)
    }
  }

  /// Keeps a request until a replica serves it, this one included. It is kept where the claims are, outlives
  /// this process, and is served once.
  /// - Returns: the request's id, to ask for its ``answer(to:)``.
  /// - Throws: ``SchedulerError`` with the code `claimsUnavailable`, also where claims are local.
  @discardableResult
  public func submit(_ request: FleetRequest) async throws(SchedulerError) -> FleetRequest.ID {
    try core.checkSize(of: request.arguments, request.job)
    try await askFleet { claims throws(ClaimsUnavailable) in try await claims.submit(request) }
    return request.id
  }

  /// What became of a request. An answer is kept for an hour.
  /// - Throws: ``SchedulerError`` with the code `claimsUnavailable`, also where claims are local.
  public func answer(to request: FleetRequest.ID) async throws(SchedulerError) -> FleetAnswer {
    try await askFleet { claims throws(ClaimsUnavailable) in try await claims.answer(to: request) }
  }

  private func askFleet<Reply: Sendable>(
    _ question: (any ClaimService) async throws(ClaimsUnavailable) -> Reply
  ) async throws(SchedulerError) -> Reply {
    guard let claims = core.claims else {
      throw SchedulerError(.claimsUnavailable, "claims are local: there is no fleet to ask")
    }
    do throws(ClaimsUnavailable) {
      return try await question(claims)
    } catch {
      throw SchedulerError(.claimsUnavailable, error.message)
    }
  }
}
