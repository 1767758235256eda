import CivilTime
import Scheduling

/// Fills the ring while somebody listens, and for a minute after, so that who comes back finds what happened meanwhile:
/// from this scheduler's events at once, and from the fleet once a second.
final class EventFeed: Sendable {
  private struct State {
    var listeners = 0
    var feeding: Task<Void, Never>?
    /// Counts the times that the last listener left.
    var departures = 0
  }

  let ring = EventRing()
  private let scheduler: Scheduler
  private let mirror: FleetMirror?
  private let steering: Steering
  private let state = Lock(State())

  private static let lingers = Duration.seconds(60)
  private static let comment = Duration.seconds(15)

  init(_ scheduler: Scheduler, mirror: FleetMirror?, steering: Steering) {
    (self.scheduler, self.mirror, self.steering) = (scheduler, mirror, steering)
    steering.requests.onChange { [ring] request in
      ring.append("request", job: request.job, request.json(view: .null))
    }
  }

  deinit { state.withLock { $0.feeding }?.cancel() }

  /// A place for one more listener; nil when there are too many.
  func listen(atMost limit: Int) -> EventSeat? {
    let isWelcome = state.withLock { state in
      guard state.listeners < limit else { return false }
      state.listeners += 1
      if state.feeding == nil { state.feeding = begin() }
      return true
    }
    return isWelcome ? EventSeat { [weak self] in self?.left() } : nil
  }

  private func left() {
    let departure: Int? = state.withLock { state in
      state.listeners -= 1
      guard state.listeners == 0 else { return nil }
      state.departures += 1
      return state.departures
    }
    guard let departure else { return }
    Task { [weak self] in
      try? await Task.sleep(for: Self.lingers)
      self?.stop(after: departure)
    }
  }

  private func stop(after departure: Int) {
    let feeding: Task<Void, Never>? = state.withLock { state in
      guard state.listeners == 0, state.departures == departure else { return nil }
      defer { state.feeding = nil }
      return state.feeding
    }
    guard let feeding else { return }
    feeding.cancel()
    // What happens until somebody listens again is not in the ring: who comes back has to know that.
    ring.append("reset", ["reason": "nobody listened for a while"])
  }

  private func begin() -> Task<Void, Never> {
    let (scheduler, mirror, ring, steering) = (scheduler, mirror, ring, steering)
    let events = scheduler.events()
    return Task {
      await withDiscardingTaskGroup { group in
        group.addTask {
          for await event in events { Self.report(event, of: scheduler, isFleet: mirror != nil, ring) }
        }
        group.addTask {
          while !Task.isCancelled {
            try? await Task.sleep(for: Self.comment)
            ring.tick()
          }
        }
        group.addTask {
          var watch = FleetWatch(instance: scheduler.instance, isRunning: scheduler.isRunning)
          while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            if let mirror {
              let content = await mirror.recent()
              let audit = try? await scheduler.fleetArchive?.audit(before: nil, limit: 50)
              watch.look(content, audit ?? [], ring)
            }
            await Self.followRequests(steering, mirror)
          }
        }
      }
    }
  }

  private static func followRequests(_ steering: Steering, _ mirror: FleetMirror?) async {
    let unfinished = steering.requests.unfinished
    guard !unfinished.isEmpty else { return }
    let picture = Picture(steering.scheduler, fleet: await mirror?.recent())
    for request in unfinished.prefix(200) { _ = try? await steering.refreshed(request, picture) }
  }

  /// What happened in this scheduler.
  private static func report(
    _ event: SchedulerEvent, of scheduler: Scheduler, isFleet: Bool, _ ring: EventRing
  ) {
    func changed(_ job: JobID?, _ what: String) {
      // Changes by other replicas come here too. Who looks at the job because of this event sees what it speaks of.
      scheduler.expireSnapshot()
      ring.append("job-changed", job: job, ["job": JSON(job?.rawValue), "what": .text(what)])
    }
    func attention(_ what: String, _ job: JobID? = nil) { ring.append("attention", job: job, ["what": .text(what)]) }
    switch event {
    case .runStarted(let firing, let run, let attempt, let lateness):
      ring.append("run-started", job: firing.job, EventJSON.started(firing, run, attempt, lateness))
    case .ended(let record), .retrying(let record, _):
      ring.append("run-ended", job: record.job, RunJSON.row(record))
    case .progressed(let firing, let run, let progress):
      ring.append("progress", job: firing.job, EventJSON.progressed(firing, run, progress))
    case .jobAdded(let job, _): changed(job, "added")
    case .jobRemoved(let job): changed(job, "removed")
    case .jobRescheduled(let job, _): changed(job, "rescheduled")
    case .jobFinished(let job): changed(job, "finished")
    case .paused(let job, _): changed(job, "paused")
    case .resumed(let job): changed(job, "resumed")
    case .circuitOpened(let job, _, _): attention("breaker-open", job)
    case .circuitClosed(let job): attention("breaker-closed", job)
    case .overdue(let job, _, _): attention("overdue", job)
    case .overdueEnded(let job): attention("overdue-ended", job)
    case .deadLettered(let letter): attention("dead-letter", letter.job)
    case .deadLetterTaken(let job, _, _): attention("dead-letter-taken", job)
    case .leaseLost(let firing, _): attention("lease-lost", firing.job)
    case .runStuck(let firing, _, _): attention("stuck", firing.job)
    case .claimsUnavailable, .claimsOutage: attention("claims-unavailable")
    case .claimsConnected: attention("claims-connected")
    case .dataLost: attention("data-lost")
    case .clockStepped, .serverClockJumped: attention("clock")
    case .audited(let entry):
      // That of a fleet is read from the fleet, with the entries of the others.
      if !isFleet { ring.append("audit", job: entry.job, AuditJSON.entry(entry)) }
    case .dropped(let count): ring.append("dropped", ["count": JSON(count)])
    default: break
    }
  }
}

/// Events as the API writes them.
enum EventJSON {
  static func progressed(_ firing: Firing, _ run: RunID, _ progress: RunProgress) -> JSON {
    [
      "job": .text(firing.job.rawValue), "run_id": .text(run.description),
      "progress": EvidenceJSON.progress(progress),
    ]
  }

  static func started(_ firing: Firing, _ run: RunID, _ attempt: Int, _ lateness: Duration) -> JSON {
    [
      "job": .text(firing.job.rawValue), "run_id": .text(run.description), "scheduled_at": JSON(firing.instant),
      "cause": .text(firing.cause.rawValue), "attempt": JSON(attempt),
      "lateness_ms": JSON(firing.cause == .scheduled ? lateness : nil),
    ]
  }
}
