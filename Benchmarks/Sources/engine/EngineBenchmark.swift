import Foundation

/// Measures one row at one size and prints one line of JSON: `engine burst 10000`. `Benchmarks/run` runs each row in a
/// process of its own, beside the same row of other schedulers.
@main
enum EngineBenchmark {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let name = arguments.first, let row = rows[name] else {
      print("usage: engine ROW [SIZE]; rows: \(rows.keys.sorted().joined(separator: ", "))")
      exit(64)
    }
    let size = arguments.dropFirst().first.flatMap { Int($0) } ?? row.size
    guard (1...10_000_000).contains(size) else {
      print("engine: a size is a whole number from 1 to 10,000,000.")
      exit(64)
    }
    try await row.run(size)
  }

  private static let rows: [String: (size: Int, run: @Sendable (Int) async throws -> Void)] = [
    "burst": (10_000, BurstRow.run),
    "add": (100_000, AddRow.run),
    "same-instant": (1_000, { try await EverySecondRow.run(name: "same-instant", jobs: $0, spread: false) }),
    "spread": (1_000, { try await EverySecondRow.run(name: "spread", jobs: $0, spread: true) }),
    "sustained": (100_000, SustainedRow.run),
    "idle": (100_000, IdleRow.run),
    "schedule-file": (5_000, { try ScheduleBenchmark.run(jobs: $0) }),
    "dashboard": (5_000, { try await DashboardRow.run(jobs: $0) }),
    "probe": (10_000, { try await ProbeBenchmark.run(jobs: $0) }),
  ]
}
