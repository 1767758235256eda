import CivilTime

/// JSON that a terminal may show: an answer that is read with curl must not move its cursor or turn its text.
enum PlainJSON {
  /// The same JSON with every scalar that is not printable as `\uXXXX`. In JSON such a scalar stands in texts alone.
  static func escaped(_ json: [UInt8]) -> [UInt8] {
    guard var place = json.firstIndex(where: { $0 >= 0x7F }) else { return json }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(json.count + 64)
    bytes.append(contentsOf: json[..<place])
    while place < json.count {
      // What is not ASCII is read by scalars, up to the next byte that is.
      let end = json[place...].firstIndex { $0 < 0x7F } ?? json.count
      for scalar in String(decoding: json[place..<end], as: UTF8.self).unicodeScalars { append(scalar, to: &bytes) }
      place = json[end...].firstIndex { $0 >= 0x7F } ?? json.count
      bytes.append(contentsOf: json[end..<place])
    }
    return bytes
  }

  private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    guard !scalar.isPrintable else {
      bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      return
    }
    for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
      let digits = String(unit, radix: 16)
      bytes += "\\u".utf8
      bytes += String(repeating: "0", count: 4 - digits.utf8.count).utf8
      bytes += digits.utf8
    }
  }
}
