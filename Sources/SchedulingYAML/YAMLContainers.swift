/// The members of a mapping for `Decodable`.
struct YAMLKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let mapping: YAMLMapping
  let codingPath: [any CodingKey]
  let work: ReadingWork

  var allKeys: [Key] { mapping.keys.compactMap(Key.init(stringValue:)) }
  func contains(_ key: Key) -> Bool { mapping[key.stringValue] != nil }

  private func decoder(_ key: some CodingKey) throws -> YAMLValueDecoder {
    work.spend(1 + codingPath.count)
    guard let member = mapping[key.stringValue] else {
      throw DecodingError.keyNotFound(
        key, .init(codingPath: codingPath, debugDescription: "the key '\(key.stringValue)' is missing"))
    }
    return YAMLValueDecoder(member.value, at: codingPath + [key], work)
  }

  func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).decodeNil() }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try decoder(key).decode(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try decoder(key).decode(type) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try decoder(key).decode(type) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try decoder(key).decode(type) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try decoder(key).decode(type) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try decoder(key).decode(type) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try decoder(key).decode(type) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try decoder(key).decode(type) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try decoder(key).decode(type) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try decoder(key).decode(type) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try decoder(key).decode(type) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try decoder(key).decode(type) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try decoder(key).decode(type) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try decoder(key).decode(type) }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try decoder(key).decode(type) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try decoder(key).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(key).unkeyedContainer()
  }
  func superDecoder() throws -> any Decoder { try decoder(YAMLNameKey("super")) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }
}

/// The members of a list for `Decodable`.
struct YAMLUnkeyedContainer: UnkeyedDecodingContainer {
  let values: [YAMLValue]
  let codingPath: [any CodingKey]
  let work: ReadingWork
  private(set) var currentIndex = 0

  init(values: [YAMLValue], codingPath: [any CodingKey], work: ReadingWork) {
    (self.values, self.codingPath, self.work) = (values, codingPath, work)
  }

  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex >= values.count }

  /// Goes on to the next member only when the body succeeds.
  private mutating func next<Value>(_ body: (YAMLValueDecoder) throws -> Value) throws -> Value {
    work.spend(1 + codingPath.count)
    let path = codingPath + [YAMLIndexKey(currentIndex)]
    guard values.indices.contains(currentIndex) else {
      throw DecodingError.valueNotFound(Value.self, .init(codingPath: path, debugDescription: "the list has ended"))
    }
    let value = try body(YAMLValueDecoder(values[currentIndex], at: path, work))
    currentIndex += 1
    return value
  }

  mutating func decodeNil() throws -> Bool {
    guard values.indices.contains(currentIndex), values[currentIndex].isNull else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next { try $0.decode(type) } }
  mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    try next { try $0.container(keyedBy: type) }
  }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next { try $0.unkeyedContainer() }
  }
  mutating func superDecoder() throws -> any Decoder { try next { $0 } }
}
