import CivilTime
import Scheduling

/// Decodes a ``YAMLValue``. What a scalar means depends on what is asked for: a text is the text as it is written, and a
/// number must be one to every version of YAML.
struct YAMLValueDecoder: Decoder {
  let value: YAMLValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  private let work: ReadingWork

  init(_ value: YAMLValue, at path: [any CodingKey] = [], _ work: ReadingWork) {
    (self.value, codingPath, self.work) = (value, path, work)
  }

  func container<Key: CodingKey>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .mapping(let mapping) = value.content else { throw mismatch([String: Any].self, "a mapping") }
    work.spend(mapping.keys.count)
    return KeyedDecodingContainer(YAMLKeyedContainer(mapping: mapping, codingPath: codingPath, work: work))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .sequence(let values) = value.content else { throw mismatch([Any].self, "a list") }
    return YAMLUnkeyedContainer(values: values, codingPath: codingPath, work: work)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

  private func mismatch(_ type: any Any.Type, _ what: String) -> DecodingError {
    .typeMismatch(type, .init(codingPath: codingPath, debugDescription: "expected \(what)"))
  }

  private var path: [String] { codingPath.map(\.stringValue) }

  /// The arguments of a job: numbers, truth values and null as JSON writes them, and everything else a text.
  fileprivate func arguments() throws -> JobArguments {
    work.spend(1 + codingPath.count)
    switch value.content {
    case .sequence(let values):
      return .array(
        try values.enumerated().map { index, value in
          try YAMLValueDecoder(value, at: codingPath + [YAMLIndexKey(index)], work).arguments()
        })
    case .mapping(let mapping):
      var members: [String: JobArguments] = [:]
      for key in mapping.keys {
        guard let member = mapping[key] else { continue }
        members[key] = try YAMLValueDecoder(member.value, at: codingPath + [YAMLNameKey(key)], work).arguments()
      }
      return .object(members)
    case .scalar(let scalar):
      switch scalar.meaning {
      case .null where ["", "~", "null"].contains(scalar.text): return .null
      case .bool(let value) where ["true", "false"].contains(scalar.text): return .bool(value)
      case .int(let value): return .int(value)
      case .double(let value): return .number(value)
      case .tooLarge: throw tooLarge(scalar)
      case .text, .ambiguous, .null, .bool: return .string(scalar.text)
      }
    }
  }

  private func tooLarge(_ scalar: YAMLScalar) -> ScheduleFileError {
    ScheduleFileError(
      key: path,
      "the number '\(scalar.text.cut(toBytes: 40))' is too large: whole numbers have 64 bits; put it in quotes to make it a text"
    )
  }

  private func number() throws -> YAMLScalar.Meaning {
    guard case .scalar(let scalar) = value.content else { throw mismatch(Int.self, "a number") }
    switch scalar.meaning {
    case .ambiguous:
      throw ScheduleFileError(
        key: path,
        "'\(scalar.text.cut(toBytes: 40))' is not the same number to every reader of YAML: write it in plain decimal digits, "
          + "without a sign + or zeros in front")
    case .tooLarge: throw tooLarge(scalar)
    case let meaning: return meaning
    }
  }

  fileprivate func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
    switch try number() {
    case .int(let value):
      guard let number = Number(exactly: value) else { throw mismatch(type, "a smaller number") }
      return number
    case .double(let value):
      guard let number = Number(exactly: value) else { throw mismatch(type, "a whole number") }
      return number
    default: throw mismatch(type, "a whole number")
    }
  }
}

extension YAMLValueDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { value.isNull }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard case .scalar(let scalar) = value.content, case .bool(let value) = scalar.meaning else {
      throw mismatch(type, "true or false")
    }
    return value
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .scalar(let scalar) = value.content, !scalar.isNull else { throw mismatch(type, "a text") }
    return scalar.text
  }

  func decode(_ type: Double.Type) throws -> Double {
    switch try number() {
    case .int(let value): return Double(value)
    case .double(let value): return value
    default: throw mismatch(type, "a number")
    }
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
  func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if type == JobArguments.self, let value = try arguments() as? Value { return value }
    // Known kinds go past their own container, where numbers are checked.
    if type == String.self, let value = try decode(String.self) as? Value { return value }
    return try Value(from: self)
  }
}

/// A key by name.
struct YAMLNameKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }
  init(_ name: String) { stringValue = name }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// A place in a list, named as the lines of a file name it.
struct YAMLIndexKey: CodingKey {
  var stringValue: String
  var intValue: Int?
  init(_ index: Int) { (stringValue, intValue) = ("Index \(index)", index) }
  init?(stringValue: String) { nil }
  init?(intValue: Int) { self.init(intValue) }
}
