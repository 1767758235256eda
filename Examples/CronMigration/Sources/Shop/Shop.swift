package import Foundation

/// The webshop: a database, and a folder with what suppliers, platforms and photographers put there.
///
/// ```
/// images/incoming      pictures to be processed
/// suppliers/23         stock.csv of supplier 23
/// platforms/market     orders as JSON
/// export               stock.csv for the platforms
/// logs                 *.log
/// driveright           vehicles.csv of the vehicle data service
/// ```
package struct Shop: Sendable {
  package let database: Database
  package let folder: URL

  /// Opens the shop of a folder; what is not there is made.
  package init(folder: URL, inMemory: Bool = false) throws {
    self.folder = folder
    for part in ["images/incoming", "suppliers", "platforms", "export", "logs", "driveright"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(part), withIntermediateDirectories: true)
    }
    database = try Database(path: inMemory ? nil : folder.appendingPathComponent("shop.sqlite").path)
  }

  /// Writes down what a run did.
  package func log(_ effect: String, job: String, run: String) async throws {
    try await database.change("INSERT INTO work_log VALUES (?, ?, ?)", .text(job), .text(run), .text(effect))
  }

  func files(in part: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: folder.appendingPathComponent(part), includingPropertiesForKeys: nil
    ).sorted { $0.path < $1.path }
  }

  /// The lines of a CSV file without its header, each in its columns.
  static func rows(of file: URL) throws -> [[String]] {
    try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { String($0.filter { $0 != "\"" }) }
    }
  }

  static func modified(_ file: URL) throws -> Date {
    try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date ?? .distantPast
  }
}

extension Date {
  package var second: Int { Int(timeIntervalSince1970.rounded(.down)) }
}

/// Something that the shop refuses, and what to do.
package struct ShopError: Error, CustomStringConvertible {
  package var description: String
  package init(_ description: String) { self.description = description }
}
