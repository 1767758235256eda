#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The figures of one run of a fleet, printed as one line of JSON.
package struct FleetReport: Codable, Sendable {
  package struct Spread: Codable, Sendable {
    package var count: Int
    package var p50: Double
    package var p99: Double
    package var max: Double

    init(microseconds: [Int64]) {
      let sorted = microseconds.sorted()
      func at(_ share: Double) -> Double {
        sorted.isEmpty ? 0 : Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) / 1_000
      }
      (count, p50, p99, max) = (sorted.count, at(0.5), at(0.99), Double(sorted.last ?? 0) / 1_000)
    }
  }

  package var options: [String: String]
  package var expected: Int
  package var started: Int
  package var duplicates: Int
  package var excusedDuplicates: Int
  /// Runs again of what a process that disappeared had left behind.
  package var reruns: Int
  /// Runs again although no process had disappeared, and those that the promise excepts.
  package var rerunsWithoutDeath: Int
  package var excusedRerunsWithoutDeath: Int
  package var runsWithTwoOutcomes: Int
  package var excusedRunsWithTwoOutcomes: Int
  /// Starts with other arguments, or for somebody else, than were asked for.
  package var changedOrders: Int
  /// Runs asked for by hand, and the starts that came of them.
  package var ordered: Int
  package var startedByHand: Int
  package var undecided: Int
  package var excusedUndecided: Int
  /// Instants that did not start, by what the record says.
  package var notStarted: [String: Int64]
  /// How often locks were taken by name, and how often any lock, also that of a job, had two holders.
  package var lockHoldings: Int
  package var overlaps: Int
  package var excusedOverlaps: Int
  package var staleEffects: Int
  package var rejectedEffects: Int
  package var selfCancels: Int
  /// How often a process did not come to run for a sixth of a lease or more because of the machine, or a SIGSTOP.
  package var starvations: Int
  package var faults: [String: Int]
  package var latenessMilliseconds: Spread
  /// From the end of a process to the record that its run has crashed.
  package var takeoverMilliseconds: Spread
  package var redisCallsPerFiring: Double
  package var redisMicrosecondsPerFiring: Double
  package var left: [String: Int64]
  package var violationsByInvariant: [String: Int]
  /// The first ones.
  package var violations: [String]
  /// The first events that the promise excepts.
  package var excused: [String]

  package init(_ history: FleetHistory, options: [String: String] = [:]) {
    let checker = FleetChecker(history)
    let starts = history.starts
    self.options = options
    expected = history.jobs.values.reduce(0) { $0 + history.expected($1).count }
    started = starts.count
    reruns = checker.reruns
    (rerunsWithoutDeath, excusedRerunsWithoutDeath) = (checker.rerunsWithoutDeath, checker.excusedRerunsWithoutDeath)
    (runsWithTwoOutcomes, excusedRunsWithTwoOutcomes) = (
      checker.runsWithTwoOutcomes, checker.excusedRunsWithTwoOutcomes
    )
    changedOrders = checker.changedOrders
    ordered = history.orders.count
    startedByHand = starts.count { !$0.isScheduled }
    (duplicates, excusedDuplicates) = (checker.duplicates, checker.excusedDuplicates)
    (undecided, excusedUndecided) = (checker.undecided, checker.excusedUndecided)
    (staleEffects, rejectedEffects) = (checker.staleEffects, checker.rejectedEffects)
    lockHoldings = history.lockSteps.count { $0.kind == .taken }
    (overlaps, excusedOverlaps) = (checker.overlaps, checker.excusedOverlaps)
    notStarted = history.outcomes.filter { $0.word != "crashed" }
      .reduce(into: [:]) { $0[$1.word, default: 0] += $1.count }
    starvations = history.faults.count { $0.key == FleetLine.Fault.starved }
    selfCancels = history.steps.count { $0.kind == .cancelled }
    faults = history.faults.filter(\.isWhole).reduce(into: [:]) { $0[$1.kind.rawValue, default: 0] += 1 }
    latenessMilliseconds = Spread(microseconds: history.scheduledStarts.map { $0.wall - $0.instant * 1_000 })
    takeoverMilliseconds = Spread(microseconds: Self.takeovers(history))
    let firings = Double(max(1, started))
    redisCallsPerFiring = Double(history.numbers["redis.calls"] ?? 0) / firings
    redisMicrosecondsPerFiring = Double(history.numbers["redis.usec"] ?? 0) / firings
    left = history.numbers.filter { $0.key.hasPrefix("left.") || $0.key.hasPrefix("keys.") }
    violationsByInvariant = checker.violations.reduce(into: [:]) { $0[$1.invariant.rawValue, default: 0] += 1 }
    violations = checker.violations.prefix(20).map(\.description)
    excused = checker.excused.prefix(20).map(\.description)
  }

  package var isClean: Bool { violationsByInvariant.isEmpty }

  package var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private static func takeovers(_ history: FleetHistory) -> [Int64] {
    let starts = history.starts
    return history.outcomes.filter { $0.word == "crashed" }.compactMap { crash in
      guard let start = starts.last(where: { $0.job == crash.job && $0.instant == crash.to && $0.at < crash.at }),
        let death = history.faults.last(where: {
          $0.pid == start.pid && $0.kind == .kill && $0.from >= start.at && $0.from <= crash.at
        })
      else { return nil }
      return crash.at - death.from
    }
  }
}
