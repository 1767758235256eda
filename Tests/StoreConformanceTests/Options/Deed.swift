import CivilTime
import Scheduling

/// A body that does what its arguments say, and writes down when.
struct Deed: JobHandler {
  static let name = "deed"
  struct Arguments: Codable, Sendable {
    var does = What.nothing
    var milliseconds = 0
    var text = ""
  }
  enum What: String, Codable, Sendable {
    case nothing
    case fail
    /// For so many milliseconds.
    case wait
    /// Until the test lets it end.
    case hold
    /// Reports its progress.
    case report
  }
  struct Failed: Error {}
  let deeds: Deeds

  func run(_ arguments: Arguments, _ run: RunContext) async throws {
    let number = deeds.begin(run, arguments.text)
    defer { deeds.end(number) }
    switch arguments.does {
    case .nothing: break
    case .report: run.progress(0.5, arguments.text)
    case .fail: throw Failed()
    case .wait: try await Task.sleep(for: .milliseconds(arguments.milliseconds))
    case .hold: while !deeds.mayEnd(run.job) { try await Task.sleep(for: .milliseconds(5)) }
    }
  }
}

/// What the bodies of a test have done, on whatever replica.
final class Deeds: Sendable {
  struct Entry: Sendable {
    var job: JobID
    var instant: Instant
    var attempt: Int
    var instance: String
    var text: String
    var began: Instant
    var ended: Instant?
  }

  private let state = Lock((entries: [Entry](), released: Set<JobID>(), most: [Set<JobID>: Int]()))

  func begin(_ run: RunContext, _ text: String) -> Int {
    state.withLock { state in
      state.entries.append(
        Entry(
          job: run.job, instant: run.firing.instant, attempt: run.attempt, instance: run.instance, text: text,
          began: SystemClock().now()))
      for group in state.most.keys {
        let running = state.entries.count { group.contains($0.job) && $0.ended == nil }
        state.most[group] = max(state.most[group] ?? 0, running)
      }
      return state.entries.count - 1
    }
  }

  func end(_ number: Int) { state.withLock { $0.entries[number].ended = SystemClock().now() } }
  func mayEnd(_ job: JobID) -> Bool { state.withLock { $0.released.contains(job) } }
  func release(_ job: JobID) { state.withLock { _ = $0.released.insert(job) } }
  func of(_ job: JobID) -> [Entry] { state.withLock { $0.entries.filter { $0.job == job } } }
  var all: [Entry] { state.withLock { $0.entries } }

  /// From now on it is counted how many runs of these jobs go on at once.
  func count(_ jobs: JobID...) { state.withLock { $0.most[Set(jobs)] = 0 } }
  func most(_ jobs: JobID...) -> Int { state.withLock { $0.most[Set(jobs)] ?? 0 } }
}
