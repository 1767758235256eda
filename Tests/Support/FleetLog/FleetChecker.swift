/// Judges what a fleet did by the log of all its processes: the invariants I1 to I8.
package struct FleetChecker {
  package enum Invariant: String, Sendable, CaseIterable {
    /// A scheduled (job, instant) starts at most once.
    case startedOnce = "I1"
    /// No effect of a run after a newer one started, while the holder can renew.
    case noStaleEffect = "I2"
    /// Every expected instant has a start or a record.
    case nothingSilent = "I3"
    /// Fencing tokens of a job rise strictly in the order of its claims, which is that of its instants.
    case fencesRise = "I4"
    /// Nothing starts before its instant.
    case neverEarly = "I5"
    /// After healing no lock, lease or open run is left.
    case nothingLeft = "I6"
    /// The history says what the log says.
    case historyIsTrue = "I7"
    /// Each job starts again within its lease and grace after healing.
    case recovers = "I8"
  }

  package struct Violation: Hashable, Sendable, CustomStringConvertible {
    package var invariant: Invariant
    package var detail: String

    package var description: String { "\(invariant.rawValue): \(detail)" }
  }

  let history: FleetHistory
  let excuses: Excuses
  package private(set) var violations: [Violation] = []
  package private(set) var duplicates = 0
  /// Starts of an instant after its run had crashed, of jobs that ask for that.
  package private(set) var reruns = 0
  package private(set) var excusedDuplicates = 0
  package private(set) var undecided = 0
  package private(set) var excusedUndecided = 0
  /// Effects tried after a newer run of the job had started.
  package private(set) var staleEffects = 0
  /// Effects that a sink refuses because it has accepted one with a higher fence.
  package private(set) var rejectedEffects = 0

  package init(_ history: FleetHistory) {
    self.history = history
    excuses = Excuses(history: history)
    checkStarts()
    checkEffects()
    checkExpected()
    checkLeftovers()
    checkRows()
    checkRecovery()
  }

  private mutating func report(_ invariant: Invariant, _ detail: String) {
    violations.append(Violation(invariant: invariant, detail: detail))
  }

  private mutating func checkStarts() {
    for (job, starts) in Dictionary(grouping: history.starts, by: \.job).sorted(by: { $0.key < $1.key }) {
      var last: FleetLine.BodyStep?
      for (instant, group) in Dictionary(grouping: starts, by: \.instant).sorted(by: { $0.key < $1.key }) {
        for (first, second) in zip(group, group.dropFirst()) {
          if second.attempt > first.attempt, second.attempt - 1 <= crashes(of: job, at: instant) {
            reruns += 1
            continue
          }
          duplicates += 1
          if excuses.secondStart(second, after: first) {
            excusedDuplicates += 1
          } else {
            report(
              .startedOnce,
              "\(job)@\(instant) started by \(first.pid) at \(first.at) and by \(second.pid) at \(second.at)")
          }
        }
        for start in group {
          // What Redis's clock showed when it was claimed, which is shortly before.
          let ahead = history.redisClock(from: start.at - 1_000_000, to: start.at)
          if start.wall + ahead < instant * 1_000 {
            report(.neverEarly, "\(job)@\(instant) started \(instant * 1_000 - start.wall) us early by \(start.pid)")
          }
          if let last, start.fence <= last.fence, !excuses.fence(start, after: last) {
            report(.fencesRise, "\(job)@\(instant) has fence \(start.fence) after \(last.fence) of @\(last.instant)")
          }
          last = start
        }
      }
    }
  }

  /// How often a firing is recorded as crashed. Its last crash may be in the history alone.
  private func crashes(of job: String, at instant: Int64) -> Int {
    func count(_ outcomes: [FleetLine.Outcome]) -> Int {
      outcomes.count { $0.word == "crashed" && $0.job == job && $0.to == instant }
    }
    return max(count(history.outcomes), count(history.rows))
  }

  private mutating func checkEffects() {
    struct Run: Hashable { var pid: Int32, fence: Int64 }
    var started: [String: Int64] = [:]
    var accepted: [String: Int64] = [:]
    var starts: [String: [Run: FleetLine.BodyStep]] = [:]
    for step in history.steps {
      let run = Run(pid: step.pid, fence: step.fence)
      switch step.kind {
      case .start:
        started[step.job] = max(started[step.job] ?? .min, step.fence)
        starts[step.job, default: [:]][run] = step
      case .effect:
        if step.fence < accepted[step.job] ?? .min { rejectedEffects += 1 }
        accepted[step.job] = max(accepted[step.job] ?? .min, step.fence)
        guard step.fence < started[step.job] ?? .min else { continue }
        staleEffects += 1
        if !excuses.staleEffect(step, since: starts[step.job]?[run]) {
          report(
            .noStaleEffect,
            "\(step.job)@\(step.instant) of \(step.pid) had an effect under fence \(step.fence) at \(step.at), after a "
              + "start under \(started[step.job] ?? 0)")
        }
      case .end, .cancelled: break
      }
    }
  }

  private mutating func checkExpected() {
    var decided: [String: Set<Int64>] = [:]
    for start in history.starts { decided[start.job, default: []].insert(start.instant) }
    for outcome in history.outcomes + history.rows {
      guard let job = history.jobs[outcome.job] else { continue }
      // A range ends at instants of its own; one that is not believable is left out.
      guard outcome.from <= outcome.to, (outcome.to - outcome.from) / job.period < 100_000 else { continue }
      decided[outcome.job, default: []].formUnion(
        stride(from: outcome.from, through: outcome.to, by: Int64.Stride(job.period)))
    }
    for job in history.jobs.values.sorted(by: { $0.name < $1.name }) {
      for instant in history.expected(job) where decided[job.name]?.contains(instant) != true {
        undecided += 1
        if excuses.undecided(job: job.name, instant: instant) {
          excusedUndecided += 1
        } else {
          report(.nothingSilent, "\(job.name)@\(instant) has neither a start nor a record")
        }
      }
    }
  }

  private mutating func checkLeftovers() {
    for (name, value) in history.numbers.sorted(by: { $0.key < $1.key }) where name.hasPrefix("left.") && value != 0 {
      report(.nothingLeft, "\(value) \(name.dropFirst(5)) left in Redis after healing")
    }
  }

  /// Only of what began well after the last loss of data: rows are lost with it.
  private mutating func checkRows() {
    guard !history.rows.isEmpty else { return }
    let since = (history.losses.map(\.to).max() ?? history.begin?.at ?? .min)
    struct Firing: Hashable { var job: String, instant: Int64 }
    var words: [Firing: Set<String>] = [:]
    for row in history.rows { words[Firing(job: row.job, instant: row.to), default: []].insert(row.word) }
    var ends: [Firing: Set<FleetLine.BodyStep.Kind>] = [:]
    for step in history.steps { ends[Firing(job: step.job, instant: step.instant), default: []].insert(step.kind) }
    for start in history.starts {
      guard start.at > since.addingReportingOverflow(3_000 * (history.jobs[start.job]?.lease ?? 0)).partialValue
      else { continue }
      let firing = Firing(job: start.job, instant: start.instant)
      let told = words[firing] ?? []
      if told.isEmpty {
        report(.historyIsTrue, "\(start.job)@\(start.instant) started by \(start.pid) and has no row of history")
      } else if told == ["succeeded"] && ends[firing]?.contains(.end) != true {
        report(.historyIsTrue, "\(start.job)@\(start.instant) is recorded as succeeded and did not end")
      } else if told.allSatisfy({ $0.hasPrefix("missed") || $0.hasPrefix("skipped") }) {
        report(.historyIsTrue, "\(start.job)@\(start.instant) started and is recorded as \(told.sorted())")
      }
    }
  }

  private mutating func checkRecovery() {
    guard let heal = history.heal, history.end != nil else { return }
    for job in history.jobs.values.sorted(by: { $0.name < $1.name }) {
      let first = history.starts.filter { $0.job == job.name && $0.at >= heal.at }.map(\.at).min()
      let limit = (job.lease + job.grace + job.period) * 1_000
      if let first, first - heal.at <= limit { continue }
      report(.recovers, "\(job.name) started \(first.map { "\(($0 - heal.at) / 1_000) ms" } ?? "never") after healing")
    }
  }
}
