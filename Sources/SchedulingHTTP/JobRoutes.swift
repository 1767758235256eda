import CivilTime
public import HTTPTypes
public import Scheduling

/// What a scheduler's jobs are, did and why, for any HTTP server that speaks swift-http-types. Read-only.
///
/// | route | answer |
/// |---|---|
/// | `GET …/jobs?limit=&cursor=` | the jobs, as in the status |
/// | `GET …/jobs/{id}` | one job |
/// | `GET …/jobs/{id}/runs?outcome=&cause=&from=&to=&limit=` | its rows of history, newest first |
/// | `GET …/jobs/{id}/statistics` | runs, failures, durations, last error |
/// | `GET …/explain?job=&at=` | why it ran, or did not, at an instant |
///
/// `outcome` is a word such as `failed`, `cause` one such as `scheduled`; both may be there several times. `from`, `to` and
/// `at` are RFC 3339. An id is percent-encoded. Rows are those of this process and what it has heard of.
public struct JobRoutes: Sendable {
  /// What the routes' paths begin with.
  public let prefix: String
  private let scheduler: Scheduler

  /// Routes for a scheduler, below `/v1/scheduler` unless another prefix is given.
  public init(_ scheduler: Scheduler, prefix: String = "/v1/scheduler") {
    var prefix = prefix
    while prefix.hasSuffix("/") { prefix.removeLast() }
    self.prefix = prefix
    self.scheduler = scheduler
  }

  /// Answers a request: 404 for a path or a job that is not there, 405 for a method other than GET and HEAD, 400 for a
  /// query that cannot be kept; each as `application/problem+json`.
  public func respond(to request: HTTPRequest, body: [UInt8] = []) -> (HTTPResponse, [UInt8]) {
    let target = RequestTarget(request.path ?? "")
    guard target.path.hasPrefix(prefix + "/") else { return noRoute }
    let parts = target.path.dropFirst(prefix.count + 1).split(separator: "/", omittingEmptySubsequences: false)
      .map { RequestTarget.decoded($0) }
    guard request.method == .get || request.method == .head else {
      return Answer.problem(.methodNotAllowed, "\(target.path) answers GET and HEAD", fields: [.allow: "GET, HEAD"])
    }
    let response: (HTTPResponse, [UInt8])
    do throws(Page.Fault) {
      switch (parts.first, parts.count) {
      case ("jobs", 1): response = try jobs(target)
      case ("jobs", 2): response = try job(JobID(parts[1]), target)
      case ("jobs", 3) where parts[2] == "runs": response = try runs(JobID(parts[1]), target)
      case ("jobs", 3) where parts[2] == "statistics": response = try statistics(JobID(parts[1]), target)
      case ("explain", 1): response = try explain(target)
      default: response = noRoute
      }
    } catch {
      response = Answer.problem(.badRequest, error.message)
    }
    return (response.0, request.method == .head ? [] : response.1)
  }

  private var noRoute: (HTTPResponse, [UInt8]) {
    Answer.problem(
      .notFound,
      "no such route; there are \(prefix)/jobs, \(prefix)/jobs/{id}, \(prefix)/jobs/{id}/runs, "
        + "\(prefix)/jobs/{id}/statistics and \(prefix)/explain")
  }

  private func noJob(_ id: JobID) -> (HTTPResponse, [UInt8]) {
    Answer.problem(.notFound, "there is no job '\(id)', and no row of one")
  }

  private func jobs(_ target: RequestTarget) throws(Page.Fault) -> (HTTPResponse, [UInt8]) {
    let (jobs, next) = try Page(target).cut(scheduler.jobs)
    return Answer.json(JobList(jobs: jobs.map(JobDocument.init), next: next?.rawValue))
  }

  private func job(_ id: JobID, _ target: RequestTarget) throws(Page.Fault) -> (HTTPResponse, [UInt8]) {
    try target.allow([])
    return scheduler.job(id).map { Answer.json(JobDocument(job: $0)) } ?? noJob(id)
  }

  private func runs(_ id: JobID, _ target: RequestTarget) throws(Page.Fault) -> (HTTPResponse, [UInt8]) {
    try target.allow(["outcome", "cause", "from", "to", "limit"])
    let query = HistoryQuery(
      job: id, kinds: try target.words("outcome", of: RunOutcome.Kind.self),
      causes: try target.words("cause", of: FiringCause.self), from: try target.instant("from"),
      to: try target.instant("to"), limit: try target.limit() ?? 100)
    let rows = scheduler.history(query)
    if rows.isEmpty, scheduler.job(id) == nil { return noJob(id) }
    return Answer.json(RunList(job: id, runs: rows.map(RunDocument.init)))
  }

  private func statistics(_ id: JobID, _ target: RequestTarget) throws(Page.Fault) -> (HTTPResponse, [UInt8]) {
    try target.allow([])
    return scheduler.statistics(of: id).map { Answer.json(StatisticsDocument(statistics: $0)) } ?? noJob(id)
  }

  private func explain(_ target: RequestTarget) throws(Page.Fault) -> (HTTPResponse, [UInt8]) {
    try target.allow(["job", "at"])
    guard let job = target["job"] else { throw Page.Fault(message: "name the job: ?job=ID&at=2026-11-21T04:00:00Z") }
    guard let instant = try target.instant("at") else {
      throw Page.Fault(message: "name the instant: ?job=ID&at=2026-11-21T04:00:00Z")
    }
    guard let answer = try? scheduler.explain(JobID(job), at: instant) else { return noJob(JobID(job)) }
    return Answer.json(answer)
  }

  private struct JobList: Encodable {
    var jobs: [JobDocument]
    var next: String?

    private enum CodingKeys: String, CodingKey { case jobs, next = "next_cursor" }
  }

  private struct RunList: Encodable {
    var job: JobID
    var runs: [RunDocument]
  }
}

extension RequestTarget {
  func allow(_ known: [String]) throws(Page.Fault) {
    guard let unknown = names.first(where: { !known.contains($0) }) else { return }
    let there = known.isEmpty ? "there are none here" : "there are \(known.joined(separator: ", "))"
    throw Page.Fault(message: "unknown query item '\(unknown)'; \(there)")
  }

  func instant(_ name: String) throws(Page.Fault) -> Instant? {
    guard let text = self[name] else { return nil }
    do throws(TimestampError) {
      return try Instant(rfc3339: text)
    } catch {
      throw Page.Fault(message: "\(name) is an RFC 3339 timestamp such as 2026-11-21T04:00:00Z: \(error)")
    }
  }

  func limit() throws(Page.Fault) -> Int? {
    guard let text = self["limit"] else { return nil }
    guard let limit = Int(text), (1...Page.mostJobs).contains(limit) else {
      throw Page.Fault(message: "limit is a whole number from 1 to \(Page.mostJobs); this one is '\(text)'")
    }
    return limit
  }

  /// All values of an item, each one of a type's words.
  func words<Word: RawRepresentable<String> & Hashable & CaseIterable>(
    _ name: String, of type: Word.Type
  ) throws(Page.Fault) -> Set<Word> {
    var words: Set<Word> = []
    for text in values(name) {
      guard let word = Word(rawValue: text) else {
        let all = Word.allCases.map(\.rawValue).joined(separator: ", ")
        throw Page.Fault(message: "'\(text)' is no \(name); there are \(all)")
      }
      words.insert(word)
    }
    return words
  }
}
