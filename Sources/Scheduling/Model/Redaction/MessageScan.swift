/// Hides secrets in a text: one pass over its bytes, whatever they are.
struct MessageScan {
  private let text: [UInt8]
  private let keys: SecretKeys
  private var shown: [UInt8] = []
  private var place = 0
  /// The first @ at or behind the place; the end where there is none.
  private var at = 0

  /// The text with the values of secret names, bearer tokens, and names and passwords in URLs replaced.
  static func hiding(_ keys: SecretKeys, in text: String) -> String {
    guard !keys.isEmpty else { return text }
    var scan = MessageScan(text: Array(text.utf8), keys: keys)
    scan.run()
    return String(decoding: scan.shown, as: UTF8.self)
  }

  /// The text without these values, wherever they stand in it.
  static func hiding(_ secrets: Set<String>, in text: String) -> String {
    guard !secrets.isEmpty else { return text }
    // The longest first: one may be a part of another.
    let values = secrets.map { Array($0.utf8) }.sorted { $0.count > $1.count }
    let bytes = Array(text.utf8)
    var shown: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if let value = values.first(where: { bytes[place...].starts(with: $0) }) {
        shown += Redaction.placeholder.utf8
        place += value.count
      } else {
        shown.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: shown, as: UTF8.self)
  }

  private init(text: [UInt8], keys: SecretKeys) { (self.text, self.keys) = (text, keys) }

  private mutating func run() {
    while place < text.count {
      if text[place].isOfName {
        name()
      } else if text[place...].starts(with: "://".utf8) {
        authority()
      } else {
        shown.append(text[place])
        place += 1
      }
    }
  }

  private mutating func name() {
    let begin = place
    let end = text[begin...].firstIndex { !$0.isOfName } ?? text.count
    shown += text[begin..<end]
    place = end
    // Of a longer name the end, which says what it names.
    guard let match = keys.match(Array(text[begin..<end].suffix(Self.longestName))),
      let value = valueBegin(begin, end, match), value < text.count,
      !text[value...].starts(with: Redaction.placeholder.utf8)
    else { return }
    let valueEnd = skipValue(from: value)
    guard valueEnd > value, !Self.nothing.contains(Array(text[value..<valueEnd].prefix(8))) else { return }
    shown += text[end..<value]
    shown += Redaction.placeholder.utf8
    place = valueEnd
  }

  /// Where the value of a name begins; nil where nothing says that what follows is one.
  private func valueBegin(_ begin: Int, _ end: Int, _ match: SecretKeys.Match) -> Int? {
    var place = end
    let isQuoted = begin > 0 && text[begin - 1].isQuote
    if isQuoted {
      while place < text.count, text[place] == UInt8(ascii: "\\") { place += 1 }
      guard place < text.count, text[place].isQuote else { return nil }
      place += 1
    }
    let afterBlanks = skipBlanks(from: place)
    guard afterBlanks < text.count else { return nil }
    switch text[afterBlanks] {
    case UInt8(ascii: "="):
      place = afterBlanks + 1
      if place < text.count, text[place] == UInt8(ascii: ">") { place += 1 }
      return skipBlanks(from: place)
    case UInt8(ascii: ":") where match == .certain || isQuoted:
      // "://" is a URL whose scheme happens to be a secret's name.
      guard !text[afterBlanks...].starts(with: "://".utf8) else { return nil }
      return skipBlanks(from: afterBlanks + 1)
    default:
      // `--password hunter2`, and `Bearer eyJhbGciOi…`.
      guard afterBlanks > place,
        text[begin..<end].starts(with: "--".utf8)
          || Array(text[begin..<end].prefix(8)).lowercased == Array("bearer".utf8)
      else { return nil }
      return text[afterBlanks] == UInt8(ascii: "-") ? nil : afterBlanks
    }
  }

  /// The end of a value: of a quoted text, of what stands in brackets, or of a word.
  private func skipValue(from begin: Int) -> Int {
    var place = begin
    var depth = 0
    while place < text.count {
      let byte = text[place]
      if byte.isQuote || (byte == UInt8(ascii: "\\") && place + 1 < text.count && text[place + 1].isQuote) {
        place = skipQuoted(from: place)
        if depth == 0 { return place }
        continue
      }
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if depth == 0 { return place }
        depth -= 1
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        if depth == 0 { return place }
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        // `Authorization: Bearer abc`: the word before the blank says only of what kind the secret is.
        if depth == 0 {
          let word = Array(text[begin..<place]).lowercased
          guard Self.kinds.contains(word) else { return place }
          let next = skipBlanks(from: place)
          return next < text.count ? skipWord(from: next) : next
        }
      default: break
      }
      place += 1
    }
    return place
  }

  private static let kinds: Set<[UInt8]> = [
    Array("bearer".utf8), Array("basic".utf8), Array("token".utf8), Array("digest".utf8), Array("negotiate".utf8),
  ]

  private func skipWord(from begin: Int) -> Int { text[begin...].firstIndex { $0 <= 0x20 || $0.isQuote } ?? text.count }

  /// The place behind a text that is quoted plainly, or with backslashes as within another text.
  private func skipQuoted(from begin: Int) -> Int {
    var place = begin
    let isWithin = text[place] == UInt8(ascii: "\\")
    if isWithin { place += 1 }
    let quote = text[place]
    place += 1
    while place < text.count {
      if text[place] == UInt8(ascii: "\\"), place + 1 < text.count {
        if isWithin, text[place + 1] == quote { return place + 2 }
        place += 2
      } else if text[place] == quote {
        return place + 1
      } else {
        place += 1
      }
    }
    return text.count
  }

  /// `redis://user:password@host`: the name and the password.
  private mutating func authority() {
    shown += "://".utf8
    place += 3
    // Looking to the end of each of many would take time in the square of the text's length.
    if at < place { at = text[place...].firstIndex(of: UInt8(ascii: "@")) ?? text.count }
    guard at < text.count, at - place < Self.longestAuthority else { return }
    let rest = text[place...].prefix(Self.longestAuthority)
    let end = rest.firstIndex { $0 <= 0x20 || $0.isQuote || $0 == UInt8(ascii: ">") } ?? rest.endIndex
    var host = text[place..<end].firstIndex { "/?#".utf8.contains($0) } ?? end
    // A password may have a slash in it that was not encoded: what follows the colon is no port then.
    if let colon = text[place..<host].lastIndex(of: UInt8(ascii: ":")), !text[place..<host].contains(UInt8(ascii: "@")),
      text[(colon + 1)..<host].contains(where: { !(0x30...0x39).contains($0) })
    {
      host = end
    }
    guard let at = text[place..<host].lastIndex(of: UInt8(ascii: "@")), at > place else { return }
    shown += Redaction.placeholder.utf8
    place = at
  }

  private func skipBlanks(from begin: Int) -> Int {
    var place = begin
    while place < text.count, text[place] == UInt8(ascii: " ") || text[place] == UInt8(ascii: "\t") { place += 1 }
    return place
  }

  private static let longestName = 200
  private static let longestAuthority = 2_048

  /// Values that say that there is none.
  private static let nothing: Set<[UInt8]> = [
    Array("nil".utf8), Array("null".utf8), Array("\"\"".utf8), Array("''".utf8),
  ]
}

extension [UInt8] {
  fileprivate var lowercased: [UInt8] { map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 } }
}

extension UInt8 {
  fileprivate var isQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") || self == UInt8(ascii: "`") }
}
