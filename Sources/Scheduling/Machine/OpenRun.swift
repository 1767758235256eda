package import CivilTime

/// A run of this process that has not ended.
package struct OpenRun: Sendable {
  package var id: RunID
  package var firing: Firing
  /// Nil while it waits for a thread.
  package var started: Instant?
  package var attempt: Int
  package var crashes: Int
  package var isDryRun: Bool
  /// It was asked to stop so long ago that it counts as stuck.
  package var isStuck: Bool
  /// Why it was asked to stop.
  package var stop: RunOutcome?
  /// Its last attempt failed: the next one begins after this time.
  package var retriesIn: Duration?
  package var lockKey: String
  package var slot: Int
  package var fencingToken: Int64?
  /// What its body reported last.
  package var progress: RunProgress?
}

extension Conductor {
  func openRuns(_ now: Now) -> [OpenRun] {
    runs.indices.compactMap { number in
      guard let run = runs[number] else { return nil }
      return OpenRun(
        id: run.id, firing: run.firing, started: run.started, attempt: run.attempt, crashes: run.crashes,
        isDryRun: run.isDry, isStuck: run.isReportedStuck, stop: run.stop?.outcome,
        retriesIn: run.retriesIn(now.monotonic),
        lockKey: run.lease?.lease.lockKey ?? run.definition.lockKey, slot: run.lease?.lease.slot ?? 0,
        fencingToken: run.lease?.lease.fencingToken)
    }
  }
}
