import ArgumentParser
import Foundation
import HTTPTypes
import Scheduling
import SchedulingHTTP

/// What a request has to carry.
struct Token {
  static let variable = "SCHEDULECTL_TOKEN"
  private static let shortest = 16
  private static let longest = 4_096
  private let expected: [UInt8]

  /// That of a file, else that of the environment; nil without either.
  static func find(
    file: String?, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Token? {
    guard let file else {
      let text = environment[variable] ?? ""
      return text.isEmpty ? nil : try Token(text, from: variable)
    }
    guard let data = FileManager.default.contents(atPath: file), data.count <= longest else {
      throw ValidationError(
        "--token-file cannot be read, or has more than \(longest) bytes; check its name and its "
          + "permissions")
    }
    return try Token(
      String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines), from: "--token-file")
  }

  private init(_ text: String, from source: String) throws {
    guard text.utf8.count >= Self.shortest, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw ValidationError(
        "the token of \(source) must have \(Self.shortest) or more visible ASCII characters, on one "
          + "line")
    }
    expected = Array("Bearer \(text)".utf8)
  }

  var authorization: ManagementAuthorization {
    { [expected] request, _, _ in
      let given = Array((request.headerFields[.authorization] ?? "").utf8)
      // As long for a token that is nearly right as for one that is wrong from the start.
      guard given.count == expected.count else { return nil }
      let difference = zip(given, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
      return difference == 0 ? Caller("operator") : nil
    }
  }
}
