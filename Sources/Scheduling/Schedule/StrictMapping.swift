/// Any text as a key, so that a key nobody knows is seen and not skipped.
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

  /// A mapping with `known` keys; `later` ones belong to the format, but this version cannot keep what they promise.
  init(_ decoder: any Decoder, of what: String, known: [String], later: Set<String> = []) throws {
    try self.init(decoder, of: what)
    for key in keys where !known.contains(key) {
      if later.contains(key) {
        throw error(key, "'\(key)' is not supported by this version: remove it, it would have no effect")
      }
      if let nearest = nearestWord(to: key, among: known) {
        throw error(key, "unknown key '\(key)'; did you mean '\(nearest)'?")
      }
      throw error(key, "unknown key '\(key)'; the keys here are \(known.joined(separator: ", "))")
    }
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

  /// A text of a key, made into something; nil from `make` refuses it.
  func text<Value>(_ key: String, expected: String, _ make: (String) -> Value?) throws -> Value? {
    guard let text = try value(key, as: String.self, expected: expected) else { return nil }
    guard let value = make(text) else { throw error(key, "'\(text)' is not \(expected)") }
    return value
  }

  /// One of a few words.
  func word<Value>(_ key: String, _ words: KeyValuePairs<String, Value>) throws -> Value? {
    try word(key, names: words.map(\.key)) { text in words.first { $0.key == text }?.value }
  }

  /// The raw value of one of the cases.
  func word<Value: RawRepresentable<String> & CaseIterable>(_ key: String) throws -> Value? {
    try word(key, names: Value.allCases.map(\.rawValue), Value.init(rawValue:))
  }

  private func word<Value>(_ key: String, names: [String], _ make: (String) -> Value?) throws -> Value? {
    let expected = "one of \(names.joined(separator: ", "))"
    guard let text = try value(key, as: String.self, expected: expected) else { return nil }
    if let value = make(text) { return value }
    if let nearest = nearestWord(to: text, among: names) {
      throw error(key, "unknown value '\(text)'; did you mean '\(nearest)'?")
    }
    throw error(key, "unknown value '\(text)'; expected \(expected)")
  }
}
