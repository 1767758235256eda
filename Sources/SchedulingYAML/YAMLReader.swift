import CivilTime
import Scheduling
import Yams

/// Reads the text of a schedule file into a ``YAMLValue``, with the line of every key, in time and memory that grow with
/// the size of the text alone.
struct YAMLReader {
  private(set) var lines: [[String]: Int] = [:]
  private var visited = 0
  private let work: ReadingWork

  private init(_ work: ReadingWork) { self.work = work }

  /// More values than a schedule of thousands of jobs has. Aliases may make a short file unfold into billions.
  private static let mostValues = 200_000
  /// Deeper than any schedule, and far from the end of the smallest stack.
  private static let mostLevels = 64

  /// - Throws: `YamlError` for what is not YAML, ``Scheduling/ScheduleFileError`` for what is too much.
  static func read(
    _ text: String, limit: Int, _ work: ReadingWork
  ) throws -> (value: YAMLValue, lines: [[String]: Int]) {
    guard text.utf8.count <= limit else {
      throw ScheduleFileError(
        "has \(text.utf8.count) bytes, and a schedule file has at most \(limit); split it, or raise the limit")
    }
    try AliasCheck.check(text, work)
    // The parser owns what its nodes point at, so it lives until they are read.
    let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
    return try withExtendedLifetime(parser) {
      guard let root = try parser.singleRoot() else { throw ScheduleFileError("is empty; expected the key 'jobs'") }
      var reader = YAMLReader(work)
      let value = try reader.value(root, at: [], line: nil)
      return (value, reader.lines)
    }
  }

  private mutating func value(_ node: Node, at path: [String], line: Int?) throws -> YAMLValue {
    visited += 1
    work.spend(1 + path.count)
    let line = line ?? node.mark?.line
    if visited > Self.mostValues {
      throw ScheduleFileError(line: line, key: path, "unfolds into more than \(Self.mostValues) values")
    }
    if path.count > Self.mostLevels {
      throw ScheduleFileError(
        line: line, key: Array(path.prefix(3)), "is nested more than \(Self.mostLevels) levels deep")
    }
    lines[path] = line
    switch node {
    case .scalar(let scalar):
      return YAMLValue(content: .scalar(try self.scalar(scalar, at: path)), line: line)
    case .sequence(let sequence):
      var values: [YAMLValue] = []
      for (index, member) in sequence.enumerated() {
        values.append(try value(member, at: path + ["Index \(index)"], line: nil))
      }
      return YAMLValue(content: .sequence(values), line: line)
    case .mapping(let mapping):
      return YAMLValue(content: .mapping(try self.mapping(mapping, at: path)), line: line)
    case .alias:
      throw ScheduleFileError(line: line, key: path, "has an alias without a value")
    }
  }

  private func scalar(_ scalar: Node.Scalar, at path: [String]) throws -> YAMLScalar {
    let isPlain = scalar.style == .plain || scalar.style == .any
    switch scalar.tag.rawValue {
    case Tag.Name.implicit.rawValue: return YAMLScalar(text: scalar.string, isPlain: isPlain)
    case Tag.Name.str.rawValue, Tag.Name.nonSpecific.rawValue: return YAMLScalar(text: scalar.string, isPlain: false)
    case let name:
      throw ScheduleFileError(
        line: scalar.mark?.line, key: path, "has the tag '\(name.cut(toBytes: 80))', which is not read here: remove it")
    }
  }

  private mutating func mapping(_ mapping: Node.Mapping, at path: [String]) throws -> YAMLMapping {
    var result = YAMLMapping()
    var merges: [Node] = []
    for (key, member) in mapping {
      guard case .scalar(let word) = key else {
        throw ScheduleFileError(line: key.mark?.line, key: path, "a key must be a word, not a list or a mapping")
      }
      let isMerge = word.string == "<<" && (word.style == .plain || word.style == .any)
      if isMerge {
        merges += member.sequence.map(Array.init) ?? [member]
      } else {
        let line = word.mark?.line
        result.add(
          word.string, .init(value: try value(member, at: path + [word.string], line: line), line: line))
      }
    }
    for merge in merges {
      guard case .mapping(let merged) = merge else {
        throw ScheduleFileError(
          line: merge.mark?.line ?? mapping.mark?.line, key: path + ["<<"],
          "is merged, and must be an alias of a mapping, or a list of those")
      }
      try add(self.merged(merged, at: path), to: &result, at: path)
    }
    return result
  }

  /// What is merged is read apart, and its lines are kept where the mapping has no key of its own.
  private mutating func merged(_ mapping: Node.Mapping, at path: [String]) throws -> (YAMLMapping, [[String]: Int]) {
    let own = lines
    lines = [:]
    defer { lines = own }
    let merged = try self.mapping(mapping, at: path)
    return (merged, lines)
  }

  /// The mapping's own keys win. A job's own trigger wins over a merged one, with what only that one understands.
  private mutating func add(
    _ merged: (mapping: YAMLMapping, lines: [[String]: Int]), to result: inout YAMLMapping, at path: [String]
  ) {
    let isJob = path == ["defaults"] || (path.count == 2 && path[0] == "jobs")
    // In proportion to what is merged: a list of merges may be as long as the mapping is.
    work.spend(merged.mapping.keys.count + merged.lines.count)
    let replaced: Set<String> =
      isJob
      ? ScheduleTrigger.keysReplaced(whereOwn: { result[$0] != nil }, in: merged.mapping.keys) : []
    let added = Set(merged.mapping.keys.filter { result[$0] == nil && !replaced.contains($0) })
    for key in merged.mapping.keys where added.contains(key) {
      if let member = merged.mapping[key] { result.add(key, member) }
    }
    for (place, line) in merged.lines where place.count > path.count && added.contains(place[path.count]) {
      lines[place] = line
    }
  }
}
