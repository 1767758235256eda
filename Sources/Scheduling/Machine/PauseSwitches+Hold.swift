extension PauseSwitches {
  /// Whether a firing of a job, or a run of it that has not begun, is held up. What a person asked for goes past the job's own
  /// pause, and so do its retries.
  func hold(_ job: JobID, _ cause: FiringCause) -> Bool {
    if everything != nil { return true }
    return !jobs.isEmpty && cause.obeysJobSwitches && jobs[job] != nil
  }
}

extension FiringCause {
  /// Whether a job's own pause and its breaker hold the firing up: not where a person asked for it.
  var obeysJobSwitches: Bool {
    switch self {
    case .scheduled, .event: true
    case .runNow, .backfill, .requeue: false
    }
  }
}
