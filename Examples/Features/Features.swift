import Foundation
import Scheduling

/// One feature in each file. `swift run Features Retry` shows one, `swift run Features` shows and checks all of them.
@main
enum Features {
  private static let all: [(name: String, run: @Sendable () async throws -> Void)] =
    [
      ("Retry", retry), ("Overlap", overlap), ("NamedLock", namedLock), ("Pipeline", pipeline),
      ("DurableJob", durableJob),
      ("FleetTest", fleetTest), ("ScheduleFile", scheduleFile), ("Alerts", alerts), ("Backfill", backfill),
      ("DryRun", dryRun), ("Metrics", metrics), ("Heartbeats", heartbeats),
    ] + withTraits

  /// What needs a trait of the package: `SCHEDULING_ALL_TRAITS=1 swift run Features`.
  private static var withTraits: [(name: String, run: @Sendable () async throws -> Void)] {
    var features: [(name: String, run: @Sendable () async throws -> Void)] = []
    #if Shell
      features.append(("Shell", shell))
    #endif
    #if Configuration
      features.append(("Configuration", configuration))
    #endif
    return features
  }

  static func main() async {
    do {
      try await show()
    } catch {
      print("   FAILED: \(error)")
      exit(1)
    }
  }

  private static func show() async throws {
    let wanted = CommandLine.arguments.dropFirst()
    for name in wanted where !all.contains(where: { $0.name == name }) {
      throw Unexpected(description: "there is no \(name): there are \(all.map(\.name).joined(separator: ", "))")
    }
    for feature in all where wanted.isEmpty || wanted.contains(feature.name) {
      print("== \(feature.name)")
      fflush(nil)  // into a pipe as well: so that a reader sees which example is running
      try await feature.run()
    }
  }
}

/// What an example shows is checked as well.
func expect(_ isSo: Bool, _ text: String) throws {
  guard isSo else { throw Unexpected(description: "not as expected: \(text)") }
  print("   \(text)")
}

struct Unexpected: Error, CustomStringConvertible {
  var description: String
}
