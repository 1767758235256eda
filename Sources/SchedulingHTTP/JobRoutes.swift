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
/// `at` are RFC 3339. An id is percent-encoded. Rows are those of this process and of the runs that others reported to it.
/// The list of jobs is cut from a snapshot that is made at most once a second; `as_of` says when.
///
/// Nothing in a request is repeated in an answer. The answers name owners, replicas and error messages: mount the routes
/// where only operators reach them, as ``SchedulerRoutes`` describes.
public struct JobRoutes: Sendable {
  /// What the routes' paths begin with.
  public let prefix: String
  private let scheduler: Scheduler
  private let pages = PageCache()

  /// Routes for a scheduler, below a prefix that defaults to `/v1/scheduler`.
  public init(_ scheduler: Scheduler, prefix: String = "/v1/scheduler") {
    self.prefix = RequestTarget.prefix(prefix)
    self.scheduler = scheduler
  }

  /// Answers a request: 404 for a path or a job that is not there, 405 for a method other than GET and HEAD, 400 for a
  /// query that is out of range, 414 for a target longer than 8 KiB; each as `application/problem+json`.
  public func respond(to request: HTTPRequest, body: [UInt8] = []) -> (HTTPResponse, [UInt8]) {
    guard let target = RequestTarget(request.path ?? "") else { return Answer.targetTooLong }
    guard let parts = target.parts(below: prefix) else { return noRoute }
    guard request.method == .get || request.method == .head else {
      return Answer.problem(.methodNotAllowed, "these routes answer GET and HEAD", fields: [.allow: "GET, HEAD"])
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

  private var noJob: (HTTPResponse, [UInt8]) {
    Answer.problem(.notFound, "there is no job with this id, and no row of one")
  }

  private func jobs(_ target: RequestTarget) throws(Page.Fault) -> (HTTPResponse, [UInt8]) {
    let page = try Page(target)
    let snapshot = scheduler.recentSnapshot
    return pages.answer(snapshot, page) {
      let (jobs, next) = snapshot.page(after: page.cursor, limit: page.limit)
      return Answer.printable([
        "as_of": JSON(snapshot.summary.takenAt), "jobs": .list(jobs.map { JobDocument(job: $0).json }),
        "next_cursor": JSON(next?.rawValue),
      ])
    }
  }

  private func job(_ id: JobID, _ target: RequestTarget) throws(Page.Fault) -> (HTTPResponse, [UInt8]) {
    try target.allow([])
    return scheduler.job(id).map { Answer.printable(JobDocument(job: $0).json) } ?? noJob
  }

  private func runs(_ id: JobID, _ target: RequestTarget) throws(Page.Fault) -> (HTTPResponse, [UInt8]) {
    try target.allow(["outcome", "cause", "from", "to", "limit"])
    let query = HistoryQuery(
      job: id, kinds: try target.words("outcome", of: RunOutcome.Kind.self),
      causes: try target.words("cause", of: FiringCause.self), from: try target.instant("from"),
      to: try target.instant("to"), limit: try target.limit() ?? 100)
    let rows = scheduler.localHistory(query)
    if rows.isEmpty, scheduler.job(id) == nil { return noJob }
    return Answer.printable([
      "job": .text(id.rawValue), "runs": .list(rows.map { RunDocument(record: $0).json }),
    ])
  }

  private func statistics(_ id: JobID, _ target: RequestTarget) throws(Page.Fault) -> (HTTPResponse, [UInt8]) {
    try target.allow([])
    return scheduler.statistics(of: id).map { Answer.json(StatisticsDocument(statistics: $0)) } ?? noJob
  }

  private func explain(_ target: RequestTarget) throws(Page.Fault) -> (HTTPResponse, [UInt8]) {
    try target.allow(["job", "at"])
    guard let job = target["job"] else { throw Page.Fault(message: "name the job: ?job=ID&at=2026-11-21T04:00:00Z") }
    guard let instant = try target.instant("at") else {
      throw Page.Fault(message: "name the instant: ?job=ID&at=2026-11-21T04:00:00Z")
    }
    guard let answer = try? scheduler.explain(JobID(job), at: instant) else { return noJob }
    return Answer.json(answer)
  }
}

extension RequestTarget {
  func allow(_ known: [String]) throws(Page.Fault) {
    guard names.contains(where: { !known.contains($0) }) else { return }
    let there = known.isEmpty ? "there are none here" : "there are \(known.joined(separator: ", "))"
    throw Page.Fault(message: "unknown query item; \(there)")
  }

  func instant(_ name: String) throws(Page.Fault) -> Instant? {
    guard let text = self[name] else { return nil }
    do throws(TimestampError) {
      return try Instant(rfc3339: text)
    } catch {
      throw Page.Fault(message: error.refusal(of: name), isOutOfRange: error.isOutOfRange)
    }
  }

  func limit() throws(Page.Fault) -> Int? {
    guard let text = self["limit"] else { return nil }
    guard let limit = Int(text), (1...Page.mostJobs).contains(limit) else {
      throw Page.Fault(message: "limit is a whole number from 1 to \(Page.mostJobs)")
    }
    return limit
  }

  /// A whole number in a range.
  func number(_ name: String, _ range: ClosedRange<Int>) throws(Page.Fault) -> Int? {
    guard let text = self[name] else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw Page.Fault(message: "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// `true` or `false`; a name without a value is true.
  func truth(_ name: String) throws(Page.Fault) -> Bool? {
    switch self[name] {
    case nil: return nil
    case "true", "": return true
    case "false": return false
    default: throw Page.Fault(message: "\(name) is true or false")
    }
  }

  /// A cursor that is a number.
  func cursorNumber() throws(Page.Fault) -> Int { try number("cursor", 0...1_000_000) ?? 0 }

  /// All values of an item, each one of a type's words.
  func words<Word: RawRepresentable<String> & Hashable & CaseIterable>(
    _ name: String, of type: Word.Type
  ) throws(Page.Fault) -> Set<Word> {
    var words: Set<Word> = []
    for text in values(name) {
      guard let word = Word(rawValue: text) else {
        let all = Word.allCases.map(\.rawValue).joined(separator: ", ")
        throw Page.Fault(message: "\(name) is one of \(all)")
      }
      words.insert(word)
    }
    return words
  }
}

extension TimestampError {
  /// It is a timestamp, of a year that no instant has.
  var isOutOfRange: Bool { reason.hasPrefix("out of range") }

  /// What is said of a member or an item of a query; nothing of its text.
  func refusal(of name: String) -> String {
    isOutOfRange
      ? "\(name) is out of range: an instant lies in the years 1677 to 2262"
      : "\(name) is an RFC 3339 timestamp such as 2026-11-21T04:00:00Z"
  }
}
