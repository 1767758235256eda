import CivilTime
import Scheduling

/// A JSON value that is written as it stands, its members in the order given. Faster than an encoder, and the same on each
/// platform.
enum JSON: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case double(Double)
  /// Thousandths.
  case thousandths(Int64)
  case text(String)
  case instant(Instant)
  case list([JSON])
  /// Names from anywhere.
  case object([(String, JSON)])
  /// Names that stand in the code, and need no escape.
  case record([(StaticString, JSON)])
  /// Members that were written before, as ``members`` gives them, and more.
  case extended([UInt8], Members)

  /// Members of a record, in the order in which they are written.
  struct Members: Sendable, ExpressibleByDictionaryLiteral {
    fileprivate let list: [(StaticString, JSON)]
    init(dictionaryLiteral elements: (StaticString, JSON)...) { list = elements }
  }

  init(_ value: String?) { self = value.map(JSON.text) ?? .null }
  init(_ value: Int?) { self = value.map { .int(Int64($0)) } ?? .null }
  init(_ value: Int64?) { self = value.map(JSON.int) ?? .null }
  init(_ value: Instant?) { self = value.map(JSON.instant) ?? .null }
  /// In milliseconds, to the microsecond.
  init(_ value: Duration?) {
    self =
      value.map { duration in
        let nanoseconds = duration.nanoseconds
        let (half, isNegative) = (Int64(500), nanoseconds < 0)
        return .thousandths((nanoseconds / 1_000) + (abs(nanoseconds % 1_000) >= half ? (isNegative ? -1 : 1) : 0))
      } ?? .null
  }
  init(_ values: [String]) { self = .list(values.map(JSON.text)) }

  init(_ value: JobArguments?) {
    switch value {
    case nil, .null: self = .null
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .int(value)
    case .double(let value): self = .double(value)
    case .string(let value): self = .text(value)
    case .array(let values): self = .list(values.map { JSON($0) })
    case .object(let members):
      self = .object(members.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) })
    }
  }

  /// The value in UTF-8.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4_096)
    write(to: &bytes)
    return bytes
  }

  /// The members of a record without the braces around them.
  static func members(_ members: Members) -> [UInt8] {
    var bytes: [UInt8] = []
    write(members.list, after: false, to: &bytes)
    return bytes
  }

  private static func write(_ members: [(StaticString, JSON)], after hasOthers: Bool, to bytes: inout [UInt8]) {
    var hasOthers = hasOthers
    for (name, value) in members {
      if hasOthers { bytes.append(UInt8(ascii: ",")) }
      hasOthers = true
      bytes.append(UInt8(ascii: "\""))
      name.withUTF8Buffer { bytes.append(contentsOf: $0) }
      bytes.append(UInt8(ascii: "\""))
      bytes.append(UInt8(ascii: ":"))
      value.write(to: &bytes)
    }
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: [0x6E, 0x75, 0x6C, 0x6C])
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): bytes.append(digitsOf: value)
    case .thousandths(let value): Self.write(thousandths: value, to: &bytes)
    case .double(let value):
      if let whole = Int64(exactly: value) {
        bytes.append(digitsOf: whole)
      } else {
        bytes.append(contentsOf: (value.isFinite ? "\(value)" : "null").utf8)
      }
    case .text(let value): Self.write(value, to: &bytes)
    case .instant(let value):
      bytes.append(UInt8(ascii: "\""))
      bytes.append(rfc3339: value)
      bytes.append(UInt8(ascii: "\""))
    case .list(let values):
      bytes.append(UInt8(ascii: "["))
      var isFirst = true
      for value in values {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      var isFirst = true
      for (name, value) in members {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        Self.write(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    case .record(let members):
      bytes.append(UInt8(ascii: "{"))
      Self.write(members, after: false, to: &bytes)
      bytes.append(UInt8(ascii: "}"))
    case .extended(let written, let members):
      bytes.append(UInt8(ascii: "{"))
      bytes.append(contentsOf: written)
      Self.write(members.list, after: !written.isEmpty, to: &bytes)
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// `1234567` as 1234.567, without zeros at the end.
  private static func write(thousandths value: Int64, to bytes: inout [UInt8]) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: 1_000)
    bytes.append(digitsOf: Int64(whole))
    guard rest > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    bytes.append(48 + UInt8(rest / 100))
    if rest % 100 > 0 { bytes.append(48 + UInt8(rest / 10 % 10)) }
    if rest % 10 > 0 { bytes.append(48 + UInt8(rest % 10)) }
  }

  private static let digits = Array("0123456789abcdef".utf8)

  /// Escapes what ends a text, and what a page could take for markup if it put the answer into one.
  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      // Most texts have nothing to escape.
      if !utf8.contains(where: { escapes[Int($0)] }) { return bytes.append(contentsOf: utf8) }
      for byte in utf8 {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
        case _ where mustEscape(byte):
          bytes += "\\u00".utf8
          bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        default: bytes.append(byte)
        }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether each byte has to be escaped.
  private static let escapes = (0...255).map { mustEscape(UInt8($0)) }

  private static func mustEscape(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "&"):
      true
    default: false
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral
{
  init(stringLiteral value: String) { self = .text(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(integerLiteral value: Int64) { self = .int(value) }
  init(dictionaryLiteral elements: (StaticString, JSON)...) { self = .record(elements) }
  init(arrayLiteral elements: JSON...) { self = .list(elements) }
  init(nilLiteral: ()) { self = .null }
}
