public import HTTPTypes
public import Scheduling

/// Health routes for any HTTP server that speaks swift-http-types: a request in, a response and its body out.
///
/// | route | 200 | 503 |
/// |---|---|---|
/// | `GET …/status` | `ok` or `degraded` | `unhealthy`; the reasons are named |
/// | `GET …/live` | the scheduler's loop is running, or has not been started | the loop has stalled: restart the process |
/// | `GET …/ready` | from the moment when `run()` was called and the fleet's claims have answered, until a shutdown | before and after; the reason is named |
///
/// Nothing here changes anything, and nothing waits for a server: a replica that cannot reach its claims still answers.
/// `live` and `ready` take no lock and do not depend on the number of jobs. `status` reads a snapshot that is made at most
/// once a second and after each change by a call, however many callers there are; `as_of` says when.
/// <!-- not compiled: Examples/OrdersService is built with it -->
/// ```swift
/// let health = SchedulerRoutes(scheduler, detail: .probe)
/// router.get("/v1/health/scheduler/**") { request, _ in
///   let (head, body) = health.respond(to: request.head)
///   return Response(status: head.status, headers: head.headerFields, body: .init(byteBuffer: .init(bytes: body)))
/// }
/// ```
/// ## Who may read what
/// `live` and `ready` name no server, job, run or message. Neither does `status` with ``Detail/probe``: mount that where
/// anybody may ask. With ``Detail/operator`` the status has the jobs, their owners and last errors, the address of the
/// claims' server and the names of the replicas: mount those routes, and ``JobRoutes``, on a listener that only operators
/// reach, or in a group of routes behind the host's authentication. One host may mount both, with different prefixes.
public struct SchedulerRoutes: Sendable {
  /// What the routes' paths begin with.
  public let prefix: String
  private let scheduler: Scheduler
  private let detail: Detail
  private let readiness: Readiness
  private let pages = PageCache()

  /// How much the status says.
  public struct Detail: Sendable, Hashable {
    let isForOperators: Bool

    /// The verdict and the kinds of what is not ok, such as `job-overdue`: no job, run, owner, server or message.
    public static let probe = Detail(isForOperators: false)
    /// Everything: for those who operate the service.
    public static let `operator` = Detail(isForOperators: true)
  }

  /// When a replica that runs is ready.
  public struct Readiness: Sendable, Hashable {
    let requiresClaims: Bool

    /// Once the fleet's claims have answered: a rolling update does not go on to replace good replicas by ones with a
    /// wrong address or password. An outage after the first answer leaves a replica ready. Where claims are local, as
    /// ``running``.
    public static let claimsAnswered = Readiness(requiresClaims: true)
    /// As soon as `run()` was called: for hosts whose other work does not depend on the claims, and which must start
    /// during an outage of them.
    public static let running = Readiness(requiresClaims: false)
  }

  /// Routes for a scheduler.
  /// - Parameters:
  ///   - scheduler: the scheduler that is reported on.
  ///   - prefix: what the paths begin with; defaults to `/v1/health/scheduler`.
  ///   - detail: how much the status says; defaults to everything, for routes that only operators reach.
  ///   - readiness: when a replica that runs is ready; defaults to when the claims have answered once.
  public init(
    _ scheduler: Scheduler, prefix: String = "/v1/health/scheduler", detail: Detail = .operator,
    readiness: Readiness = .claimsAnswered
  ) {
    self.prefix = RequestTarget.prefix(prefix)
    self.scheduler = scheduler
    self.detail = detail
    self.readiness = readiness
  }

  /// Answers a request: 404 for a path that is none of these, 405 for a method other than GET and HEAD, 400 for a query
  /// that is out of range, 414 for a target longer than 8 KiB; each as `application/problem+json`. A HEAD request gets the
  /// fields and no body. These routes read no request's body.
  public func respond(to request: HTTPRequest, body: [UInt8] = []) -> (HTTPResponse, [UInt8]) {
    guard let target = RequestTarget(request.path ?? "") else { return Answer.targetTooLong }
    guard target.path.hasPrefix(prefix), let route = Route(rawValue: String(target.path.dropFirst(prefix.count))) else {
      return Answer.problem(.notFound, "no such route; there are \(prefix)/status, \(prefix)/live and \(prefix)/ready")
    }
    guard request.method == .get || request.method == .head else {
      return Answer.problem(.methodNotAllowed, "this route answers GET and HEAD", fields: [.allow: "GET, HEAD"])
    }
    let (response, body) = answer(route, target)
    return (response, request.method == .head ? [] : body)
  }

  private enum Route: String { case status = "/status", live = "/live", ready = "/ready" }

  private func answer(_ route: Route, _ target: RequestTarget) -> (HTTPResponse, [UInt8]) {
    switch route {
    case .live: return probe(scheduler.probe.reasonNotLive)
    case .ready: return probe(scheduler.probe.reasonNotReady(requiresClaims: readiness.requiresClaims))
    case .status: break
    }
    let page: Page
    do throws(Page.Fault) {
      page = try Page(target)
    } catch {
      return Answer.problem(.badRequest, error.message)
    }
    let snapshot = scheduler.recentSnapshot
    let status: HTTPResponse.Status = snapshot.summary.health == .unhealthy ? .serviceUnavailable : .ok
    guard detail.isForOperators else { return Answer.json(VerdictDocument(snapshot.summary), status: status) }
    return pages.answer(snapshot, page) { Answer.printable(StatusDocument(snapshot, page: page).json, status: status) }
  }

  private func probe(_ reason: String?) -> (HTTPResponse, [UInt8]) {
    Answer.json(
      VerdictDocument(status: reason == nil ? "ok" : "unhealthy", reasons: reason.map { [$0] } ?? []),
      status: reason == nil ? .ok : .serviceUnavailable)
  }
}

/// A verdict that anybody may read.
struct VerdictDocument: Encodable {
  var status: String
  var reasons: [String]
}

extension VerdictDocument {
  init(_ status: SchedulerStatus) { self.init(status: status.health.rawValue, reasons: status.reasonKinds) }
}
