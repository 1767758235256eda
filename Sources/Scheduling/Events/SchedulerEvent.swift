public import CivilTime

/// Something that happened, delivered to each listener of ``Scheduler/events()``.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum SchedulerEvent: Sendable {
  /// The scheduler runs.
  case started(instance: String)
  /// A shutdown began: nothing new starts.
  case draining(running: Int)
  /// The scheduler has stopped.
  case stopped

  /// A job was added.
  case jobAdded(JobID, next: Instant?)
  /// A job was removed.
  case jobRemoved(JobID)
  /// A job has a new trigger.
  case jobRescheduled(JobID, next: Instant?)
  /// A job's trigger has no instant left.
  case jobFinished(JobID)
  /// A job, or everything when it is nil, was paused.
  case paused(JobID?, note: String)
  /// A job, or everything when it is nil, goes on.
  case resumed(JobID?)

  /// A body starts.
  case runStarted(Firing, run: RunID, attempt: Int, lateness: Duration)
  /// A firing, or a range of them, has its outcome.
  case ended(RunRecord)
  /// An attempt failed; the firing is tried again.
  case retrying(RunRecord, after: Duration)
  /// A firing exhausted its attempts, or took its process down three times.
  case deadLettered(DeadLetter)
  /// A dead letter was requeued or discarded.
  case deadLetterTaken(JobID, RunID, isRequeued: Bool)
  /// A job failed so many times in a row that its breaker opened.
  case circuitOpened(JobID, failures: Int, for: Duration)
  /// A job whose breaker was open has succeeded.
  case circuitClosed(JobID)
  /// A run whose process disappeared is run again here.
  case takenOver(Firing, run: RunID, from: String, crashes: Int)
  /// Other replicas decided these many instants of a job, up to the instant.
  case claimedElsewhere(JobID, through: Instant, count: Int)
  /// A body was cancelled and goes on.
  case runStuck(Firing, run: RunID, since: Duration)

  /// No run of a job has succeeded for as long as ``AlertRules/overdueAfter`` says.
  case overdue(JobID, since: Instant, lastSuccess: Instant?)
  /// A job that was overdue has succeeded, or nothing is expected of it any more: it was paused, changed or removed.
  case overdueEnded(JobID)
  /// A job whose last run here failed has succeeded on another replica.
  case recoveredElsewhere(RunRecord)

  /// A body reported how far it has come; at most two a second for each run.
  case progressed(Firing, run: RunID, RunProgress)
  /// A stage of a job's pipeline begins.
  case stageStarted(Firing, run: RunID, StagePosition)
  /// A stage has ended: well when there is no error.
  case stageEnded(Firing, run: RunID, StagePosition, duration: Duration, error: String?)
  /// The stages are not those of the run that this one goes on for: it resumes at the first one that differs.
  case pipelineChanged(JobID, run: RunID, stoppedAt: String, resumesAt: String)

  /// A lease could not be kept; the run is being cancelled.
  case leaseLost(Firing, run: RunID)
  /// A lease was prolonged later than it should have been, but in time.
  case renewedLate(Firing, run: RunID, by: Duration)
  /// The claims were reached, for the first time or again.
  case claimsConnected(facts: [String: String])
  /// The claims are out of reach: reported once for an outage.
  case claimsUnavailable(ClaimsUnavailable)
  /// The claims have been out of reach for two lease times: runs have lost their leases.
  case claimsOutage(since: Instant, ClaimsUnavailable)
  /// The claims' data set is another than before.
  case dataLost(detail: String)
  /// The claims say that something is configured dangerously.
  case warning(String)
  /// Something that is allowed and likely not meant, such as an option that has no effect as the scheduler is set up.
  case notice(String)
  /// A job's cursor lies in the future: a clock was wrong. It does not run until then, or until the cursor is put right.
  case cursorAhead(JobID, until: Instant)

  /// Wall time moved against the continuous clock, by more than 50 ms; positive is forward.
  case clockStepped(by: Duration)
  /// The server's clock moved against the continuous clock.
  case serverClockJumped(by: Duration)
  /// The loop was held up.
  case loopLagged(by: Duration)

  /// An alert was raised: see ``AlertSink``.
  case alert(Scheduler.Alert)
  /// A sink did not take an alert.
  case alertNotDelivered(Scheduler.Alert, sink: String, error: String)
  /// A listener of ``Scheduler/onEvent(_:)`` has thrown so many times. Reported the first time, the second, the fourth,
  /// and so on.
  case listenerFailed(error: String, times: Int)

  /// Somebody steered the scheduler or its fleet through the management API.
  case audited(AuditEntry)

  /// This listener was too slow: so many events were not kept for it.
  case dropped(Int)
}
