import CivilTime

/// The arguments of a run are not what its handler reads.
///
/// It goes to the log, the history and the status, so it names fields and types, and never a value.
struct UnreadableArguments: Error, CustomStringConvertible {
  let handler: String
  let reason: String

  init(_ error: any Error, handler: String, arguments: JobArguments?) {
    self.handler = handler
    reason = Self.describe(error, arguments)
  }

  var description: String {
    "the handler '\(handler)' cannot read the job's arguments: \(reason); the body was not started. "
      + "Put the job again with arguments of the form that this release reads."
  }

  private static func describe(_ error: any Error, _ arguments: JobArguments?) -> String {
    guard let arguments else { return "there are none" }
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      return "\(field(context.codingPath + [key])) is missing"
    case DecodingError.typeMismatch(let type, let context), DecodingError.valueNotFound(let type, let context):
      return "\(field(context.codingPath)) is \(kind(arguments, context.codingPath)), and \(type) is required"
    case DecodingError.dataCorrupted(let context):
      return
        "\(field(context.codingPath)), \(kind(arguments, context.codingPath)), is not a value that its type accepts"
    default: return "its type threw \(type(of: error))"
    }
  }

  private static func field(_ path: [any CodingKey]) -> String {
    guard !path.isEmpty else { return "the whole" }
    let names = path.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }
    return "the field '\(names.joined(separator: ".").printable(bytes: 200))'"
  }

  private static func kind(_ arguments: JobArguments, _ path: [any CodingKey]) -> String {
    var value = arguments
    for key in path {
      switch value {
      case .object(let members):
        guard let member = members[key.stringValue] else { return "not there" }
        value = member
      case .array(let values):
        guard let index = key.intValue, values.indices.contains(index) else { return "not there" }
        value = values[index]
      case .null, .bool, .int, .double, .string: return "within \(value.kind)"
      }
    }
    return value.kind
  }
}

extension JobArguments: CustomStringConvertible {
  /// The names and the types of the values, and no value: arguments may be secrets, and a description ends in a log.
  /// `{supplier: number, token: text}`.
  public var description: String { shape(levels: 2) }

  private func shape(levels: Int) -> String {
    switch self {
    case .object(let members) where levels > 0:
      let names = members.keys.sorted()
      let shown = names.prefix(20).map { "\($0.printable(bytes: 60)): \(members[$0]?.shape(levels: levels - 1) ?? "")" }
      return "{\((shown + (names.count > 20 ? ["…"] : [])).joined(separator: ", "))}"
    case .null, .bool, .int, .double, .string, .array, .object: return word
    }
  }

  /// The type of the value, with its article.
  fileprivate var kind: String {
    switch self {
    case .null: "null"
    case .array, .object: "an \(word)"
    case .bool, .int, .double, .string: "a \(word)"
    }
  }

  private var word: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .int, .double: "number"
    case .string: "text"
    case .array: "array"
    case .object: "object"
    }
  }
}
