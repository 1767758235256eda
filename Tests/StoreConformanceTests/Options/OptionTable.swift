import CivilTime
import RedisServerTestSupport
import Scheduling
import Testing

/// One option of a job: what it does wherever it has an effect, and where it has none.
struct OptionRow: Sendable {
  let option: String
  /// In these modes it has no effect, which the scheduler says in a notice; with a value that would have one.
  var idle: (modes: Set<OptionMode>, sample: @Sendable (inout JobOptions) -> Void)?
  /// What a user relies on, tried in one mode.
  let exercise: @Sendable (OptionBench) async throws -> Void

  init(
    _ option: String, idleIn modes: Set<OptionMode> = [],
    _ sample: @escaping @Sendable (inout JobOptions) -> Void = { _ in },
    _ exercise: @escaping @Sendable (OptionBench) async throws -> Void
  ) {
    self.option = option
    idle = modes.isEmpty ? nil : (modes, sample)
    self.exercise = exercise
  }
}

/// Every property of ``JobOptions``, in every mode.
enum OptionTable {
  static let rows: [OptionRow] = timing + running + failing + sharing + words

  static func often() throws -> IntervalTrigger { try .every(.milliseconds(100)) }
  static func never() throws -> CronTrigger { try .cron("0 0 29 2 *") }
}

extension OptionBench.Member {
  /// Adds a job that does something, as every replica does at its start.
  func add(
    _ id: JobID, _ trigger: some Trigger, _ does: Deed.Arguments = .init(),
    _ change: (inout JobOptions) -> Void = { _ in }
  ) async throws {
    var options = JobOptions()
    change(&options)
    try await scheduler.add(
      id, trigger, options: options, ifExists: .replaceIfChanged, handler: Deed.self, arguments: does)
  }

  func has(_ outcome: RunOutcome, _ id: JobID) -> Bool {
    scheduler.localHistory(of: id, limit: 1_000).contains { $0.outcome == outcome }
  }
}
