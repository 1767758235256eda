#if Redis
  /// Percent-encoding of the few characters that mean something in a key.
  enum PercentEncoding {
    /// `{`, `}`, `|` and `%` encoded: braces mark the cluster slot, bars separate fields.
    static func encode(_ name: String) -> String {
      guard name.utf8.contains(where: isReserved) else { return name }
      var encoded: [UInt8] = []
      encoded.reserveCapacity(name.utf8.count + 8)
      for byte in name.utf8 {
        if isReserved(byte) {
          encoded.append(UInt8(ascii: "%"))
          encoded.append(digit(byte >> 4))
          encoded.append(digit(byte & 15))
        } else {
          encoded.append(byte)
        }
      }
      return String(decoding: encoded, as: UTF8.self)
    }

    /// The text before encoding; `nil` if a `%` is not followed by two hexadecimal digits or the result is not UTF-8.
    static func decode(_ text: some StringProtocol) -> String? {
      guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
      var bytes: [UInt8] = []
      var rest = text.utf8.makeIterator()
      while let byte = rest.next() {
        guard byte == UInt8(ascii: "%") else {
          bytes.append(byte)
          continue
        }
        guard let high = rest.next().flatMap(value), let low = rest.next().flatMap(value) else { return nil }
        bytes.append(high << 4 | low)
      }
      return String(validating: bytes, as: UTF8.self)
    }

    private static func isReserved(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "|") || byte == UInt8(ascii: "%")
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
      nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
    }

    private static func value(_ digit: UInt8) -> UInt8? {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
      default: nil
      }
    }
  }
#endif
