import CivilTime

/// A table for people: columns as wide as their widest cell, two spaces between them.
struct Table {
  var columns: [String]
  var rows: [[String]] = []

  var text: String {
    let rows = rows.map { row in row.map { $0.printable(bytes: 2_000) } }
    var widths = columns.map(\.count)
    for row in rows {
      for (index, cell) in row.enumerated() where index < widths.count {
        widths[index] = max(widths[index], cell.count)
      }
    }
    let lines = ([columns] + rows).map { row in
      let cells = row.enumerated().map { index, cell in
        // Nothing follows the last cell.
        index + 1 == row.count ? cell : cell + String(repeating: " ", count: max(0, widths[index] - cell.count))
      }
      return cells.joined(separator: "  ")
    }
    return lines.joined(separator: "\n")
  }
}
