import CivilTime
public import HTTPTypes
public import Scheduling

/// The management API: what a scheduler's jobs are, did and why, and the requests that steer them, for any HTTP server that
/// speaks swift-http-types. A request and its body in, a response and a body or a stream out.
///
/// <!-- not compiled: the sessions are a host's own -->
/// ```swift
/// let management = ManagementRoutes(scheduler, authorize: { request, action, job in
///   await sessions.operator(of: request).map { Caller($0.name) }
/// })
/// let (head, body) = await management.respond(to: request.head, body: bytes, from: address)
/// ```
/// The dashboard is at `…/dashboard/`: its files hold no data, and ask these routes.
///
/// The OpenAPI document that `GET …/openapi.json` answers lists every route and schema. Where claims are shared, each
/// replica's answers are the fleet's; the member `view` of an answer says whose knowledge it is, and how old.
///
/// The dashboard is at `…/dashboard/`; see <doc:Dashboard>. Its files hold no data and ask nobody who they are; what they ask
/// the API passes the same hooks as any other request.
///
/// ## Who may do what
/// Changes are off, and answered with 403, unless the host passes `authorize`. A caller whom the host does not know is answered
/// with 401, one whom it knows and who may not with 403 (``Caller/refused(_:)``). Changes need `content-type: application/json`,
/// and come from a page of the same origin or with an `Authorization` field, so that no other site can make a browser send
/// one. Without `read` anybody who reaches the routes may read them: they name owners, replicas and error messages.
/// Arguments are redacted as the scheduler's configuration says. Nothing that the API does bypasses claims, locks or overlap policies.
public struct ManagementRoutes: Sendable {
  /// What the routes' paths begin with.
  public let prefix: String
  /// The most bytes of a request's body. A host reads one byte more at most, and passes on what it has.
  public static let largestBody = Gate.largestBody

  let scheduler: Scheduler
  let gate: Gate
  let configuration: ManagementConfiguration
  let mirror: FleetMirror?
  let steering: Steering
  let feed: EventFeed
  let keys = IdempotencyKeys()
  let overviews = OverviewCache()
  let answers = AnswerCache()
  private let dashboard: DashboardRoutes

  /// Routes for a scheduler.
  /// - Parameters:
  ///   - scheduler: the scheduler that is looked at and steered.
  ///   - prefix: what the paths begin with; defaults to `/v1/scheduler`.
  ///   - configuration: how the host names itself, and bounds.
  ///   - read: who may look; defaults to anybody who reaches the routes.
  ///   - authorize: who may change what; without it nobody may.
  public init(
    _ scheduler: Scheduler, prefix: String = "/v1/scheduler", configuration: ManagementConfiguration = .init(),
    read: ManagementAuthorization? = nil, authorize: ManagementAuthorization? = nil
  ) {
    self.prefix = RequestTarget.prefix(prefix)
    dashboard = DashboardRoutes(prefix: self.prefix + "/dashboard")
    self.scheduler = scheduler
    self.configuration = configuration
    gate = Gate(read: read, authorize: authorize, challenge: configuration.challenge)
    mirror = scheduler.fleetArchive.map { FleetMirror($0, goesByItself: scheduler.goesByItself) }
    steering = Steering(
      scheduler: scheduler, requests: ControlRequests(), redaction: ArgumentRedaction(scheduler: scheduler))
    feed = EventFeed(scheduler, mirror: mirror, steering: steering)
  }

  /// What an answer carries.
  public enum Body: Sendable {
    /// All of it.
    case bytes([UInt8])
    /// Server-sent events, to be written out piece by piece.
    case events(ManagementEvents)
  }

  /// Answers a request.
  /// - Parameters:
  ///   - request: its head. `authority` is compared with the Origin of a page.
  ///   - body: its body; more than ``largestBody`` bytes are refused.
  ///   - address: where it came from, for the audit trail.
  /// - Returns: the answer. What cannot be answered is `application/problem+json` with a status of 400, 401, 403, 404, 405,
  ///   409, 412, 413, 414, 415, 422, 429 or 503, and a sentence that repeats nothing of the request, beside what is wrong with a
  ///   trigger that a caller who may reschedule the job has sent.
  public func respond(
    to request: HTTPRequest, body: [UInt8] = [], from address: String? = nil
  ) async -> (HTTPResponse, Body) {
    do throws(Refusal) {
      let (response, answer) = try await route(request, body, address)
      if request.method == .head { return (response, .bytes([])) }
      return (response, answer)
    } catch {
      let (response, bytes) = error.answer
      return (response, .bytes(request.method == .head ? [] : bytes))
    }
  }

  private func route(
    _ request: HTTPRequest, _ body: [UInt8], _ address: String?
  ) async throws(Refusal) -> (HTTPResponse, Body) {
    guard let target = RequestTarget(request.path ?? "") else {
      throw Refusal(status: .uriTooLong, detail: "a path with its query has at most \(RequestTarget.longest) bytes")
    }
    let page = target.path.dropFirst(prefix.count)
    if target.path.hasPrefix(prefix), page == "/dashboard" || page.hasPrefix("/dashboard/") {
      let (response, bytes) = DashboardRoutes(prefix: "\(prefix)/dashboard").respond(to: request)
      return (response, .bytes(bytes))
    }
    guard let parts = target.parts(below: prefix) else { throw noRoute }
    if parts.first == "dashboard" {
      let (response, bytes) = dashboard.respond(to: request)
      return (response, .bytes(bytes))
    }
    guard let (route, id) = Route.find(request.method, parts) else {
      let methods = Route.methods(parts)
      if methods.isEmpty { throw noRoute }
      throw Refusal(
        status: .methodNotAllowed, detail: "this route answers \(methods.joined(separator: ", "))",
        fields: [.allow: methods.joined(separator: ", ")])
    }
    if route.method == .get {
      let call = Call(operation: route.operation, id: id, target: target, request: request)
      if route.operation == .listenToEvents { return try await listen(call) }
      let (response, bytes) = try await read(call)
      return (response, .bytes(bytes))
    }
    let change = Change(
      operation: route.operation, id: id, target: target, request: request, body: body, address: address)
    let (response, bytes) = try await apply(change)
    return (response, .bytes(bytes))
  }

  private var noRoute: Refusal {
    Refusal(status: .notFound, detail: "no such route; GET \(prefix)/openapi.json lists all of them")
  }

  /// What an answer is made from.
  func picture() async -> Picture { Picture(scheduler, fleet: await mirror?.recent()) }
}

/// A request that looks.
struct Call: Sendable {
  var operation: Operation
  var id: String?
  var target: RequestTarget
  var request: HTTPRequest

  var job: JobID { JobID(id ?? "") }
}
