#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The arguments of a run: any value that JSON can hold.
///
/// ```swift
/// struct Import: Codable { var supplier: Int }
/// try JobArguments(Import(supplier: 23)).decode(Import.self)
/// let literal: JobArguments = ["supplier": 23, "update-anyway": false]
/// ```
public enum JobArguments: Sendable, Hashable {
  /// Nothing.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case int(Int64)
  /// Any other number.
  case double(Double)
  /// A text.
  case string(String)
  /// A list.
  case array([JobArguments])
  /// Values by name.
  case object([String: JobArguments])

  /// Arguments from a value of the host's.
  /// - Throws: `EncodingError` for a value that JSON cannot hold, such as an infinite number.
  public init(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    self = try JSONDecoder().decode(JobArguments.self, from: encoder.encode(value))
  }

  /// The arguments as a value of the host's; dates are RFC 3339 texts.
  /// - Throws: `DecodingError` when they are not what the type wants. Its description names the field, and no value.
  public func decode<Value: Decodable>(_: Value.Type = Value.self) throws -> Value {
    try Self.decode(Value.self, from: json())
  }

  /// Whether lists and objects are nested more deeply than a job's arguments may be.
  var isTooDeep: Bool { isDeeper(than: Self.largestDepth) }

  private func isDeeper(than levels: Int) -> Bool {
    switch self {
    case .array(let values): levels == 0 || values.contains { $0.isDeeper(than: levels - 1) }
    case .object(let values): levels == 0 || values.values.contains { $0.isDeeper(than: levels - 1) }
    case .null, .bool, .int, .double, .string: false
    }
  }

  func json() throws -> Data { try JSONEncoder().encode(self) }

  static func decode<Value: Decodable>(_: Value.Type, from json: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    do {
      return try decoder.decode(Value.self, from: json)
    } catch DecodingError.dataCorrupted(let context) {
      // What a type says of a value that it refuses has the value in it.
      throw DecodingError.dataCorrupted(
        .init(codingPath: context.codingPath, debugDescription: "the value is not one that its type accepts"))
    }
  }

  /// A number as JSON reads it back: whole where it is whole.
  public static func number(_ value: Double) -> JobArguments {
    Int64(exactly: value).map(JobArguments.int) ?? .double(value)
  }

  /// The value of a name; nil where there is none, or where these arguments have no names.
  public subscript(name: String) -> JobArguments? {
    if case .object(let values) = self { values[name] } else { nil }
  }

  /// A text, a number or a truth value as a text; nil for anything else.
  public var text: String? {
    switch self {
    case .string(let text): text
    case .int(let number): "\(number)"
    case .double(let number): "\(number)"
    case .bool(let value): "\(value)"
    case .null, .array, .object: nil
    }
  }
}

extension JobArguments: Codable {
  /// How deeply the arguments of a job may be nested: each level takes some of a thread's stack.
  package static let largestDepth = 64
  /// What is read at all: arguments with the document around them.
  private static let largestDocument = largestDepth + 16

  /// Reads any JSON value.
  /// - Throws: `DecodingError` for a value that is nested more than 64 deep, or 80 with the document around it.
  public init(from decoder: any Decoder) throws {
    guard decoder.codingPath.count <= Self.largestDocument else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "values are nested at most \(Self.largestDepth) deep"))
    }
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .int(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else {
      // Which of the two it is, is asked for without reading what is in it: a fault in there is to be reported.
      do {
        _ = try decoder.unkeyedContainer()
      } catch {
        self = .object(try container.decode([String: JobArguments].self))
        return
      }
      self = .array(try container.decode([JobArguments].self))
    }
  }

  /// Writes the JSON value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .int(let value): try container.encode(value)
    case .double(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }
}

extension JobArguments: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  /// Values by name; of a name that is there twice the last one counts.
  public init(dictionaryLiteral elements: (String, JobArguments)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
  }
  /// A list.
  public init(arrayLiteral elements: JobArguments...) { self = .array(elements) }
  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .int(value) }
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// True or false.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Nothing.
  public init(nilLiteral: ()) { self = .null }
}
