import Scheduling
import Yams

/// Writes values so that every reader of YAML, 1.1 or 1.2, reads the same ones back.
enum YAMLNode {
  static func node(of file: ScheduleFile) throws -> Node {
    let order = Dictionary(ScheduleFile.keyOrder.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return try node(JobArguments(file), order)
  }

  /// - Parameter order: The places of the keys that a schedule file knows; ids and the names of arguments have none.
  private static func node(_ value: JobArguments, _ order: [String: Int]) throws -> Node {
    switch value {
    case .null: return plain("null")
    case .bool(let value): return plain(value ? "true" : "false")
    case .int(let value): return plain("\(value)")
    // The shortest digits that are read back as the same number.
    case .double(let value): return plain("\(value)")
    case .string(let text):
      return .scalar(Node.Scalar(text, Tag(.str), YAMLScalar.isSafe(text) ? .any : .doubleQuoted))
    case .array(let values): return .sequence(Node.Sequence(try values.map { try node($0, order) }))
    case .object(let members):
      let keys = members.keys.sorted { a, b in
        let (first, second) = (order[a] ?? .max, order[b] ?? .max)
        return (first, a) < (second, b)
      }
      return .mapping(
        Node.Mapping(
          try keys.map { key in
            let member = members[key] ?? .null
            // Ids are in order, and each job's own keys are in theirs.
            if key == "jobs", case .object(let jobs) = member {
              return (
                try node(.string(key), [:]),
                .mapping(
                  Node.Mapping(
                    try jobs.keys.sorted().map { (try node(.string($0), [:]), try node(jobs[$0] ?? .null, order)) }))
              )
            }
            return (try node(.string(key), [:]), try node(member, key == "arguments" ? [:] : order))
          }))
    }
  }

  private static func plain(_ text: String) -> Node { .scalar(Node.Scalar(text, .implicit, .plain)) }
}
