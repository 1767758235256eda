import CivilTime
import HTTPTypes
import Scheduling

/// Changes of everything that a selector names.
extension ManagementRoutes {
  private static let most = 5_000

  func applySelection(_ change: Change, _ order: ControlOrder) async throws(Refusal) -> (HTTPResponse, [UInt8]) {
    let isOfLetters = [.requeueDeadLetters, .discardDeadLetters].contains(change.operation)
    let (filter, message, isCount) = try await refusing {
      try change.target.allow(JobFilter.names + ["count"] + (isOfLetters ? ["message"] : []))
      return (
        try JobFilter(change.target), isOfLetters ? change.target["message"] : nil,
        try change.target.truth("count") ?? false
      )
    }
    guard !filter.isEmpty || message != nil else {
      throw .outOfRange("name what is meant: at least one of \(JobFilter.names.joined(separator: ", "))")
    }
    let picture = await picture()
    let wishes = try await wishes(change, order, filter, message, picture)
    let caller = try await callerOfAll(change, wishes)
    var jobs: [JobID] = []
    for wish in wishes { if let job = wish.job, jobs.last != job { jobs.append(job) } }
    var count = wishes.count
    if change.action == .backfill { count = try instants(wishes) }
    if isCount {
      return Answer.json([
        "count": JSON(count), "jobs": JSON(jobs.prefix(20).map(\.rawValue)), "view": picture.view,
      ])
    }
    if let expected = order.expected, expected != count {
      throw .conflict("the selector names \(count) by now, and \(expected) were expected: count again, and decide anew")
    }
    guard wishes.count <= Self.most else { throw .outOfRange("a selection has at most \(Self.most) members") }
    let request = await begin(wishes, change, filter, message, count, caller)
    return accepted(request, picture)
  }

  private func wishes(
    _ change: Change, _ order: ControlOrder, _ filter: JobFilter, _ message: String?, _ picture: Picture
  ) async throws(Refusal) -> [Steering.Wish] {
    let entries = picture.entries(filter)
    switch change.operation {
    case .requeueDeadLetters, .discardDeadLetters:
      let letters = try await refusing { try await scheduler.deadLetters(limit: 100_000) }
      let jobs = Set(entries.map(\.id)).union(filter.jobs)
      return letters.filter { (filter.isEmpty || jobs.contains($0.job)) && (message == nil || $0.message == message) }
        .reversed()
        .map { Steering.Wish(action: change.action, job: $0.job, order: order, letter: $0) }
    case .cancelRuns:
      return entries.flatMap { entry in
        (picture.runsOfJobs[entry.id] ?? []).map {
          Steering.Wish(action: .cancel, job: entry.id, order: order, run: $0.id)
        }
      }
    default: return entries.map { Steering.Wish(action: change.action, job: $0.id, order: order) }
    }
  }

  /// The caller has to have the right on each of them: half of a selection is not what was asked for.
  private func callerOfAll(_ change: Change, _ wishes: [Steering.Wish]) async throws(Refusal) -> Caller {
    guard !wishes.isEmpty else { return try await gate.caller(change.request, change.action, nil) }
    var caller: Caller?
    for job in Set(wishes.map(\.job)) { caller = try await gate.caller(change.request, change.action, job) }
    return caller ?? Caller("")
  }

  private func instants(_ wishes: [Steering.Wish]) throws(Refusal) -> Int {
    var count = 0
    for wish in wishes {
      guard let job = wish.job, let from = wish.order.from, let through = wish.order.through, scheduler.job(job) != nil
      else { continue }
      do throws(SchedulerError) {
        count += try scheduler.backfillInstants(of: job, from: from, through: through).count
      } catch { throw Refusal(error) }
    }
    return count
  }

  /// Answers at once; the members are taken one after the other.
  private func begin(
    _ wishes: [Steering.Wish], _ change: Change, _ filter: JobFilter, _ message: String?, _ count: Int, _ caller: Caller
  ) async -> ControlRequest {
    let selector = [filter.description, message.map { "message=\($0)" } ?? ""].filter { !$0.isEmpty }
      .joined(separator: " ")
    var request = ControlRequest(
      id: FleetRequest.ID().description, action: change.action.rawValue, state: .taken, by: caller.name,
      askedAt: scheduler.currentTime, takenBy: scheduler.instance, startedAt: scheduler.currentTime)
    request.count = count
    steering.requests.add(request)
    await scheduler.record(
      AuditEntry(
        at: request.askedAt, by: caller.name, from: change.address, via: "http", instance: scheduler.instance,
        action: change.action.rawValue, target: selector, request: request.id, result: "asked",
        detail: "a selection of \(count)"))
    let origin = Steering.Origin(by: caller.name, from: change.address)
    let (id, steering, mirror) = (request.id, steering, mirror)
    Task {
      var refused = 0
      for wish in wishes {
        var item = ControlRequest.Item(
          job: wish.job, target: wish.run?.description ?? wish.letter?.id.description, state: "refused")
        do throws(Refusal) {
          let taken = try await steering.take(wish, origin)
          (item.request, item.state) = (taken.id, taken.state.rawValue)
        } catch {
          item.message = error.detail
          refused += 1
        }
        steering.requests.update(id) { $0.items.append(item) }
      }
      await mirror?.expire()
      steering.requests.update(id) { [refused] request in
        (request.state, request.endedAt) = (.ended, steering.scheduler.currentTime)
        request.outcome = refused == 0 ? "done" : "\(refused) of \(wishes.count) were refused"
      }
    }
    return request
  }
}
