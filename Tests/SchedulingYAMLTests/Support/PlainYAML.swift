import Scheduling
import Yams

/// YAML as a person's editor sees it.
func plainValue(yaml: String) throws -> JobArguments {
  func value(_ node: Node) -> JobArguments {
    switch node {
    case .mapping(let mapping):
      .object(Dictionary(mapping.map { ($0.scalar?.string ?? "", value($1)) }, uniquingKeysWith: { $1 }))
    case .sequence(let sequence): .array(sequence.map(value))
    case .scalar(let scalar) where scalar.style == .plain: plain(scalar.string)
    case .scalar(let scalar): .string(scalar.string)
    case .alias: .null
    }
  }
  func plain(_ text: String) -> JobArguments {
    switch text {
    case "true": true
    case "false": false
    case "null", "", "~": .null
    default: Int64(text).map(JobArguments.int) ?? Double(text).map(JobArguments.number) ?? .string(text)
    }
  }
  guard let node = try Yams.compose(yaml: yaml) else { return .null }
  return value(node)
}
