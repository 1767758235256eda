/// The path and the query of a request, as far as these routes need them.
struct RequestTarget {
  var path: Substring
  private var items: [(name: String, value: String)]

  /// From the `:path` of a request, such as `/v1/health/scheduler/status?limit=20`.
  init(_ target: String) {
    let withoutFragment = target.prefix { $0 != "#" }
    path = withoutFragment.prefix { $0 != "?" }
    items = withoutFragment.dropFirst(path.count + 1).split(separator: "&").map { item in
      let name = item.prefix { $0 != "=" }
      return (Self.decoded(name), Self.decoded(item.dropFirst(name.count + 1)))
    }
    if path.count > 1, path.hasSuffix("/") { path.removeLast() }
  }

  /// The value of a query item; the last one where it is there twice.
  subscript(name: String) -> String? { items.last { $0.name == name }?.value }

  /// All values of a query item, in order.
  func values(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

  /// The names that are there.
  var names: [String] { items.map(\.name) }

  /// Percent-decoded; what is not a percent escape is kept as it is, and what is not UTF-8 is replaced.
  static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2, let value = UInt8(hexDigits: digits) {
        bytes.append(value)
        rest.removeFirst(2)
      } else {
        bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
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
