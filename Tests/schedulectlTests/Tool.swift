import Foundation

/// The built command-line tool, run as a user runs it.
struct Tool {
  var output: String
  var error: String
  var status: Int32

  /// Runs the tool to its end. Input and output go through files, so that neither side waits for the other.
  static func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws -> Tool {
    try run(arguments, input: Data(input.utf8), environment: environment)
  }

  /// As ``run(_:input:environment:)``, with bytes that need not be a text.
  static func run(_ arguments: [String], input: Data, environment: [String: String] = [:]) throws -> Tool {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("schedulectl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["in", "out", "err"].map { folder.appendingPathComponent($0) }
    try input.write(to: files[0])
    for file in files[1...] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "SCHEDULECTL_REDIS" }
      .merging(environment) { _, own in own }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Tool(
      output: try String(contentsOf: files[1], encoding: .utf8),
      error: try String(contentsOf: files[2], encoding: .utf8),
      status: process.terminationStatus)
  }

  /// As ``run(_:input:environment:)``, on a thread of its own: what the tool waits for may run in this process.
  static func running(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) async throws -> Tool {
    try await withCheckedThrowingContinuation { continuation in
      Thread { continuation.resume(with: Result { try run(arguments, input: input, environment: environment) }) }
        .start()
    }
  }

  /// Runs the tool, which goes on until it is interrupted, while `body` reads what it has written so far.
  static func whileRunning(
    _ arguments: [String], _ body: (_ written: @Sendable () -> String) async throws -> Void
  ) async throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("schedulectl-\(UUID().uuidString)")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "SCHEDULECTL_REDIS" }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: file)
    process.standardError = process.standardOutput
    try process.run()
    defer {
      process.terminate()
      process.waitUntilExit()
    }
    try await body { (try? String(contentsOf: file, encoding: .utf8)) ?? "" }
  }

  /// Products lie side by side: beside the tests' own executable, or on macOS beside their bundle.
  private static var executable: URL {
    var folder = Bundle.main.bundleURL
    #if os(macOS)
      if let bundle = Bundle.allBundles.first(where: { $0.bundlePath.hasSuffix(".xctest") }) {
        folder = bundle.bundleURL.deletingLastPathComponent()
      }
    #endif
    return folder.appendingPathComponent("schedulectl")
  }
}
