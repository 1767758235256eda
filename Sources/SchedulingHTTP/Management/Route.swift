package import HTTPTypes

/// Every operation of the management API, named as in the OpenAPI document.
package enum Operation: String, Sendable, CaseIterable {
  case listJobs, getJob, listJobRuns, getStatistics, getBooks, listRuns, getRun, explain, forecast, attention
  case listDeadLetters, listLocks, getFleet, getOverview, listAudit, getRequest, getSession, getOpenAPI, listenToEvents
  case pauseJob, resumeJob, runJob, backfillJob, pauseJobs, resumeJobs, runJobs, backfillJobs
  case rescheduleJob
  case pauseEverything, resumeEverything, cancelRun, cancelRuns
  case requeueDeadLetter, discardDeadLetter, requeueDeadLetters, discardDeadLetters
}

/// Which operation a method and a path mean.
package struct Route: Sendable {
  /// `GET` or `POST`.
  package var method: HTTPRequest.Method
  /// Below the prefix, such as `/jobs/{id}`.
  package var template: String
  package var operation: Operation
  private let parts: [Substring]

  private init(_ method: HTTPRequest.Method, _ template: String, _ operation: Operation) {
    (self.method, self.template, self.operation) = (method, template, operation)
    parts = template.split(separator: "/")
  }

  /// All routes.
  package static let all: [Route] = [
    Route(.get, "/jobs", .listJobs), Route(.get, "/jobs/{id}", .getJob), Route(.get, "/jobs/{id}/runs", .listJobRuns),
    Route(.get, "/jobs/{id}/statistics", .getStatistics), Route(.get, "/jobs/{id}/books", .getBooks),
    Route(.get, "/runs", .listRuns), Route(.get, "/runs/{id}", .getRun), Route(.get, "/explain", .explain),
    Route(.get, "/forecast", .forecast), Route(.get, "/attention", .attention),
    Route(.get, "/dead-letters", .listDeadLetters), Route(.get, "/locks", .listLocks), Route(.get, "/fleet", .getFleet),
    Route(.get, "/overview", .getOverview),
    Route(.get, "/audit", .listAudit), Route(.get, "/requests/{id}", .getRequest), Route(.get, "/session", .getSession),
    Route(.get, "/openapi.json", .getOpenAPI), Route(.get, "/events", .listenToEvents),
    Route(.post, "/jobs/{id}/pause", .pauseJob), Route(.post, "/jobs/{id}/resume", .resumeJob),
    Route(.post, "/jobs/{id}/run", .runJob), Route(.post, "/jobs/{id}/backfill", .backfillJob),
    Route(.post, "/jobs/{id}/reschedule", .rescheduleJob),
    Route(.post, "/jobs/pause", .pauseJobs), Route(.post, "/jobs/resume", .resumeJobs),
    Route(.post, "/jobs/run", .runJobs), Route(.post, "/jobs/backfill", .backfillJobs),
    Route(.post, "/pause", .pauseEverything), Route(.post, "/resume", .resumeEverything),
    Route(.post, "/runs/{id}/cancel", .cancelRun), Route(.post, "/runs/cancel", .cancelRuns),
    Route(.post, "/dead-letters/{id}/requeue", .requeueDeadLetter),
    Route(.post, "/dead-letters/{id}/discard", .discardDeadLetter),
    Route(.post, "/dead-letters/requeue", .requeueDeadLetters),
    Route(.post, "/dead-letters/discard", .discardDeadLetters),
  ]

  /// Whether decoded parts of a path are those of the route; the value of `{id}` where it has one.
  private func matches(_ path: [String]) -> (isMatch: Bool, id: String?) {
    guard path.count == parts.count else { return (false, nil) }
    var id: String?
    for (part, value) in zip(parts, path) {
      if part == "{id}" {
        guard !value.isEmpty, value.utf8.count <= 200 else { return (false, nil) }
        id = value
      } else if part != value {
        return (false, nil)
      }
    }
    return (true, id)
  }

  /// The route of a path, or the methods that the path has.
  static func find(_ method: HTTPRequest.Method, _ path: [String]) -> (route: Route, id: String?)? {
    let method = method == .head ? .get : method
    for route in all where route.method == method {
      let match = route.matches(path)
      if match.isMatch { return (route, match.id) }
    }
    return nil
  }

  /// The methods of a path, for `Allow`; empty for a path that has none.
  static func methods(_ path: [String]) -> [String] {
    let methods = Set(all.filter { $0.matches(path).isMatch }.map(\.method))
    return (methods.contains(.get) ? ["GET", "HEAD"] : []) + (methods.contains(.post) ? ["POST"] : [])
  }
}
