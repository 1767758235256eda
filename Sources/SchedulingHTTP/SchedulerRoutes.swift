public import HTTPTypes
public import Scheduling

/// Health routes for any HTTP server that speaks swift-http-types: a request in, a response and its body out.
///
/// | route | 200 | 503 |
/// |---|---|---|
/// | `GET …/status` | `ok` or `degraded` | `unhealthy`; the reasons are named |
/// | `GET …/live` | the scheduler's loop goes round, or has not been started | the loop has stalled: restart the process |
/// | `GET …/ready` | between the start of `run()` and a shutdown | before and after |
///
/// Nothing here changes anything, and nothing waits for a server: a replica that cannot reach its claims still answers.
/// ```swift
/// let health = SchedulerRoutes(scheduler)
/// router.get("/v1/health/scheduler/**") { request, _ in
///   let (head, body) = health.respond(to: request.head)
///   return Response(status: head.status, headers: head.headerFields, body: .init(byteBuffer: .init(bytes: body)))
/// }
/// ```
public struct SchedulerRoutes: Sendable {
  /// What the routes' paths begin with.
  public let prefix: String
  private let status: @Sendable () -> SchedulerStatus

  /// Routes for a scheduler, below `/v1/health/scheduler` unless another prefix is given.
  public init(_ scheduler: Scheduler, prefix: String = "/v1/health/scheduler") {
    self.init(prefix: prefix) { scheduler.status }
  }

  /// Routes for whatever tells a status: several schedulers, or a test.
  public init(prefix: String = "/v1/health/scheduler", status: @escaping @Sendable () -> SchedulerStatus) {
    var prefix = prefix
    while prefix.hasSuffix("/") { prefix.removeLast() }
    self.prefix = prefix
    self.status = status
  }

  /// Answers a request: 404 for a path that is none of these, 405 for a method other than GET and HEAD, 400 for a query
  /// that cannot be kept; each as `application/problem+json`. A HEAD request gets the fields and no body. These routes read no request's body.
  public func respond(to request: HTTPRequest, body: [UInt8] = []) -> (HTTPResponse, [UInt8]) {
    let target = RequestTarget(request.path ?? "")
    guard target.path.hasPrefix(prefix), let answer = route(target.path.dropFirst(prefix.count)) else {
      return Answer.problem(.notFound, "no such route; there are \(prefix)/status, \(prefix)/live and \(prefix)/ready")
    }
    guard request.method == .get || request.method == .head else {
      return Answer.problem(
        .methodNotAllowed, "\(target.path) answers GET and HEAD", fields: [.allow: "GET, HEAD"])
    }
    let (response, body) = answer(target)
    return (response, request.method == .head ? [] : body)
  }

  private func route(_ name: Substring) -> ((RequestTarget) -> (HTTPResponse, [UInt8]))? {
    switch name {
    case "/status":
      { target in
        do throws(Page.Fault) {
          return tell(status(), try Page(target))
        } catch {
          return Answer.problem(.badRequest, error.message)
        }
      }
    case "/live":
      { _ in probe(status(), passes: { !$0.isStalled }) }
    case "/ready":
      { _ in probe(status(), passes: \.isRunning) }
    default: nil
    }
  }

  private func tell(_ status: SchedulerStatus, _ page: Page) -> (HTTPResponse, [UInt8]) {
    Answer.json(StatusDocument(status, page: page), status: status.health == .unhealthy ? .serviceUnavailable : .ok)
  }

  private func probe(_ status: SchedulerStatus, passes: (SchedulerStatus) -> Bool) -> (HTTPResponse, [UInt8]) {
    let passes = passes(status)
    let document = ProbeDocument(status: passes ? "ok" : "unhealthy", reasons: passes ? [] : status.reasons)
    return Answer.json(document, status: passes ? .ok : .serviceUnavailable)
  }

  private struct ProbeDocument: Encodable {
    var status: String
    var reasons: [String]
  }
}
