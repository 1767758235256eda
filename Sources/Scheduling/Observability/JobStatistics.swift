public import CivilTime

/// How a job has done, over the rows of history that are kept of it: by count
/// (``SchedulerConfiguration/historyPerJob``) and age (``SchedulerConfiguration/historyAge``).
public struct JobStatistics: Sendable, Hashable {
  /// The job.
  public var job: JobID
  /// When the oldest row's outcome was known; nil without rows.
  public var from: Instant?
  /// When the newest row's outcome was known; nil without rows.
  public var to: Instant?
  /// Firings whose body was started and has ended: the last attempt of each.
  public var runs = 0
  /// Those that succeeded.
  public var succeeded = 0
  /// Those that failed, timed out, crashed or lost their lease.
  public var failures = 0
  /// Attempts that failed and were tried again; not among ``runs``.
  public var retries = 0
  /// Instants that were skipped.
  public var skipped = 0
  /// Instants that were missed.
  public var missed = 0
  /// How long half of the successful runs took at most; nil without one.
  public var medianDuration: Duration?
  /// How long 95 of 100 successful runs took at most; nil without one.
  public var p95Duration: Duration?
  /// When the last successful run ended, here or in the fleet; also when its row is gone.
  public var lastSuccess: Instant?
  /// When the last failure's outcome was known.
  public var lastFailure: Instant?
  /// What the last failure said.
  public var lastError: String?

  /// The share of runs that succeeded, of those that succeeded or failed: 0 to 1; nil without any.
  public var successRate: Double? {
    succeeded + failures == 0 ? nil : Double(succeeded) / Double(succeeded + failures)
  }

  /// Statistics over rows, newest first.
  init(_ job: JobID, rows: some Sequence<History.Row>, lastSuccess: Instant?) {
    self.job = job
    self.lastSuccess = lastSuccess
    var durations: [Int64] = []
    for row in rows where !row.isDryRun {
      to = to ?? row.ended
      from = row.ended
      if row.willRetry {
        retries += 1
        continue
      }
      switch row.outcome {
      case .skipped: skipped += row.count
      case .missed: missed += row.count
      default: runs += 1
      }
      if row.outcome == .succeeded {
        succeeded += 1
        self.lastSuccess = max(self.lastSuccess ?? .min, row.ended)
        if let started = row.started { durations.append(row.ended.nanoseconds(since: started)) }
      } else if row.outcome.isFailure {
        failures += 1
        if lastFailure == nil { (lastFailure, lastError) = (row.ended, row.message ?? row.outcome.description) }
      }
    }
    durations.sort()
    medianDuration = Self.percentile(50, of: durations)
    p95Duration = Self.percentile(95, of: durations)
  }

  /// The smallest value that `percent` of 100 values do not exceed (nearest rank).
  private static func percentile(_ percent: Int, of sorted: [Int64]) -> Duration? {
    guard !sorted.isEmpty else { return nil }
    return .nanoseconds(sorted[max(0, (sorted.count * percent + 99) / 100 - 1)])
  }
}
