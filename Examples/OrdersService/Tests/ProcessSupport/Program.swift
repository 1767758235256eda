import Foundation

/// A program of this package, as a test starts it: a real process, ended with the test.
package final class Program: Sendable {
  /// What it printed so far, from the start.
  package var output: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
  package var processID: Int32 { process.processID }
  package var hasEnded: Bool { process.hasEnded }
  private let process: GuardedProcess
  private let log: String

  package struct NotStarted: Error, CustomStringConvertible { package var description: String }

  /// Starts an executable target of this package with arguments.
  package init(_ name: String, _ arguments: [String]) throws {
    let path = Self.products.appendingPathComponent(name).path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw NotStarted(description: "there is no \(path): run these tests with `swift test`, which builds it")
    }
    log = FileManager.default.temporaryDirectory.appendingPathComponent("\(name)-\(UUID()).log").path
    guard let process = GuardedProcess(path, arguments, output: log) else {
      throw NotStarted(description: "no process could be started for \(path)")
    }
    self.process = process
  }

  deinit {
    process.end()
    try? FileManager.default.removeItem(atPath: log)
  }

  /// Sends a signal, such as `SIGKILL`.
  package func signal(_ number: Int32) { process.signal(number) }

  /// Where the build puts executables: beside the test bundle.
  private static let products: URL = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    return bundle?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL
  }()
}

/// Waits until something is the case; false when it is not within the time.
package func eventually(
  within limit: Duration = .seconds(30), _ condition: () async throws -> Bool
) async rethrows -> Bool {
  let end = ContinuousClock.now + limit
  while ContinuousClock.now < end {
    if try await condition() { return true }
    try? await Task.sleep(for: .milliseconds(10))
  }
  return try await condition()
}
