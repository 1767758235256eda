package import Foundation

/// The sync with the vehicle data service, in four steps.
extension Shop {
  package struct Vehicle: Codable, Sendable, Hashable {
    package var vin: String
    package var model: String
  }

  /// Reads what the service has, from a line on; a page has at most so many vehicles.
  package func pullVehicles(from line: Int, limit: Int = 100) throws -> [Vehicle] {
    let file = folder.appendingPathComponent("driveright/vehicles.csv")
    guard FileManager.default.fileExists(atPath: file.path) else { return [] }
    return try Self.rows(of: file).dropFirst(line).prefix(limit).map { columns in
      guard columns.count == 2 else { throw ShopError("\(file.path): a line is 'vin,model'") }
      return Vehicle(vin: columns[0], model: columns[1])
    }
  }

  /// Takes vehicles into the database.
  package func keep(_ vehicles: [Vehicle]) async throws {
    try await database.transaction { database in
      for vehicle in vehicles {
        try database.change(
          "INSERT OR IGNORE INTO vehicles (vin, model) VALUES (?, ?)", .text(vehicle.vin), .text(vehicle.model))
      }
    }
  }

  /// Marks what is new as synced, and says how many there were.
  package func syncVehicles() async throws -> Int {
    try await database.change("UPDATE vehicles SET synced = 1 WHERE synced = 0")
  }

  /// Mails the report of a day, once.
  package func reportVehicles(_ count: Int, day: Date) async throws {
    _ = try await send(
      to: "vehicles@shop.example", "\(count) vehicles were synced", key: "driveright-\(day.second)", at: day)
  }

  /// Tells the service that its vehicles have arrived.
  package func confirmVehicles() async throws -> Int {
    let count = try await database.number("SELECT count(*) FROM vehicles WHERE synced = 1")
    try "\(count)\n".write(
      to: folder.appendingPathComponent("driveright/confirmed"), atomically: true, encoding: .utf8)
    return count
  }
}
