import CivilTime
import Scheduling

/// Durations of which shares are asked for.
struct Percentiles: Sendable {
  private let sorted: [Int64]

  init(_ durations: some Sequence<Duration>) { sorted = durations.map(\.nanoseconds).sorted() }

  /// The smallest value that `percent` of 100 values do not exceed; nil without values.
  subscript(percent: Int) -> Duration? {
    guard !sorted.isEmpty else { return nil }
    return .nanoseconds(sorted[max(0, (sorted.count * percent + 99) / 100 - 1)])
  }

  /// How long the runs that succeeded took.
  static func durations(_ rows: [RunRecord]) -> Percentiles {
    Percentiles(rows.lazy.filter { $0.outcome == .succeeded && !$0.isDryRun }.compactMap(\.duration))
  }

  /// How late scheduled runs started.
  static func lateness(_ rows: [RunRecord]) -> Percentiles {
    Percentiles(rows.lazy.filter { !$0.isDryRun }.compactMap(RunJSON.lateness))
  }
}
