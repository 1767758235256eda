import Foundation

extension Shop {
  /// Imports the stock of one supplier, or of all; a file that is no newer than the last import is passed over.
  /// - Returns: the suppliers whose stock was imported.
  package func importStock(supplier: Int? = nil, updateAnyway: Bool = false) async throws -> [Int] {
    let folders = try files(in: "suppliers")
    if let supplier, !folders.contains(where: { $0.lastPathComponent == "\(supplier)" }) {
      throw ShopError("supplier \(supplier) has no folder in suppliers/")
    }
    var imported: [Int] = []
    for folder in folders {
      guard let id = Int(folder.lastPathComponent), supplier == nil || supplier == id else { continue }
      let file = folder.appendingPathComponent("stock.csv")
      guard FileManager.default.fileExists(atPath: file.path) else { continue }
      let time = try Self.modified(file).second
      let last = try await database.number("SELECT file_time FROM imports WHERE supplier = ?", SQLValue(id))
      guard updateAnyway || time > last else { continue }
      let rows = try Self.rows(of: file).map { columns in
        guard columns.count == 2, let quantity = Int(columns[1]) else {
          throw ShopError("\(file.path): a line is 'sku,quantity', this one is '\(columns.joined(separator: ","))'")
        }
        return (sku: columns[0], quantity: quantity)
      }
      try await database.transaction { database in
        try database.change("DELETE FROM stock WHERE supplier = ?", SQLValue(id))
        for row in rows {
          try database.change(
            "INSERT INTO stock VALUES (?, ?, ?)", SQLValue(id), .text(row.sku), SQLValue(row.quantity))
        }
        try database.change("INSERT OR REPLACE INTO imports VALUES (?, ?)", SQLValue(id), SQLValue(time))
      }
      imported.append(id)
    }
    return imported
  }

  /// Writes the stock for the platforms. The file is replaced as a whole, so that no reader sees half of it.
  package func exportStock(supplier: Int? = nil) async throws -> Int {
    let rows = try await database.rows(
      "SELECT supplier, sku, quantity FROM stock WHERE ?1 IS NULL OR supplier = ?1 ORDER BY supplier, sku",
      SQLValue(supplier))
    let lines = rows.map { row in "\(row[0].number ?? 0),\(row[1].text ?? ""),\(row[2].number ?? 0)" }
    let text = (["supplier,sku,quantity"] + lines).joined(separator: "\n") + "\n"
    let name = supplier.map { "stock-\($0).csv" } ?? "stock.csv"
    try text.write(to: folder.appendingPathComponent("export/\(name)"), atomically: true, encoding: .utf8)
    return lines.count
  }

  /// Takes the orders of the platforms, or of one, into the database; an order that is there already stays.
  package func pullOrders(platform: String? = nil) async throws -> Int {
    struct Order: Decodable {
      var number: String
      var cents: Int
    }
    var pulled = 0
    for folder in try files(in: "platforms") where platform == nil || folder.lastPathComponent == platform {
      for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      where file.pathExtension == "json" {
        for order in try JSONDecoder().decode([Order].self, from: Data(contentsOf: file)) {
          pulled += try await database.change(
            "INSERT OR IGNORE INTO orders (number, platform, cents) VALUES (?, ?, ?)", .text(order.number),
            .text(folder.lastPathComponent), SQLValue(order.cents))
        }
      }
    }
    return pulled
  }
}
