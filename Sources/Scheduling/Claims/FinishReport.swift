/// The end of a run that held a lease.
package struct FinishReport: Sendable, Hashable {
  /// The lease to give back.
  package var lease: Lease
  /// The row for the fleet's history.
  package var record: RunRecord
  /// The lock is kept at least so long after the run's start.
  package var minimumHold: Duration
  /// Kept where the firing was given up.
  package var deadLetter: DeadLetter?
  /// The run was cut short because its replica stops: another one is to run the firing, as the same attempt.
  package var handsOver: Bool
  /// The job has a circuit breaker, which the fleet judges by the outcome.
  package var hasBreaker: Bool

  /// A report.
  package init(
    lease: Lease, record: RunRecord, minimumHold: Duration = .zero, deadLetter: DeadLetter? = nil,
    handsOver: Bool = false, hasBreaker: Bool = true
  ) {
    self.lease = lease
    self.record = record
    self.minimumHold = minimumHold
    self.deadLetter = deadLetter
    self.handsOver = handsOver
    self.hasBreaker = hasBreaker
  }

  /// The report for where it is kept longer than until it has arrived.
  package var withoutEvidence: FinishReport {
    var report = self
    report.record.evidence = nil
    return report
  }
}
