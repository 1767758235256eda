/// Judges what a fleet did by the log of all its workers.
package struct FleetChecker {
  /// The nominal instants, in ms since 1970, that must have been decided, by job.
  package var expected: [String: [Int64]]

  package init(expected: [String: [Int64]]) { self.expected = expected }

  package enum Violation: Hashable, Sendable, CustomStringConvertible {
    /// More than one body began for one instant of a job.
    case startedTwice(job: String, instant: Int64, pids: [Int32])
    /// An instant has neither a start nor an outcome.
    case forgotten(job: String, instant: Int64)
    /// A body began before its instant.
    case early(job: String, instant: Int64, by: Int64)
    /// A later start has a fencing token that is not higher.
    case fenceNotIncreasing(job: String, instant: Int64)

    package var description: String {
      switch self {
      case .startedTwice(let job, let instant, let pids):
        "\(job)@\(instant) started \(pids.count) times, by processes \(pids.map(String.init).joined(separator: ", "))"
      case .forgotten(let job, let instant): "\(job)@\(instant) has neither a start nor an outcome"
      case .early(let job, let instant, let by): "\(job)@\(instant) started \(by) ms early"
      case .fenceNotIncreasing(let job, let instant): "\(job)@\(instant) has a fencing token that is not the highest"
      }
    }
  }

  package func violations(in events: [FleetEvent]) -> [Violation] {
    var starts: [String: [JournalRun]] = [:]
    var outcomes: [String: [FleetOutcome]] = [:]
    for event in events {
      switch event {
      case .start(let run): starts[run.job, default: []].append(run)
      case .outcome(let outcome): outcomes[outcome.job, default: []].append(outcome)
      case .end: break
      }
    }
    var violations: [Violation] = []
    for (job, runs) in starts.sorted(by: { $0.key < $1.key }) {
      for (instant, group) in Dictionary(grouping: runs, by: \.instant).sorted(by: { $0.key < $1.key })
      where group.count > 1 {
        violations.append(.startedTwice(job: job, instant: instant, pids: group.map(\.pid)))
      }
      for run in runs where run.at < run.instant {
        violations.append(.early(job: job, instant: run.instant, by: run.instant - run.at))
      }
      for (run, following) in zip(runs, runs.dropFirst()) where following.fence != 0 && following.fence <= run.fence {
        violations.append(.fenceNotIncreasing(job: job, instant: following.instant))
      }
    }
    for (job, instants) in expected.sorted(by: { $0.key < $1.key }) {
      let started = Set(starts[job, default: []].map(\.instant))
      let decided = outcomes[job, default: []]
      for instant in instants
      where !started.contains(instant) && !decided.contains(where: { $0.from <= instant && instant <= $0.to }) {
        violations.append(.forgotten(job: job, instant: instant))
      }
    }
    return violations
  }
}
