#if Redis
  import CivilTime

  /// A command as it goes over the wire: an array of bulk strings.
  enum CommandEncoding {
    static func encode(_ words: [String]) -> [UInt8] {
      var body = BulkStrings()
      body += words
      return encode(body)
    }

    /// `parts` follow each other as the words of one command.
    static func encode(_ parts: BulkStrings...) -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(parts.reduce(24) { $0 + $1.bytes.count })
      bytes.append(UInt8(ascii: "*"))
      bytes.append(digitsOf: Int64(parts.reduce(0) { $0 + $1.count }))
      bytes.append(13)
      bytes.append(10)
      for part in parts { bytes.append(contentsOf: part.bytes) }
      return bytes
    }
  }
#endif
