/// A value of a YAML document with its line: aliases replaced, merge keys merged, each mapping a dictionary.
struct YAMLValue {
  enum Content {
    case scalar(YAMLScalar)
    case sequence([YAMLValue])
    case mapping(YAMLMapping)
  }

  var content: Content
  var line: Int?

  /// Nothing, `~` or `null`, without quotes.
  var isNull: Bool {
    if case .scalar(let scalar) = content { scalar.isNull } else { false }
  }
}

/// A mapping whose keys are found in constant time, in the order of the file.
struct YAMLMapping {
  struct Member {
    var value: YAMLValue
    /// The line of the key.
    var line: Int?
  }

  private(set) var keys: [String] = []
  private var members: [String: Member] = [:]

  subscript(key: String) -> Member? { members[key] }

  /// Adds a member unless the key is there.
  mutating func add(_ key: String, _ member: Member) {
    guard members[key] == nil else { return }
    keys.append(key)
    members[key] = member
  }
}
