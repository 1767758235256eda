import CivilTime
import Scheduling

/// What runs in a stretch of time: the instants of jobs, with what is known of their durations, the changes of clocks in
/// their zones, and the minutes in which several start.
struct Forecast {
  /// A job that is looked at.
  struct Subject {
    var id: JobID
    /// Nil for a job of a fleet whose schedule is in its code alone.
    var trigger: (any Trigger)?
    /// The one instant that is known without a trigger.
    var next: Instant?
    /// How long its runs took; nil where none is known.
    var median: Duration?
    var isPaused = false
  }

  struct Job {
    var subject: Subject
    var instants: [Instant]
    /// There are more, or the search gave up.
    var isIncomplete: Bool
    /// It waits for other jobs or for a start.
    var isWaiting: Bool
    var id: JobID { subject.id }
  }

  struct ClockChange {
    var at: Instant
    var zone: String
    var before: Int
    var after: Int
    var jobs: [JobID]
  }

  var from: Instant
  var to: Instant
  /// By id.
  private(set) var jobs: [Job] = []
  private(set) var clockChanges: [ClockChange] = []
  /// The jobs that start in a minute, where there is more than one.
  private(set) var collisions: [(minute: Int64, jobs: [JobID])] = []

  /// No job is counted further.
  static let mostInstants = 20_000

  init(_ subjects: [Subject], from: Instant, to: Instant) {
    (self.from, self.to) = (from, to)
    jobs = subjects.sorted { $0.id < $1.id }.map { Self.look($0, from, to) }
    var starts: [Int64: [JobID]] = [:]
    for job in jobs where !job.subject.isPaused {
      for instant in job.instants {
        let minute = instant.secondsSince1970 / 60
        if starts[minute]?.last != job.id { starts[minute, default: []].append(job.id) }
      }
    }
    collisions = starts.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    clockChanges = changes()
  }

  private static func look(_ subject: Subject, _ from: Instant, _ to: Instant) -> Job {
    guard let trigger = subject.trigger else {
      let known = subject.next.map { [$0] } ?? []
      return Job(
        subject: subject, instants: known.filter { from <= $0 && $0 <= to }, isIncomplete: true, isWaiting: false)
    }
    if trigger is CompletionTrigger || trigger is StartupTrigger {
      return Job(subject: subject, instants: [], isIncomplete: false, isWaiting: true)
    }
    let prepared = (try? trigger.prepared(for: subject.id)) ?? trigger
    var budget = SearchBudget(steps: 10_000_000)
    var found: [Instant] = []
    var next = prepared.next(after: from.advanced(byNanoseconds: -1), within: &budget)
    while let instant = next, instant <= to, found.count < mostInstants {
      found.append(instant)
      next = prepared.next(after: instant, within: &budget)
    }
    let isIncomplete = budget.isExhausted || (found.count == mostInstants && (next.map { $0 <= to } ?? false))
    return Job(subject: subject, instants: found, isIncomplete: isIncomplete, isWaiting: false)
  }

  private func changes() -> [ClockChange] {
    let zones = Dictionary(grouping: jobs.filter { !$0.isWaiting }) { $0.subject.trigger?.timeZoneName ?? "" }
    var found: [ClockChange] = []
    for (name, jobs) in zones {
      guard !name.isEmpty, let zone = try? Zone(named: name) else { continue }
      for change in zone.transitions(in: from..<to) where change.offsetBefore != change.offsetAfter {
        found.append(
          ClockChange(
            at: change.instant, zone: name, before: change.offsetBefore, after: change.offsetAfter, jobs: jobs.map(\.id)
          ))
      }
    }
    return found.sorted { ($0.at, $0.zone) < ($1.at, $1.zone) }
  }
}

extension Duration {
  /// The median of how long runs took that succeeded; nil without one.
  static func median(of rows: some Sequence<RunRecord>) -> Duration? {
    let sorted = rows.lazy.filter { $0.outcome == .succeeded && !$0.isDryRun }.compactMap(\.duration).sorted()
    return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
  }
}
