/// Reads fixed forms from ASCII text, one byte after another.
struct ByteCursor {
  let bytes: [UInt8]
  private(set) var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { index == bytes.count }
  var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Takes the next byte if it is one of those of `set`.
  mutating func take(_ set: StaticString) -> UInt8? {
    guard let byte = peek else { return nil }
    let taken = set.withUTF8Buffer { $0.contains(byte) }
    guard taken else { return nil }
    index += 1
    return byte
  }

  /// Takes exactly `count` decimal digits, at most nine.
  mutating func number(digits count: Int) -> Int? {
    guard index + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[index..<index + count] {
      guard let digit = decimalDigit(byte) else { return nil }
      value = value * 10 + digit
    }
    index += count
    return value
  }

  /// Takes one to `limit` decimal digits (`limit` at most nine).
  mutating func number(upToDigits limit: Int) -> (value: Int, digits: Int)? {
    var value = 0
    var count = 0
    while count < limit, let byte = peek, let digit = decimalDigit(byte) {
      value = value * 10 + digit
      count += 1
      index += 1
    }
    return count == 0 ? nil : (value, count)
  }
}

@inline(__always)
package func decimalDigit(_ byte: UInt8) -> Int? {
  let value = Int(byte) - 48
  return value >= 0 && value <= 9 ? value : nil
}
