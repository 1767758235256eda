#if Shell
  import CivilTime

  /// The output of a command as lines for the log, up to a number of bytes, and its last bytes for an error's message.
  struct OutputLines {
    /// A longer line is logged in pieces.
    static let longestLine = 4_096

    /// How many bytes may still be logged.
    private var left: Int
    private let tailBytes: Int
    private var line: [UInt8] = []
    private var tail: [UInt8] = []
    private(set) var isCut = false

    init(logging left: Int, tail tailBytes: Int) {
      self.left = left
      self.tailBytes = tailBytes
    }

    /// Takes what the command wrote and returns the lines that are complete.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [String] {
      var lines: [String] = []
      for byte in bytes {
        // Twice as much is kept before it is cut, so that no byte is moved for each that comes.
        tail.append(byte)
        if tail.count >= 2 * tailBytes + 1 { tail.removeFirst(tail.count - tailBytes) }
        guard left > 0 else {
          isCut = true
          continue
        }
        left -= 1
        if byte == UInt8(ascii: "\n") {
          lines.append(endLine())
        } else {
          line.append(byte)
          if line.count == Self.longestLine { lines.append(endLine()) }
        }
      }
      return lines
    }

    /// The last line, where the output ended without a line feed.
    mutating func finish() -> String? { line.isEmpty ? nil : endLine() }

    /// The end of the output on one line.
    var lastWords: String {
      var bytes = tail.suffix(tailBytes)
      // Not from the middle of a character.
      while bytes.count < tail.count, let first = bytes.first, first & 0b1100_0000 == 0b1000_0000 {
        bytes.removeFirst()
      }
      let parts = bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
      let lines = parts.map { String(decoding: $0, as: UTF8.self).printable(bytes: 3 * tailBytes) }
      // The separators take more room than the line feeds did, so the beginning is cut once more.
      var shown = lines.joined(separator: " | ").unicodeScalars[...]
      var count = shown.reduce(0) { $0 + UTF8.width($1) }
      while count > tailBytes, let first = shown.popFirst() { count -= UTF8.width(first) }
      return String(String.UnicodeScalarView(shown))
    }

    private mutating func endLine() -> String {
      defer { line.removeAll(keepingCapacity: true) }
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      return String(decoding: line, as: UTF8.self).printable(bytes: 3 * Self.longestLine)
    }
  }
#endif
