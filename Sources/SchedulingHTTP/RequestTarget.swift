/// The path and the query of a request, as far as these routes need them.
package struct RequestTarget: Sendable {
  /// The path as it came: percent-encoded, without a slash at its end.
  package var path: Substring
  private var items: [(name: String, value: String)]

  /// The most bytes of a path and its query.
  package static let longest = 8_192

  /// From the `:path` of a request, such as `/v1/health/scheduler/status?limit=20`; nil when it is longer than
  /// ``longest``.
  package init?(_ target: String) {
    guard target.utf8.count <= Self.longest else { return nil }
    let withoutFragment = target.prefix { $0 != "#" }
    path = withoutFragment.prefix { $0 != "?" }
    items = withoutFragment.dropFirst(path.count + 1).split(separator: "&").map { item in
      let name = item.prefix { $0 != "=" }
      return (Self.decoded(name, isQuery: true), Self.decoded(item.dropFirst(name.count + 1), isQuery: true))
    }
    if path.count > 1, path.hasSuffix("/") { path.removeLast() }
  }

  /// The value of a query item; the last one where it is there twice.
  package subscript(name: String) -> String? { items.last { $0.name == name }?.value }

  /// All values of a query item, in order.
  package func values(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

  /// The names that are there.
  package var names: [String] { items.map(\.name) }

  /// The parts of the path below a prefix, decoded; nil when the path does not begin with it.
  package func parts(below prefix: String) -> [String]? {
    guard path.hasPrefix(prefix + "/") else { return nil }
    return path.dropFirst(prefix.count + 1).split(separator: "/", omittingEmptySubsequences: false)
      .map { Self.decoded($0, isQuery: false) }
  }

  /// A prefix of routes without slashes at its end.
  static func prefix(_ text: String) -> String {
    var prefix = text
    while prefix.hasSuffix("/") { prefix.removeLast() }
    return prefix
  }

  /// A text as one part of a path, or as a value of a query.
  static func encoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return encoded
  }

  /// Percent-decoded; what is not a percent escape is kept as it is, and what is not UTF-8 is replaced. In a query a plus
  /// sign stands for a blank, in a path for itself.
  private static func decoded(_ text: Substring, isQuery: Bool) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2, let value = UInt8(hexDigits: digits) {
        bytes.append(value)
        rest.removeFirst(2)
      } else {
        bytes.append(isQuery && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension UInt8 {
  /// Two hexadecimal digits, without a sign, which `init(_:radix:)` would take.
  fileprivate init?(hexDigits: Substring.UTF8View) {
    var value: UInt8 = 0
    for digit in hexDigits {
      switch digit {
      case 0x30...0x39: value = value &* 16 &+ (digit &- 0x30)
      case 0x41...0x46: value = value &* 16 &+ (digit &- 0x37)
      case 0x61...0x66: value = value &* 16 &+ (digit &- 0x57)
      default: return nil
      }
    }
    self = value
  }
}
