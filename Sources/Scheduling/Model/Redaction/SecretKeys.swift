/// Finds names that are, or contain, the name of a secret.
struct SecretKeys: Sendable {
  /// How a name was found: a short one is an ordinary word too, and needs more than a colon behind it in prose.
  enum Match { case certain, word }

  private let parts: [[UInt8]]
  private let words: Set<[UInt8]>
  private static let shortest = 5
  /// Longer names are not compared: nobody types them.
  private static let longestName = 200

  init(_ keys: Set<String>) {
    let plain = Set(keys.map { Self.words(Array($0.utf8)).flatMap { $0 } }.filter { !$0.isEmpty })
    parts = plain.filter { $0.count >= Self.shortest }.sorted { $0.count < $1.count }
    words = plain.filter { $0.count < Self.shortest }
  }

  var isEmpty: Bool { parts.isEmpty && words.isEmpty }

  func match(_ name: String) -> Match? { match(Array(name.utf8.prefix(Self.longestName))) }

  func match(_ name: [UInt8]) -> Match? {
    let nameWords = Self.words(name)
    let joined = nameWords.flatMap { $0 }
    if parts.contains(where: { joined.contains(part: $0) }) { return .certain }
    let s = UInt8(ascii: "s")
    return nameWords.contains { words.contains($0) || ($0.last == s && words.contains($0.dropLast())) } ? .word : nil
  }

  /// The words of a name in lower case: `apiKey`, `API_KEY` and `api-key` are the same two.
  private static func words(_ name: [UInt8]) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    for (index, byte) in name.enumerated() {
      guard byte.isNameLetter else {
        if !word.isEmpty { words.append(word) }
        word = []
        continue
      }
      let begins =
        byte.isUpperCase && index > 0
        && (name[index - 1].isLowerCase
          || (name[index - 1].isUpperCase && index + 1 < name.count && name[index + 1].isLowerCase))
      if begins, !word.isEmpty {
        words.append(word)
        word = []
      }
      word.append(byte.isUpperCase ? byte + 32 : byte)
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}

extension [UInt8] {
  func contains(part: [UInt8]) -> Bool {
    guard part.count <= count else { return false }
    return (0...count - part.count).contains { self[$0..<$0 + part.count].elementsEqual(part) }
  }
}

extension UInt8 {
  fileprivate var isUpperCase: Bool { (0x41...0x5A).contains(self) }
  fileprivate var isLowerCase: Bool { (0x61...0x7A).contains(self) }
  /// A letter or a digit; what is not ASCII counts as a letter.
  fileprivate var isNameLetter: Bool { isUpperCase || isLowerCase || (0x30...0x39).contains(self) || self >= 0x80 }
  /// What a name in a message is made of.
  var isOfName: Bool {
    isNameLetter || self == UInt8(ascii: "_") || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
  }
}
