/// Judges what a fleet did by the log of all its processes: the invariants I1 to I12.
package struct FleetChecker {
  package enum Invariant: String, Sendable, CaseIterable {
    /// A scheduled (job, instant) starts at most once, and a run by hand once for each time that it was asked for.
    case startedOnce = "I1"
    /// No effect of a run after a newer one started, while the holder can renew.
    case noStaleEffect = "I2"
    /// Every expected instant has a start or a record.
    case nothingSilent = "I3"
    /// Fencing tokens of a job rise strictly in the order of its claims. That is the order of its instants, but for runs
    /// again and for the instants of several triggers.
    case fencesRise = "I4"
    /// Nothing starts before its instant.
    case neverEarly = "I5"
    /// After healing no lock, lease or open run is left.
    case nothingLeft = "I6"
    /// The history says what the log says.
    case historyIsTrue = "I7"
    /// Each job starts again within its lease and grace after healing.
    case recovers = "I8"
    /// A firing is run again, as one whose process has disappeared, only if that has happened.
    case rerunNeedsDeath = "I9"
    /// A run has one outcome.
    case oneOutcome = "I10"
    /// A run again has the arguments and the requester of the first one, and a run by hand those that were asked for.
    case sameOrder = "I11"
    /// A lock has one holder at a time, whether a run or somebody who asked for it by name. Who is cancelled, and is told so
    /// before the lock can be another's, holds it no longer: a body that ignores its cancellation can overlap.
    case oneHolder = "I12"
  }

  package struct Violation: Hashable, Sendable, CustomStringConvertible {
    package var invariant: Invariant
    package var detail: String

    package var description: String { "\(invariant.rawValue): \(detail)" }
  }

  let history: FleetHistory
  let excuses: Excuses
  let disappearance: Disappearance
  package private(set) var violations: [Violation] = []
  /// What the promise itself excepts, in the same words.
  package private(set) var excused: [Violation] = []
  package internal(set) var duplicates = 0
  /// Starts of an instant after its run had crashed, of jobs that ask for that.
  package internal(set) var reruns = 0
  /// Of those that are no violation.
  package internal(set) var excusedDuplicates = 0
  package internal(set) var undecided = 0
  package internal(set) var excusedUndecided = 0
  /// Runs again although no process had disappeared, whether excused or not.
  package internal(set) var rerunsWithoutDeath = 0
  package internal(set) var excusedRerunsWithoutDeath = 0
  /// Runs that two outcomes were recorded of though nothing had happened to them.
  package internal(set) var runsWithTwoOutcomes = 0
  package internal(set) var excusedRunsWithTwoOutcomes = 0
  /// Starts with other arguments, or for somebody else, than the first.
  package internal(set) var changedOrders = 0
  /// How often a lock was held: by runs, and by those who asked for it by name.
  package internal(set) var holdings = 0
  /// Times at which a lock had two holders, whether excused or not.
  package internal(set) var overlaps = 0
  package internal(set) var excusedOverlaps = 0
  /// Effects tried after a newer run of the job had started.
  package internal(set) var staleEffects = 0
  /// Effects that a sink refuses because it has accepted one with a higher fence.
  package internal(set) var rejectedEffects = 0

  package init(_ history: FleetHistory) {
    self.history = history
    excuses = Excuses(history: history)
    disappearance = Disappearance(history: history)
    checkStarts()
    checkEffects()
    checkExpected()
    checkLeftovers()
    checkRows()
    checkRecovery()
    checkOutcomes()
    checkOrders()
    checkHolders()
  }

  mutating func report(_ invariant: Invariant, isExcused: Bool = false, _ detail: String) {
    let violation = Violation(invariant: invariant, detail: detail)
    if isExcused { excused.append(violation) } else { violations.append(violation) }
  }
}
