import CivilTime
import Scheduling

/// Finds out what has become of requests.
extension Steering {
  /// A request as it is now; nil when nobody knows it.
  func follow(_ id: String, _ picture: Picture) async throws(Refusal) -> ControlRequest? {
    if let known = requests[id] {
      return known.isOver ? known : try await refreshed(known, picture)
    }
    guard let archive = scheduler.fleetArchive else { return nil }
    // Another replica took it.
    do throws(ClaimsUnavailable) {
      let entries = try await archive.audit(before: nil, limit: 1_000).filter { $0.request == id }
      guard let entry = entries.first(where: { $0.result != "refused" }) ?? entries.first else { return nil }
      var request = ControlRequest(id: id, action: entry.action, job: entry.job, by: entry.by, askedAt: entry.at)
      request.isDryRun = entry.after?["dry_run"] == .bool(true)
      request.takenBy = entry.result == "asked" ? nil : entry.instance
      switch entry.result {
      case "done":
        (request.state, request.outcome, request.startedAt, request.endedAt) = (.ended, "done", entry.at, entry.at)
      case "refused": (request.state, request.message, request.endedAt) = (.refused, entry.detail, entry.at)
      default:
        request.fleetRequest = request.isDryRun ? nil : FleetRequest.ID(id)
        request.run = entry.action == "cancel" ? entry.target.flatMap { RunID($0) } : nil
        if request.isDryRun { (request.state, request.takenBy) = (.taken, entry.instance) }
      }
      return try await asked(request, picture)
    } catch {
      throw Refusal(error)
    }
  }

  /// Looks at a request that has not ended, and keeps what is found.
  func refreshed(_ known: ControlRequest, _ picture: Picture) async throws(Refusal) -> ControlRequest {
    let now: ControlRequest
    do throws(ClaimsUnavailable) { now = try await asked(known, picture) } catch { throw Refusal(error) }
    return requests.update(known.id) { $0 = now } ?? now
  }

  private func asked(_ request: ControlRequest, _ picture: Picture) async throws(ClaimsUnavailable) -> ControlRequest {
    var request = request
    if !request.isOver, let id = request.fleetRequest, request.state != .started,
      let claims = scheduler.claimService
    {
      switch try await claims.answer(to: id) {
      case .waiting: break
      case .started(let run, let instance):
        (request.state, request.run, request.takenBy) = (.started, run, instance)
        request.startedAt = request.startedAt ?? picture.now
      case .ended(let outcome):
        (request.state, request.outcome, request.endedAt) = (.ended, outcome.description, picture.now)
      case .nothingToDo:
        (request.state, request.message, request.endedAt) = (
          .refused, "the job has no instant in the range", picture.now
        )
      case .unknown:
        if picture.now - request.askedAt > .seconds(3_600) {
          (request.state, request.message) = (.refused, "the fleet has forgotten it: it is too old, or data was lost")
        }
      }
    }
    guard request.state == .started, let job = request.job ?? picture.jobOf(request.run) else { return request }
    if request.action == "backfill" { return backfilled(request, job, picture) }
    guard let run = request.run else { return request }
    let rows = picture.rows(of: job, limit: 400)
    guard let row = rows.first(where: { $0.runID == run }) else { return request }
    // An attempt that is followed by another is not the end.
    let last =
      rows.first {
        $0.instant == row.instant && $0.cause == row.cause && !$0.willRetry && $0.ended >= row.ended
      } ?? (row.willRetry ? nil : row)
    guard let last else { return request }
    (request.state, request.outcome, request.endedAt) = (.ended, last.outcome.description, last.ended)
    request.message = last.message
    request.startedAt = row.started ?? request.startedAt
    return request
  }

  private func backfilled(_ request: ControlRequest, _ job: JobID, _ picture: Picture) -> ControlRequest {
    var request = request
    let rows = picture.rows(
      HistoryQuery(job: job, causes: [.backfill], from: request.askedAt, limit: 20_000)
    ).filter { !$0.willRetry }
    let isRunning = picture.runsOfJobs[job]?.contains { $0.firing.cause == .backfill } ?? false
    guard rows.count >= request.count, !isRunning, let last = rows.first else { return request }
    let failed = rows.count { $0.outcome.isFailure }
    (request.state, request.endedAt) = (.ended, last.ended)
    request.outcome = failed == 0 ? "succeeded" : "failed"
    request.message = failed == 0 ? nil : "\(failed) of \(rows.count) runs failed"
    return request
  }
}

extension Picture {
  /// The job of a run that goes on, or that has a row.
  func jobOf(_ run: RunID?) -> JobID? {
    guard let run else { return nil }
    return runs.first { $0.id == run }?.firing.job ?? row(of: run)?.job
  }

  /// The row of a run.
  func row(of run: RunID) -> RunRecord? { rows(HistoryQuery(limit: .max)).first { $0.runID == run } }
}
