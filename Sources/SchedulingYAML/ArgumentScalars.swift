import Yams

extension Node {
  /// The node with the scalars of every `arguments` told apart as JSON tells them: numbers, `true`, `false`, `null` (or
  /// `~`, or nothing) are values, and every other plain word is a text. YAML 1.1 would make 750 of `12:30` and false of
  /// `no`, which nobody means.
  var withPlainArguments: Node {
    switch self {
    case .mapping(var mapping):
      for (key, value) in mapping {
        mapping[key] = key.scalar?.string == "arguments" ? value.asArguments : value.withPlainArguments
      }
      return .mapping(mapping)
    case .sequence(var sequence):
      for index in sequence.indices { sequence[index] = sequence[index].withPlainArguments }
      return .sequence(sequence)
    case .scalar, .alias: return self
    }
  }

  private var asArguments: Node {
    switch self {
    case .mapping(var mapping):
      for (key, value) in mapping { mapping[key] = value.asArguments }
      return .mapping(mapping)
    case .sequence(var sequence):
      for index in sequence.indices { sequence[index] = sequence[index].asArguments }
      return .sequence(sequence)
    case .scalar(let scalar):
      guard scalar.style == .plain || scalar.style == .any, !Self.isValue(scalar.string) else { return self }
      return .scalar(Scalar(scalar.string, Tag(.str), .doubleQuoted, scalar.mark))
    case .alias: return self
    }
  }

  private static func isValue(_ text: String) -> Bool {
    ["", "~", "null", "true", "false"].contains(text) || isNumber(Array(text.utf8))
  }

  /// A number of JSON: `-12`, `0.5`, `1e3`; not `+1`, `.5`, `012` or `0x1F`.
  private static func isNumber(_ text: [UInt8]) -> Bool {
    var rest = text[...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    func digits() -> Int {
      let count = rest.prefix { (0x30...0x39).contains($0) }.count
      rest.removeFirst(count)
      return count
    }
    let startsWithZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole == 1 || (whole > 1 && !startsWithZero) else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard digits() > 0 else { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}
