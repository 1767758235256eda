import Foundation

/// One row of the oracle's data, valid or invalid.
struct VectorRow: Decodable, Sendable {
  var id: String?
  var dialect: String
  var expr: String
  var tz: String?
  var after: String?
  var next: [String]?
  var exhausted: Bool?
  var error: Bool?
  var field: String?
  var pos: Int?
  var why: String?

  /// The rows of a file of the tests' resources and, where the environment names a folder of extra vectors, of the
  /// file of the same name there.
  static func rows(_ name: String) throws -> [VectorRow] {
    guard let own = Bundle.module.url(forResource: "Vectors/\(name)", withExtension: "jsonl") else {
      throw CocoaError(.fileNoSuchFile)
    }
    var rows = try rows(own)
    if let folder = ProcessInfo.processInfo.environment["SCHEDULING_EXTRA_VECTORS"] {
      let extra = URL(fileURLWithPath: folder).appendingPathComponent("\(name).jsonl")
      if FileManager.default.fileExists(atPath: extra.path) { rows += try self.rows(extra) }
    }
    return rows
  }

  private static func rows(_ url: URL) throws -> [VectorRow] {
    let decoder = JSONDecoder()
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
      try decoder.decode(VectorRow.self, from: Data($0.utf8))
    }
  }
}
