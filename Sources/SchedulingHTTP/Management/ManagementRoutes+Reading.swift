import CivilTime
import HTTPTypes
import Scheduling

/// The routes that look.
extension ManagementRoutes {
  func read(_ call: Call) async throws(Refusal) -> (HTTPResponse, [UInt8]) {
    let about: JobID? =
      switch call.operation {
      case .getJob, .listJobRuns, .getStatistics, .getBooks: call.job
      default: nil
      }
    let caller = try await gate.reader(call.request, about)
    return try await refusing { try await answer(call, caller) }
  }

  private func answer(_ call: Call, _ caller: Caller?) async throws -> (HTTPResponse, [UInt8]) {
    switch call.operation {
    case .listJobs: return try await shared(call) { picture in try listJobs(call, picture) }
    case .getJob: return try job(call, await picture())
    case .listJobRuns: return try runs(call, await picture(), of: call.job)
    case .listRuns: return try runs(call, await picture(), of: nil)
    case .getStatistics: return try statistics(call, await picture())
    case .getBooks: return try books(call, await picture())
    case .getRun: return try await run(call, await picture())
    case .explain: return try explain(call, await picture())
    case .forecast: return try forecast(call, await picture())
    case .attention:
      try call.target.allow([])
      let letters = (try? await scheduler.deadLetters(limit: 1_000)) ?? []
      return await shared(call) { picture in
        Answer.json(AttentionJSON(picture: picture, deadLetters: letters).answer)
      }
    case .listDeadLetters: return try await deadLetters(call, await picture())
    case .listLocks: return try await locks(call, await picture())
    case .getFleet:
      try call.target.allow([])
      return await shared(call) { picture in
        let waiting = (picture.fleetView?.requests ?? []).map { waitingRequest($0, picture) }
        return Answer.json(FleetJSON(picture: picture).fleet(waiting))
      }
    case .getOverview:
      try call.target.allow([])
      let picture = await picture()
      return overviews.answer(at: picture.now) { Answer.json(OverviewJSON(picture: picture).answer) }
    case .listAudit: return try await audit(call, await picture())
    case .getRequest:
      try call.target.allow([])
      let picture = await picture()
      guard let request = try await steering.follow(call.id ?? "", picture) else {
        throw Refusal(status: .notFound, detail: "there is no such request: requests are known for an hour")
      }
      return Answer.json(request.json(view: picture.view))
    case .getSession:
      try call.target.allow([])
      return Answer.json(await session(call, caller))
    case .getOpenAPI:
      try call.target.allow([])
      return Answer.written(OpenAPIDocument.bytes, type: "application/json")
    default: throw Refusal(status: .notFound, detail: "no such route")
    }
  }

  /// An answer that everybody is given who asks the same before the scheduler is looked at again.
  private func shared(
    _ call: Call, make: (Picture) throws -> (HTTPResponse, [UInt8])
  ) async rethrows -> (HTTPResponse, [UInt8]) {
    let picture = await picture()
    return try answers.answer(call.request.path ?? "", picture) { try make(picture) }
  }

  func waitingRequest(_ request: FleetRequest, _ picture: Picture) -> JSON {
    var document = ControlRequest(
      id: request.id.description, action: request.cause == .runNow ? "run" : request.cause.rawValue, job: request.job,
      by: request.requestedBy, askedAt: request.submitted ?? picture.now)
    document.fleetRequest = request.id
    return document.json(view: picture.view)
  }

  private func session(_ call: Call, _ caller: Caller?) async -> JSON {
    var caller = caller
    var may: [(String, JSON)] = [("read", true)]
    for action in ManagementAction.allCases where action != .read {
      let found = await gate.authorize?(call.request, action, nil)
      caller = caller ?? found
      may.append((action.rawValue, .bool(found?.isAllowed == true)))
    }
    let seconds = max(.seconds(1), configuration.pollInterval)
    return [
      "caller": JSON(caller?.name), "may": .object(may),
      "why_not": JSON(gate.authorize == nil ? Gate.changesAreOff : nil),
      // Who is not known yet can send credentials; nothing is to be had by them where nobody may change anything.
      "asks_for_credentials": .bool(caller == nil && gate.authorize != nil),
      "environment": ["name": JSON(configuration.environment), "colour": JSON(configuration.environmentColour)],
      "poll_ms": JSON(Int(seconds.milliseconds)), "instance": .text(scheduler.instance),
      "shares_claims": .bool(scheduler.isInFleet), "version": "1", "view": await picture().view,
    ]
  }

  func listen(_ call: Call) async throws(Refusal) -> (HTTPResponse, Body) {
    _ = try await gate.reader(call.request, nil)
    let (jobs, names) = try await refusing {
      try call.target.allow(["job", "event"])
      return (Set(call.target.values("job").map { JobID($0) }), Set(call.target.values("event")))
    }
    guard let seat = feed.listen(atMost: configuration.eventListeners) else {
      throw Refusal(
        status: .tooManyRequests, detail: "as many clients listen as this host allows; ask again later",
        fields: [.retryAfter: "10"])
    }
    // Nothing is missed by a client that comes for the first time; one of another process has to ask everything again.
    var after: Int? = feed.ring.newest
    if let last = call.request.headerFields[.lastEventID] {
      let parts = last.split(separator: "-")
      let number = parts.count == 2 && parts[0] == feed.ring.life ? Int(parts[1]) : nil
      after = number.flatMap { (0...feed.ring.newest).contains($0) ? $0 : nil }
    }
    let fields: HTTPFields = [
      .contentType: "text/event-stream", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
      .accelBuffering: "no",
    ]
    if call.request.method == .head { return (HTTPResponse(status: .ok, headerFields: fields), .bytes([])) }
    return (
      HTTPResponse(status: .ok, headerFields: fields),
      .events(ManagementEvents(ring: feed.ring, after: after, jobs: jobs, names: names, seat: seat))
    )
  }
}
