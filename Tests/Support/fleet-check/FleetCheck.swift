import ArgumentParser
import FleetLog

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Judges the log of a fleet.
@main
struct FleetCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fleet-check",
    abstract: "Judges the log that fleet-soak leaves, by the invariants I1 to I12.",
    discussion: "Prints one line of JSON; the exit code is 1 when an invariant is broken.")

  @Argument(help: "The log.")
  var log: String

  func run() throws {
    let text = try String(contentsOfFile: log, encoding: .utf8)
    let report = FleetReport(FleetHistory(FleetLog.lines(in: text)))
    print(report.json)
    if !report.isClean { throw ExitCode.failure }
  }
}
