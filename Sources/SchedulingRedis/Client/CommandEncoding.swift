#if Redis
  /// A command as it goes over the wire: an array of bulk strings.
  enum CommandEncoding {
    static func encode(_ words: [String]) -> [UInt8] {
      var size = 16
      for word in words { size += word.utf8.count + 16 }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(size)
      appendHeader(UInt8(ascii: "*"), words.count, to: &bytes)
      for word in words {
        appendHeader(UInt8(ascii: "$"), word.utf8.count, to: &bytes)
        bytes.append(contentsOf: word.utf8)
        bytes.append(13)
        bytes.append(10)
      }
      return bytes
    }

    private static func appendHeader(_ sigil: UInt8, _ number: Int, to bytes: inout [UInt8]) {
      bytes.append(sigil)
      if number < 10 {
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number))
      } else {
        bytes.append(contentsOf: String(number).utf8)
      }
      bytes.append(13)
      bytes.append(10)
    }
  }
#endif
