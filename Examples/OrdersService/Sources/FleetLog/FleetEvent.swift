/// One line of the log that all workers of a fleet append to.
package enum FleetEvent: Hashable, Sendable {
  /// A body begins: `S job instant at pid fence`.
  case start(JournalRun)
  /// A body ends: `E job instant at pid fence`.
  case end(JournalRun)
  /// A firing, or a range of them, was decided without a start, or its run was found dead: `O job from to count pid outcome`.
  case outcome(FleetOutcome)

  package var line: String {
    switch self {
    case .start(let run): "S \(run.fields)"
    case .end(let run): "E \(run.fields)"
    case .outcome(let outcome):
      "O \(outcome.job) \(outcome.from) \(outcome.to) \(outcome.count) \(outcome.pid) \(outcome.word)"
    }
  }

  /// Nil for a line that is not whole: a process may die while it writes one.
  package init?(line: Substring) {
    let fields = line.split(separator: " ").map(String.init)
    guard let kind = fields.first else { return nil }
    let numbers = fields.dropFirst(2).prefix(4).compactMap(Int64.init)
    switch kind {
    case "S", "E":
      guard fields.count == 6, numbers.count == 4 else { return nil }
      let run = JournalRun(
        job: fields[1], instant: numbers[0], at: numbers[1], pid: Int32(truncatingIfNeeded: numbers[2]),
        fence: numbers[3])
      self = kind == "S" ? .start(run) : .end(run)
    case "O":
      guard fields.count == 7, numbers.count == 4 else { return nil }
      self = .outcome(
        FleetOutcome(
          job: fields[1], from: numbers[0], to: numbers[1], count: Int(numbers[2]),
          pid: Int32(truncatingIfNeeded: numbers[3]), word: fields[6]))
    default: return nil
    }
  }
}

/// A body's start or end. Times are milliseconds since 1970.
package struct JournalRun: Hashable, Sendable {
  package var job: String
  /// The nominal instant.
  package var instant: Int64
  /// When the line was written.
  package var at: Int64
  package var pid: Int32
  /// The fencing token; 0 where there is none.
  package var fence: Int64

  package init(job: String, instant: Int64, at: Int64, pid: Int32, fence: Int64) {
    (self.job, self.instant, self.at, self.pid, self.fence) = (job, instant, at, pid, fence)
  }

  fileprivate var fields: String { "\(job) \(instant) \(at) \(pid) \(fence)" }
}

/// An outcome other than a finished run. Times are milliseconds since 1970.
package struct FleetOutcome: Hashable, Sendable {
  package var job: String
  package var from: Int64
  package var to: Int64
  package var count: Int
  /// Who recorded it.
  package var pid: Int32
  /// `skipped(overlap)`, `missed(grace)`, `crashed`.
  package var word: String

  package init(job: String, from: Int64, to: Int64, count: Int, pid: Int32, word: String) {
    (self.job, self.from, self.to, self.count, self.pid, self.word) = (job, from, to, count, pid, word)
  }
}
