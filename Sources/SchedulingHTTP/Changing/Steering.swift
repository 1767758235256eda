import CivilTime
import Scheduling

/// Carries changes out: through the scheduler or, where claims are shared, through the fleet's own requests. Nothing here
/// starts a run on its own, so nothing bypasses claims or overlap.
struct Steering: Sendable {
  let scheduler: Scheduler
  let requests: ControlRequests
  let redaction: ArgumentRedaction

  /// Who asks, and from where.
  struct Origin: Sendable {
    var by: String
    var from: String?
  }

  /// What is asked for, of one job, run or dead letter.
  struct Wish: Sendable {
    var action: ManagementAction
    var job: JobID?
    var order: ControlOrder
    var run: RunID?
    var letter: DeadLetter?
    /// The version of the job's definition that the caller has seen.
    var expectedVersion: Int64?
  }

  /// Takes a wish: answers with its request at once, or refuses it.
  func take(_ wish: Wish, _ origin: Origin) async throws(Refusal) -> ControlRequest {
    var request = ControlRequest(
      id: FleetRequest.ID().description, action: wish.action.rawValue, job: wish.job, by: origin.by,
      askedAt: scheduler.currentTime)
    request.isDryRun = wish.order.isDryRun
    do throws(Refusal) {
      switch wish.action {
      case .pause, .resume: return try await setPause(wish, request, origin)
      case .run: return try await run(wish, request, origin)
      case .backfill: return try await backfill(wish, request, origin)
      case .reschedule: return try await reschedule(wish, request, origin)
      case .cancel: return try await cancel(wish, request, origin)
      case .requeue: return try await requeue(wish, request, origin)
      case .discard: return try await discard(wish, request, origin)
      case .read: return request
      }
    } catch {
      await audit(wish, request, origin, result: "refused", detail: error.detail)
      throw error
    }
  }

  // MARK: Pausing

  private func setPause(_ wish: Wish, _ request: ControlRequest, _ origin: Origin) async throws(Refusal)
    -> ControlRequest
  {
    let before = wish.job.map { scheduler.job($0)?.pause } ?? scheduler.recentSnapshot.summary.pause
    var pause: PauseNote?
    if wish.action == .pause {
      if let until = wish.order.until, until <= request.askedAt { throw .outOfRange("until lies in the past") }
      pause = PauseNote(note: wish.order.note, by: origin.by, since: request.askedAt, until: wish.order.until)
    }
    do throws(SchedulerError) { try await set(wish.job, pause) } catch { throw Refusal(error) }
    let done = done(request)
    await audit(wish, done, origin, before: Self.json(before), after: Self.json(pause))
    return done
  }

  private func set(_ job: JobID?, _ pause: PauseNote?) async throws(SchedulerError) {
    // A job that only other replicas have is paused where its switch is.
    if let job, scheduler.job(job) == nil, let claims = scheduler.claimService {
      do throws(ClaimsUnavailable) {
        return try await claims.pause(job, note: pause?.stored)
      } catch {
        throw SchedulerError(.claimsUnavailable, error.message, job: job)
      }
    }
    try await scheduler.setPause(job, pause)
  }

  private static func json(_ pause: PauseNote?) -> JobArguments {
    guard let pause else { return ["paused": false] }
    return [
      "paused": true, "note": .string(pause.note), "by": pause.by.map(JobArguments.string) ?? .null,
      "until": pause.until.map { .string($0.rfc3339) } ?? .null,
    ]
  }

  // MARK: Runs

  private func run(_ wish: Wish, _ request: ControlRequest, _ origin: Origin) async throws(Refusal) -> ControlRequest {
    guard let job = wish.job else { return request }
    let order = wish.order
    if scheduler.isInFleet, !order.isDryRun {
      var fleetRequest = FleetRequest.runNow(
        job, arguments: order.arguments, overlap: order.overlap, requestedBy: origin.by,
        patience: order.patience ?? .seconds(60))
      if let id = FleetRequest.ID(request.id) { fleetRequest.id = id }
      return try await submit(fleetRequest, wish, request, origin)
    }
    guard scheduler.job(job) != nil else {
      throw .conflict("a dry run stays in the replica that is asked, and this one does not have the job: ask another")
    }
    var taken = request
    (taken.state, taken.takenBy) = (.taken, scheduler.instance)
    requests.add(taken)
    await audit(wish, taken, origin, result: "asked", after: arguments(order, of: wish.job))
    start(taken.id) { () async throws(SchedulerError) in
      try await scheduler.runNow(job, arguments: order.arguments, overlap: order.overlap, dryRun: order.isDryRun)
    }
    return requests[taken.id] ?? taken
  }

  /// Waits for a run to start, however long its overlap policy has it wait.
  private func start(_ id: String, _ begin: @escaping @Sendable () async throws(SchedulerError) -> RunID) {
    Task {
      do throws(SchedulerError) {
        let run = try await begin()
        requests.update(id) { request in
          (request.state, request.run, request.startedAt) = (.started, run, scheduler.currentTime)
        }
      } catch {
        requests.update(id) { request in
          (request.state, request.message, request.endedAt) = (.refused, error.message, scheduler.currentTime)
        }
      }
    }
  }

  private func submit(
    _ fleetRequest: FleetRequest, _ wish: Wish, _ request: ControlRequest, _ origin: Origin
  ) async throws(Refusal) -> ControlRequest {
    do throws(SchedulerError) { _ = try await scheduler.submit(fleetRequest) } catch { throw Refusal(error) }
    var asked = request
    asked.id = fleetRequest.id.description
    asked.fleetRequest = fleetRequest.id
    requests.add(asked)
    await audit(wish, asked, origin, result: "asked", after: arguments(wish.order, of: wish.job))
    return asked
  }

  private func backfill(_ wish: Wish, _ request: ControlRequest, _ origin: Origin) async throws(Refusal)
    -> ControlRequest
  {
    guard let job = wish.job, let from = wish.order.from, let through = wish.order.through else { return request }
    var request = request
    if scheduler.job(job) != nil {
      do throws(SchedulerError) {
        request.count = try scheduler.backfillInstants(of: job, from: from, through: through).count
      } catch { throw Refusal(error) }
      guard request.count > 0 else { throw .outOfRange("the job has no instant of the past in this range") }
    }
    if scheduler.isInFleet {
      var fleetRequest = FleetRequest.backfill(
        job, from: from, through: through, overlap: wish.order.overlap, requestedBy: origin.by)
      if let id = FleetRequest.ID(request.id) { fleetRequest.id = id }
      return try await submit(fleetRequest, wish, request, origin)
    }
    do throws(SchedulerError) {
      _ = try await scheduler.backfill(job, from: from, through: through, overlap: wish.order.overlap)
    } catch { throw Refusal(error) }
    (request.state, request.takenBy, request.startedAt) = (.started, scheduler.instance, request.askedAt)
    requests.add(request)
    await audit(wish, request, origin, result: "asked", after: arguments(wish.order, of: wish.job))
    return request
  }

  private func cancel(_ wish: Wish, _ request: ControlRequest, _ origin: Origin) async throws(Refusal) -> ControlRequest
  {
    guard let run = wish.run else { throw .noRun }
    let isGoingOn: Bool
    do throws(SchedulerError) { isGoingOn = try await scheduler.cancel(run) } catch { throw Refusal(error) }
    guard isGoingOn else { throw .conflict("no run with this id goes on: it has ended, or has not begun") }
    var asked = request
    (asked.state, asked.run, asked.startedAt) = (.started, run, request.askedAt)
    requests.add(asked)
    await audit(wish, asked, origin, result: "asked")
    return asked
  }

  // MARK: Dead letters

  private func requeue(_ wish: Wish, _ request: ControlRequest, _ origin: Origin) async throws(Refusal)
    -> ControlRequest
  {
    guard let letter = wish.letter else { throw .noDeadLetter }
    if scheduler.isInFleet, let id = FleetRequest.ID(letter.id.description) {
      // The request has the letter's name, so that two who ask at once get one run; first the request, then the letter:
      // a caller that is cut off in between leaves both, never neither.
      let fleetRequest = FleetRequest.requeue(
        letter.job, instant: letter.instant, arguments: letter.arguments, requestedBy: origin.by, id: id)
      let asked = try await submit(fleetRequest, wish, request, origin)
      do throws(SchedulerError) { _ = try await scheduler.discardDeadLetter(letter.id) } catch { throw Refusal(error) }
      return asked
    }
    var taken = request
    (taken.state, taken.takenBy) = (.taken, scheduler.instance)
    requests.add(taken)
    await audit(wish, taken, origin, result: "asked")
    start(taken.id) { () async throws(SchedulerError) in try await scheduler.requeue(letter.id) }
    return requests[taken.id] ?? taken
  }

  private func discard(_ wish: Wish, _ request: ControlRequest, _ origin: Origin) async throws(Refusal)
    -> ControlRequest
  {
    guard let letter = wish.letter else { throw .noDeadLetter }
    let isDone: Bool
    do throws(SchedulerError) { isDone = try await scheduler.discardDeadLetter(letter.id) } catch {
      throw Refusal(error)
    }
    guard isDone else { throw .noDeadLetter }
    let done = done(request)
    await audit(
      wish, done, origin,
      before: ["outcome": .string(letter.outcome.description), "instant": .string(letter.instant.rfc3339)])
    return done
  }

  // MARK: The trail

  func done(_ request: ControlRequest) -> ControlRequest {
    var request = request
    (request.state, request.takenBy, request.outcome) = (.ended, scheduler.instance, "done")
    (request.startedAt, request.endedAt) = (request.askedAt, scheduler.currentTime)
    requests.add(request)
    return request
  }

  private func arguments(_ order: ControlOrder, of job: JobID?) -> JobArguments? {
    var told: [String: JobArguments] = [:]
    told["arguments"] = redaction.redacted(order.arguments, of: job)
    told["overlap"] = order.overlap.map { .string("\($0)") }
    told["from"] = order.from.map { .string($0.rfc3339) }
    told["through"] = order.through.map { .string($0.rfc3339) }
    if order.isDryRun { told["dry_run"] = true }
    return told.isEmpty ? nil : .object(told)
  }

  func audit(
    _ wish: Wish, _ request: ControlRequest, _ origin: Origin, result: String = "done", detail: String? = nil,
    before: JobArguments? = nil, after: JobArguments? = nil
  ) async {
    await scheduler.record(
      AuditEntry(
        at: scheduler.currentTime, by: origin.by, from: origin.from, via: "http", instance: scheduler.instance,
        action: wish.action.rawValue, job: wish.job, target: wish.run?.description ?? wish.letter?.id.description,
        request: request.id, result: result, detail: detail ?? (wish.order.note.isEmpty ? nil : wish.order.note),
        before: before, after: after))
  }
}
