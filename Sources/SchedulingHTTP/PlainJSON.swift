import CivilTime

/// JSON that a terminal may show: an answer that is read with curl must not move its cursor or turn its text.
enum PlainJSON {
  /// The same JSON with every scalar that is not printable as `\\uXXXX`. In JSON such a scalar stands in texts alone.
  static func escaped(_ json: [UInt8]) -> [UInt8] {
    guard json.contains(where: { $0 >= 0x7F }) else { return json }
    let text = String(decoding: json, as: UTF8.self)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(json.count)
    for scalar in text.unicodeScalars {
      if scalar.isPrintable || scalar.value < 0x20 {
        bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      } else {
        for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
          let digits = String(unit, radix: 16)
          bytes += "\\u".utf8
          bytes += String(repeating: "0", count: 4 - digits.utf8.count).utf8
          bytes += digits.utf8
        }
      }
    }
    return bytes
  }
}
