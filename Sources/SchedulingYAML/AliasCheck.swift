import Scheduling
import Yams

/// Refuses aliases within keys before the document is composed. The composer hashes every key, and a key that holds
/// aliases of aliases unfolds without end while it does.
enum AliasCheck {
  /// A character of private use that stands for the `*` of an alias: the alias becomes a word, and the document keeps its
  /// structure.
  private static let mark: Unicode.Scalar = "\u{E000}"

  static func check(_ text: String, _ work: ReadingWork) throws {
    guard let neutral = neutralized(text) else { return }
    let parser = try Parser(yaml: neutral, resolver: .basic, encoding: .utf8)
    try withExtendedLifetime(parser) {
      guard let root = try parser.singleRoot() else { return }
      // A stack of our own: what is nested deeply is refused later.
      var open = [root]
      while let node = open.popLast() {
        work.spend()
        switch node {
        case .scalar, .alias: break
        case .sequence(let sequence): open += sequence
        case .mapping(let mapping):
          for (key, value) in mapping {
            guard case .scalar(let word) = key else {
              throw ScheduleFileError(line: key.mark?.line, "a key must be a word, not a list or a mapping")
            }
            if word.string.unicodeScalars.first == mark, word.style == .plain || word.style == .any {
              throw ScheduleFileError(line: word.mark?.line, "a key must be a word, not an alias")
            }
            open.append(value)
          }
        }
      }
    }
  }

  /// Nil where nothing can be an alias. Within texts and comments the replacement does no harm: only the structure is
  /// looked at.
  private static func neutralized(_ text: String) -> String? {
    let star = UInt8(ascii: "*")
    var bytes: [UInt8] = []
    var found = false
    let source = Array(text.utf8)
    for (index, byte) in source.enumerated() {
      if byte == star, index + 1 < source.count, isName(source[index + 1]) {
        found = true
        bytes += Array(String(mark).utf8)
      } else {
        bytes.append(byte)
      }
    }
    return found ? String(decoding: bytes, as: UTF8.self) : nil
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}
