/// Any text as a key, so that an unknown key is seen and not skipped.
struct ScheduleKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }
  init(_ name: String) { stringValue = name }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// Reads a mapping and refuses what `Decodable` would pass over: unknown keys, and keys without a value.
struct StrictMapping {
  private let container: KeyedDecodingContainer<ScheduleKey>
  /// The way here, from the top of the file.
  let path: [String]
  /// The keys that are there, in the order in which the format gives them.
  let keys: [String]

  /// A mapping in which any key may occur.
  init(_ decoder: any Decoder, of what: String) throws {
    path = decoder.codingPath.map(\.stringValue)
    do {
      container = try decoder.container(keyedBy: ScheduleKey.self)
    } catch is DecodingError {
      throw ScheduleFileError(key: path, "expected a mapping of \(what)")
    }
    keys = container.allKeys.map(\.stringValue)
  }

  /// A mapping with `known` keys.
  init(_ decoder: any Decoder, of what: String, known: [String]) throws {
    try self.init(decoder, of: what)
    if let error = unknown(known) { throw error }
  }

  /// All keys that are not among those known, as one error; nil where there is none.
  func unknown(_ known: [String]) -> ScheduleFileError? {
    ScheduleFileError(
      keys.filter { !known.contains($0) }.map { key in
        if let nearest = nearestWord(to: key, among: known) {
          return error(key, "unknown key '\(key)'; did you mean '\(nearest)'?")
        }
        return error(key, "unknown key '\(key)'; the keys here are \(known.joined(separator: ", "))")
      })
  }

  func error(_ key: String, _ message: String) -> ScheduleFileError { ScheduleFileError(key: path + [key], message) }

  /// The value of a key; nil only when the key is not there. `expected` says what should be there, with an example.
  func value<Value: Decodable>(_ key: String, as type: Value.Type = Value.self, expected: String) throws -> Value? {
    let codingKey = ScheduleKey(key)
    guard container.contains(codingKey) else { return nil }
    do {
      if try container.decodeNil(forKey: codingKey) {
        throw error(key, "has no value; expected \(expected), or leave the key out")
      }
      return try container.decode(Value.self, forKey: codingKey)
    } catch is DecodingError {
      throw error(key, "expected \(expected)")
    }
  }

  /// A list of a key, nil only when the key is not there. The faults of all members are reported.
  func list<Element: Decodable>(_ key: String, expected: String) throws -> [Element]? {
    guard let members = try value(key, as: [ListMember<Element>].self, expected: expected) else { return nil }
    var faults = FaultCollector()
    let elements = try members.compactMap { member in try faults.collect { try member.result.get() } }
    try faults.finish()
    return elements
  }

  /// The decoder of a key's value; nil only when the key is not there.
  func decoder(_ key: String, expected: String) throws -> (any Decoder)? {
    let codingKey = ScheduleKey(key)
    guard container.contains(codingKey) else { return nil }
    if try container.decodeNil(forKey: codingKey) {
      throw error(key, "has no value; expected \(expected), or leave the key out")
    }
    return try container.superDecoder(forKey: codingKey)
  }

  /// A text of a key, made into something; nil from `make` refuses it.
  func text<Value>(_ key: String, expected: String, _ make: (String) -> Value?) throws -> Value? {
    guard let text = try value(key, as: String.self, expected: expected) else { return nil }
    guard let value = make(text) else { throw error(key, "'\(text)' is not \(expected)") }
    return value
  }

  /// The raw value of one of the cases.
  func word<Value: RawRepresentable<String> & CaseIterable>(_ key: String) throws -> Value? {
    let names = Value.allCases.map(\.rawValue)
    let expected = "one of \(names.joined(separator: ", "))"
    guard let text = try value(key, as: String.self, expected: expected) else { return nil }
    return try meaning(of: text, key, names: names, expected, Value.init(rawValue:))
  }

  /// What a word means, or an error with the word that was probably meant.
  func meaning<Value>(
    of text: String, _ key: String, names: [String], _ expected: String, _ make: (String) -> Value?
  ) throws -> Value {
    if let value = make(text) { return value }
    if let nearest = nearestWord(to: text, among: names) {
      throw error(key, "unknown value '\(text)'; did you mean '\(nearest)'?")
    }
    throw error(key, "unknown value '\(text)'; expected \(expected)")
  }
}

/// A member of a list that may have faults of its own.
private struct ListMember<Element: Decodable>: Decodable {
  var result: Result<Element, ScheduleFileError>

  init(from decoder: any Decoder) throws {
    do {
      result = .success(try Element(from: decoder))
    } catch let error as ScheduleFileError {
      result = .failure(error)
    }
  }
}
