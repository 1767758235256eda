package import Foundation

/// Where the simulator's files are sent. The example has no network: a folder stands in for the FTP server, and refuses
/// whoever does not know its password.
package struct FileDrop: Sendable {
  private let folder: URL
  private let user: String
  private let password: String

  /// Takes the credentials from the environment, `FTP_USER` and `FTP_PASSWORD`: they are never in the schedule.
  /// - Throws: what is missing, without what is there.
  package init(folder: URL, environment: [String: String]) throws {
    guard let user = environment["FTP_USER"], let password = environment["FTP_PASSWORD"] else {
      let missing = ["FTP_USER", "FTP_PASSWORD"].filter { environment[$0] == nil }.joined(separator: " and ")
      throw ShopError("\(missing) is not in the environment of the service: give it by the host's secrets")
    }
    (self.folder, self.user, self.password) = (folder, user, password)
  }

  /// Stores a file under a name; one that is there is replaced.
  package func send(_ text: String, as name: String) throws {
    let key = folder.appendingPathComponent(".password")
    let expected = try String(contentsOf: key, encoding: .utf8)
    guard expected == "\(user):\(password)" else { throw ShopError("530 Login incorrect") }
    try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }
}

extension Shop {
  /// The day's MAK file for the simulator: every vehicle in a line.
  package func makFile(of day: Date) async throws -> (name: String, text: String) {
    let vehicles = try await database.rows("SELECT vin, model FROM vehicles ORDER BY vin")
    let lines = vehicles.map { "\($0[0].text ?? "");\($0[1].text ?? "")" }
    return ("simulator-\(day.second / 86_400).mak", lines.joined(separator: "\n") + "\n")
  }
}
