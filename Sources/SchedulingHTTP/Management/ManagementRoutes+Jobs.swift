import CivilTime
import HTTPTypes
import Scheduling

/// Jobs, their runs, and what is to be said of them.
extension ManagementRoutes {
  func listJobs(_ call: Call, _ picture: Picture) throws -> (HTTPResponse, [UInt8]) {
    let target = call.target
    try target.allow(JobFilter.names + ["sort", "strip", "limit", "cursor"])
    let filter = try JobFilter(target)
    let sort = try JobSort(target["sort"])
    let limit = try target.limit() ?? 100
    let strip = try target.number("strip", 0...60) ?? 60
    let documents = JobJSON(picture: picture)
    if filter.isEmpty, sort.isByID, picture.hasAllJobs {
      // Most of what is asked: no list of all jobs is made for one page of them.
      let (page, next) = picture.page(after: target["cursor"].map { JobID($0) }, limit: limit)
      return Answer.json([
        "jobs": .list(page.map { documents.row(.here($0), strip: strip) }), "next_cursor": JSON(next?.rawValue),
        "total": JSON(picture.jobs.count), "matched": JSON(picture.jobs.count),
        "as_of": JSON(picture.status.takenAt), "view": picture.view,
      ])
    }
    let entries = picture.entries(filter)
    let ordered = sort.ordered(entries, picture)
    let start = try sort.start(after: target["cursor"], in: ordered)
    let page = ordered[start...].prefix(limit)
    return Answer.json([
      "jobs": .list(page.map { documents.row($0, strip: strip) }),
      "next_cursor": JSON(page.endIndex < ordered.endIndex ? page.last.map { $0.id.rawValue } : nil),
      "total": JSON(filter.isEmpty ? entries.count : picture.entries.count), "matched": JSON(entries.count),
      "as_of": JSON(picture.status.takenAt), "view": picture.view,
    ])
  }

  func job(_ call: Call, _ picture: Picture) throws -> (HTTPResponse, [UInt8]) {
    try call.target.allow([])
    guard let entry = picture.entry(call.job) else { throw Refusal.noJob }
    let documents = JobJSON(picture: picture)
    let policies = entry.info.map { PolicyJSON(scheduler: scheduler, job: $0).all } ?? .list([])
    return Answer.json(
      [
        "job": documents.row(entry, strip: 60), "policies": policies,
        "arguments": JSON(steering.redaction.redacted(entry.info?.arguments, of: entry.id)),
        "instants": InstantsJSON(picture, entry.id).all(upcoming: 10, past: 100), "view": picture.view,
      ], fields: [.eTag: documents.etag(entry)])
  }

  func runs(_ call: Call, _ picture: Picture, of job: JobID?) throws -> (HTTPResponse, [UInt8]) {
    let target = call.target
    try target.allow(["outcome", "cause", "from", "to", "limit", "cursor"] + (job == nil ? ["job", "open"] : []))
    if let job, !picture.knows(job) { throw Refusal.noJob }
    let limit = try target.limit() ?? 100
    let jobs = Set(target.values("job").map { JobID($0) })
    let isOpen = try target.truth("open")
    var query = HistoryQuery(
      job: job ?? (jobs.count == 1 ? jobs.first : nil), kinds: try target.words("outcome", of: RunOutcome.Kind.self),
      causes: try target.words("cause", of: FiringCause.self), from: try target.instant("from"),
      to: try target.instant("to"), limit: .max)
    let offset = try target.cursorNumber()
    query.limit = jobs.count > 1 ? .max : offset + limit + 1
    var rows = isOpen == true ? [] : picture.rows(query)
    if jobs.count > 1 { rows = rows.filter { jobs.contains($0.job) } }
    let page = rows.dropFirst(offset).prefix(limit)
    // What goes on stands before what has ended, on the first page.
    let wantsOpen = job == nil ? isOpen != false : false
    let going =
      offset > 0 || !wantsOpen || !query.kinds.isEmpty
      ? [] : picture.runs.filter { (jobs.isEmpty || jobs.contains($0.firing.job)) }
    return Answer.json([
      "runs": .list(going.map { RunJSON.going($0, at: picture.now) } + page.map(RunJSON.row)),
      "next_cursor": JSON(rows.count > offset + limit ? "\(offset + limit)" : nil), "view": picture.view,
    ])
  }

  func run(_ call: Call, _ picture: Picture) async throws -> (HTTPResponse, [UInt8]) {
    try call.target.allow([])
    guard let id = RunID(call.id ?? "") else { throw Refusal.noRun }
    let going = picture.runs.first { $0.id == id }
    let row = picture.row(of: id)
    guard let job = going?.firing.job ?? row?.job else { throw Refusal.noRun }
    let (instant, cause) = (going?.firing.instant ?? row?.instant, going?.firing.cause ?? row?.cause)
    let attempts = picture.rows(of: job, limit: 400).filter {
      $0.instant == instant && $0.cause == cause && $0.runID != nil
    }
    let letter = try? await scheduler.deadLetters(of: job, limit: 1_000).first { $0.id == id }
    let arguments = letter?.arguments ?? picture.job(job)?.arguments
    let document = going.map { RunJSON.going($0, at: picture.now) } ?? row.map(RunJSON.row) ?? .null
    let trace = configuration.traceURL?.replacing("{run_id}", with: id.description)
      .replacing("{job_id}", with: RequestTarget.encoded(job.rawValue))
    return Answer.json([
      "run": document, "attempts": .list(attempts.reversed().map(RunJSON.row)),
      "arguments": JSON(steering.redaction.redacted(arguments, of: job)),
      "dead_letter": letter.map { DeadLettersJSON(redaction: steering.redaction).letter($0) } ?? .null,
      "evidence": await EvidenceJSON(picture: picture).answer(of: id, job: job, going: going, row: row),
      "cancellable": .bool(going != nil), "trace_url": JSON(trace), "view": picture.view,
    ])
  }

  func statistics(_ call: Call, _ picture: Picture) throws -> (HTTPResponse, [UInt8]) {
    try call.target.allow([])
    guard picture.knows(call.job) else { throw Refusal.noJob }
    return Answer.json(StatisticsJSON(picture: picture, job: call.job).answer)
  }

  func books(_ call: Call, _ picture: Picture) throws -> (HTTPResponse, [UInt8]) {
    try call.target.allow(["days"])
    let days = try call.target.number("days", 1...60) ?? 14
    guard picture.knows(call.job) else { throw Refusal.noJob }
    return Answer.json(BooksJSON(picture, call.job).all(days: days))
  }

  func explain(_ call: Call, _ picture: Picture) throws -> (HTTPResponse, [UInt8]) {
    let target = call.target
    try target.allow(["job", "at"])
    guard let job = target["job"], let instant = try target.instant("at") else {
      throw Refusal.badRequest("name the job and the instant: ?job=ID&at=2026-11-21T04:00:00Z")
    }
    guard let answer = ExplanationJSON(picture: picture).answer(JobID(job), instant) else { throw Refusal.noJob }
    return Answer.json(answer)
  }

  func forecast(_ call: Call, _ picture: Picture) throws -> (HTTPResponse, [UInt8]) {
    let target = call.target
    try target.allow(JobFilter.names + ["from", "to"])
    let from = max(picture.now, try target.instant("from") ?? picture.now)
    let to = try target.instant("to") ?? from + .seconds(6 * 3_600)
    guard from <= to, to - from <= .seconds(31 * 86_400) else {
      throw Refusal.outOfRange("the range ends after it begins, lies in the future, and has at most 31 days")
    }
    return Answer.json(
      ForecastJSON(picture: picture, from: from, to: to).answer(picture.entries(try JobFilter(target))))
  }
}
