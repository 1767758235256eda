import Foundation
import Testing

@Suite("What the sources may not have without a reason beside it")
struct SourceRulesTests {
  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Sources")

  /// What traps on a value that nobody thought of, and what the compiler does not check.
  private static let unchecked = [
    "nonisolated(unsafe)", "@unchecked Sendable", "try!", "fatalError(", "preconditionFailure(", "unsafeBitCast(",
    " as! ",
    ")!", "]!",
  ]

  @Test("Every forced or unchecked step has a comment above it")
  func reasons() throws {
    var wanting: [String] = []
    let files = try #require(FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil))
    for case let file as URL in files where file.pathExtension == "swift" {
      // Generated: texts of other languages.
      if ["DashboardFiles.swift", "OpenAPIDocument.swift"].contains(file.lastPathComponent) { continue }
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
      for (number, line) in lines.enumerated() where isUnchecked(line) {
        // The comment stands above, with nothing but declarations of the same kind, attributes and openings between.
        let above = lines[max(0, number - 6)..<number]
        if !above.contains(where: { $0.contains("//") }) { wanting.append("\(file.lastPathComponent):\(number + 1)") }
      }
    }
    #expect(wanting.isEmpty, "no reason is given in \(wanting.joined(separator: ", "))")
  }

  private func isUnchecked(_ line: Substring) -> Bool {
    let code = line.prefix(upTo: line.range(of: "//")?.lowerBound ?? line.endIndex)
    return Self.unchecked.contains { word in
      guard let range = code.range(of: word) else { return false }
      // `!=` and a text that ends in an exclamation mark are neither.
      return code[range.upperBound...].first != "=" && !code.hasPrefix("\"")
    }
  }
}
