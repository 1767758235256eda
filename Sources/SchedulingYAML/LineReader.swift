import Scheduling
import Yams

/// Collects the line of every key, and refuses what decoding would pass over.
struct LineReader {
  var lines: [[String]: Int] = [:]
  private var visited = 0

  /// More than a schedule of thousands of jobs has. Aliases may make a short file unfold into billions of nodes.
  private static let mostNodes = 200_000

  mutating func read(_ node: Node, at path: [String] = [], line: Int? = nil) throws {
    visited += 1
    if visited > Self.mostNodes {
      throw ScheduleFileError(line: line, key: path, "unfolds into more than \(Self.mostNodes) values")
    }
    lines[path] = line ?? node.mark?.line
    switch node {
    case .mapping(let mapping):
      // What is merged in comes first: the mapping's own keys win.
      for (key, value) in mapping where key.scalar?.string == "<<" {
        for merged in value.sequence.map(Array.init) ?? [value] { try read(merged, at: path, line: lines[path]) }
      }
      for (key, value) in mapping where key.scalar?.string != "<<" {
        guard let name = key.scalar?.string else {
          throw ScheduleFileError(line: key.mark?.line, key: path, "a key must be a word, not a list or a mapping")
        }
        try read(value, at: path + [name], line: key.mark?.line)
      }
    case .sequence(let sequence):
      for (index, value) in sequence.enumerated() { try read(value, at: path + ["Index \(index)"]) }
    case .scalar, .alias: break
    }
  }
}
