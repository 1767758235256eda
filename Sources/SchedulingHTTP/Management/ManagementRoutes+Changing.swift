import CivilTime
import HTTPTypes
import Scheduling

/// A request that changes something.
struct Change: Sendable {
  var operation: Operation
  var id: String?
  var target: RequestTarget
  var request: HTTPRequest
  var body: [UInt8]
  var address: String?

  var action: ManagementAction {
    switch operation {
    case .pauseJob, .pauseJobs, .pauseEverything: .pause
    case .resumeJob, .resumeJobs, .resumeEverything: .resume
    case .runJob, .runJobs: .run
    case .backfillJob, .backfillJobs: .backfill
    case .rescheduleJob: .reschedule
    case .cancelRun, .cancelRuns: .cancel
    case .requeueDeadLetter, .requeueDeadLetters: .requeue
    case .discardDeadLetter, .discardDeadLetters: .discard
    default: .read
    }
  }
}

/// The routes that change something.
extension ManagementRoutes {
  func apply(_ change: Change) async throws(Refusal) -> (HTTPResponse, [UInt8]) {
    try gate.checkChange(change.request, body: change.body)
    let order = try ControlOrder(change.action, body: change.body)
    guard let key = change.request.headerFields[.idempotencyKey] else { return try await carryOut(change, order) }
    // Only the same caller is answered from what was kept.
    let caller = try await gate.caller(change.request, change.action, nil)
    let print = Fingerprint64.of(
      "\(change.request.path ?? "")\u{0}\(String(decoding: change.body, as: UTF8.self))\u{0}\(caller.name)")
    let name = "\(caller.name)\u{0}\(key)"
    switch try keys.begin(name, key: key, print: print) {
    case .again(let answer): return answer
    case .first: break
    }
    do throws(Refusal) {
      let answer = try await carryOut(change, order)
      keys.end(name, answer)
      return answer
    } catch {
      keys.end(name, error.answer)
      throw error
    }
  }

  private func carryOut(_ change: Change, _ order: ControlOrder) async throws(Refusal) -> (HTTPResponse, [UInt8]) {
    switch change.operation {
    case .pauseJobs, .resumeJobs, .runJobs, .backfillJobs, .cancelRuns, .requeueDeadLetters, .discardDeadLetters:
      return try await applySelection(change, order)
    default: break
    }
    let items: [String] =
      switch change.operation {
      case .backfillJob: ["count"]
      case .rescheduleJob: ["preview"]
      default: []
      }
    try await refusing { try change.target.allow(items) }
    let picture = await picture()
    var wish = try await wish(change, order, picture)
    let caller = try await gate.caller(change.request, change.action, wish.job)
    if change.operation == .backfillJob, try await refusing({ try change.target.truth("count") }) == true {
      return try count(wish, picture)
    }
    if change.operation == .rescheduleJob, try await refusing({ try change.target.truth("preview") }) == true {
      return try steering.preview(wish, picture)
    }
    try match(change, wish.job, picture)
    if change.request.headerFields[.ifMatch] != nil {
      wish.expectedVersion = wish.job.flatMap { picture.job($0)?.version }
    }
    let request = try await steering.take(wish, .init(by: caller.name, from: change.address))
    await mirror?.expire()
    return accepted(request, picture)
  }

  func accepted(_ request: ControlRequest, _ picture: Picture) -> (HTTPResponse, [UInt8]) {
    Answer.json(
      request.json(view: picture.view), status: .accepted,
      fields: [.location: "\(prefix)/requests/\(RequestTarget.encoded(request.id))"])
  }

  private func wish(_ change: Change, _ order: ControlOrder, _ picture: Picture) async throws(Refusal) -> Steering.Wish
  {
    var wish = Steering.Wish(action: change.action, order: order)
    switch change.operation {
    case .pauseEverything, .resumeEverything: break
    case .cancelRun:
      guard let run = RunID(change.id ?? ""), let job = picture.jobOf(run) else { throw .noRun }
      (wish.run, wish.job) = (run, job)
    case .requeueDeadLetter, .discardDeadLetter:
      guard let id = RunID(change.id ?? "") else { throw .noDeadLetter }
      let letters = try await refusing { try await scheduler.deadLetters(limit: 100_000) }
      guard let letter = letters.first(where: { $0.id == id }) else { throw .noDeadLetter }
      (wish.letter, wish.job) = (letter, letter.job)
    default:
      let job = JobID(change.id ?? "")
      guard picture.entry(job) != nil else { throw .noJob }
      wish.job = job
    }
    return wish
  }

  /// If-Match: what the caller has seen is what is so.
  private func match(_ change: Change, _ job: JobID?, _ picture: Picture) throws(Refusal) {
    guard let wanted = change.request.headerFields[.ifMatch] else { return }
    guard let job, let entry = picture.entry(job) else { throw .noJob }
    let tags = wanted.split(separator: ",").map { $0.drop { $0 == " " } }
    let current = JobJSON(picture: picture).etag(entry)
    guard tags.contains(where: { $0 == "*" || $0 == current }) else {
      throw Refusal(
        status: .preconditionFailed,
        detail: "the job was changed, paused or resumed since it was read: look at it again")
    }
  }

  private func count(_ wish: Steering.Wish, _ picture: Picture) throws(Refusal) -> (HTTPResponse, [UInt8]) {
    guard let job = wish.job, let from = wish.order.from, let through = wish.order.through else { throw .noJob }
    guard scheduler.job(job) != nil else {
      throw .conflict("this replica does not have the job, and cannot count its instants: ask another")
    }
    do throws(SchedulerError) {
      let count = try scheduler.backfillInstants(of: job, from: from, through: through).count
      return Answer.json(["count": JSON(count), "jobs": JSON([job.rawValue]), "view": picture.view])
    } catch { throw Refusal(error) }
  }
}
