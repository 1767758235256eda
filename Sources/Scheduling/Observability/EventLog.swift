import CivilTime
import Logging

/// Writes events to the log: normal work at debug, a job's first success at info, so that a healthy process differs
/// from a dead one, and everything else at info or above.
struct EventLog: Sendable {
  private let logger: PrintableLog
  private let announced = AnnouncedJobs()

  init(_ logger: Logger, instance: String, redaction: Redaction = .standard) {
    var log = PrintableLog(logger, redaction: redaction)
    log["scheduler.instance"] = instance
    self.logger = log
  }

  /// Whether runs that went well are written.
  var tellsRoutine: Bool { logger.level <= .debug }

  /// One line for each question to the claims and its answer, at debug.
  func tell(_ requests: [ClaimRequest], _ verdicts: [ClaimVerdict]) {
    guard tellsRoutine else { return }
    for (request, verdict) in zip(requests, verdicts) {
      var metadata = of(
        request.job,
        ["job.run_id": "\(request.token)", "job.attempt": "\(request.attempt)", "lock": "\(request.lockKey)"])
      switch request.intent {
      case .start(let instant): metadata["job.scheduled_at"] = "\(instant)"
      case .record(let instant): metadata["job.scheduled_at"] = "\(instant)"
      case .takeOver(let run): metadata["job.scheduled_at"] = "\(run.firing.instant)"
      }
      metadata["verdict"] = .string(verdict.name)
      if case .won(let lease) = verdict { metadata["fencing_token"] = "\(lease.fencingToken)" }
      logger.debug("claim answered", metadata: metadata)
    }
  }

  /// One line for each step before a run starts, at debug.
  func tell(_ steps: [FiringStep]) {
    for step in steps {
      switch step {
      case .due(let firing):
        logger.debug("firing due", metadata: of(firing))
      case .waits(let firing):
        logger.debug("firing waits for a run before it", metadata: of(firing))
      case .queued(let firing, let run, let attempt, let executor):
        logger.debug(
          "run queued", metadata: of(firing, run, ["job.attempt": "\(attempt)", "executor": "\(executor)"]))
      }
    }
  }

  func tell(_ event: SchedulerEvent) {
    switch event {
    case .started: logger.info("scheduler started")
    case .draining(let running): logger.info("scheduler is draining", metadata: ["running": "\(running)"])
    case .stopped: logger.info("scheduler stopped")
    case .jobAdded(let job, let next): logger.debug("job added", metadata: of(job, ["next": text(next)]))
    case .jobRemoved(let job): logger.debug("job removed", metadata: of(job))
    case .jobRescheduled(let job, let next): logger.info("job rescheduled", metadata: of(job, ["next": text(next)]))
    case .jobFinished(let job): logger.info("job has no instant left", metadata: of(job))
    case .paused(let job, let note):
      logger.notice("paused", metadata: job.map { of($0, ["note": "\(note)"]) } ?? ["note": "\(note)"])
    case .resumed(let job): logger.notice("resumed", metadata: job.map { of($0) } ?? [:])
    case .runStarted(let firing, let run, let attempt, let lateness):
      logger.debug(
        "run started",
        metadata: of(firing, run, ["job.attempt": "\(attempt)", "lateness": "\(milliseconds(lateness))"]))
    case .ended(let record): tell(record)
    case .retrying(let record, let delay):
      logger.warning(
        "attempt failed; the firing is tried again",
        metadata: of(
          record.job,
          [
            "job.scheduled_at": "\(record.instant)", "job.attempt": "\(record.attempt)", "after": "\(delay)",
            "message": "\(record.message ?? record.outcome.description)",
          ]))
    case .deadLettered(let letter):
      logger.error(
        "firing given up: it is a dead letter now",
        metadata: of(
          letter.job,
          [
            "job.run_id": "\(letter.id)", "job.scheduled_at": "\(letter.instant)", "job.attempt": "\(letter.attempts)",
            "message": "\(letter.message ?? letter.outcome.description)",
          ]))
    case .deadLetterTaken(let job, let run, let isRequeued):
      logger.notice(
        "dead letter \(isRequeued ? "requeued" : "discarded")", metadata: of(job, ["job.run_id": "\(run)"]))
    case .circuitOpened(let job, let failures, let duration):
      logger.error(
        "circuit breaker opened: firings are skipped",
        metadata: of(job, ["failures": "\(failures)", "for": "\(duration)"]))
    case .circuitClosed(let job): logger.notice("circuit breaker closed", metadata: of(job))
    case .takenOver(let firing, let run, let from, let crashes):
      logger.warning(
        "a crashed run is run again here", metadata: of(firing, run, ["from": "\(from)", "crashes": "\(crashes)"]))
    case .claimedElsewhere(let job, let through, let count):
      logger.debug(
        "claimed by another replica", metadata: of(job, ["job.scheduled_at": "\(through)", "count": "\(count)"]))
    case .runStuck(let firing, let run, let since):
      logger.error("run ignores its cancellation", metadata: of(firing, run, ["since": "\(since)"]))
    case .overdue(let job, let since, let lastSuccess):
      logger.error(
        "job is overdue", metadata: of(job, ["since": text(since), "last_success": text(lastSuccess)]))
    case .overdueEnded(let job): logger.notice("job is no longer overdue", metadata: of(job))
    case .recoveredElsewhere(let record):
      logger.notice("job recovered on another replica", metadata: of(record.job, ["instance": "\(record.instance)"]))
    case .claimsOutage(let since, let error):
      logger.error(
        "claims have been out of reach for two lease times",
        metadata: ["since": "\(since)", "error": "\(error)"])
    case .alert(let alert): logger.debug("alert", metadata: ["alert": "\(alert)"])
    case .alertNotDelivered(let alert, let sink, let error):
      logger.error(
        "an alert was not delivered", metadata: ["alert": "\(alert)", "sink": "\(sink)", "error": "\(error)"])
    case .listenerFailed(let error, let times):
      logger.warning("a listener for events failed", metadata: ["error": "\(error)", "times": "\(times)"])
    case .progressed(let firing, let run, let progress):
      logger.debug(
        "run progressed",
        metadata: of(firing, run, ["progress": "\(progress.fraction)", "note": "\(progress.note)"]))
    case .stageStarted(let firing, let run, let stage):
      logger.debug("stage started", metadata: of(firing, run, ["stage": "\(stage)"]))
    case .stageEnded(let firing, let run, let stage, let duration, let error):
      var metadata = of(firing, run, ["stage": "\(stage)", "duration": "\(duration)"])
      if let error { metadata["error"] = .string(error) }
      logger.log(error == nil ? .debug : .warning, "stage ended", metadata)
    case .pipelineChanged(let job, let run, let stoppedAt, let resumesAt):
      logger.warning(
        "the pipeline's stages have changed since the run that it goes on for",
        metadata: of(job, ["job.run_id": "\(run)", "stopped_at": "\(stoppedAt)", "resumes_at": "\(resumesAt)"]))
    case .leaseLost(let firing, let run):
      logger.error("lease lost: the run is being cancelled", metadata: of(firing, run))
    case .renewedLate(let firing, let run, let by):
      logger.warning("lease renewed late", metadata: of(firing, run, ["by": "\(by)"]))
    case .claimsConnected(let facts):
      logger.notice("claims reached", metadata: facts.mapValues { .string($0) })
    case .claimsUnavailable(let error):
      logger.error("claims out of reach: nothing starts until they answer", metadata: ["error": "\(error)"])
    case .dataLost(let detail):
      logger.error("the claims' data was lost; merging what this replica knows", metadata: ["detail": "\(detail)"])
    case .notice(let text): logger.notice(text)
    case .warning(let text): logger.warning(text)
    case .cursorAhead(let job, let until):
      logger.error(
        "the job's cursor lies in the future; it does not run until then", metadata: of(job, ["until": "\(until)"]))
    case .clockStepped(let by): logger.warning("wall clock stepped", metadata: ["by": "\(by)"])
    case .serverClockJumped(let by): logger.warning("the server's clock jumped", metadata: ["by": "\(by)"])
    case .loopLagged(let by): logger.warning("scheduler loop was held up", metadata: ["by": "\(by)"])
    case .audited(let entry):
      logger.notice(
        "audit", metadata: ["by": "\(entry.by)", "action": "\(entry.action)", "entry": "\(entry)"])
    case .dropped: break
    }
  }

  private func tell(_ record: RunRecord) {
    var metadata: Logger.Metadata = [
      "job.id": .string(record.job.rawValue), "job.scheduled_at": .string(record.instant.description),
      "outcome": .string(record.outcome.description),
    ]
    if let run = record.runID { metadata["job.run_id"] = .string(run.description) }
    if record.isDryRun { metadata["dry_run"] = "true" }
    if record.attempt > 1 { metadata["job.attempt"] = .stringConvertible(record.attempt) }
    if record.count > 1 {
      metadata["count"] = .stringConvertible(record.count)
      metadata["from"] = .string(record.firstInstant.description)
    }
    if let message = record.message { metadata["message"] = .string(message) }
    if let duration = record.duration { metadata["duration"] = .stringConvertible(duration) }
    switch record.outcome {
    case .succeeded where !record.isDryRun && announced.isFirst(record.job):
      logger.info("run succeeded, the job's first in this process", metadata: metadata)
    case .succeeded: logger.debug("run succeeded", metadata: metadata)
    case .failed: logger.error("run failed", metadata: metadata)
    case .timedOut: logger.error("run timed out", metadata: metadata)
    case .crashed: logger.error("run crashed", metadata: metadata)
    case .cancelled: logger.warning("run cancelled", metadata: metadata)
    case .skipped(.paused), .skipped(.draining): logger.info("firing skipped", metadata: metadata)
    case .skipped: logger.warning("firing skipped", metadata: metadata)
    case .missed: logger.warning("firing missed", metadata: metadata)
    }
  }

  private func of(_ job: JobID, _ more: Logger.Metadata = [:]) -> Logger.Metadata {
    more.merging(["job.id": .string(job.rawValue)]) { first, _ in first }
  }

  private func of(_ firing: Firing) -> Logger.Metadata {
    of(
      firing.job,
      [
        "job.scheduled_at": .string(firing.instant.description), "cause": .string(firing.cause.rawValue),
      ])
  }

  private func of(_ firing: Firing, _ run: RunID, _ more: Logger.Metadata = [:]) -> Logger.Metadata {
    of(firing.job, more).merging(
      ["job.run_id": .string(run.description), "job.scheduled_at": .string(firing.instant.description)]
    ) { first, _ in first }
  }

  private func milliseconds(_ duration: Duration) -> String {
    let microseconds = duration.nanoseconds / 1_000
    return "\(Double(microseconds) / 1_000) ms"
  }

  private func text(_ instant: Instant?) -> Logger.MetadataValue { .string(instant.map { "\($0)" } ?? "never") }
}

/// Which jobs have had their first success logged. Bounded: beyond a thousand jobs the log would say too much.
private final class AnnouncedJobs: Sendable {
  private static let most = 1_000
  private let jobs = Lock(Set<JobID>())

  func isFirst(_ job: JobID) -> Bool {
    jobs.withLock { jobs in jobs.count < Self.most && jobs.insert(job).inserted }
  }
}
